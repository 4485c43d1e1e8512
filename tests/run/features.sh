#!/bin/bash
# SPDX-License-Identifier: MIT
# What the language can say, one scenario of tests/features for each feature: each passes for real and
# in virtual time on the kernels there are, the record judged again comes to the same, by the file and
# by the copy beside the record; and without any one of its faults it does not pass.
set -u
cd "$(dirname "$0")/../.." || exit
. tests/run/busy.bash
tcplab=${TCPLAB:-$PWD/tcplab}
cache=${XDG_CACHE_HOME:-$HOME/.cache}
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
failed=0 cannot=

readonly AT_ONCE=3 # each a run over IPv4 and one over IPv6

fail()
{
	echo "$*"
	failed=1
}

# The features whose scenarios do not say `time $1`.
features_but()
{
	local file

	for file in tests/features/*.conf; do
		"$tcplab" check --print "$file" | grep -q "^	time $1\$" || echo "$file"
	done
}

# run_all PLACE OPTION... -- FILE...: all pass; the records are left in $scratch/PLACE.
# Return: whether there are records to be judged
run_all()
{
	local place=$1 code options=() try busy
	shift

	while [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	shift
	for ((try = 1; try <= BUSY_TRIES; try++)); do
		"$tcplab" run --quiet "${options[@]}" -o "$scratch/$place" "$@" \
			>"$scratch/output" 2>&1 </dev/null
		code=$?
		mapfile -t busy < <(busy_of "$scratch/output" "$@")
		[ $code -eq 3 ] && [ ${#busy[@]} -gt 0 ] || break
		set -- "${busy[@]}"
		echo "$place: the machine was too busy for: $*"
	done
	if [ $code -eq 4 ]; then
		cannot=$(grep -m 1 '^tcplab: ' "$scratch/output")
	elif [ $code -ne 0 ]; then
		fail "$place: exit code $code"
		cat "$scratch/output"
		return 1
	fi
}

# judge_all PLACE: each record passes again.
judge_all()
{
	local run file by

	for run in "$scratch/$1"/*; do
		[ -e "$run/run.jsonl" ] || continue
		file=${run##*/}
		file=tests/features/${file%%.ipv[46]*}.conf
		for by in "$file" "$run/scenario.conf"; do
			"$tcplab" judge --quiet "$by" "$run/run.jsonl" ||
				fail "${run##*/} does not pass when it is judged by $by"
		done
	done
}

# fails_without FAULT FILE OUTPUT OPTION...: there is a case that does not pass, and not for another
# reason; what is wrong is said.
fails_without()
{
	local fault=$1 file=$2 output=$3 code try
	shift 3

	for ((try = 1; try <= BUSY_TRIES; try++)); do
		"$tcplab" run --quiet --without-fault "$fault" "$@" "$file" >"$output" 2>&1 </dev/null
		code=$?
		[ $code -eq 3 ] && [ -n "$(too_busy "$output")" ] || break
	done
	case $code in
	1 | 3) ;;
	4) grep -m 1 '^tcplab: ' "$output" >"$output.cannot" ;;
	*)
		echo "$file without $fault: exit code $code"
		cat "$output"
		;;
	esac
}

# without_faults OPTION... -- FILE...: each fault of each file is needed, in any case at least once.
without_faults()
{
	local options=() file fault n=0

	while [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	shift
	rm -rf "$scratch/without"
	mkdir "$scratch/without"
	for file; do
		while read -r fault; do
			while [ "$(jobs -rp | wc -l)" -ge $AT_ONCE ]; do
				wait -n
			done
			n=$((n + 1))
			fails_without "$fault" "$file" "$scratch/without/$n" "${options[@]}" \
				>"$scratch/without/$n.complaint" &
		done < <("$tcplab" check --print "$file" | sed -n 's/^fault \(.*\) {$/\1/p' | sort -u)
	done
	wait
	if find "$scratch/without" -name '*.complaint' -exec cat {} + | grep .; then
		failed=1
	fi
	if compgen -G "$scratch/without/*.cannot" >/dev/null; then
		cannot=$(cat "$scratch"/without/*.cannot | head -n 1)
	fi
}

kernels=
for file in "$cache"/tcplab/linux-*; do
	version=${file##*/linux-}
	case $version in
	*[!0-9.]*) ;; # its configuration, or none at all
	*) kernels=${kernels:+$kernels,}$version ;;
	esac
