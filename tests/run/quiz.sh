#!/bin/bash
# SPDX-License-Identifier: MIT
# The quiz as its player meets it: answers by a pipe, by a file that ends, by a terminal, and none at all;
# recorded runs and such as are made first, of which nothing is left when the first question is asked.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=$(realpath "${TCPLAB:-./tcplab}")
build=$(realpath "${BUILD:-build}")
scratch=$(mktemp -d) || exit
. tests/chinese.sh
socket=$scratch/tmux
player=
trap 'tmux -S "$socket" kill-server 2>/dev/null; [ -z "$player" ] || kill "$player" 2>/dev/null
	rm -rf "$scratch"' EXIT
failed=0
unset LC_ALL LC_MESSAGES LANG LANGUAGE NO_COLOR COLUMNS

fail()
{
	echo "$*"
	failed=1
}

third=(tests/judge/recorded-third-ack-loss.conf tests/judge/recorded-third-ack-loss.jsonl)

# play CODE ARGUMENT...: `tcplab quiz ARGUMENT...` with standard input as it is here exits with CODE
play()
{
	local code=$1 seen
	shift

	"$tcplab" quiz "$@" >"$scratch/output" 2>"$scratch/errors"
	seen=$?
	[ $seen -eq "$code" ] || fail "tcplab quiz $*: exit code $seen, not $code: $(cat "$scratch/errors")"
}

# says TEXT...: the last player was told that
says()
{
	local text

	for text; do
		grep -qF -e "$text" "$scratch/output" || fail "the player was not told: $text"
	done
}

complains()
{
	grep -qF -e "$1" "$scratch/errors" || fail "no complaint: $1, but: $(cat "$scratch/errors")"
}

times()
{
	[ "$(grep -c -e "$2" "$scratch/output")" = "$1" ] || fail "$2: $(grep -c -e "$2" "$scratch/output") times, not $1"
}

answers()
{
	printf '%s\n' "$@"
}

# ---- a recorded run ------------------------------------------------------------------------------

play 0 "${third[@]}" < <(answers syn-s '' SYN_RECV 4 '' '' '' '' '' closed)
says '10 of 10 right (100 %)' '10/10  server, now SYN-RECEIVED: next state? closed' \
	'right  server: LISTEN → SYN-RECEIVED, by segment 1 (SYN)' \
	'right  server: stays SYN-RECEIVED: fault lose-ack drops ACK' \
	'SYN-RECEIVED: The end has got a SYN' 'RFC 9293 sections 3.5 and 3.10.7.4'
times 1 '^ *7\.380 .*timer.* CLOSED$'
times 0 WRONG
times 10 '^right  '

play 0 "${third[@]}" < <(answers '' est '' '' est closed est closed est '')
says '0 of 10 right (0 %)' 'WRONG  server: not ESTABLISHED; stays SYN-RECEIVED: fault lose-ack' \
	'6      segment 3 (ACK): the client stays ESTABLISHED, and does not go to CLOSED' \
	'10     SYN-ACK timer: the server does not stay SYN-RECEIVED, it goes to CLOSED'
times 0 '^right  '
times 10 '^WRONG  '

# The answer does not stand in the ladder before it is given.
"$tcplab" quiz "${third[@]}" < <(answers syn-s '') >"$scratch/output"
times 0 '▶  SYN-RECEIVED'

# Help costs nothing, nor does what nobody can understand; it is shown as it is, but not obeyed.
{
	answers '?' 'fin' 'established!' 9 2x
	printf '\377\033[2J\a\n'
	head -c 1000000 /dev/zero | tr '\0' x
	printf '\n'
	answers syn-s q
} >"$scratch/answers"
play 0 "${third[@]}" <"$scratch/answers"
says 'Answer with the state that the end takes next' 'CLOSED: There is no connection' \
	"'fin' could be any of these: FIN-WAIT-1, FIN-WAIT-2" "'established!' is no state" \
	'The list goes from 1 to 5.' "'2x' is no state" '1 of 1 right (100 %); 9 not asked'
times 8 '^1/10 '
! LC_ALL=C grep -q "$(printf '[\033\a\377]')" "$scratch/output" || fail "a terminal would obey what was typed"
[ "$(wc -c <"$scratch/output")" -lt 10000 ] || fail "a long line is written in full"

