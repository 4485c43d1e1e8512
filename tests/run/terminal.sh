#!/bin/bash
# SPDX-License-Identifier: MIT
# The ladder in a terminal, which tmux is: as wide as that, no line longer, states in their columns;
# and rows are there while the run goes on.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=$(realpath "${TCPLAB:-./tcplab}")
if ! command -v tmux >/dev/null; then
	echo "tmux is not installed"
	exit 77
fi
scratch=$(mktemp -d) || exit
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
	rm -f "$scratch/written"
	mkfifo "$scratch/written"
	tmux -S "$socket" -f /dev/null new-session -d -x "$1" -y 60 \
		"export NO_COLOR=1; read -r go; $2; tmux -S $socket wait-for -S done; read -r end" || exit
	tmux -S "$socket" pipe-pane -t 0 "exec cat >$scratch/written"
	exec 3<"$scratch/written"
	tmux -S "$socket" send-keys -t 0 Enter
}

# What is on the screen, from the heading to the end of the ladder.
ladder()
{
	tmux -S "$socket" capture-pane -p -t 0 | sed -n '/time\/s/,/^$/{/^$/d;p;}'
}

# end COLUMNS: wait for the command, check its ladder's lines, close the terminal
end()
{
	local line

	cat <&3 >/dev/null &
	exec 3<&-
	timeout 60 tmux -S "$socket" wait-for done || fail "$1 columns: no end"
	ladder >"$scratch/ladder"
	grep -q 'SYN-RECEIVED' "$scratch/ladder" || fail "$1 columns: no ladder"
	while IFS= read -r line; do
		[ ${#line} -lt "$1" ] || fail "$1 columns: too long: $line"
		[[ $line =~ ^\ *([0-9]+\.[0-9]{3}|time/s)\  || $line == "                    "* ]] ||
			fail "$1 columns: a line that has wrapped: $line"
	done <"$scratch/ladder"
	grep -Eq "SYN-SENT +-- SYN  seq 0 -+>  SYN-RECEIVED( *$|  accept\(\))" "$scratch/ladder" ||
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

show 200 "COLUMNS=80 $tcplab judge --ascii --format=ladder $recorded"
end 80
exit $failed
