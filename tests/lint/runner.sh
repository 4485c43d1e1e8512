#!/bin/bash
# SPDX-License-Identifier: MIT
# tests/run-all itself: what passes, fails and is skipped is counted as such, in a tree of made-up
# tests.
set -u
cd "$(dirname "$0")/../.." || exit
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT

mkdir -p "$scratch"/tests/{unit,language,judge,run,lint,aside,patient} "$scratch/build/unit"
cp tests/run-all "$scratch/tests/run-all"

# fake FILE LINE...: an executable made of these lines
fake()
{
	local file=$scratch/$1
	shift

	printf '%s\n' '#!/bin/sh' "$@" >"$file"
	chmod +x "$file"
}

touch "$scratch/tests/unit/test_one.c"
fake build/unit/test_one 'exit 0'
fake tests/language/run.sh 'exit 0'
fake tests/judge/run.sh 'echo the tool is missing' 'exit 77'
fake tests/run/fails.sh 'echo what went wrong' 'exit 3'
fake tests/lint/one.sh 'exit 0'
fake tests/aside/passes.sh ': >aside-has-begun'
fake tests/aside/waits.sh 'until [ -e aside-has-begun ] && [ -e test-has-run ]; do :; done' 'exit 4'
fake tests/run/sees.sh ': >test-has-run' 'until [ -e patient-has-begun ]; do :; done'
fake tests/patient/one.sh ': >patient-has-begun' 'until [ -e test-has-run ]; do :; done'
fake tests/patient/two.sh 'exit 4'
printf 'no test\n' >"$scratch/tests/run/helper"

# expect TEXT STATUS: the last line of the output, and the exit status
expect()
{
	local last

	last=$(tail -n 1 "$scratch/output")
	if [ "$last" != "$1" ] || [ "$status" -ne "$2" ]; then
		echo "expected '$1' and exit status $2, saw '$last' and $status; all of it:"
		cat "$scratch/output"
		exit 1
	fi
}

export TCPLAB_MUST_WORK=
"$scratch/tests/run-all" build >"$scratch/output" 2>&1
status=$?
expect '6 passed, 3 failed, 1 skipped' 1
grep -q 'skipped: the tool is missing' "$scratch/output" || exit
grep -q '^    what went wrong' "$scratch/output" || exit
grep -q '^aside/waits.sh .*FAILED: exit status 4' "$scratch/output" || exit
rm "$scratch/tests/aside/waits.sh"

TCPLAB_MUST_WORK=1 "$scratch/tests/run-all" build >"$scratch/output" 2>&1
status=$?
expect '6 passed, 3 failed, 0 skipped' 1

rm "$scratch/tests/run/fails.sh" "$scratch/tests/patient/two.sh"
"$scratch/tests/run-all" build >"$scratch/output" 2>&1
status=$?
expect '6 passed, 0 failed, 1 skipped' 0

# A test that is listed but missing has not passed.
rm "$scratch/tests/language/run.sh"
"$scratch/tests/run-all" build >"$scratch/output" 2>&1
status=$?
expect '5 passed, 1 failed, 1 skipped' 1

# Nor have those that are not reached, since what runs them was killed.
# shellcheck disable=SC2016 # it is for the test to expand
fake tests/patient/two.sh 'read -r _ _ _ beside _ </proc/$PPID/stat' 'kill -KILL "$beside"'
"$scratch/tests/run-all" build >"$scratch/output" 2>&1
status=$?
expect 'the tests beside the others have not come to their end' 1
