#!/bin/sh
# SPDX-License-Identifier: MIT
# Segments that are held in vain: the run ends at its timeout, inconclusive, and names what waits for
# what; every segment is accounted for; and the judge says the same of the record alone.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=$(realpath "${TCPLAB:-./tcplab}")
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
scenario=tests/judge/recorded-held-in-vain.conf

for ip in 4 6; do
	"$tcplab" run --ascii -$ip -o "$scratch" $scenario >"$scratch/output" 2>&1
	status=$?
	if [ $status = 4 ]; then
		cat "$scratch/output"
		exit 77
	fi
	if [ $status != 3 ]; then
		cat "$scratch/output"
		echo "IPv$ip: exit code $status, expected 3"
		exit 1
	fi
	for text in 'every segment is accounted for' \
		'expected 2 segments to overtake each within 200.0 ms' \
		'(handshake-ack from the client) overtaken by 0; 1 in all by too few' \
		'hold fin from server until data from client' \
		'(fin from the server) still held when the run ended'; do
		if ! grep -qF "$text" "$scratch/output"; then
			cat "$scratch/output"
			echo "IPv$ip: it does not say: $text"
			exit 1
		fi
	done
	"$tcplab" judge --ascii $scenario "$scratch"/*.ipv$ip/run.jsonl >"$scratch/judged" 2>&1
	if ! [ -s "$scratch/judged" ] ||
	   ! tail -n "$(wc -l <"$scratch/judged")" "$scratch/output" | cmp -s - "$scratch/judged"; then
		cat "$scratch/output" "$scratch/judged"
		echo "IPv$ip: judged again, it is told otherwise"
		exit 1
	fi
done
