#!/bin/bash
# SPDX-License-Identifier: MIT
# README.zh-CN.md is README.md in Chinese: the same headings, commands, scenario, tables, lists, links,
# and everything that stands as code in a sentence, in the same sections. So it cannot go stale unseen.
set -u
cd "$(dirname "$0")/../.." || exit
. tests/punctuation.sh
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
failed=0

# skeleton FILE: what the two have in common, in order. Ladders, which doc/gallery makes, comments and
# prose are left out. Code within sentences goes to $scratch/code, each with its section.
skeleton()
{
	: >"$scratch/code"
	awk -v code="$scratch/code" '
	function end_paragraph()
	{
		while (match(paragraph, /`[^`]+`/)) {
			print section, substr(paragraph, RSTART, RLENGTH) >code
			paragraph = substr(paragraph, RSTART + RLENGTH)
		}
		paragraph = ""
	}
	/^```/ { inside = !inside; scenario = 0; print "fence"; next }
	inside && /^scenario "/ { scenario = 1 }
	inside && !scenario { next }
	inside || /^    / { sub(/[ \t]*#.*/, ""); print; next }
	/^#/ { end_paragraph(); section++; print "heading " $1; next }
	/^- / { print "item" }
	/^\|/ { print "row" }
	/^$|^- |^\|/ { end_paragraph() }
	{ paragraph = paragraph " " $0; gsub(/ +/, " ", paragraph) }
	END { end_paragraph() }' "$1"
	grep -o '](doc/[^)]*)' "$1"
}

for readme in README.md README.zh-CN.md; do
	skeleton $readme >"$scratch/$readme"
	LC_ALL=C sort -u "$scratch/code" >"$scratch/$readme.code"
	if [ "$(grep -oE '[0-9.]+\.\.[0-9.]+ s' $readme | sort -u | wc -l)" != 1 ]; then
		echo "$readme explains another interval than its ladder has"
		failed=1
	fi
	for part in heading fence item row; do
		if [ "$(grep -c "^$part" "$scratch/$readme")" -lt 4 ]; then
			echo "few of $readme was found ($part): this lint is blind"
			failed=1
		fi
	done
done
if ! diff -u "$scratch/README.md" "$scratch/README.zh-CN.md"; then
	echo "README.zh-CN.md does not say what README.md says"
	failed=1
fi

# What a ladder says is in its reader's language: as many pieces of it as are not the same.
LC_ALL=C comm -23 "$scratch/README.md.code" "$scratch/README.zh-CN.md.code" >"$scratch/english"
LC_ALL=C comm -13 "$scratch/README.md.code" "$scratch/README.zh-CN.md.code" >"$scratch/chinese"
if LC_ALL=C.UTF-8 grep -vP '\p{Han}' "$scratch/chinese" ||
	! diff -q <(sed 's/ .*//' "$scratch/english") <(sed 's/ .*//' "$scratch/chinese") >/dev/null; then
	echo "README.zh-CN.md has not the code (section and text) of README.md:"
	diff "$scratch/english" "$scratch/chinese"
	failed=1
fi

# Code in a sentence is a word.
sed -e '/^```/,/^```/d' -e '/^    /d' -e 's/`[^`]*`/X/g' README.zh-CN.md | badly_set >"$scratch/flaws"
if [ -s "$scratch/flaws" ]; then
	sed 's/^/README.zh-CN.md: /' "$scratch/flaws"
	failed=1
fi
exit $failed
