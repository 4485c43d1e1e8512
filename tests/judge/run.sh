#!/bin/bash
# SPDX-License-Identifier: MIT
#
# Judges recorded timelines again: for each NAME.jsonl, `tcplab judge NAME.conf NAME.jsonl` must
# print what NAME.outcome holds from its second line on; the first line is the outcome, or "refused"
# where the file is none that can be judged. No privileges needed.
set -u
tcplab=$(realpath "${TCPLAB:-./tcplab}")
cd "$(dirname "$0")" || exit

passed=0 failed=0

exit_code_of()
{
	case $1 in
	pass) echo 0 ;;
	fail) echo 1 ;;
	refused) echo 2 ;;
	inconclusive) echo 3 ;;
	error) echo 99 ;;
	*) echo "no such outcome" ;;
	esac
}

for timeline in *.jsonl; do
	name=${timeline%.jsonl}
	seen=$("$tcplab" judge "$name.conf" "$timeline" 2>&1)
	status=$?
	expected=$(exit_code_of "$(head -n 1 "$name.outcome")")
	difference=$(diff <(tail -n +2 "$name.outcome") - <<<"$seen")
	if [ "$status" = "$expected" ] && [ -z "$difference" ]; then
		passed=$((passed + 1))
		continue
	fi
	failed=$((failed + 1))
	echo "$name: exit status $status, expected $expected"
	sed 's/^/    /' <<<"$difference"
done

echo "judge: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
