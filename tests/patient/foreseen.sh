#!/bin/bash
# SPDX-License-Identifier: MIT
# The ladder that `tcplab explain` draws from a scenario alone, beside the one that a run of the scenario
# draws: each segment that is foreseen comes, in that order, with the same numbers, and meets the same
# fault; and so does each state.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=${TCPLAB:-$PWD/tcplab}
cache=${XDG_CACHE_HOME:-$HOME/.cache}
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
failed=0

# How many scenarios there are at least, how many ladders go on to the end, and rows in all.
readonly SCENARIOS=180 WHOLE=70 ROWS=850

case ${BUILD:-build} in
*asan)
	echo "the sanitizers do not start in User Mode Linux: nothing was run"
	exit 0
	;;
esac
if ! ls "$cache"/tcplab/linux-6.12* >/dev/null 2>&1; then
	echo "there is no virtual-time kernel 6.12: make virtual-kernel"
	exit 77
fi

# Both kinds of ladder to lines "client|STATE", "server|STATE" and "row|FROM|SEGMENT|MARK|FAULT"
read -r -d '' rows <<'END'
function trim(text) {
	gsub(/^[ ()]+|[ ()]+$/, "", text)
	return text
}
function state(end, text) {
	text = trim(text)
	if (text ~ /^(LISTEN|SYN-SENT|SYN-RECEIVED|ESTABLISHED|FIN-WAIT-1|FIN-WAIT-2|CLOSE-WAIT|CLOSING|LAST-ACK|TIME-WAIT)$/ ||
	    (text == "CLOSED" && !first))
		print end "|" text
}
function row(wire, from, mark, fault, label) {
	from = wire ~ /<-/ || wire ~ / -- *$/ && wire !~ />/ ? "server" : "client"
	mark = match(wire, /(^|[ -])[x~*+]([ -]|$)/) ? substr(wire, RSTART, RLENGTH) : ""
	gsub(/[ -]/, "", mark)
	gsub(/--+|[<>]/, " ", wire)
	gsub(/[0-9.]+ m?s /, "", wire)
	gsub(/#1 /, "", wire)
	label = match(wire, /(data [0-9]+ B|SYN-ACK|SYN|FIN|RST|ACK|URG)[^x~*+]*/) ? trim(substr(wire, RSTART, RLENGTH)) : ""
	sub(/\)$/, "", label)
	fault = ""
	if (mark != "") {
		fault = match(wire, /[a-z][a-z0-9-]+ *[x~+]|[x~*+] *[a-z][a-z0-9-]+/) ? substr(wire, RSTART, RLENGTH) : ""
		gsub(/[ x~*+]*$|^[x~*+ ]*/, "", fault)
		sub(/ +seq .*/, "", label)
		if (mark == "~" && fault == "")
			return # it goes on
		sub(" *" fault "$", "", label)
	}
	print "row|" from "|" trim(label) "|" mark "|" fault
}
/client +wire +server/ { inside = first = 1; next }
inside && /^ *$/ { exit }
!inside || /#[2-9]/ { next }
/[ ][?] [a-z]/ { print "stop"; exit }
{
	wire = substr($0, 28, 56)
	if (wire ~ /--/)
		row(wire)
	state("client", substr($0, 12, 14))
	state("server", substr($0, 86))
	first = 0
}
END

# comes FORESEEN SEEN: each line of the one stands in the other, in that order; says which does not
comes()
{
	awk 'FILENAME == ARGV[1] { seen[++n] = $0; next }
	     $0 == "stop" { next }
	     {
		while (++at <= n && seen[at] != $0)
			;
		if (at > n) {
			print
			exit 1
		}
	     }' "$2" "$1"
}

# compare SCENARIO RUN: whether what is foreseen came in the run; @why is what did not
compare()
{
	local kind

	"$tcplab" judge --ascii --format=ladder "$1" "$2/run.jsonl" | awk "$rows" >"$scratch/seen"
	grep -q '^row' "$scratch/seen" || grep -q '^stop' "$scratch/foreseen" || { why='no ladder'; return 1; }
	for kind in row client server; do
		grep "^$kind" "$scratch/foreseen" >"$scratch/foreseen.$kind"
		grep "^$kind" "$scratch/seen" >"$scratch/seen.$kind"
		why=$(comes "$scratch/foreseen.$kind" "$scratch/seen.$kind") || return
	done
}

scenarios=0 whole=0 drawn=0
for directory in scenarios tests/features; do
	"$tcplab" run --virtual --kernel 6.12 -4 -j 2 -q -o "$scratch/${directory#*/}" "$directory" >"$scratch/log" 2>&1 ||
		{ cat "$scratch/log"; exit 1; }
	while read -r scenario; do
		name=$(basename "$scenario" .conf)
		"$tcplab" explain --ascii "$scenario" | awk "$rows" >"$scratch/foreseen"
		for run in "$scratch/${directory#*/}/$name".ipv4*; do
			[ -d "$run" ] || continue 2 # IPv6 only
			compare "$scenario" "$run" && break
		done
		if [ -n "$why" ]; then
			echo "$scenario: $why was foreseen, and did not come"
			failed=1
		fi
		scenarios=$((scenarios + 1))
		drawn=$((drawn + $(grep -c '^row' "$scratch/foreseen")))
		grep -q stop "$scratch/foreseen" || whole=$((whole + 1))
	done < <(find "$directory" -name '*.conf')
done

echo "$scenarios scenarios, $whole ladders to the end, $drawn rows"
if [ $scenarios -lt $SCENARIOS ] || [ $whole -lt $WHOLE ] || [ $drawn -lt $ROWS ]; then
	echo "that is too little: this test is blind"
	failed=1
fi
exit $failed
