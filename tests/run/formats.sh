#!/bin/bash
# SPDX-License-Identifier: MIT
# The formats of reports: for each tests/formats/NAME.FORMAT, `tcplab judge --format=FORMAT` of
# tests/judge/NAME.jsonl prints just that; what reads such formats elsewhere takes it; and so it does
# what `tcplab run` prints of several runs, whatever became of them.
#
# "formats.sh --bless" writes those files anew.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=$(realpath "${TCPLAB:-./tcplab}")
golden=$PWD/tests/formats
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
failed=0
unset HARNESS_ACTIVE

fail()
{
	echo "$*"
	failed=1
}

for tool in jq prove tshark xmllint; do
	if ! command -v $tool >/dev/null; then
		echo "$tool is not installed"
		exit 77
	fi
done

# ---- what takes it -------------------------------------------------------------------------------

# Every member is there; a run's are those that go with how it came out.
readonly RESULT='
	def result: (.run | type == "string") and (.scenario | type == "string") and
		(.title | type == "string") and (.exit_code | type == "number") and has("directory") and
		if has("findings")
		then (.duration | type == "number") and (.findings | length > 0) and
			all(.findings[]; (.outcome | IN("pass", "fail", "inconclusive", "error")) and
				(.subject | type == "string") and has("line") and has("expected") and
				has("saw") and has("record"))
		else (.outcome | IN("skipped", "error")) and (.reason | startswith("cannot "))
		end;'