done
case ${BUILD:-build} in
*asan) kernels= ;; # the sanitizers do not start in User Mode Linux
esac

mapfile -t real < <(features_but virtual)
mapfile -t virtual < <(features_but real)
mapfile -t real_only < <(printf '%s\n' "${real[@]}" "${virtual[@]}" "${virtual[@]}" | sort | uniq -u)

run_all real -j 4 -- "${real[@]}" && judge_all real
if [ -n "$kernels" ]; then
	run_all virtual --virtual --kernel "$kernels" -j 2 -- "${virtual[@]}" && judge_all virtual
	# Virtual time waits for nothing, so that only the others are tried for real.
	without_faults --virtual -j 2 -- "${virtual[@]}"
	without_faults -j 2 -- "${real_only[@]}"
else
	without_faults -j 2 -- "${real[@]}"
fi

# ---- values from the command line ----------------------------------------------------------------

parameters=tests/features/parameters.conf
if [ -z "$cannot" ]; then
	run_all defined -4 -D late=90ms,120ms -- $parameters
	for late in 90ms 120ms; do
		record=$scratch/defined/parameters.ipv4.late=$late/run.jsonl
		grep -q "\"parameters\":{\"late\":\"$late\",\"answer\":\"syn-ack\"}" "$record" ||
			fail "late=$late is not in its record"
	done
	judge_all defined
	"$tcplab" judge --quiet -D late=30ms $parameters "$record" >/dev/null &&
		fail "judged by another value, the run passes all the same"
fi

# ---- values for real time ------------------------------------------------------------------------

# had RETRIES GIVEN_UP RUN...: the runs had these values, as their records say
had()
{
	local values="\"parameters\":{\"retries\":\"$1\",\"given_up\":\"$2\"}" run
	shift 2

	for run; do
		grep -qF "$values" "$run/run.jsonl" || fail "${run##*/} was not run with $values"
	done
}

real_parameters=tests/features/real-parameters.conf
if [ -z "$cannot" ]; then
	had 1 3s "$scratch"/real/real-parameters.*
	run_all by-hand -4 -D given_up=3000ms -- $real_parameters
	had 1 3000ms "$scratch"/by-hand/*
fi
if [ -n "$kernels" ]; then
	had 5 63s "$scratch"/virtual/real-parameters.*
	# Nothing of a comparison is in short. That the same happens is tests/aside/compare.sh's.
	if [ "$kernels" != "${kernels#*,}" ]; then
		run_all compared -4 --compare "$kernels" -- $real_parameters
		had 5 63s "$scratch"/compared/*
	fi
	for word in real virtual; do
		sed "s/^scenario .*/&\n\ttime $word/" $real_parameters >"$scratch/$word-only.conf"
		run_all only -4 --real --virtual -- "$scratch/$word-only.conf"
	done
	[ -n "$cannot" ] || had 1 3s "$scratch"/only/real-only.ipv4
	had 5 63s "$scratch"/only/virtual-only.*
fi

[ $failed -eq 0 ] || exit 1
case ${BUILD:-build}:$kernels in
*asan:) echo "the sanitizers do not start in User Mode Linux: nothing was run in virtual time" ;;
*:) cannot=${cannot:-no virtual-time kernel: \`make virtual-kernel\` builds them} ;;
esac
if [ -n "$cannot" ]; then
	echo "$cannot"
	exit 77
fi
