#!/bin/sh
# SPDX-License-Identifier: MIT
# The kernel's tracepoints tell the same story as the timelines; see tests/run/oracle.c. The scenarios
# of tests/run/oracle/ are there to have every known difference between the two occur.
set -eu
cd "$(dirname "$0")/../.."

exec "${BUILD:-build}/run/oracle" $(find scenarios -maxdepth 1 -name '*.conf' | sort) \
	scenarios/handshake/simultaneous-open.conf scenarios/teardown/simultaneous-close.conf \
	$(find tests/run/oracle -name '*.conf' | sort)
