#!/bin/bash
# SPDX-License-Identifier: MIT
# `tcplab coverage` over recorded runs: what they show is counted as the right move, what they lack is
# missing, and the diagram says the same. No privileges needed.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=${TCPLAB:-$PWD/tcplab}
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
failed=0

# keep NAME: a directory as `tcplab run -o` leaves it, from a recorded run of tests/judge
keep()
{
	mkdir "$scratch/$1" &&
		cp "tests/judge/$1.jsonl" "$scratch/$1/run.jsonl" &&
		cp "tests/judge/$1.conf" "$scratch/$1/scenario.conf"
}

# expect CODE TEXT ARGUMENT...: exits with CODE, and prints a line that holds TEXT, however spaced
expect()
{
	local code=$1 text=$2 seen
	shift 2

	"$tcplab" coverage "$@" >"$scratch/out" 2>&1
	seen=$?
	if [ "$seen" -ne "$code" ] || ! tr -s ' ' <"$scratch/out" | grep -qF -e "$text"; then
		echo "tcplab coverage $*: exit code $seen, expected $code and: $text"
		cat "$scratch/out"
		failed=1
	fi
}

keep recorded-clean-connection && keep recorded-third-ack-loss || exit

expect 0 '1 CLOSED -> LISTEN 2 seen' "$scratch"
expect 0 '7 SYN-RECEIVED -> ESTABLISHED 1 seen' "$scratch"
expect 0 '19 LAST-ACK -> CLOSED 1 seen' "$scratch/recorded-clean-connection"
expect 0 '34 any -> CLOSED 1 seen' "$scratch/recorded-third-ack-loss"
expect 0 '5 LISTEN -> SYN-SENT impossible on Linux' "$scratch"
expect 0 '9 SYN-SENT -> SYN-RECEIVED NOT SEEN' "$scratch"
expect 0 '2 runs: of the 34 moves that Linux can make,' "$scratch"
expect 1 'NOT SEEN' --require "$scratch"
expect 2 'no run in' tests/unit
expect 2 'cannot read' "$scratch/nowhere"
expect 2 'usage: tcplab coverage'

# What a fault made a RST arrives as one; a connect() on a listener is the move that Linux refuses.
keep recorded-made-rst && keep recorded-refused-listener || exit
expect 0 '6 SYN-RECEIVED -> LISTEN 1 seen' "$scratch/recorded-made-rst"
expect 0 '5 LISTEN -> SYN-SENT impossible on Linux: 1 tried, refused' \
	"$scratch/recorded-refused-listener"
expect 0 'connect-on-listener' "$scratch/recorded-refused-listener"

expect 0 'runs' --svg "$scratch/moves.svg" "$scratch"
for text in '<title>CLOSED to LISTEN: listen()</title>' '>(1) 5×<' '>(9) not seen<' \
	'>(5) impossible<'; do
	if ! grep -qF -e "$text" "$scratch/moves.svg"; then
		echo "the diagram lacks: $text"
		failed=1
	fi
done
expect 2 'cannot write' --svg "$scratch/nowhere/moves.svg" "$scratch"

exit "$failed"
