#!/bin/sh
# SPDX-License-Identifier: MIT
# Everything compiles without a warning with the other compiler, too.
set -eu
cd "$(dirname "$0")/../.."

if ! command -v clang >/dev/null; then
	echo "clang is not installed"
	exit 77
fi
unset MAKEFLAGS MAKELEVEL
make -j2 CC=clang BUILD=build-clang check-programs
