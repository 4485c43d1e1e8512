#!/bin/bash
# SPDX-License-Identifier: MIT
# A virtual-time kernel that hangs is given a minute by the wall clock, then the run is an error.
set -u
cd "$(dirname "$0")/../.." || exit
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT

mkdir "$scratch/tcplab"
printf '#!/bin/sh\nexec sleep 1000\n' >"$scratch/tcplab/linux-9.9"
chmod +x "$scratch/tcplab/linux-9.9"
XDG_CACHE_HOME=$scratch "${TCPLAB:-./tcplab}" run -4 --virtual scenarios/clean-connection.conf \
	</dev/null >"$scratch/output" 2>&1
code=$?
if [ $code -ne 99 ] || ! grep -qF 'had not ended after 60 s by the wall clock' "$scratch/output"; then
	echo "exit code $code, not 99:"
	cat "$scratch/output"
	exit 1
fi
