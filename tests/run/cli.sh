#!/bin/bash
# SPDX-License-Identifier: MIT
# Command lines and files that are wrong: the exit code, and a message that names what is wrong. The
# right ones that need no lab. What is printed but can't be written is noticed.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=${TCPLAB:-$PWD/tcplab}
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
failed=0

# expect CODE STREAM TEXT ARGUMENT...: `tcplab ARGUMENT...` exits with CODE and prints TEXT on STREAM
# (stdout or stderr).
expect()
{
	local code=$1 stream=$2 text=$3 seen
	shift 3

	"$tcplab" "$@" </dev/null >"$scratch/stdout" 2>"$scratch/stderr"
	seen=$?
	if [ "$seen" -ne "$code" ]; then
		echo "tcplab $*: exit code $seen, expected $code"
		failed=1
	fi
	if ! grep -qF -e "$text" "$scratch/$stream"; then
		echo "tcplab $*: expected on $stream: $text"
		echo "saw:"
		head -c 2000 "$scratch/$stream"
		failed=1
	fi
}

third=scenarios/third-ack-loss.conf

# ---- commands and options ----
expect 2 stderr 'usage: tcplab COMMAND'
expect 2 stderr "unknown command 'rnu'; did you mean 'run'?" rnu $third
expect 2 stderr "unknown command 'xyzzy'" xyzzy
expect 2 stderr "unknown command 'rnu'" help rnu
expect 2 stderr 'usage: tcplab help [COMMAND]' help run check
expect 2 stderr 'usage: tcplab run' run
expect 2 stderr "unknown option '--sede'; did you mean '--seed'?" run --sede 1 $third
expect 2 stderr "unknown option '-x'" run -x $third
expect 2 stderr "option '--seed' needs an argument" run $third --seed
expect 2 stderr "option '--ascii=1' takes no argument" run --ascii=1 $third
expect 2 stderr "'some' is not one of auto, always, never" run --colour some $third
expect 2 stderr 'seed' run --seed many $third
expect 2 stderr "'xml' is not one of ladder, findings, brief, json, jsonl, tap, junit" \
	run --format xml $third
expect 2 stderr "'xml' is not one of ladder" judge --format=xml $third run.jsonl
expect 2 stderr "--pcap takes 'both', not 'all'" run --pcap all -o "$scratch/kept" $third
expect 2 stderr '--pcap needs a directory to write to: -o DIR' run --pcap both $third
expect 2 stderr '--compare prints a comparison' run --compare real --format=tap $third
expect 2 stderr "--compare takes two places or more, as in real,6.12, not 'real,real'" \
	run --compare real,real $third
expect 2 stderr 'no-such-fault' run --without-fault no-such-fault $third
expect 2 stderr 'usage: tcplab judge' judge $third
expect 2 stderr 'usage: tcplab check' check
expect 2 stderr 'usage: tcplab quiz' quiz
expect 2 stderr 'usage: tcplab quiz' quiz $third run.jsonl run.jsonl
expect 2 stderr '-4 and -6: one run is asked about' quiz -4 -6 $third
expect 2 stderr '--real and --virtual: one run' quiz --virtual --real $third
expect 2 stderr '--seed takes a whole number' quiz --seed x $third
expect 2 stderr 'usage: tcplab version' version again
expect 2 stderr 'usage: tcplab doctor' doctor --verbose

expect 0 stdout 'usage: tcplab COMMAND' help
expect 0 stdout 'usage: tcplab COMMAND' --help
expect 0 stdout 'tcplab 0' version
expect 0 stdout 'tcplab 0' --version
for command in run list check explain judge quiz doctor version; do
	expect 0 stdout "usage: tcplab $command" help $command
	expect 0 stdout "usage: tcplab $command" $command --help
	expect 0 stdout "usage: tcplab $command" $command -h
done

# The man page explains every option and every command.
for command in run list check explain judge quiz doctor version help; do
	if ! grep -q "^\.It Cm $command\$" man/tcplab.1; then
		echo "tcplab(1) does not explain $command"
		failed=1
	fi
	for option in $("$tcplab" help $command | sed -n 's/^  .*--\([a-z-]*\).*  .*/\1/p'); do
		if ! grep -q "^\.It.* Fl -$option\( \|\$\)" man/tcplab.1; then
			echo "tcplab(1) does not explain --$option"
			failed=1
		fi
	done
