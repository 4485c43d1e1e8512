#!/bin/bash
# SPDX-License-Identifier: MIT
# The ladder in a terminal, which tmux is: as wide as that, no line longer, states in their columns, in
# Chinese, too; rows are there while the run goes on, and below them, as long as nothing happens, a line
# that says what is waited for. In a pipe, and where lines can't be drawn again, there is no such line.
set -u
cd "$(dirname "$0")/../.." || exit
. tests/chinese.sh
tcplab=$(realpath "${TCPLAB:-./tcplab}")
if ! command -v tmux >/dev/null; then
	echo "tmux is not installed"
	exit 77
fi
scratch=$(mktemp -d) || exit
terminals=0
socket=$scratch/tmux
trap 'tmux -S "$socket" kill-server 2>/dev/null; rm -rf "$scratch"' EXIT
failed=0

fail()
{
	echo "$*"
	failed=1
}

# show COLUMNS COMMAND: begin a command in a terminal; what it writes comes out of $scratch/written
show()
{
	socket=$scratch/tmux$((++terminals))
	rm -f "$scratch/written"
	mkfifo "$scratch/written"
	LC_ALL=C.UTF-8 tmux -u -S "$socket" -f /dev/null new-session -d -x "$1" -y 60 \
		"export NO_COLOR=1; read -r go; $2; tmux -S $socket wait-for -S done; read -r end" || exit
	tmux -S "$socket" pipe-pane -t 0 "exec cat >$scratch/written"
	exec 3<"$scratch/written"
	tmux -S "$socket" send-keys -t 0 Enter
}

# A character for each column: two for a Chinese one.
columns()
{
	perl -CSD -pe 's/[\x{2e80}-\x{a4cf}\x{ff00}-\x{ff60}]/WW/g; s/[^\x00-\x7f]/#/g'
}

# What is on the screen, from the heading to the end of the ladder.
ladder()
{
	tmux -u -S "$socket" capture-pane -p -t 0 | sed -n '/time\/s\|时间/,/^$/{/^$/d;s/^ *时间/  时间/;p;}' | columns
}

# end COLUMNS: wait for the command, check its ladder's lines, close the terminal
end()
{
	local line

	cat <&3 >/dev/null &
	exec 3<&-
	timeout 60 tmux -S "$socket" wait-for done || fail "$1 columns: no end"
	ladder >"$scratch/ladder"
	tmux -u -S "$socket" capture-pane -p -t 0 >"$scratch/screen"
	columns <"$scratch/screen" | grep -E ".{$1}" && fail "$1 columns: findings that fill the line"
	! grep -q 'timeout at 30 s' "$scratch/screen" || fail "$1 columns: what was waited for still stands there"
	grep -q 'SYN-RECEIVED' "$scratch/ladder" || fail "$1 columns: no ladder"
	while IFS= read -r line; do
		[ ${#line} -lt "$1" ] || fail "$1 columns: too long: $line"
		[[ $line =~ ^\ *([0-9]+\.[0-9]{3}|time/s|WWWW/WW)\  || $line == "                    "* ]] ||
			fail "$1 columns: a line that has wrapped: $line"
	done <"$scratch/ladder"
	grep -Eq "SYN-SENT +(--|##) SYN  seq 0 [-#]+[>#]  SYN-RECEIVED( *$|  accept\(\))" "$scratch/ladder" ||
		fail "$1 columns: no SYN between its states"
	tmux -S "$socket" kill-server
}

# column TEXT LINE-PATTERN: in which column TEXT begins in the first such line
column()
{
	local line

	line=$(grep -m 1 -e "$2" "$scratch/ladder")
	line=${line%%"$1"*}
	echo ${#line}
}

# Nothing happens for 5 s after the handshake: its last row must not wait for what comes then.
cat >"$scratch/quiet.conf" <<'END'
scenario "Quiet" {
	ip 4
}
server {
	listen 8080
	accept
	recv until eof
}
client {
	connect
	sleep 5s
	close
}
expect {
	connect ok
}
END
show 80 "$tcplab run --ascii $scratch/quiet.conf"
begun=$SECONDS
while IFS= read -r -t 20 line <&3; do
	case $line in
	*"-- ACK  seq 1 ack 1 -"*) break ;;
	esac
done
[ $((SECONDS - begun)) -lt 4 ] || fail "the handshake's last row came after $((SECONDS - begun)) s"
erase=$'\e[K'
while IFS= read -r -d $'\r' -t 20 line <&3; do
	case $line in
	"$erase    "[1-4]" s  client: sleep 5s; server: recv(); timeout at 30 s"*) break ;;
	esac
done
[ "${line#"$erase"}" != "$line" ] || fail "nothing says what is waited for"
end 80
[ "$(column ESTABLISHED 'SYN-ACK  seq 0')" = 10 ] || fail "80 columns: the client is elsewhere"

show 80 "$tcplab judge --ascii --format=ladder tests/judge/third-ack-loss.{conf,jsonl}"
end 80
[ "$(column SYN-RECEIVED 'SYN  seq 0')" = 67 ] || fail "80 columns: the server is elsewhere"
[ "$(column CLOSED 'SYN-ACK timer')" = 67 ] || fail "80 columns: CLOSED stands elsewhere"
[ "$(column SYN-SENT 'SYN  seq 0')" = 10 ] || fail "80 columns: the client is elsewhere"

recorded="tests/judge/third-ack-loss.conf tests/judge/third-ack-loss.jsonl"
show 200 "$tcplab judge --ascii --format=ladder $recorded"
end 200
[ "$(column SYN-RECEIVED 'SYN  seq 0')" = 157 ] || fail "200 columns: the server is elsewhere"
[ "$(column 'connect()' 'SYN  seq 0')" = 11 ] || fail "200 columns: the client's calls are elsewhere"
[ "$(column '| = 0' 'SYN-ACK  seq 0')" = 11 ] || fail "200 columns: connect() does not return"
[ "$(column 'accept()' 'SYN  seq 0')" = 171 ] || fail "200 columns: the server's calls are elsewhere"
[ "$(column '| still blocked' 'still')" = 171 ] || fail "200 columns: accept() does not block"

# Two columns a character, and everything where it is in English; the timer goes off in a second.
use_locales
chinese="env LOCPATH=$LOCPATH LC_ALL=zh_CN.UTF-8 LSAN_OPTIONS=$LSAN_OPTIONS"
show 80 "$chinese $tcplab judge --format=ladder $recorded"
end 80
[ "$(column CLOSED 'SYN-ACK WWWWWW 4 s')" = 67 ] || fail "Chinese: CLOSED stands elsewhere"
[ "$(column 'WWWW 1 s' 'SYN-ACK (WWWW 1)')" = 67 ] || fail "Chinese: the timer stands elsewhere"

# ---- Ctrl-C: no line is left that says what is waited for

show 80 "trap : INT; $tcplab run --ascii $scratch/quiet.conf; echo \"ended: \$?\""
while IFS= read -r -d $'\r' -t 20 line <&3; do
	case $line in
	*'sleep 5s;'*) break ;;
	esac
