# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Sourced by what makes sure that who reads Chinese gets to read Chinese; the caller has made $scratch
# and knows $tcplab. Three English words in a row are a sentence, except those of a scenario: it is
# quoted as it is written.

# Whole words that are the same in Chinese: what the ladder writes at a segment, units, file formats.
readonly SAME_WORDS='seq|ack|tcplab|ms|h|m|min|open|close|sysctl|json|jsonl'

# use_locales: those of the build, whatever the machine has
use_locales()
{
	export LOCPATH=${BUILD:-$PWD/build}/locales
	if [ ! -d "$LOCPATH/zh_CN.UTF-8" ]; then
		echo "$LOCPATH has no locales: make check-programs"
		exit 1
	fi
	# The C library forgets the parts of LOCPATH (_nl_find_locale()).
	echo leak:argz_add_sep >"$scratch/suppressions"
	export LSAN_OPTIONS=suppressions=$scratch/suppressions:print_suppressions=0
}

# chinese_in FILE...: those that have Chinese in them, two characters in a row at least: any three bytes of a
# capture can be one; fails when there is none
chinese_in()
{
	LC_ALL=C.UTF-8 grep -alP '\p{Han}{2}' "$@"
}

# quotes SCENARIO...: what may be quoted of scenarios, a line each: what they say about themselves, and
# their statements in canonical form and as they are written
quotes()
{
	local scenario

	for scenario; do
		"$tcplab" check --print "$scenario" 2>/dev/null
		sed 's/#.*//' "$scenario"
	done | sed -E 's/[[:space:]]+/ /g; s/^ //; s/ ?\{?$//; s/^(scenario|about) "(.*)"$/\2/; s/\\(.)/\1/g' | sort -u | grep .
}

# english QUOTES: the lines of standard input that have an English sentence in them, which is no quote
# A word has small letters alone, but for its first one: no state, call(), path, sysctl or name-of-a-run;
# and it is none of SAME_WORDS. Between two characters of other scripts may stand a sentence.
english()
{
	QUOTES=$1 SAME=$SAME_WORDS perl -CSD -Mutf8 -ne '
		BEGIN {
			open my $in, "<:utf8", $ENV{QUOTES} or die "$ENV{QUOTES}: $!";
			chomp(my @quotes = <$in>);
			$quote = join "|", map { quotemeta } sort { length $b <=> length $a } @quotes;
			$quote = qr/(?<![\w.-])(?:$quote)(?![\w.-])/;
		}
		chomp;
		$line = $_;
		s/\s+/ /g;
		s/$quote/ 0 /g;
		for my $part (split /[^\x00-\x7f]+/) {
			my @words = grep { /^[(["\x27]*[A-Z]?[a-z\x27]+[.,;:!?)\]"\x27]*$/ &&
				!/^\W*(?:$ENV{SAME})\W*$/ } split / /, $part;
			if (@words > 2) {
				print "$line\n";
				last;
			}
		}'
}
