#!/bin/sh
# SPDX-License-Identifier: MIT
# What README.md names in backticks exists: files, and the targets of make.
set -eu
cd "$(dirname "$0")/../.."
failed=0

names=$(grep -o '`[^`]*`' README.md | tr -d '`')
for path in $(echo "$names" | grep -E '^(src|tests|scenarios|man|bench|lab)/[A-Za-z0-9_./-]*$'); do
	if [ ! -e "$path" ]; then
		echo "README.md names $path, which does not exist"
		failed=1
	fi
done
for target in $(echo "$names" | sed -n 's/^make \([a-z][a-z-]*\).*/\1/p' | sort -u); do
	if ! grep -q "^$target:" Makefile; then
		echo "README.md names \`make $target\`, which does not exist"
		failed=1
	fi
done
exit $failed
