#!/bin/sh
# SPDX-License-Identifier: MIT
# Every function that a header of src/ declares has a comment above it, alone or with the declarations that
# stand right below it; only inline one-liners and those that just release what their name says
# (_free, _close) or give a descriptor (_fd) need none. Every source begins with its licence.
set -eu
cd "$(dirname "$0")/../.."

awk '
FNR == 1 {
	covered = 0
	if ($0 != "/* SPDX-License-Identifier: MIT */") {
		print FILENAME ": the first line is not the SPDX line"
		failed = 1
	}
}
FILENAME !~ /^src\/.*\.h$/ { next }
/^( \*|\/\*).*\*\/[ \t]*$/ || /^ \*\/$/ { covered = 1; next }
/^[ \t]*$/ { covered = 0; next }
/^[a-z].*[a-z0-9_]\(/ && !/^static_assert/ {
	functions++
	if (!covered && !/^static inline/ && !/_(free|close|fd)\(/) {
		print FILENAME ":" FNR ": no comment above: " $0
		failed = 1
	}
}
END {
	if (!functions) {
		print "no declaration was seen: this lint is blind"
		failed = 1
	}
	exit failed
}
' src/*/*.[ch] tests/unit/*.[ch]
