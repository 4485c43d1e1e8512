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
. tests/chinese.sh
unset LC_ALL LC_MESSAGES LANG LANGUAGE

fail()
{
	echo "$*"
	failed=1
}

use_locales
chinese=LANG=zh_CN.UTF-8

# say LANGUAGE ARGUMENT...: what `tcplab ARGUMENT...` prints to whoever reads it, and writes $answers
say()
{
	local language=$1
	shift

	env "$language" "$tcplab" "$@" <"${answers:-/dev/null}" 2>&1
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

# same "LANGUAGE..." ARGUMENT...
same()
{
	local languages=$1 language
	shift

	say X=x "$@" >"$scratch/expected"
	for language in $languages; do
		say "$language" "$@" | cmp -s - "$scratch/expected" || fail "tcplab $* is something else under $language"
	done
}

# The same words, no translation: a language that there is no catalogue for, one that is not installed
untranslated='LANG=C LANG=en_US.UTF-8 LANG=en_US.UTF-8@nowhere LC_ALL=C.UTF-8 LC_MESSAGES=POSIX'
same "$untranslated" list scenarios
same "$untranslated" coverage "$scratch/kept"
same "$untranslated" help
for name in "${recorded[@]}"; do
	for format in ladder findings brief; do
		same "$untranslated" judge --format=$format tests/judge/"$name".{conf,jsonl}
	done
	for format in json jsonl tap junit; do
		same $chinese judge --format=$format tests/judge/"$name".{conf,jsonl}
	done
done
same $chinese check --print scenarios/third-ack-loss.conf
same $chinese run
same $chinese run --sede 1

# ---- Chinese -------------------------------------------------------------------------------------

# Where the variables of gettext(3) ask for Chinese.
for language in $chinese LC_ALL=zh_CN.UTF-8 LC_MESSAGES=zh_CN.UTF-8; do
	say $language coverage "$scratch/kept" | grep '状态转换' >"$scratch/found" ||
		fail "no Chinese under $language"
done
LANGUAGE=zh_CN LANG=C.UTF-8 "$tcplab" coverage "$scratch/kept" | grep '状态转换' >"$scratch/found" ||
	fail "no Chinese under LANGUAGE=zh_CN"

# ---- no English sentence -------------------------------------------------------------------------

mapfile -t scenarios < <(find scenarios -name "*.conf")
quotes tests/judge/*.conf "${scenarios[@]}" >"$scratch/quotes"
# The judge of that, judged: a sentence is found, names and quotes are not.
english "$scratch/quotes" <<'END' | diff - <(echo '判定：the run was quiet（run.jsonl:7）') || fail "english is blind, or sees ghosts"
判定：the run was quiet（run.jsonl:7）
故障 lose-ack：drop ack from client while server SYN-RECEIVED
 3.032   ◀── SYN-ACK (重传 2)  seq 0 ack 1 ──  客户端 close() 得到 ETIMEDOUT
END

# chinese ARGUMENT...: what is printed is Chinese throughout
chinese()
{
	say $chinese "$@" >"$scratch/output"
	english "$scratch/quotes" <"$scratch/output" >"$scratch/found"
	[ ! -s "$scratch/found" ] || fail "tcplab $*: English: $(cat "$scratch/found")"
	chinese_in "$scratch/output" >"$scratch/found" || fail "tcplab $*: no Chinese: $(cat "$scratch/output")"
	! grep -q 'Project-Id-Version' "$scratch/output" || fail "tcplab $*: the head of the catalogue, which is the text of \"\""
}

chinese help
for command in $(say X=x help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
	chinese help "$command"
done

# What a scenario says about itself may be quoted: so Chinese has to stand beside it.
for scenario in "${scenarios[@]}"; do
	for word in title about; do
		grep -q "^	$word zh \"" "$scenario" || fail "$scenario: no $word in Chinese"
	done
done
chinese list scenarios
chinese explain scenarios
chinese explain --state TIME-WAIT
chinese explain --segment fin-ack-of
for name in tcp_synack_retries tcp_rmem ip_local_reserved_ports; do
	chinese explain --sysctl $name # its default is a number, a sentence, nothing
done
chinese coverage "$scratch/kept"
for name in "${recorded[@]}"; do
	for format in ladder findings brief; do
		chinese judge --format=$format tests/judge/"$name".{conf,jsonl}
	done
done
# Made up for what seldom happens
for timeline in tests/judge/*.jsonl; do
	case $(head -n 1 "${timeline%.jsonl}.outcome") in
	refused) ;;
	*) chinese judge "${timeline%.jsonl}.conf" "$timeline" ;;
	esac
done
# Help, an answer that is none, some that may be right, and Enter again and again
{ printf '%s\n' '?' later c 99 1 2 3 syn-s; yes '' | head -n 1000; } >"$scratch/answers"
for name in "${recorded[@]}"; do
	answers=$scratch/answers chinese quiz tests/judge/"$name".{conf,jsonl}
done

# Two kernels that differ in the one scenario and not in the other, where they are
kernels=${XDG_CACHE_HOME:-$HOME/.cache}/tcplab/linux-6
case ${BUILD:-build} in
*asan) kernels= ;; # the sanitizers do not start in User Mode Linux
esac
if [ -e "$kernels.1" ] && [ -e "$kernels.12" ]; then
	chinese run -4 --compare 6.1,6.12 scenarios/syn-loss.conf
	chinese run -4 --compare 6.1,6.12 scenarios/clean-connection.conf
fi

# A page as it is before its script runs: texts, titles, and the words that the script puts together
say $chinese report "$scratch/kept" >"$scratch/output"
for page in "$scratch"/kept/*.html "$scratch"/kept/*/report.html; do
	grep -q '<html lang="zh-CN">' "$page" || fail "$page is not in Chinese"
	{
		perl -0777 -pe 's/<(style|script|code)\b.*?<\/\1>/ /gs; s/<[^<>]* (title|aria-label|alt)="([^"]*)"[^<>]*>/\n$2\n/g;
			s/<[^<>]*>/\n/g; s/&#(\d+);/chr $1/ge' "$page"
		sed -n 's/.* id="data">\(.*\)<\/script>/\1/p' "$page" | jq -r '.words[], .meanings[]'
	} | english "$scratch/quotes" >"$scratch/found"
	[ ! -s "$scratch/found" ] || fail "$page: English: $(cat "$scratch/found")"
done

# ---- both at once --------------------------------------------------------------------------------

# One process tells a person and programs about the same run: each reads what is theirs.
for format in ladder json; do
	env $chinese "$tcplab" run -4 --format=$format -o "$scratch/$format" scenarios/clean-connection.conf \
		>"$scratch/output" 2>"$scratch/errors"
	code=$?
	[ $code -ne 4 ] || { echo "no lab can stand here"; exit 77; }
	[ $code -eq 0 ] || fail "run --format=$format: exit code $code: $(cat "$scratch/errors")"
	chinese_in "$scratch/output" "$scratch/$format"/*/*.{jsonl,json,txt,html,conf} | xargs -n 1 basename | sort | paste -sd ' ' >"$scratch/found"
	expected='report.html scenario.conf'
	[ $format = json ] || expected="output $expected"
	[ "$(cat "$scratch/found")" = "$expected" ] ||
		fail "--format=$format: Chinese is in $(cat "$scratch/found"), not $expected"
	# By chance, bytes of packets may be a character or two.
	LC_ALL=C.UTF-8 grep -aqP '\p{Han}{3}' "$scratch/$format"/*/run.pcapng && fail "run.pcapng is in Chinese"
done

exit $failed
