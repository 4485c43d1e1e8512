#!/bin/bash
# SPDX-License-Identifier: MIT
# Who reads Chinese gets to read Chinese, and no English sentence; for anybody else, and for programs,
# nothing changes by a byte. The locales are the build's own, whatever the machine has.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=${TCPLAB:-$PWD/tcplab}
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
failed=0
unset LC_ALL LC_MESSAGES LANG LANGUAGE

fail()
{
	echo "$*"
	failed=1
}

export LOCPATH=${BUILD:-$PWD/build}/locales
if [ ! -d "$LOCPATH/zh_CN.UTF-8" ]; then
	echo "$LOCPATH has no locales: make check-programs"
	exit 1
fi
chinese=LANG=zh_CN.UTF-8
# The C library forgets the parts of LOCPATH (_nl_find_locale()).
echo leak:argz_add_sep >"$scratch/suppressions"
export LSAN_OPTIONS=suppressions=$scratch/suppressions:print_suppressions=0

# say LANGUAGE ARGUMENT...: what `tcplab ARGUMENT...` prints to whoever reads it
say()
{
	local language=$1
	shift

	env "$language" "$tcplab" "$@" </dev/null 2>&1
}

mkdir "$scratch/kept"
recorded=()
for name in tests/judge/recorded-*.jsonl; do
	name=$(basename "$name" .jsonl)
	recorded+=("$name")
	mkdir "$scratch/kept/$name" &&
		cp "tests/judge/$name.jsonl" "$scratch/kept/$name/run.jsonl" &&
		cp "tests/judge/$name.conf" "$scratch/kept/$name/scenario.conf" || exit
done
[ ${#recorded[@]} -ge 2 ] || fail "no recorded runs"

# ---- English is what it is without any locale, and programs read nothing else --------------------

# same LANGUAGE ARGUMENT...
same()
{
	local language=$1
	shift

	say X=x "$@" >"$scratch/expected"
	if ! say "$language" "$@" | diff -q - "$scratch/expected" >/dev/null; then
		fail "tcplab $* is something else under $language"
	fi
}

# The same words, no translation: a language that there is no catalogue for, one that is not installed
for language in LANG=C LANG=en_US.UTF-8 LANG=en_US.UTF-8@nowhere LC_ALL=C.UTF-8 LC_MESSAGES=POSIX; do
	same $language list scenarios
	same $language coverage "$scratch/kept"
	same $language help
	for name in "${recorded[@]}"; do
		for format in ladder findings brief; do
			same $language judge --format=$format tests/judge/"$name".{conf,jsonl}
		done
	done
done
for name in "${recorded[@]}"; do
	for format in json jsonl tap junit; do
		same $chinese judge --format=$format tests/judge/"$name".{conf,jsonl}
	done
done
same $chinese check --print scenarios/third-ack-loss.conf

# ---- Chinese -------------------------------------------------------------------------------------

# Where the variables of gettext(3) ask for Chinese.
for language in $chinese LC_ALL=zh_CN.UTF-8 LC_MESSAGES=zh_CN.UTF-8; do
	say $language coverage "$scratch/kept" | grep '状态转换' >"$scratch/found" ||
		fail "no Chinese under $language"
done
LANGUAGE=zh_CN LANG=C.UTF-8 "$tcplab" coverage "$scratch/kept" | grep '状态转换' >"$scratch/found" ||
	fail "no Chinese under LANGUAGE=zh_CN"

exit $failed
