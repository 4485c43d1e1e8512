#!/bin/sh
# SPDX-License-Identifier: MIT
# No file past 500 lines, no function past 80; the median function at most 20 lines.
set -eu
cd "$(dirname "$0")/../.."

wc -l src/*/*.[ch] tests/unit/*.[ch] | awk '
$2 != "total" && $1 > 500 {
	print $2 ": " $1 " lines, more than 500"
	failed = 1
}
END { exit failed }'

if ! ctags --version 2>/dev/null | grep -q Universal; then
	echo "universal-ctags is not installed"
	exit 77
fi
ctags -x --kinds-C=f --_xformat='%{input} %{name} %{line} %{end}' src/*/*.c |
	awk '{ print $4 - $3 + 1, $1 ":" $3 ": " $2 "()" }' | sort -n | awk '
{
	length_of[NR] = $1
}
$1 > 80 {
	print $2, $3 " has " $1 " lines, more than 80"
	failed = 1
}
END {
	median = length_of[int((NR + 1) / 2)]
	print NR " functions, median " median " lines, longest " length_of[NR]
	if (!NR || median > 20)
		failed = 1
	exit failed
}'
