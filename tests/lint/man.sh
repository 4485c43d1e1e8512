#!/bin/sh
# SPDX-License-Identifier: MIT
# The man pages are clean, and refer only to pages that exist: here or on a Debian system.
set -eu
cd "$(dirname "$0")/../.."

if ! command -v mandoc >/dev/null; then
	echo "mandoc is not installed"
	exit 77
fi

# That a page is not installed yet is no fault of the page that names it, and RECORDS is no ERRORS.
complaints=$(mandoc -T lint -W style man/*.[1-8] |
	grep -v -e 'referenced manual not found' -e 'outdated mandoc.db' -e 'possible typo in section name' || :)
if [ -n "$complaints" ]; then
	echo "$complaints"
	exit 1
fi

for reference in $(sed -n 's/^\.Xr \(tcplab[a-z-]*\) \([0-9]\).*/\1.\2/p' man/*.[1-8]); do
	if [ ! -e "man/$reference" ]; then
		echo "man/$reference is referred to, but does not exist"
		exit 1
	fi
done
