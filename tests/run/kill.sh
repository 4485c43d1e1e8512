#!/bin/sh
# SPDX-License-Identifier: MIT
# kill -9 of any process of a run, at any moment: nothing of the run is left; see tests/run/kill.c.
set -eu
cd "$(dirname "$0")/../.."

exec "${BUILD:-build}/run/kill"