# Help tells about a segment, too.
play 0 "${third[@]}" < <(answers syn-s '?' q)
says 'SYN: A segment with the flag SYN' 'A listener answers with a SYN-ACK'

# The end of the input, and no input at all.
play 0 "${third[@]}" < <(answers syn-s '' ; printf syn-r)
says '3 of 3 right (100 %); 7 not asked'
play 0 "${third[@]}" < <(answers syn-s est)
says '1 of 2 right (50 %); 8 not asked'
play 0 "${third[@]}" </dev/null
says 'No question was answered.'
play 0 "${third[@]}" <&-
says 'No question was answered.'
"$tcplab" quiz "${third[@]}" </dev/null >&- 2>"$scratch/errors"
[ $? -eq 99 ] || fail "nobody noticed that nothing could be written"

# ---- what is a run, and what is not --------------------------------------------------------------

mkdir -p "$scratch/kept/run" "$scratch/kept/other"
cp "${third[0]}" "$scratch/kept/run/scenario.conf"
cp "${third[1]}" "$scratch/kept/run/run.jsonl"
for run in "$scratch/kept/run" "$scratch/kept/run/" "$scratch/kept/run/run.jsonl"; do
	play 0 "$run" < <(answers 3)
	says '1 of 1 right (100 %); 9 not asked'
done
play 2 "$scratch/kept" </dev/null
complains 'is no directory of one run'
play 2 "${third[1]}" </dev/null
complains 'tcplab quiz SCENARIO RUN.jsonl'
play 2 "${third[0]}" "$scratch/absent.jsonl" </dev/null
complains 'No such file'
play 2 -6 "$scratch/kept/run" </dev/null
complains 'this one has been'
play 99 tests/judge/torso.{conf,jsonl} </dev/null
complains 'the timeline is complete'
XDG_CACHE_HOME=$scratch play 4 --virtual "${third[0]}" </dev/null
complains 'there is no virtual-time kernel'
play 2 -6 tests/judge/recorded-killed.conf </dev/null
complains 'no case of that IP version'

# ---- how it looks --------------------------------------------------------------------------------

wrong_then_right() { answers '' '' syn-r; }
play 0 --ascii "${third[@]}" < <(wrong_then_right)
says 'LISTEN -> SYN-RECEIVED, by segment 1'
! LC_ALL=C grep -q "$(printf '[\200-\377]')" "$scratch/output" || fail "--ascii: something else than ASCII"
for arguments in '' --colour=never; do
	# shellcheck disable=SC2086 # none or one
	play 0 $arguments "${third[@]}" < <(wrong_then_right)
	! grep -q "$(printf '\033')" "$scratch/output" || fail "colours in a pipe: $arguments"
done
cp "$scratch/output" "$scratch/plain"
play 0 --colour=always "${third[@]}" < <(wrong_then_right)
grep -q "$(printf '\033\[32mright\033')" "$scratch/output" || fail "no colour for what is right"
sed "s/$(printf '\033')\[[0-9;]*m//g" "$scratch/output" | diff - "$scratch/plain" >"$scratch/difference" ||
	fail "colours change the text: $(cat "$scratch/difference")"

# Chinese: no English sentence is left, but for what the scenario says.
(
	use_locales
	quotes "${third[0]}" >"$scratch/quotes"
	LANG=zh_CN.UTF-8 play 0 "${third[@]}" < <(answers syn-s est '?' fin x syn-r est '' est est '' '' '?' '')
	says '下一状态？' '正确 ' '【错】' '请回答' '可能是其中任何一个' '不是状态' '答对 7 题，共答 10 题（70 %）' \
		'停留在 SYN-SENT' '起因：报文段 1（SYN）' '故障 lose-ack 丢弃了 ACK'
	english "$scratch/quotes" <"$scratch/output" >"$scratch/found"
	[ ! -s "$scratch/found" ] || fail "English in Chinese: $(cat "$scratch/found")"
	exit $failed
) || failed=1

# ---- a terminal ----------------------------------------------------------------------------------

# What is on the screen.
screen() { tmux -S "$socket" capture-pane -p -t 0; }

# type KEYS UNTIL: press keys, then wait until the screen shows a text
type()
{
	local begun=$SECONDS

	# shellcheck disable=SC2086 # the keys are words
	tmux -S "$socket" send-keys -t 0 $1
	until screen | grep -qF -e "$2"; do
		[ $((SECONDS - begun)) -lt 30 ] || {
			fail "the terminal does not show: $2"
			screen
			return
		}
		read -rt 0.05 <>"$scratch/pause"
	done
}

