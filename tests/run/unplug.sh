#!/bin/sh
# SPDX-License-Identifier: MIT
# Links that go down and up during a run, and socket options: as root, and rootless.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=$(realpath "${TCPLAB:-./tcplab}")

# run COMMAND...: all scenarios, by `COMMAND... tcplab run`
run()
{
	"$@" "$tcplab" run --ascii tests/run/unplug
	status=$?
	if [ $status = 4 ]; then exit 77; fi
	if [ $status != 0 ]; then exit 1; fi
}

run env
if [ "$(id -u)" = 0 ]; then
	run setpriv --reuid=65534 --regid=65534 --clear-groups
fi
