#!/bin/bash
# SPDX-License-Identifier: MIT
# Every example of tcplab-scenario(5) is run in a lab, whatever comes of it: it is no error, and no
# machine is too small for it. And every word of the language's grammar stands in some scenario that
# the tests run: in one of tests/features, of scenarios/ or of those examples.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=${TCPLAB:-$PWD/tcplab}
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
failed=0

mkdir "$scratch/examples"
(cd tests/language && ./man-examples ../../man/tcplab-scenario.5 "$scratch/examples") >"$scratch/names" ||
	exit
[ "$(wc -l <"$scratch/names")" -ge 30 ] || { echo "few examples were found"; failed=1; }

# ---- words ---------------------------------------------------------------------------------------

# Of a link's rate: nothing of it can be told in a lab but that it is read; tests/language does.
readonly TOO_FAST='gbit gbyte'

words()
{
	sed 's/#.*//' "$@" | grep -oE '[A-Za-z_][A-Za-z_-]*' | sort -u
}

sed -n '/^\.Sh GRAMMAR/,/^\.Sh FILES/p' man/tcplab-scenario.5 | grep -oE '"[A-Za-z][A-Za-z_-]+"' |
	tr -d '"' | sort -u >"$scratch/grammar"
[ "$(wc -l <"$scratch/grammar")" -ge 200 ] || { echo "few words were found in the grammar"; failed=1; }
mapfile -t run < <(find tests/features scenarios "$scratch/examples" -name '*.conf' -o -name '*.inc')
missing=$(words "${run[@]}" | comm -23 "$scratch/grammar" - | grep -vxF -e "${TOO_FAST// /$'\n'}")
if [ -n "$missing" ]; then
	echo "no scenario that is run says:" $missing
	failed=1
fi

# ---- examples ------------------------------------------------------------------------------------

case ${BUILD:-build} in
*asan) ;; # the sanitizers do not start in User Mode Linux
*)
	"$tcplab" run --virtual -4 -j 2 --format=json "$scratch/examples" >"$scratch/json" 2>"$scratch/err"
	code=$?
	if [ $code -eq 4 ] && grep -m 1 'no virtual-time kernel' "$scratch/err"; then
		exit 77
	fi
	jq -r '.runs[] | select(.outcome == "error" or .outcome == "skipped") | "\(.run): \(.reason)"' \
		"$scratch/json" | grep . && failed=1
	[ "$(jq '.runs | length' "$scratch/json")" -ge "$(wc -l <"$scratch/names")" ] ||
		{ echo "not every example was run: $(tail -n 3 "$scratch/err")"; failed=1; }
	;;
esac
exit $failed
