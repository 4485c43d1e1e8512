#!/bin/sh
# SPDX-License-Identifier: MIT
# `make install` puts everything below DESTDIR, and `make uninstall` leaves nothing there.
set -eu
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset MAKEFLAGS MAKELEVEL

# Not made again, whatever make was called with: other tests run it meanwhile.
make -s -o tcplab install DESTDIR="$scratch/root" PREFIX=/usr/local
for file in bin/tcplab share/man/man1/tcplab.1 share/man/man5/tcplab-scenario.5 \
	share/man/man5/tcplab-timeline.5 share/tcplab/scenarios/third-ack-loss.conf \
	share/locale/zh_CN/LC_MESSAGES/tcplab.mo; do
	if [ ! -f "$scratch/root/usr/local/$file" ]; then
		echo "$file was not installed"
		exit 1
	fi
done
"$scratch/root/usr/local/bin/tcplab" version >/dev/null
LC_ALL=C.UTF-8 LANGUAGE=zh_CN "$scratch/root/usr/local/bin/tcplab" \
	judge tests/judge/recorded-third-ack-loss.conf tests/judge/recorded-third-ack-loss.jsonl \
	>"$scratch/judged"
grep -q 通过 "$scratch/judged"

make -s uninstall DESTDIR="$scratch/root" PREFIX=/usr/local
left=$(find "$scratch/root" -type f)
if [ -n "$left" ]; then
	echo "left behind: $left"
	exit 1
fi
