#!/bin/bash
# SPDX-License-Identifier: MIT
# run.pcapng and run-both.pcapng of every scenario: Wireshark's tools have nothing to complain of,
# the packets are those of the record, each fault that acted and each transition is a comment, and
# what Wireshark takes for a retransmission is one.
#
# In virtual time, where there is a kernel for it and the build can run in one; some in real time.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=$(realpath "${TCPLAB:-./tcplab}")
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
failed=0

fail()
{
	echo "${directory##*/}: $*"
	failed=1
}

# equal WHAT SEEN EXPECTED
equal()
{
	[ "$2" = "$3" ] || fail "$1: $2, not $3"
}

for tool in jq tshark capinfos; do
	if ! command -v $tool >/dev/null; then
		echo "$tool is not installed"
		exit 77
	fi
done

# count JQ: so many of the run's records
count()
{
	jq -s "[.[] | $1] | length" "$directory/run.jsonl"
}

# uncomplaining COMMAND...: with nobody's settings; root is always told that it is dangerous
uncomplaining()
{
	HOME=$scratch XDG_CONFIG_HOME=$scratch "$@" 2>"$scratch/stderr" || fail "$*: exit code $?"
	grep -v '^Running as user "root" and group "root"' "$scratch/stderr" && fail "$* complains"
}

check_info()
{
	local packets=$2

	uncomplaining capinfos -M "$1" >"$scratch/info"
	equal 'capinfos' "$(sed -n -e 's/^Number of packets: *//p' -e 's/^Strict time order: *//p' \
		-e 's/^File timestamp precision: *//p' -e 's/^ *Name = //p' "$scratch/info" | xargs)" \
		"nanoseconds (9) $packets True client server"
}

# The packets of a file, a line each; what is cut short has a checksum that can't be checked.
dissect()
{
	uncomplaining tshark -N n -r "$1" -o tcp.check_checksum:TRUE -T fields -E separator='^' \
		-E aggregator='|' -e tcp.checksum.status -e frame.interface_name \
		-e frame.packet_flags_direction -e ip.src_host -e ipv6.src_host \
		-e tcp.analysis.retransmission -e frame.comment
}

readonly FAULT='^(dropped|held( for .*)?) by [a-z-]+ \([a-z-]+\.conf:[0-9]+\)$'

# How many SYN-ACKs came from an end that had sent a SYN.
crossed()
{
	jq -s '[.[] | select(.type == "segment")] as $all | [$all[] | select(.flags == "SYN,ACK")
		| . as $it | select(any($all[]; .flags == "SYN" and .end == $it.end and
		.connection == $it.connection))] | length' "$directory/run.jsonl"
}

check_run()
{
	local retransmissions

	check_info "$directory/run.pcapng" "$(count 'select(.type == "capture" and .outgoing)')"
	check_info "$directory/run-both.pcapng" "$(count 'select(.type == "capture")')"
	dissect "$directory/run.pcapng" >"$scratch/senders"
	dissect "$directory/run-both.pcapng" >"$scratch/both"

	# Checksum good or, cut short, unverified; and each end sends by its own wire.
	grep -vE '^[12]\^(client|server)\^0x0000000[12]\^' "$scratch/senders" "$scratch/both" &&
		fail 'these cannot be read'
	grep -vE '^.\^(client|server)\^0x00000002\^(\1\^|\^\1)\^' "$scratch/senders" &&
		fail 'these do not leave their sender'

	# Wireshark takes a SYN-ACK behind the end's own SYN, as in a simultaneous open, for its
	# retransmission: it has the same number.
	retransmissions=$(count 'select(.type == "segment" and .retransmission > 0)')
	retransmissions=$((retransmissions + $(crossed)))
	equal retransmissions "$(cut -d^ -f6 "$scratch/senders" | grep -c .)" "$retransmissions"

	cut -d^ -f7 "$scratch/senders" | tr '|' '\n' | grep . >"$scratch/comments"
	cut -d^ -f7 "$scratch/both" | tr '|' '\n' | grep . | cmp - "$scratch/comments" ||
		fail 'other comments in run-both.pcapng'
	equal 'comments on transitions' "$(grep -c ' → ' "$scratch/comments")" \
		"$(count '.transitions[]?')"
	equal 'comments on faults' "$(grep -cE "$FAULT" "$scratch/comments")" \
		"$(count 'select(.type == "segment" and .fault)')"
	checked=$((checked + 1))
}

# check DIR RUNS OPTION...: that many runs, each checked
check()
{
	local kept=$scratch/$1 runs=$2 checked=0
	shift 2

	"$tcplab" run --quiet -o "$kept" --pcap both "$@" >"$scratch/output" 2>&1
	case $? in
	0) ;;
	4)
		skipped=$(tail -n 2 "$scratch/output" | head -n 1)
		return
		;;
	*)
		cat "$scratch/output"
		failed=1
		;;
	esac
	for directory in "$kept"/*; do
		check_run
	done
	[ "$checked" -ge "$runs" ] || fail "only $checked runs"
}

skipped= directory=
cat >"$scratch/slow.conf" <<'END'
# What is sent again at once, Wireshark would take for late: so nothing is, here.
scenario "More data than is kept of a segment, and late" {
}
server {
	listen 8080
	accept
	recv 1000
	send 1
	recv until eof
	close
}
client {
	connect
	send 1000
	recv 1
	close
	wait until server CLOSED within 5s
}
fault slow {
	delay 20ms data from client first 1
}
expect {
	fault slow fired = 1
}
END
check real 6 scenarios/clean-connection.conf scenarios/syn-ack-loss.conf "$scratch/slow.conf"

# What was kept of another run does not stay beside a new one's.
if [ -z "$skipped" ]; then
	"$tcplab" run --quiet -4 -o "$scratch/real" scenarios/clean-connection.conf || failed=1
	if [ -e "$scratch/real/clean-connection.ipv4/run-both.pcapng" ]; then
		echo "run-both.pcapng is that of another run"
		failed=1
	fi
fi

case ${BUILD:-build} in
*asan) ;; # the sanitizers do not start in User Mode Linux
*) check virtual 20 --virtual scenarios/*.conf scenarios/timers scenarios/handshake/simultaneous-open.conf ;;
esac

[ $failed -eq 0 ] || exit 1
if [ -n "$skipped" ]; then
	echo "$skipped"
	exit 77
fi