done
tmux -S "$socket" send-keys -t 0 C-c
while IFS= read -r -t 20 line <&3; do
	case $line in
	*'ended: 130'*) break ;;
	esac
done
[[ $line == *'ended: 130'* ]] || fail "Ctrl-C: no end by a signal"
tmux -u -S "$socket" capture-pane -p -t 0 >"$scratch/screen"
grep -q 'ESTABLISHED' "$scratch/screen" || fail "Ctrl-C: no ladder"
! grep -q 'timeout at' "$scratch/screen" || fail "Ctrl-C: what was waited for still stands there"
exec 3<&-
tmux -S "$socket" kill-server

# ---- no terminal, or a simple one

sed 's/sleep 5s/sleep 2s/' "$scratch/quiet.conf" >"$scratch/short.conf"
"$tcplab" run "$scratch/short.conf" | cat >"$scratch/piped"
for term in xterm dumb; do
	script -qec "env TERM=$term $tcplab run $scratch/short.conf" /dev/null </dev/null >"$scratch/$term"
done
for what in piped dumb; do
	grep -q SYN-RECEIVED "$scratch/$what" || fail "$what: no ladder"
	! grep -q $'\e\|timeout at' "$scratch/$what" || fail "$what: a line is drawn again"
done
grep -q 'timeout at' "$scratch/xterm" || fail "script is no terminal, so it proves nothing"

# ---- several runs: how many have been made

cp "$scratch/short.conf" "$scratch/short2.conf"
several="$tcplab run --format=brief -j 2 $scratch/short.conf $scratch/short2.conf"
script -qec "env TERM=xterm NO_COLOR=1 $several" /dev/null </dev/null >"$scratch/several"
for line in '0 of 2 runs made, 2 under way' '2 under way; 1 s of at most 30 s'; do
	grep -qF "$line" "$scratch/several" || fail "$several: it does not say \"$line\""
done
# What stays of a line is what was written after the last time that it was erased.
sed 's/.*\x1b\[K//; s/\r//' "$scratch/several" | grep . >"$scratch/stays"
printf '%s\n' 'short.ipv4: pass' 'short2.ipv4: pass' '2 runs: 2 pass' | diff - "$scratch/stays" ||
	fail "$several: on the terminal stays something else"
$several >"$scratch/piped" 2>&1
diff "$scratch/piped" <(printf '%s\n' 'short.ipv4: pass' 'short2.ipv4: pass' '' '2 runs: 2 pass') ||
	fail "$several: in a pipe it says something else"

show 200 "COLUMNS=80 $tcplab judge --ascii --format=ladder $recorded"
end 80
exit $failed
