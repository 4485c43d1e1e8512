#!/bin/bash
# SPDX-License-Identifier: MIT
# What a run comes to when it does not pass, and how its result looks: exit codes, what is named, and
# that a wrong input or a machine that cannot starts nothing.
set -u
cd "$(dirname "$0")/../.." || exit
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT

# Everything where anybody can read it: the directory that this is built in may be private.
umask 022
install -m 755 "${TCPLAB:-./tcplab}" "$scratch/tcplab" || exit
cp -r scenarios "$scratch" || exit
chmod -R a+rX "$scratch"
cd "$scratch" || exit
tcplab=$scratch/tcplab

# A process that can't start another one can't look for leaks, either.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0

failed=0

fail()
{
	echo "$*"
	failed=1
}

# ran NAME CODE COMMAND...: the command's exit code is CODE; its output is kept in NAME.out, NAME.err
ran()
{
	local name=$1 code=$2 seen
	shift 2

	"$@" </dev/null >"$name.out" 2>"$name.err"
	seen=$?
	if [ "$seen" -ne "$code" ]; then
		fail "$name: exit code $seen, expected $code: $*"
		head -c 4000 "$name.out" "$name.err"
	fi
}

# says NAME.STREAM PATTERN...: each pattern (grep -E) is found there
says()
{
	local file=$1 pattern
	shift

	for pattern; do
		if ! grep -qE -e "$pattern" "$file"; then
			fail "$file does not say: $pattern"
			head -c 4000 "$file"
		fi
	done
}

if [ "$(id -u)" -eq 0 ]; then
	nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups)
else
	nobody=()
fi

# ---- the machine can't ------------------------------------------------------------------------

