#!/bin/bash
# SPDX-License-Identifier: MIT
# The examples of README.md and tcplab(1): those that need no lab do what they promise, those that
# need one name scenarios that are right; and the scenario that README.md shows is one.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=${TCPLAB:-$PWD/tcplab}
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
failed=0 tried=0

try()
{
	tried=$((tried + 1))
	if ! "$tcplab" "$@" >"$scratch/output" 2>&1; then
		echo "tcplab $* failed:"
		cat "$scratch/output"
		failed=1
	fi
}

# Read "tcplab …" without its comment.
while read -r _ command arguments; do
	case $command in
	list | check | explain | help | version)
		# shellcheck disable=SC2086 # the arguments are words
		try "$command" $arguments
		;;
	run | judge | report | quiz)
		for word in $arguments; do
			case $word in
			scenarios*)
				try check "$word"
				;;
			esac
		done
		;;
	doctor) ;;
	*)
		echo "an example runs tcplab $command, which this test does not know"
		failed=1
		;;
	esac
done < <(sed -n -e 's/ *#.*//' -e 's/^    \.\/tcplab /tcplab /p' README.md
	sed -n 's/^\.Dl tcplab /tcplab /p' man/tcplab.1)

awk '/^```$/ { inside = !inside; next }
     inside && /^scenario / { wanted = 1 }
     !inside { wanted = 0 }
     wanted' README.md >"$scratch/readme.conf"
try check "$scratch/readme.conf"
if ! [ -s "$scratch/readme.conf" ] || [ $tried -lt 8 ]; then
	echo "only $tried examples were found: this lint is blind"
	failed=1
fi
exit $failed
