#!/bin/bash
# SPDX-License-Identifier: MIT
# Virtual time is the real thing: what goes in real time on this host's kernel goes the same way in
# virtual time on each that `make virtual-kernel` has built, in these scenarios: segments,
# transitions and their causes, calls that failed, and the times within the timer wheel's bounds. All
# at once, since they sleep; the longest sleeps for more than two minutes.
#
# Those that stand in virtual time only, because they take so long, are made as copies that may stand
# in real time, too. Of two of them not even a copy could wait for the end: their timers are shortened,
# in every place alike, and what they expect of the defaults is left out.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=${TCPLAB:-$PWD/tcplab}
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT

skip()
{
	echo "$*"
	exit 77
}

case ${BUILD:-build} in
*asan)
	echo "the sanitizers do not start in User Mode Linux: nothing to compare"
	exit 0
	;;
esac
"$tcplab" doctor >"$scratch/doctor" 2>&1 || skip "no lab can stand on this host's kernel"
kernels=$(sed -n 's/^Virtual-time kernels in .*: \([0-9., ]*\)$/\1/p' "$scratch/doctor")
[ -n "$kernels" ] || skip "no virtual-time kernel: \`make virtual-kernel\` builds them"
kernels=${kernels//[[:space:]]/}

# ---- where kernels differ, and the scenario says so ----------------------------------------------

# Linear SYN timeouts came with Linux 6.5: the scenarios with `where sysctl tcp_syn_linear_timeouts`
# go the same way on the same side of it only.
has_linear_timeouts()
{
	case $1 in
	real) [ -e /proc/sys/net/ipv4/tcp_syn_linear_timeouts ] ;;
	*) printf '6.5\n%s\n' "$1" | sort -CV ;;
	esac
}

# like_here KERNEL...: those that are on this host's side of it
like_here()
{
	local kernel here=0 there

	has_linear_timeouts real || here=1
	for kernel; do
		there=0
		has_linear_timeouts "$kernel" || there=1
		[ $there -ne $here ] || printf ',%s' "$kernel"
	done
}

# places FILE
places()
{
	if grep -q 'where sysctl net.ipv4.tcp_syn_linear_timeouts' "$1"; then
		echo "real$(like_here ${kernels//,/ })"
	else
		echo "real,$kernels"
	fi
}

# ---- the scenarios -------------------------------------------------------------------------------

mkdir "$scratch/scenarios"
cp -t "$scratch/scenarios" scenarios/*.conf scenarios/timers/*.conf \
	scenarios/handshake/simultaneous-open.conf scenarios/teardown/simultaneous-close.conf || exit
cd "$scratch" || exit
sed -i 's/^\([[:space:]]*time \)virtual$/\1any/' scenarios/*

# shorten NAME SED-SCRIPT
shorten()
{
	cp "scenarios/$1.conf" before
	sed -i "$2" "scenarios/$1.conf"
	! cmp -s before "scenarios/$1.conf" || { echo "nothing to shorten in $1.conf"; exit 1; }
}

shorten keepalive-dead-peer '
	s/^\(.*\)setsockopt SO_KEEPALIVE on/&\n\1setsockopt TCP_KEEPIDLE 10s\n\1setsockopt TCP_KEEPINTVL 5s/
	/client in ESTABLISHED for/d'
shorten established-blackhole '
	s/^\(.*\)timeout 3h/&\n\1sysctl client net.ipv4.tcp_retries2 6/
	/client in ESTABLISHED for/d
	/segments data from client/d
	/fault black-hole fired/d'

# The RTO follows the round trips that a busy machine makes long: 20 ms more are 10 s at the end.
shorten first-fin-loss 's/client in FIN-WAIT-1 for <= 110s/client in FIN-WAIT-1 for <= 130s/'

# ---- all at once ---------------------------------------------------------------------------------

# The IP versions that a scenario is for.
versions()
{
	sed -n 's/^[[:space:]]*ip \([46]\)\>.*/\1/p' "$1" | grep . || echo 4 6
}

# Lines of PLACES FILE IP
comparisons()
{
	local file list ip

	for file in scenarios/*; do
		list=$(places "$file")
		[ "$list" != real ] || continue
		for ip in $(versions "$file"); do
			echo "$list $file $ip"
		done
	done
}

# Until the lab of a run stands: setting up many at once would make each of them late.
await_lab()
{
	until pgrep -x server -P "$(pgrep -d, -P "$1")" || ! kill -0 "$1"; do
		:
	done >/dev/null 2>&1
}

# compare: what standard input says; what differs is left in the file `different`
compare()
{
	local list file ip pid words=()

	: >different
	while read -r list file ip; do
		"$tcplab" run "-$ip" --compare "$list" "$file" >"$file.$ip" 2>&1 &
		words[$!]="$list $file $ip"
		await_lab $!
	done
	for pid in "${!words[@]}"; do
		read -r list file ip <<<"${words[$pid]}"
		wait "$pid" && grep -q ': no difference: ' "$file.$ip" ||
			echo "${words[$pid]}" >>different
	done
}

comparisons >all
[ -s all ] || skip "no virtual-time kernel is on this host's side of Linux 6.5"
compare <all
# A busy machine makes real time late now and then; a difference between the kernels stays.
for _ in again 'and again'; do
	[ -s different ] || break
	mv different again
	compare <again
done
while read -r list file ip; do
	cat "$file.$ip"
done <different
[ ! -s different ]
