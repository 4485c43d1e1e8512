#!/bin/bash
# SPDX-License-Identifier: MIT
#
# The language: golden files, bad files, the shipped scenarios, the examples of the man page.
#
#	NAME.conf with NAME.ok		valid; NAME.ok is its canonical text, case by case
#	          and NAME.warn		… and this is what it is warned of
#	NAME.conf with NAME.err		broken; these are all its diagnostics
#
# Everything runs in this directory, so that the names in messages are stable.

set -u
cd "$(dirname "$0")/../.." || exit 1
tcplab=$(realpath "${TCPLAB:-./tcplab}")
cd tests/language || exit 1

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

pass() { passed=$((passed + 1)); }

fail()	# WHAT WHY [FILE-WITH-DETAILS]
{
	failed=$((failed + 1))
	echo "FAIL $1: $2"
	if [ $# -gt 2 ]; then sed 's/^/	/' "$3"; fi
}

# Run tcplab check: output in $work/out and $work/err, the exit code in $code.
check()
{
	"$tcplab" check "$@" >"$work/out" 2>"$work/err"
	code=$?
}

same()	# WHAT EXPECTED SEEN
{
	diff -u "$2" "$3" >"$work/diff" && return
	fail "$1" "$2 and what was seen differ" "$work/diff"
	return 1
}

# Each case's canonical text is its own canonical text.
canonical()	# WHAT FILE: the cases
{
	local case

	rm -f "$work"/case-*
	awk -v to="$work/case-" '/^#/ { next } /^scenario/ { n++ } { print >to n }' "$2"
	for case in "$work"/case-*; do
		check --print - <"$case"
		same "$1: canonical text is its own canonical text" "$case" "$work/out" || return
	done
}

# ---- golden files -------------------------------------------------------------------------------

valid()	# NAME
{
	local warnings=/dev/null

	if [ -e "$1.warn" ]; then warnings=$1.warn; fi
	check --print "$1.conf"
	if [ $code != 0 ]; then fail "$1" "exit code $code, not 0" "$work/err"; return; fi
	same "$1" "$1.ok" "$work/out" && same "$1" "$warnings" "$work/err" || return
	canonical "$1" "$1.ok" && pass
}

broken()	# NAME
{
	check "$1.conf"
	if [ $code != 2 ]; then fail "$1" "exit code $code, not 2"; return; fi
	same "$1" /dev/null "$work/out" && same "$1" "$1.err" "$work/err" && pass
}

for conf in *.conf; do
	name=${conf%.conf}
	if [ -e "$name.ok" ]; then valid "$name"; fi
	if [ -e "$name.err" ]; then broken "$name"; fi
	if [ ! -e "$name.ok" ] && [ ! -e "$name.err" ]; then fail "$name" "no .ok and no .err"; fi
done

# ---- files that are no scenarios ----------------------------------------------------------------

refused()	# WHAT MESSAGE ARGUMENT…: exit code 2 and this one message
{
	local what=$1 message=$2

	shift 2
	check "$@"
	echo "$message" >"$work/expected"
	if [ $code != 2 ]; then fail "$what" "exit code $code, not 2"; return; fi
	same "$what" "$work/expected" "$work/err" && pass
}

head -c 10000000 /dev/zero | tr '\0' x >"$work/long.conf"
printf 'scenario "x" {\0}\n' >"$work/nul.conf"
mkdir "$work/empty" "$work/hidden" "$work/hidden/.d"
cp minimal.conf "$work/hidden/.d"
echo 'a text' >"$work/empty/notes.txt"
ln -s nowhere "$work/dangling.conf"

refused "a line of 10 MB" \
	"$work/long.conf: error: larger than 1 MiB, which no scenario is" "$work/long.conf"
refused "NUL bytes" "$work/nul.conf: error: holds NUL bytes, so it is no text" "$work/nul.conf"
refused "a missing file" "$work/none.conf: error: No such file or directory" "$work/none.conf"
refused "a dangling link" "$work/dangling.conf: error: No such file or directory" \
	"$work/dangling.conf"
refused "a directory without scenarios" \
	"$work/empty: error: a directory without scenarios (*.conf)" "$work/empty"
refused "a directory with hidden ones only" \
	"$work/hidden: error: a directory without scenarios (*.conf)" "$work/hidden"
refused "a directory as standard input" "-: error: Is a directory" - <"$work"
refused "an endless file" "/dev/zero: error: larger than 1 MiB, which no scenario is" /dev/zero

# Root reads everything, so the file is one that nobody may read.
refused "an unreadable file" "/proc/self/mem: error: Input/output error" /proc/self/mem

# ---- several files ------------------------------------------------------------------------------

mkdir -p "$work/tree/b" "$work/tree/a"
cp minimal.conf "$work/tree/z.conf"
cp minimal.conf "$work/tree/b/1.conf"
cp minimal.conf "$work/tree/a/2.conf"
cp minimal.conf "$work/tree/a/.hidden.conf"
cp fault-verb.conf "$work/tree/a/other.txt"
printf '%s: ok\n' "$work"/tree/a/2.conf "$work"/tree/b/1.conf "$work"/tree/z.conf \
	>"$work/expected"
check "$work/tree"
same "a directory is searched in order" "$work/expected" "$work/out" && pass

check "$work/tree/z.conf" fault-verb.conf "$work/none.conf" "$work/tree/b"
printf '%s: ok\n' "$work"/tree/z.conf "$work"/tree/b/1.conf >"$work/expected"
if [ $code = 2 ]; then pass; else fail "one bad file among good ones" "exit code $code, not 2"; fi
same "bad files do not hide good ones" "$work/expected" "$work/out" && pass

check - <minimal.conf
echo '-: ok' >"$work/expected"
same "standard input" "$work/expected" "$work/out" && pass

cp everything.conf "$work/tree/b/much-longer-name.conf"
"$tcplab" list "$work/tree" >"$work/out" 2>&1
sed "s|WORK|$work|" >"$work/expected" <<-'END'
	WORK/tree/a/2.conf                 Minimal
	WORK/tree/b/1.conf                 Minimal
	WORK/tree/b/much-longer-name.conf  Blocks in any order
	WORK/tree/z.conf                   Minimal
END
sed -i "s|WORK|$work|" "$work/expected"
same "list aligns titles" "$work/expected" "$work/out" && pass

sed 's/^client/param port 80 81\nclient/; s/80 }$/$port }/' minimal.conf >"$work/cases.conf"
"$tcplab" list "$work/cases.conf" >"$work/out" 2>&1
printf '%s  Minimal   port=%s\n' "$work/cases.conf" 80 "$work/cases.conf" 81 >"$work/expected"
same "list of cases" "$work/expected" "$work/out" && pass
check "$work/cases.conf"
echo "$work/cases.conf: ok, 2 cases" >"$work/expected"
same "check of cases" "$work/expected" "$work/out" && pass
check --print "$work/cases.conf"
if [ "$(grep -c '^# port=8[01]$' "$work/out")" = 2 ]; then pass
else fail "cases in canonical form" "not told apart" "$work/out"; fi
check --print -D port=82 "$work/cases.conf"
if grep -q 'connect 82' "$work/out"; then pass; else fail "-D" "not obeyed" "$work/out"; fi
refused "-D of an unknown name" \
	"tcplab: -D: no scenario has a parameter 'prot'; did you mean 'port'?" \
	-D prot=1 "$work/cases.conf"

sed '1i param port 81 82\nreal param port 83' "$work/tree/z.conf" |
	sed 's/80 }$/$port }/' >"$work/real.conf"
check --print "$work/real.conf"
if [ "$(grep '^#' "$work/out")" = \
	$'# port=81 in virtual time\n# port=82 in virtual time\n# in real time' ]; then pass
else fail "values for real time" "not told apart" "$work/out"; fi
"$tcplab" list "$work/real.conf" >"$work/out" 2>&1
printf '%s  Minimal   port=%s\n' "$work/real.conf" 81 "$work/real.conf" 82 >"$work/expected"
same "list leaves out values for real time" "$work/expected" "$work/out" && pass

"$tcplab" list "$work/empty" >"$work/out" 2>&1
code=$?
if [ $code = 2 ]; then pass; else fail "list of nothing" "exit code $code, not 2"; fi

# ---- no time that grows with the square of the size ---------------------------------------------

# Near SOURCE_MAX each; what is linear takes well under a second of a processor, what is quadratic many
# minutes.
big()	# NAME EXIT-CODE: the text comes on standard input
{
	local code

	head -c 1000000 >"$work/big.conf"
	(ulimit -t 20 && exec "$tcplab" check "$work/big.conf") >/dev/null 2>&1
	code=$?
	if [ $code = "$2" ]; then pass; else fail "$1" "exit code $code, not $2"; fi
}

big "many errors" 2 < <(yes x)
big "one long word" 2 < <(yes | tr -d '\n')
big "one long line of strings" 2 < <(yes '"' | tr '\n' ' ')
big "many braces" 2 < <(yes '{')
big "many open blocks" 2 < <(yes 'fault f {')
big "many faults" 2 < <(seq -f 'fault f%.0f { drop syn from client first 1 }' 1 22000)
big "many of everything" 0 < <(
	echo 'scenario "x" {'
	seq -f 'sysctl client net.x%.0f 1' 1 15000
	seq -f 'about "line %.0f"' 1 5000
	echo '} client { connect 80 }'
	seq -f 'fault f%.0f { drop syn first 1 }' 1 6000
	echo 'expect {'
	seq -f 'fault f%.0f fired' 1 6000
	echo '}'
)
big "many unknown names" 2 < <(
	echo 'scenario "x" { } client { connect 80 } expect {'
	seq -f 'fault f%.0f fired' 1 30000
	echo '}'
	seq -f 'fault g%.0f { drop syn first 1 }' 1 9000
)
big "many parameters" 2 < <(seq -f 'param p%.0f 1' 1 60000)
big "many values" 2 < <(echo 'scenario "x" { } param p \'; seq 1 200000 | tr '\n' ' ')
big "a text that grows" 2 < <(
	printf 'param p "%s"\n' "$(printf '%9999s' x)"
	echo 'scenario "x" {'
	yes 'about "$p$p$p$p$p$p$p"'
)
big "one long expression" 2 < <(echo 'scenario "x" { } client { connect $(1'; yes '+(1' | tr -d '\n')
big "many includes" 2 < <(yes 'include "/dev/null"')

# ---- the shipped scenarios ----------------------------------------------------------------------

for conf in $(find ../../scenarios ../../bench -name '*.conf'); do
	check "$conf"
	if [ $code != 0 ] || [ -s "$work/err" ]; then
		fail "$conf" "exit code $code" "$work/err"
		continue
	fi
	check --print "$conf"
	cp "$work/out" "$work/canonical.conf"
	canonical "$conf" "$work/canonical.conf" && pass
done

# ---- the examples of tcplab-scenario(5) ---------------------------------------------------------

# Each literal display is an example; the line before it says what surrounds it (see the page).
if ./man-examples ../../man/tcplab-scenario.5 "$work" >"$work/examples"; then pass
else fail "tcplab-scenario(5)" "its examples cannot be extracted" "$work/examples"; fi
while read -r example; do
	check "$work/$example"
	if [ $code = 0 ] && [ ! -s "$work/err" ]; then pass
	else fail "tcplab-scenario(5), $example" "is refused or warned of" "$work/err"; fi
done <"$work/examples"
count=$(wc -l <"$work/examples")
displays=$(grep -c '^\.Bd -literal' ../../man/tcplab-scenario.5)
if [ "$count" -ge 10 ] && [ "$count" = "$displays" ]; then pass
else fail "tcplab-scenario(5)" "$count examples of $displays displays"; fi

echo "language: $passed passed, $failed failed"
[ $failed = 0 ]
