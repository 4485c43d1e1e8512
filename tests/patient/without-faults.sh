#!/bin/bash
# SPDX-License-Identifier: MIT
# A scenario of the library whose expectations hold without its fault proves nothing: each fault of
# each is left out, with the expectation that it fires, and then some other expectation must fail, in
# every case. In virtual time, which waits for nothing.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=${TCPLAB:-$PWD/tcplab}
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT

case ${BUILD:-build} in
*asan)
	echo "the sanitizers do not start in User Mode Linux: nothing was run"
	exit 0
	;;
esac

# Lines of FAULT FILE
faults()
{
	local file

	find scenarios -name '*.conf' | sort | while read -r file; do
		"$tcplab" check --print "$file" | sed -n "s|^fault \(.*\) {\$|\1 $file|p" | sort -u
	done
}

# What `tcplab run` says of a case that does not fail, and of nothing else
try()
{
	local fault=$1 file=$2 out=$3

	"$tcplab" run --quiet --virtual --without-fault "$fault" "$file" >"$out" 2>&1 </dev/null
	case $? in
	1) grep -q '^FAIL ' "$out" || echo "$file without $fault: nothing of it failed" ;;
	4) ;;
	*)
		echo "$file passes, or can't tell, without $fault:"
		cat "$out"
		;;
	esac
}

n=0
while read -r fault file; do
	while [ "$(jobs -rp | wc -l)" -ge 2 ]; do
		wait -n
	done
	n=$((n + 1))
	try "$fault" "$file" "$scratch/out.$n" >"$scratch/complaint.$n" &
done < <(faults)
wait

if cat "$scratch"/complaint.* | grep .; then
	exit 1
fi
if grep -hm 1 '^tcplab: .*no virtual-time kernel' "$scratch"/out.*; then
	exit 77
fi
[ $n -ge 80 ] || { echo "only $n faults were found"; exit 1; }
echo "$n faults left out, one by one"
