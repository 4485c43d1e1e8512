# SPDX-License-Identifier: MIT
# For tests that make runs in real time: a machine may be too busy for one, and then tcplab says that
# it can't tell (src/judge/late.c). Such a run is made again, twice at most, and it is told; a run
# that fails, or can't tell for any other reason, stands.

readonly BUSY_TRIES=3

# too_busy OUTPUT: the base names of those runs' scenarios, as `tcplab run --quiet` tells of them
too_busy()
{
	awk '
	/the machine was not too busy to tell/ { late = 1 }
	/^[^ ]*\.ipv[46][^ ]*: [a-z]+$/ {
		if (late && $2 == "inconclusive") {
			sub(/\.ipv[46].*/, "")
			print
		}
		late = 0
	}' "$1" | sort -u
}

# busy_of OUTPUT FILE...: those of the files whose runs they are, a line each
busy_of()
{
	local output=$1 file
	shift

	for file; do
		! too_busy "$output" | grep -qxF -e "$(basename "$file" .conf)" || echo "$file"
	done
}