done

# ---- the reference ----
expect 0 stdout 'RFC 9293' explain --state CLOSE-WAIT
expect 0 stdout 'CLOSE-WAIT' explain --state close_wait
for name in SYN-RECEIVED syn-received SYN_RECV syn-recv; do
	expect 0 stdout 'SYN-RECEIVED' explain --state $name
done
expect 0 stdout 'net.ipv4.tcp_orphan_retries' explain --sysctl tcp_orphan_retries
expect 0 stdout 'net.ipv4.tcp_orphan_retries' explain --sysctl=NET.ipv4.tcp_orphan_retries
expect 0 stdout 'If it is lost' explain --segment SYN-ACK
expect 2 stderr "there is no state 'CLOSEWAIT'; did you mean 'CLOSE-WAIT'?" explain --state CLOSEWAIT
expect 2 stderr "did you mean 'CLOSE-WAIT'?" explain --state closewait
expect 2 stderr "did you mean 'tcp_retries2'?" explain --sysctl tcp_retires2
expect 2 stderr "did you mean 'net.ipv4.tcp_retries2'?" explain --sysctl net.ipv4.tcp_retires2
expect 2 stderr "did you mean 'handshake-ack'?" explain --segment Handshake-Akc
expect 2 stderr "the reference knows no sysctl 'xyzzy'" explain --sysctl xyzzy
expect 2 stderr 'TIME-WAIT     ' explain --state
expect 2 stderr 'handshake-ack  ' explain --segment ''
expect 2 stderr 'tcp_fin_timeout' explain --sysctl
expect 2 stderr 'usage: tcplab explain' explain
expect 2 stderr 'usage: tcplab explain' explain -D
expect 2 stderr 'usage: tcplab explain' explain --state CLOSED $third
if grep -q TIME-WAIT "$scratch/stdout"; then
	echo "what there is stands on standard output"
	failed=1
fi

# ---- files ----
mkdir "$scratch/empty"
printf 'scenario "a\0b" {\n}\n' >"$scratch/nul.conf"
{
	printf 'scenario "'
	head -c 10000000 /dev/zero | tr '\0' x
	printf '" {\n}\n'
} >"$scratch/long-line.conf"
printf 'scenario "no client" {\n}\nserver {\n\tlisten 8080\n}\n' >"$scratch/no-client.conf"
printf 'client {\n\tconnekt 8080\n\tsleep 5\n' >"$scratch/three-errors.conf"

for command in run check explain quiz; do
	expect 2 stderr 'No such file' $command "$scratch/absent.conf"
	expect 2 stderr "$scratch/empty" $command "$scratch/empty"
	expect 2 stderr "$scratch/nul.conf" $command "$scratch/nul.conf"
	expect 2 stderr "$scratch/long-line.conf" $command "$scratch/long-line.conf"
	expect 2 stderr 'client' $command "$scratch/no-client.conf"
	expect 2 stderr 'three-errors.conf:2:' $command "$scratch/three-errors.conf"
	expect 2 stderr 'three-errors.conf:3:' $command "$scratch/three-errors.conf"
done
expect 2 stderr 'No such file' judge $third "$scratch/absent.jsonl"

# One wrong file among right ones: nothing is started.
expect 2 stderr 'three-errors.conf:2:' run $third "$scratch/three-errors.conf"
if grep -q SYN-SENT "$scratch/stdout"; then
	echo "a run was made although a file was wrong"
	failed=1
fi

# ---- writing ----
"$tcplab" version >/dev/full 2>"$scratch/stderr"
if [ $? -ne 99 ] || ! grep -q 'No space left' "$scratch/stderr"; then
	echo "a full disk was not noticed"
	failed=1
fi
"$tcplab" version >&- 2>"$scratch/stderr"
if [ $? -ne 99 ] || ! grep -q 'cannot write' "$scratch/stderr"; then
	echo "a closed standard output was not noticed"
	failed=1
fi
# A reader that went away knows that it did: no word about it.
exec 5> >(exit 0)
wait $!
(
	trap '' PIPE
	exec "$tcplab" version >&5 2>"$scratch/stderr"
)
if [ $? -ne 99 ] || [ -s "$scratch/stderr" ]; then
	echo "a closed pipe was not noticed, or complained about: $(cat "$scratch/stderr")"
	failed=1
fi

exit $failed
