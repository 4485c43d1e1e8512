#!/bin/bash
# SPDX-License-Identifier: MIT
# What a program of exec says is kept with its run, and nothing that it has started outlives the run. One of
# them looks whether the ends' devices leave segments as they are.
set -u -o pipefail
cd "$(dirname "$0")/../.." || exit
tcplab=$(realpath "${TCPLAB:-./tcplab}")
scratch=$(mktemp -d) || exit
chmod 755 "$scratch"
trap 'rm -rf "$scratch"' EXIT
failed=0

fail()
{
	echo "$*"
	failed=1
}

# said DIR FILE TEXT: a run's program has said this and no more.
said()
{
	[ "$(cat "$1/$2")" = "$3" ] || fail "$1/$2: '$(cat "$1/$2")', expected '$3'"
}

left_behind()
{
	grep -qsz '^98765.4$' /proc/[0-9]*/cmdline
}

# run NAME COMMAND...: the scenario, by `COMMAND... tcplab run`. The pipe ends with the last process
# of the lab, which ends the programs.
run()
{
	local out=$scratch/$1 status
	shift

	install -d -m 777 "$out"
	"$@" "$tcplab" run -4 -q -o "$out" tests/run/programs/leaves-others.conf | cat
	status=$?
	if [ $status = 4 ]; then exit 77; fi
	if [ $status != 0 ]; then fail "exit code $status"; return; fi
	said "$out/leaves-others.ipv4" exec-client-2.out "192.0.2.1 198.51.100.1 8080"
	said "$out/leaves-others.ipv4" exec-client-2.err "PORT=8080"
	if left_behind; then fail "a program has outlived its run"; fi
}

run root env
if [ "$(id -u)" = 0 ]; then
	run rootless setpriv --reuid=65534 --regid=65534 --clear-groups
fi

"$tcplab" run -q -o "$scratch/offloads" tests/run/programs/offloads.conf || fail "offloads.conf: exit code $?"
said "$scratch/offloads/offloads.ipv4" exec-client-2.out ""
said "$scratch/offloads/offloads.ipv4" exec-server-3.out ""
exit $failed
