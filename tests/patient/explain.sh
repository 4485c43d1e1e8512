#!/bin/bash
# SPDX-License-Identifier: MIT
# Explanations: some of them word by word; all of them in lines of the right length, of 80 columns in a
# terminal of that width; and Chinese for who reads Chinese.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=${TCPLAB:-$PWD/tcplab}
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
failed=0
. tests/chinese.sh
unset LC_ALL LC_MESSAGES LANG LANGUAGE

fail()
{
	echo "$*"
	failed=1
}

# ---- word by word --------------------------------------------------------------------------------

# golden NAME SCENARIO [VARIABLE=VALUE]: tests/explain/NAME.txt is what is said of it
golden()
{
	env "${3:-X=x}" "$tcplab" explain "$2" >"$scratch/output" 2>&1
	diff -u "tests/explain/$1.txt" "$scratch/output" || fail "$2 is explained otherwise"
}

use_locales
golden third-ack-loss scenarios/third-ack-loss.conf
golden third-ack-loss-zh scenarios/third-ack-loss.conf LANG=zh_CN.UTF-8
golden simultaneous-close scenarios/teardown/simultaneous-close.conf
golden rst-in-closing scenarios/reset/rst-in-closing.conf
golden syn-flood scenarios/load/syn-flood.conf
golden expect-stock tests/features/expect-stock.conf
golden real-parameters tests/features/real-parameters.conf

# ---- all of them ---------------------------------------------------------------------------------

# too_long WIDTH: the lines of standard input that are longer
too_long()
{
	WIDTH=$1 perl -CSD -ne 'chomp; print "$_\n" if length > $ENV{WIDTH}'
}

"$tcplab" explain scenarios tests/features >"$scratch/output" 2>"$scratch/errors" ||
	fail "not everything is explained: $(cat "$scratch/errors")"
[ ! -s "$scratch/errors" ] || fail "complaints: $(cat "$scratch/errors")"
[ "$(grep -c '^What is broken$' "$scratch/output")" -ge 190 ] || fail "not everything is explained"
too_long 99 <"$scratch/output" >"$scratch/found"
[ ! -s "$scratch/found" ] || fail "longer than 99 columns: $(head -3 "$scratch/found")"

"$tcplab" explain --ascii scenarios/teardown/simultaneous-close.conf | LC_ALL=C grep -n '[^ -~]' &&
	fail '--ascii: that is none'

if command -v script >/dev/null; then
	COLUMNS=80 NO_COLOR=1 script -qec "$tcplab explain scenarios tests/features" /dev/null </dev/null |
		tr -d '\r' >"$scratch/output"
	too_long 79 <"$scratch/output" >"$scratch/found"
	[ ! -s "$scratch/found" ] || fail "longer than 79 columns: $(head -3 "$scratch/found")"
	[ "$(too_long 72 <"$scratch/output" | wc -l)" -gt 500 ] || fail 'in 80 columns: lines are too short'
fi

# ---- Chinese -------------------------------------------------------------------------------------

mapfile -t all < <(find scenarios tests/features -name '*.conf')
quotes "${all[@]}" >"$scratch/quotes"
# Without what each says itself: its title, and all between its name and that heading
LANG=zh_CN.UTF-8 "$tcplab" explain "${all[@]}" 2>&1 |
	perl -0pe 's/^\N+\n  \S+\.conf\n.*?(?=^搭建了什么$)//msg' >"$scratch/output"
[ "$(grep -c '^破坏了什么$' "$scratch/output")" -ge 190 ] || fail "not everything is explained in Chinese"
perl -0pe 's/"[^"]*"/0/g' "$scratch/output" | english "$scratch/quotes" | grep -v '^  RFC \|^  [a-z-]*([0-9])' >"$scratch/found"
[ ! -s "$scratch/found" ] || fail "English: $(head -5 "$scratch/found")"
LC_ALL=C.UTF-8 grep -nP '\p{Han} \p{Han}' "$scratch/output" | grep -v '"' | head -3 >"$scratch/found"
[ ! -s "$scratch/found" ] || fail "blanks between Chinese characters: $(cat "$scratch/found")"
exit $failed
