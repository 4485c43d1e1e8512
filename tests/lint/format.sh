#!/bin/sh
# SPDX-License-Identifier: MIT
# Sources are laid out as .clang-format says; `make format` does it. Headers are not: their tables of
# members with comments read better in columns that it can't make.
set -eu
cd "$(dirname "$0")/../.."

# Another version has other opinions.
if ! clang-format --version 2>/dev/null | grep -q 'version 14\.'; then
	echo "clang-format 14 is not installed"
	exit 77
fi
clang-format --dry-run -Werror src/*/*.c tests/unit/*.c
