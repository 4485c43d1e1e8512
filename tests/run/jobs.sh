#!/bin/bash
# SPDX-License-Identifier: MIT
# Runs side by side in real time: those that sleep overlap, what is said of them stays in order; a run
# whose process is killed is an error and the others go on; and nothing outlives tcplab.
set -u
cd "$(dirname "$0")/../.." || exit
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
failed=0

fail()
{
	echo "$*"
	failed=1
}

# A copy, so that its processes can be told from all others.
tcplab=$scratch/tcplab
cp "${TCPLAB:-./tcplab}" "$tcplab" || exit

ours()
{
	local process

	for process in /proc/[0-9]*; do
		if [ "$(readlink "$process/exe")" = "$tcplab" ]; then echo "${process#/proc/}"; fi
	done 2>/dev/null
}

# The later ones end first.
for i in 1 2 3 4; do
	cat >"$scratch/$i.conf" <<-END
		scenario "Sleeper $i" {
			ip 4
			param time $((3000 - 100 * i))ms
		}
		client {
			sleep \$time
			connect 80
		}
		expect {
			connect $([ $i = 3 ] && echo ok || echo ECONNREFUSED)
		}
	END
done

# run CODE OPTION...: TAP is left in $scratch/tap
run()
{
	local code=$1 seen
	shift

	"$tcplab" run --quiet --format=tap "$@" "$scratch"/[1-4].conf >"$scratch/tap" 2>"$scratch/err"
	seen=$?
	if [ $seen = 4 ]; then
		cat "$scratch/err"
		exit 77
	fi
	[ $seen = "$code" ] || fail "run $*: exit code $seen, expected $code: $(cat "$scratch/err")"
}

# ---- in order ------------------------------------------------------------------------------------

began=${EPOCHREALTIME/[.,]/}
run 1 -j 3 -o "$scratch/kept"
took=$((${EPOCHREALTIME/[.,]/} - began))
[ $took -lt 9000000 ] || fail "side by side, $((took / 1000)) ms for what sleeps 11 s"
seen=$(sed -n 's/^    \(.*ok\) [0-9]* - \([1-4]\.ipv4\).*/\1 \2/p' "$scratch/tap")
[ "$seen" = $'ok 1.ipv4\nok 2.ipv4\nnot ok 3.ipv4\nok 4.ipv4' ] || fail "out of order: $seen"
for i in 1 2 3 4; do
	grep -q "\"parameters\":{\"time\":\"$((3000 - 100 * i))ms\"}" "$scratch/kept/$i.ipv4/run.jsonl" ||
		fail "the record of run $i is not its own"
done

# ---- killed --------------------------------------------------------------------------------------

# await N: tcplab has so many processes that are its children, $children
await()
{
	until mapfile -t children < <(cat "/proc/$parent/task/$parent/children" 2>/dev/null |
		tr ' ' '\n' | grep .) && [ ${#children[@]} -ge "$1" ]; do
		kill -0 "$parent" 2>/dev/null || { fail "tcplab has ended"; return 1; }
	done
}

"$tcplab" run --quiet -j 4 "$scratch"/[124].conf >"$scratch/out" 2>&1 &
parent=$!
await 3 && kill -KILL "${children[1]}"
wait $parent
[ $? = 99 ] || fail "a run whose process was killed is no error"
grep -q '^tcplab: 2.ipv4: .*its process died' "$scratch/out" || fail "said: $(cat "$scratch/out")"

"$tcplab" run --quiet -j 4 "$scratch"/[1-4].conf >"$scratch/out" 2>&1 &
parent=$!
await 4
kill -KILL $parent
killed=${EPOCHREALTIME/[.,]/}
wait $parent 2>/dev/null
while left=$(ours) && [ -n "$left" ]; do
	if [ $((${EPOCHREALTIME/[.,]/} - killed)) -gt 2000000 ]; then
		fail "two seconds after the kill there is still: $left"
		break
	fi
done

exit $failed
