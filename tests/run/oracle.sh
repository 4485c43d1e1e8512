#!/bin/sh
# SPDX-License-Identifier: MIT
# The kernel's tracepoints tell the same story as the timelines; see tests/run/oracle.c. The scenarios
# of tests/run/oracle/ are there to have every known difference between the two occur. Scenarios for
# virtual time alone would take hours here.
set -eu
cd "$(dirname "$0")/../.."

exec "${BUILD:-build}/run/oracle" $(find scenarios tests/run/oracle -name '*.conf' |
	xargs grep -L '^[[:space:]]*time virtual' | sort)