# A user namespace in which no further one may be made, and without capabilities: neither root nor
# rootless. Where there are no user namespaces at all, it takes no more than not to be root.
if "${nobody[@]}" unshare --user --map-root-user true 2>/dev/null; then
	cannot=("${nobody[@]}" unshare --user --map-root-user sh -c
		'echo 0 >/proc/sys/user/max_user_namespaces &&
		 exec setpriv --bounding-set=-all --inh-caps=-all "$@"' sh)
else
	cannot=("${nobody[@]}")
fi
ran cannot 4 "${cannot[@]}" "$tcplab" run -4 scenarios/clean-connection.conf
says cannot.err 'cannot create a user and a pid namespace for the lab' \
	'way out: run as root, or allow unprivileged user namespaces'
if grep -q SYN-SENT cannot.out; then
	fail "something was run although it was refused"
fi

# Everything below needs a lab.
"${nobody[@]}" "$tcplab" run -4 --quiet scenarios/clean-connection.conf >probe.out 2>&1
if [ $? -eq 4 ]; then
	[ "$failed" -eq 0 ] || exit 1
	cat probe.out
	exit 77
fi

# ---- wrong input ------------------------------------------------------------------------------

# Whoever may have no further process: a right scenario gets as far as the first one, a wrong one not
# that far.
caged=("${nobody[@]}" prlimit --nproc=0)
ran caged 4 "${caged[@]}" "$tcplab" run scenarios/clean-connection.conf
says caged.err 'cannot create .*: Resource temporarily unavailable'

mkdir empty
printf 'scenario "unreadable" {\n}\n' >unreadable.conf
chmod 0 unreadable.conf
cat >verb.conf <<'END'
scenario "An unknown verb" {
}
client {
	connect 8080
}
fault lose {
	dorp syn from client
}
END
sed -e 's/dorp/drop/' -e '$d' verb.conf >brace.conf
sed -e 's/dorp syn/delay 20 syn/' verb.conf >unit.conf
sed -e '/^client/,/^}/d' -e 's/dorp/drop/' verb.conf >no-client.conf
printf 'scenario "a\0b" {\n}\n' >nul.conf
{
	printf 'scenario "'
	head -c 10000000 /dev/zero | tr '\0' x
	printf '" {\n}\n'
} >long-line.conf
{
	printf 'scenario "a" {\n\t'
	head -c 1000000 /dev/zero | tr '\0' x
	printf '\n}\n'
} >long-word.conf

wrong()
{
	local name=$1
	shift

	ran "$name" 2 "${caged[@]}" "$tcplab" run scenarios/clean-connection.conf "$name"
	says "$name.err" "$@"
	if [ -s "$name.out" ]; then
		fail "$name: something was printed as a result"
	fi
}

wrong verb.conf "verb.conf:7:2: error: .*'dorp'; did you mean 'drop'"
wrong brace.conf "brace.conf:6:[0-9]+: error: .*'}'"
wrong unit.conf 'unit.conf:7:[0-9]+: error: .* without a unit'
wrong no-client.conf 'no-client.conf:1:[0-9]+: error: .* no client block'
wrong nul.conf 'nul.conf: error: .*NUL'
wrong long-line.conf 'long-line.conf: error: larger than 1 MiB'
wrong long-word.conf "long-word.conf:2:2: error: unknown .*'xxxx"
wrong unreadable.conf 'unreadable.conf: error: Permission denied'
wrong empty 'empty: error: a directory without scenarios'
wrong absent.conf 'absent.conf: error: No such file'

# ---- fail, inconclusive -----------------------------------------------------------------------

cat >never.conf <<'END'
scenario "Two faults that match nothing" {
}
server {
	listen 8080
	accept
	close
}
client {
	connect
	recv until eof
	close
	wait until client CLOSED within 5s
}
fault nowhere {
	drop data from client
}
fault never {
	drop syn-ack from server while client ESTABLISHED
}
expect {
	connect ok
}
END

(
	ran without 1 "$tcplab" run -4 --without-fault lose-ack -o kept scenarios/third-ack-loss.conf
	says without.out '^FAIL +scenarios/third-ack-loss.conf:39 +server path SYN-RECEIVED CLOSED' \
		'^FAIL +scenarios/third-ack-loss.conf:42 +segments syn-ack from server = 3' \
		'^third-ack-loss.ipv4: fail$'
	ran judged 1 "${nobody[@]}" "$tcplab" judge scenarios/third-ack-loss.conf \
		kept/third-ack-loss.ipv4/run.jsonl
	says judged.out '^FAIL +scenarios/third-ack-loss.conf:39 +server path'
	exit $failed
) &
without=$!

ran never 3 "$tcplab" run -4 never.conf
says never.out '^INCONCLUSIVE +never.conf:15 +fault nowhere:' \
	'saw +it never fired; nearest miss: segment 1 \(syn from the client\)' \
	'^INCONCLUSIVE +never.conf:18 +fault never:' \
	'saw +it never fired; nearest miss: segment 2 .*the client was in SYN-SENT, not ESTABLISHED' \
	'^never.ipv4: inconclusive$'

# The worst of several runs decides.
ran worst 3 "$tcplab" run -4 --quiet never.conf scenarios/clean-connection.conf
says worst.out '^2 runs: 1 pass 1 inconclusive$'

# Nor does a run that this machine cannot make hide another's failure, or keep the next from being made.
cat >impossible.conf <<'END'
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
ran mixed 1 "$tcplab" run -4 --quiet --without-fault lose-syn-ack scenarios/syn-ack-loss.conf \
	impossible.conf scenarios/clean-connection.conf
says mixed.out '^3 runs: 1 pass 1 fail 1 that this machine cannot make$'
says mixed.err 'set sysctl net.ipv4.tcp_there_is_no_such_thing'

# What is kept is never replaced by another run of the same command.
mkdir -p twins && cp scenarios/clean-connection.conf twins
ran twins 2 "$tcplab" run -4 -o kept twins/clean-connection.conf scenarios/clean-connection.conf
says twins.err 'two runs are called clean-connection.ipv4'
mkdir -p taken && : >taken/clean-connection.ipv4
ran taken 2 "$tcplab" run -4 -o taken scenarios/syn-ack-loss.conf scenarios/clean-connection.conf
[ ! -s taken.out ] || fail "a run was started before its directory was found to be impossible"

# ---- scripts that break off -------------------------------------------------------------------

# A connect that is held back for a listen goes on when that can't come any more.
cat >broken-off.conf <<'END'
scenario "The server gives up before it listens" {
	ip 4
}
server {
	wait until client ESTABLISHED within 100ms
	listen 8080
}
client {
	connect
}
expect {
	connect ECONNREFUSED
}
END
ran broken-off 1 "$tcplab" run broken-off.conf
says broken-off.out 'server: wait until client ESTABLISHED within 100ms' 'connect ECONNREFUSED'

# A step that never began is named.
cat >held-back.conf <<'END'
scenario "The server never listens" {
	ip 4
	timeout 200ms
}
server {
	wait until client ESTABLISHED
	listen 8080
}
client {
	connect
}
expect {
	segments any = 0
}
END
ran held-back 1 "$tcplab" run held-back.conf
says held-back.out 'the client not yet let begin "connect"'

# ---- a reader who does not read ---------------------------------------------------------------

# 2 MB without a fault: 1,500 segments, some 150 kB of ladder, more than a pipe takes.
cat >bulk.conf <<'END'
scenario "Bulk" {
	ip 4
}
server {
	listen 8080
	accept
	recv until eof
	close
}
client {
	connect
	send 2000000
	shutdown wr
	recv until eof
	close
}
expect {
	connect ok
}
END
mkfifo slow
"$tcplab" run bulk.conf >slow &
bulk=$!
exec 9<slow
# Its lab stands, and is gone again: the record is closed, however little has been read.
until pgrep -P $bulk >/dev/null || ! kill -0 $bulk; do
	:
done
while pgrep -P $bulk >/dev/null; do
	:
done
cat <&9 >bulk.out
exec 9<&-
wait $bulk || fail "a slow reader: exit code $?"
says bulk.out 'SYN-SENT' 'connect ok'
# A busy machine makes one come twice now and then; a run that is held up, each.
if [ "$(grep -c retx bulk.out)" -gt 20 ]; then
	fail "who reads slowly makes segments come twice:"
	grep retx bulk.out | head -n 5
fi

# ---- how it looks -----------------------------------------------------------------------------

clean=scenarios/clean-connection.conf
ran quiet 0 "$tcplab" run -4 --quiet $clean
if [ -s quiet.out ] || [ -s quiet.err ]; then
	fail "--quiet prints about a pass:"
	cat quiet.out quiet.err
fi

ran ascii 0 "$tcplab" run -4 --ascii $clean
says ascii.out SYN-SENT
if LC_ALL=C grep -n $'[^\t -~]' ascii.out; then
	fail "--ascii prints more than ASCII"
fi
ran plain 0 "$tcplab" run -4 $clean
if ! LC_ALL=C grep -q $'[^\t -~]' plain.out; then
	fail "without --ascii there is nothing but ASCII: this test is blind"
fi

# coloured FILE: whether it has a terminal's escape sequences
coloured()
{
	grep -qF $'\033[' "$1"
}

coloured plain.out && fail "colours although it is no terminal"
ran always 0 env NO_COLOR=1 "$tcplab" run -4 --colour=always $clean
coloured always.out || fail "--colour=always has no colours"

# terminal NAME VARIABLE... -- OPTION...: as on a terminal
terminal()
{
	local name=$1 variables=()
	shift

	while [ "$1" != -- ]; do
		variables+=("$1")
		shift
	done
	shift
	ran "$name" 0 env -u NO_COLOR TERM=xterm "${variables[@]}" \
		script -qec "$tcplab run -4 $* $clean" /dev/null
}

terminal tty --
coloured tty.out || fail "no colours on a terminal"
terminal tty-no-color NO_COLOR=1 --
coloured tty-no-color.out && fail "colours in spite of NO_COLOR"
terminal tty-empty NO_COLOR= --
coloured tty-empty.out || fail "an empty NO_COLOR counts (it should not: no-color.org)"
terminal tty-dumb TERM=dumb --
coloured tty-dumb.out && fail "colours on a dumb terminal"
terminal tty-never -- --colour=never
coloured tty-never.out && fail "colours in spite of --colour=never"

# ---- nowhere to write -------------------------------------------------------------------------

"$tcplab" run -4 $clean >/dev/full 2>full.err
code=$?
if [ $code -ne 99 ]; then
	fail "a full disk: exit code $code, expected 99"
fi
says full.err 'cannot write to standard output'

touch file
ran not-a-directory 2 "$tcplab" run -4 -o file $clean
says not-a-directory.err 'file'

wait $without || failed=1
exit $failed