if command -v tmux >/dev/null; then
	mkfifo "$scratch/pause"
	tmux -S "$socket" -f /dev/null new-session -d -x 80 -y 24 \
		"$tcplab quiz ${third[*]}; echo exit code \$?; read -r end"
	type '' '1/10   client, now CLOSED: next state?'
	type 'syn-s Enter' '2/10   client, now SYN-SENT: next state?'
	screen | grep -qF 'CLOSED → SYN-SENT: connect()' || fail "the terminal does not say why"
	type 'Enter' '3/10   server, now LISTEN: next state?'
	type 'syn-r Enter' '4/10   client, now SYN-SENT: next state?'
	screen >"$scratch/screen"
	# The ladder and all that belongs to the question are on the screen; no line has wrapped.
	LC_ALL=C.UTF-8 grep -Eq '^ +[0-9.]+ +SYN-SENT +── SYN  seq 0 ─+▶  SYN-RECEIVED *$' "$scratch/screen" ||
		fail "no ladder on the terminal: $(cat "$scratch/screen")"
	! LC_ALL=C.UTF-8 grep -E '^.{80}' "$scratch/screen" || fail "too long for the terminal"
	type 'C-d' 'exit code 0'
	screen | grep -qF '3 of 3 right (100 %); 7 not asked' || fail "no score after the end of the input"
	tmux -S "$socket" kill-server
fi

# ---- runs that are made first --------------------------------------------------------------------

cat >"$scratch/nothing.conf" <<'END'
scenario "Nothing at all" {
	ip 4
}
server {
	listen 8080
}
client {
	sleep 10ms
}
expect {
	segments any = 0
}
END
"$tcplab" quiz --real "$scratch/nothing.conf" </dev/null >"$scratch/output" 2>"$scratch/errors"
code=$?
if [ $code -eq 4 ]; then
	cat "$scratch/errors"
	[ $failed -eq 0 ] || exit 1
	exit 77
fi
[ $code -eq 0 ] || fail "nothing at all: exit code $code: $(cat "$scratch/errors")"
says 'There is nothing to ask' 'listen()  LISTEN'
complains 'tcplab: running nothing.ipv4, in real time ...'

# The first question is asked when the lab and all its processes are gone; the answers are not theirs.
mkfifo "$scratch/typed" "$scratch/told"
"$tcplab" quiz --real -6 --seed=5 scenarios/clean-connection.conf <"$scratch/typed" >"$scratch/told" \
	2>"$scratch/errors" &
player=$!
exec 5>"$scratch/typed" 6<"$scratch/told"
answers syn-s '' syn-r est '' >&5
head -n 12 <&6 >"$scratch/output"
children=$(cat /proc/$player/task/*/children)
[ -z "$children" ] || fail "while questions are asked, there are still processes: $children"
exec 5>&-
cat <&6 >>"$scratch/output"
wait $player || fail "the quiz of a run ended with $?"
player=
says 'clean-connection.ipv6' '5 of 5 right (100 %); ' 'listen()  LISTEN'
complains 'tcplab: running clean-connection.ipv6, in real time ...'

# In virtual time, where there is a kernel for it: by itself.
kernels=$("$tcplab" doctor 2>/dev/null | sed -n 's/^Virtual-time kernels in .*: \([0-9., ]*\)$/\1/p')
case $build in
*asan) kernels= ;; # the sanitizers do not start in User Mode Linux
esac
if [ -n "$kernels" ]; then
	play 0 scenarios/third-ack-loss.conf < <(answers syn-s '' syn-r est '' '' '' '' '' closed)
	says '10 of 10 right (100 %)' 'third-ack-loss.ipv4.linux-'
	complains ', in virtual time ...'
	play 0 --virtual -6 scenarios/time-wait/old-looking-syn.conf </dev/null
	says 'old-looking-syn.ipv6.linux-'
	# The next connection between the same ports meets the old one's TIME-WAIT.
	yes '' | play 0 scenarios/time-wait/reuse-by-syn.conf
	says 'server #2, now TIME-WAIT: next state?' 'TIME-WAIT → CLOSED, by segment' \
		'CLOSED → SYN-RECEIVED, by segment'
fi
exit $failed
