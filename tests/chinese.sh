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

# chinese_in FILE...: those that have Chinese in them; fails when there is none
chinese_in()
{
	LC_ALL=C.UTF-8 grep -alP '\p{Han}{2}' "$@"
}

# quotes SCENARIO...: what is quoted as it is, a line each: statements of scenarios, in canonical form and
# as they are written; the strings in them; and what strerror() says
quotes()
{
	{
		{
			"$tcplab" check --print "$@" 2>/dev/null
			sed 's/#.*//' "$@"
		} | sed -E 's/[[:space:]]+/ /g; s/^ //; s/ ?\{?$//' | sort -u |
			perl -ne 'print; s/\\(.)/$1/g, print "$_\n" for /"((?:[^"\\]|\\.)*)"/g'
		LC_ALL=C perl -e 'print $! = $_, "\n" for 1..133'
	} | grep ' ' | sort -u
}

# english QUOTES: the lines of standard input that have an English sentence in them, which is no quote
# A word has small letters alone, but for its first one: no state, call(), path, sysctl or name-of-a-run;
# and it is none of SAME_WORDS. A sentence may stand between two columns, or characters of other scripts.
english()
{
	QUOTES=$1 SAME=$SAME_WORDS perl -CSD -Mutf8 -0777 -ne '
		BEGIN {
			open my $in, "<:utf8", $ENV{QUOTES} or die "$ENV{QUOTES}: $!";
			$quotes = <$in>;
			my %begin; # fewer are tried at each place
			push @{$begin{/^(\S{0,2})/ && $1}}, $_ for sort { length $b <=> length $a } split /\n/, $quotes;
			$quote = join "|", map {
				"(?=\Q$_\E)(?:" . join("|", map { s/\\ /\\s+/gr } map { quotemeta } @{$begin{$_}}) . ")"
			} sort keys %begin;
			$quote = qr/(?<![\w.-])(?:$quote)(?![\w-])/;
		}
		s/$quote/ 0 /g;
		for my $line (split /\n/) {
			for my $part (split /[^\x00-\x7f]+|\s\s+/, $line) {
				next if index($quotes, $part) >= 0; # of one that a column has no room for
				my @words = grep { /^[(["\x27]*[A-Z]?[a-z\x27]+[.,;:!?)\]"\x27]*$/ &&
					!/^\W*(?:$ENV{SAME})\W*$/ } split / +/, $part;
				print "$line\n" if @words > 2;
				last if @words > 2;
			}
		}'
}
