#!/bin/bash
# SPDX-License-Identifier: MIT
# What fuzzing has found worth keeping is read once more, by the programs that `make fuzz` lets libFuzzer
# drive; nothing in it may crash, leak or break what they hold to be true.
set -u
cd "$(dirname "$0")/../.." || exit
failed=0

for corpus in tests/fuzz/corpus/*; do
	target=${corpus##*/}
	echo "$target:"
	timeout 120 "${BUILD:-build}/fuzz/$target" "$corpus" || failed=1
done
[ -n "${target:-}" ] || failed=1
exit $failed
