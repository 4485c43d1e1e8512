#!/bin/bash
# SPDX-License-Identifier: MIT
# The message catalogues: po/tcplab.pot holds just the texts that the sources mark; each language has
# every one of them, none doubtful or left over, with the formats of the original; and Chinese is
# punctuated as Chinese. Scenarios have a title in it, and what they are about.
set -u
cd "$(dirname "$0")/../.." || exit
. tests/punctuation.sh
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
failed=0

fail()
{
	echo "$*"
	failed=1
}

for tool in xgettext msgfmt msgcmp msgattrib; do
	if ! command -v $tool >/dev/null; then
		echo "$tool is not installed"
		exit 77
	fi
done

po/extract >"$scratch/tcplab.pot" || exit
if ! diff -u po/tcplab.pot "$scratch/tcplab.pot"; then
	fail "po/tcplab.pot is not what the sources say: make catalogues"
fi
[ "$(grep -c '^msgid' po/tcplab.pot)" -gt 50 ] || fail "few texts were found: this lint is blind"

for po in po/*.po; do
	msgfmt --check-format -o /dev/null "$po" || fail "$po: its formats are wrong"
	msgcmp "$po" po/tcplab.pot || fail "$po: not all of po/tcplab.pot is in it"
	for flaw in fuzzy obsolete; do
		[ -z "$(msgattrib --only-$flaw "$po")" ] || fail "$po: something in it is $flaw"
	done
done

# The reference's names and numbers are facts: "net.ipv4.tcp_rmem", "SYN-SENT", "close()", "0.2" are the
# same in every language.
for po in po/*.po; do
	msgcat --no-wrap "$po" | awk '
	/^#: / { wanted = /src\/explain\/reference_/ }
	/^msgid "/ { original = $0 }
	/^msgstr "/ && wanted {
		while (match(original, /net\.[a-z0-9_.]*[a-z]|[A-Z]+[-_][A-Z0-9-]*[A-Z0-9]|[a-z]+\(\)|[0-9][0-9.]*[0-9]/)) {
			name = substr(original, RSTART, RLENGTH)
			if (!index($0, name))
				print name " is not in " $0
			original = substr(original, RSTART + RLENGTH)
			compared++
		}
	}
	END { if (compared < 300) print "only " compared + 0 " names were compared: this lint is blind" }
	' >"$scratch/lost"
	[ ! -s "$scratch/lost" ] || fail "$po: $(cat "$scratch/lost")"
done

msgcat --no-wrap po/zh_CN.po | sed -n '/^msgstr/,/^$/p' | badly_set >"$scratch/flaws"
[ ! -s "$scratch/flaws" ] || fail "po/zh_CN.po: $(cat "$scratch/flaws")"
for word in title about; do
	lacking=$(find scenarios -name '*.conf' -exec grep -LP "^\t$word zh \"" {} +)
	[ -z "$lacking" ] || fail "no $word in Chinese: $lacking"
done
grep -rhoP '(title|about) zh "\K.*(?=")' scenarios | badly_set >"$scratch/flaws"
[ ! -s "$scratch/flaws" ] || fail "scenarios: $(cat "$scratch/flaws")"
exit $failed
