#!/bin/sh
# SPDX-License-Identifier: MIT
# Data flows one way: a file includes only headers of its own station and of earlier ones, by their
# full names, and the stations are those of the Makefile, in its order.
set -eu
cd "$(dirname "$0")/../.."

makefile_order=$(sed -n 's/^[A-Z_]*[[:space:]]*:= \$(wildcard src\/\([a-z]*\)\/\*\.c).*/\1/p' Makefile)

awk -v order="$makefile_order" '
BEGIN {
	n = split(order, names, "\n")
	for (i = 1; i <= n; i++)
		rank[names[i]] = i
	if (n < 11) {
		print "the Makefile lists only " n " stations"
		failed = 1
	}
}
FNR == 1 {
	split(FILENAME, path, "/")
	here = path[2]
	if (!(here in rank)) {
		print FILENAME ": " here " is no station of the Makefile"
		failed = 1
	}
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
	split($0, quoted, "\"")
	there = quoted[2]
	if (!sub("/[^/]*$", "", there) || !(there in rank)) {
		print FILENAME ":" FNR ": \"" quoted[2] "\" does not name a station"
		failed = 1
	} else if (rank[there] > rank[here]) {
		print FILENAME ":" FNR ": " here " must not know of " there
		failed = 1
	}
	includes++
}
END {
	if (!includes) {
		print "no include was seen: this lint is blind"
		failed = 1
	}
	exit failed
}
' src/*/*.[ch]

# The kernel headers that only one file may know; what rules of the middlebox drop is no verdict.
others=$(grep -l 'NF_DROP\|NF_ACCEPT\|nfnetlink_queue' src/*/*.[ch] | grep -v '^src/kernel/\(nfqueue\.[ch]\|middlebox\.c\)$' || :)
if [ -n "$others" ]; then
	echo "only src/kernel/nfqueue.c talks to NFQUEUE, but also:" $others
	exit 1
fi
