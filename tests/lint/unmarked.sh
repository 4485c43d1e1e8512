#!/bin/bash
# SPDX-License-Identifier: MIT
# What a learner reads is marked as translatable: in the sources that write it, no text of two English
# words or more stands outside of _(), N_(), P_() and C_().
set -u
cd "$(dirname "$0")/../.." || exit
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
failed=0

if ! command -v xgettext >/dev/null; then
	echo "xgettext is not installed"
	exit 77
fi

# Of these only programs read what they write.
readonly FOR_PROGRAMS='/(format_(json|junit|tap)|pcapng|remarks|blocks|xml)\.c$'

# texts CATALOGUE: its msgids and plurals, a line each
texts()
{
	perl -0777 -ne '
		while (/^msgid(?:_plural)? ((?:"(?:[^"\\]|\\.)*"\n)+)/mg) {
			my $text = $1;
			$text =~ s/"\n"|^"|"\n$//g;
			print "$text\n";
		}' "$1" | sort -u
}

# unmarked DIRECTORY: the texts of its sources that look like English and are not marked
unmarked()
{
	local all="$scratch/all.po" marked="$scratch/marked.po" common=(--language=C --from-code=UTF-8 --no-wrap)

	(cd "$1" && find . -name '*.c' -exec perl -0777 -i -pe \
		's/\bstatic_assert\(.*?\);//gs; s/\bC_\(\s*"(?:[^"\\]|\\.)*",/_(/g' {} + &&
		find . -name '*.c' >files &&
		xgettext --files-from=files --output="$all" "${common[@]}" --extract-all --keyword=N_ &&
		xgettext --files-from=files --output="$marked" "${common[@]}" --keyword --keyword=_ \
			--keyword=N_ --keyword=P_:1,2) 2>"$scratch/log" ||
		{ cat "$scratch/log"; exit 1; }
	# Tags, formats, escapes and CSS are no words.
	comm -23 <(texts "$all") <(texts "$marked") |
		perl -ne '$text = $_; s/<[^<>]*(>|$)|%[^a-z]*[a-z]|\\[a-z]/_/g;
			print $text if /(?<![.\w#-])[A-Za-z]+[,;:]? [a-z]{2,}\b/ && !/\{[^{}]*:[^{}]*\}/'
}

mkdir "$scratch/src" "$scratch/try"
cp --parents src/{judge,explain,quiz,report}/*.c "$scratch/src"
find "$scratch/src" -name '*.c' | grep -E "$FOR_PROGRAMS" | xargs rm

cat >"$scratch/try/try.c" <<'END'
static_assert(0, "no text");
const char *a = N_("marked, all right"), *b = C_("a context", "just so"), *c = "and " "this is not";
puts("<p class=\"of a page\">");
END
[ "$(unmarked "$scratch/try")" = "and this is not" ] || { echo "this lint is blind"; exit 1; }

unmarked "$scratch/src" >"$scratch/found"
while IFS= read -r text; do
	echo "not marked as translatable: \"$text\""
	failed=1
done <"$scratch/found"
exit $failed