take_json()
{
	jq -se "$RESULT"'
		length == 1 and (.[0] | .schema == 1 and (.runs | length > 0) and
		all(.runs[]; result) and ([.count[]] | add) == (.runs | length) and
		all(.runs[]; (.header.run // .run) == .run))' "$1" >/dev/null
}

take_jsonl()
{
	jq -se "$RESULT"'
		all(.[]; (.run | type == "string") and (.type | type == "string")) and
		([.[] | select(.type == "result")] | length > 0 and all(.[]; result)) and
		(group_by(.run) | all(.[]; .[-1].type == "result" and
			(length == 1 or .[0].type == "header")))' "$1" >/dev/null
}

# The subtests are looked at by themselves: what is indented means nothing to version 13.
take_tap()
{
	perl -MTAP::Parser -e '
		my ($top, $sub) = ("TAP version 13\n", "");
		my @subs;
		die "no version 14\n" if <STDIN> ne "TAP version 14\n";
		while (<STDIN>) {
			if (s/^    //) { $sub .= $_; next }
			$top .= $_;
			push @subs, $sub if length $sub;
			$sub = "";
		}
		for my $tap ($top, map { "TAP version 13\n$_" } @subs) {
			my $parser = TAP::Parser->new({ tap => $tap });
			my $test;
			while (my $result = $parser->next) {
				die "not TAP: " . $result->raw . "\n" if $result->is_unknown;
				$test = $result if $result->is_test;
				die "no reason\n" if $result->is_yaml &&
					!($result->data->{findings} || $result->data->{reason});
				print $result->data->{outcome} . "\n" if $result->is_yaml;
			}
			die join("\n", $parser->parse_errors) . "\n" if $parser->parse_errors;
		}
		die "no subtests\n" unless @subs;' <"$1" >"$scratch/outcomes"
}

take_junit()
{
	xmllint --noout --schema "$golden/junit.xsd" "$1" 2>"$scratch/xmllint" ||
		{ cat "$scratch/xmllint"; return 1; }
}

# takes FORMAT FILE
takes()
{
	case $1 in
	json | jsonl | tap | junit) "take_$1" "$2" || fail "$2: no proper $1" ;;
	esac
}

# ---- recorded runs -------------------------------------------------------------------------------

cd tests/judge || exit
for file in "$golden"/*.*; do
	name=${file##*/} format=${file##*.}
	name=${name%.*}
	[ "$format" != xsd ] || continue
	"$tcplab" judge --format="$format" "$name.conf" "$name.jsonl" >"$scratch/$format" 2>/dev/null
	if [ "${1:-}" = --bless ]; then
		cp "$scratch/$format" "$file"
	fi
	diff "$file" "$scratch/$format" || fail "$name.$format is not what is printed"
	takes "$format" "$file"
done

# Exit codes are those of any other format, and prove(1) makes of them what it should.
prove -Q --exec "$tcplab judge --format=tap third-ack-loss.conf" third-ack-loss.jsonl \
	>"$scratch/prove" 2>&1 || fail "prove does not take a pass: $(cat "$scratch/prove")"
for name in without-fault never-fired torso; do
	prove -Q --exec "$tcplab judge --format=tap $name.conf" $name.jsonl >"$scratch/prove" 2>&1 &&
		fail "prove takes $name for a pass"
	grep -q 'Parse errors' "$scratch/prove" && cat "$scratch/prove" && failed=1
done

# Names that mean something to a format, or nothing to any.
odd=$scratch/$'a <b> & "c" # \\d\x1b[m\xff\nnot ok'
mkdir "$odd"
cp without-fault.conf without-fault.jsonl "$odd"
for format in json jsonl tap junit; do
	"$tcplab" judge -q --format=$format "$odd/without-fault.conf" "$odd/without-fault.jsonl" \
		>"$scratch/odd.$format" 2>"$scratch/stderr"
	[ $? -eq 1 ] || fail "an odd name changes the exit code"
	[ ! -s "$scratch/stderr" ] || fail "-q, and yet on stderr: $(cat "$scratch/stderr")"
	takes $format "$scratch/odd.$format"
done
grep -qF '/a &#60;b&#62; &#38; &#34;c&#34; # \d\x1b[m\xff&#10;not ok/without-fault.conf"' \
	"$scratch/odd.junit" || fail "an odd name in junit: $(head -n 3 "$scratch/odd.junit")"
grep -qF 'a <b> & "c" \# \\d?[m' "$scratch/odd.tap" ||
	fail "an odd name in tap: $(cat "$scratch/odd.tap")"

# ---- several runs --------------------------------------------------------------------------------

cd ../.. || exit
cat >"$scratch/impossible.conf" <<'END'
scenario "A kernel without this sysctl" {
	ip 4
	sysctl client net.ipv4.tcp_there_is_no_such_thing 1
}
client {
	sleep 1ms
}
expect {
	segments any = 0
}
END
cat >"$scratch/never.conf" <<'END'
scenario "A fault that matches nothing" {
	ip 4
}
server {
	listen 8080
}
client {
	connect
}
fault never {
	drop data from client
}
expect {
	connect ok
}
END

clean=scenarios/clean-connection.conf
"$tcplab" run -4 -q $clean >"$scratch/stdout" 2>&1
if [ $? -eq 4 ]; then
	[ $failed -eq 0 ] || exit 1
	cat "$scratch/stdout"
	exit 77
fi

for format in brief json jsonl tap junit; do
	"$tcplab" run --format=$format --without-fault lose-syn-ack -o "$scratch/kept" \
		scenarios/syn-ack-loss.conf "$scratch/impossible.conf" "$scratch/never.conf" $clean \
		>"$scratch/all.$format" 2>"$scratch/stderr"
	[ $? -eq 3 ] || fail "--format=$format changes the exit code"
	grep -q 'cannot set sysctl' "$scratch/stderr" || fail "$format: no word about a refusal"
	takes $format "$scratch/all.$format"
done

# The same six runs in each of them.
[ "$(grep -c '^[a-z.0-9-]*: [a-z]*$' "$scratch/all.brief")" -eq 6 ] &&
	grep -qx 'impossible.ipv4: skipped' "$scratch/all.brief" &&
	grep -qx '6 runs: 2 pass 2 fail 1 inconclusive 1 that this machine cannot make' \
		"$scratch/all.brief" ||
	fail "brief: $(cat "$scratch/all.brief")"
[ "$(jq -c .count "$scratch/all.json")" = \
	'{"pass":2,"fail":2,"inconclusive":1,"error":0,"skipped":1}' ] || fail "json: another count"
jq -r '.runs[] | select(.header) | .directory' "$scratch/all.json" | while read -r directory; do
	[ -s "$directory/run.jsonl" ] || echo "$directory"
done | grep . && fail "json: these hold no records"
[ "$(xmllint --xpath 'concat(/*/@tests, " ", /*/@failures, " ", /*/@errors, " ",
	count(//testsuite), " ", count(//skipped), " ", count(//failure[@type="inconclusive"]))' \
	"$scratch/all.junit")" = '6 3 0 4 1 1' ] || fail "junit: $(cat "$scratch/all.junit")"
[ "$(grep -c '^    \(not \)\?ok ' "$scratch/all.tap")" -eq 6 ] &&
	grep -qx '    ok 1 - impossible.ipv4 # SKIP cannot set sysctl .*' "$scratch/all.tap" &&
	grep -qx '1\.\.4' "$scratch/all.tap" || fail "tap: $(cat "$scratch/all.tap")"
take_tap "$scratch/all.tap"
[ "$(sort "$scratch/outcomes" | xargs)" = 'fail fail inconclusive' ] || fail "tap: other outcomes"

# What is streamed is what is kept: the same records, but for the order of those that came late.
records()
{
	jq -cS 'select(.type != "transition" and .type != "result") | del(.run, .transitions)' "$@" | sort
}
transitions()
{
	jq -cS "$1 | del(.run, .type, .end, .record)" "$2" | sort
}
"$tcplab" run -4 --format=jsonl -o "$scratch/kept" $clean >"$scratch/stream" ||
	fail "clean-connection: exit code $?"
kept=$scratch/kept/clean-connection.ipv4/run.jsonl
diff <(records "$scratch/stream") <(records "$kept") >/dev/null ||
	fail "jsonl: other records than in run.jsonl"
diff <(transitions 'select(.type == "transition")' "$scratch/stream") \
	<(transitions '.transitions[]?' "$kept") || fail "jsonl: other transitions than in run.jsonl"

# It comes while the run goes on: of one that takes 20 s the first transition is there long before.
mkfifo "$scratch/pipe"
sed 's/^client {/&\n\tsleep 20s/' $clean >"$scratch/slow.conf"
"$tcplab" run -4 --format=jsonl "$scratch/slow.conf" >"$scratch/pipe" &
run=$! began=$SECONDS
exec 9<"$scratch/pipe"
while read -r line <&9 && [[ $line != *'"to":"LISTEN"'* ]]; do
	:
done
[ $((SECONDS - began)) -lt 15 ] || fail "jsonl: nothing before the end"
kill $run
wait $run
exec 9<&-

# ---- the examples of README.md and tcplab(1) ------------------------------------------------------

tried=0
while read -r command; do
	tried=$((tried + 1))
	(PATH=${tcplab%/*}:$PATH && cd "$scratch" && ln -sfn "$OLDPWD/scenarios" scenarios &&
		bash -o pipefail -c "$command") >"$scratch/stdout" 2>&1 ||
		fail "$command: $(tail -n 5 "$scratch/stdout")"
done < <(sed -n -e 's/ *#.*//' -e 's/^    \.\/\(tcplab .*\)/\1/p' README.md | grep -e --format -e --pcap
	sed -n 's/^\.Dl //p' man/tcplab.1 | sed 's/\\(dq/"/g' | grep -e --format -e pcap)
[ $tried -ge 10 ] || fail "only $tried examples were found"

exit $failed
