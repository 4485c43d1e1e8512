#!/bin/bash
# SPDX-License-Identifier: MIT
# Virtual time: every scenario passes on every kernel that `make virtual-kernel` has built, the same
# at every run; as an ordinary user; and nothing is left of a run that was killed.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=${TCPLAB:-$PWD/tcplab}
cache=${XDG_CACHE_HOME:-$HOME/.cache}
scratch=$(mktemp -d) || exit
calls=$(mktemp -p /var/tmp) || exit # a guest has a /tmp of its own
trap 'rm -rf "$scratch" "$calls"' EXIT
install -m 755 "${BUILD:-build}/run/guest_calls" "$calls" || exit
failed=0

fail()
{
	echo "$*"
	failed=1
}

# expect CODE COMMAND...: its standard error is left in $scratch/stderr, the rest in $scratch/stdout.
expect()
{
	local code=$1 seen
	shift

	"$@" </dev/null >"$scratch/stdout" 2>"$scratch/stderr"
	seen=$?
	if [ "$seen" -ne "$code" ]; then
		fail "$*: exit code $seen, expected $code"
		tail -n 20 "$scratch/stdout" "$scratch/stderr"
	fi
}

# expect_text STREAM TEXT: the last expected command has printed it.
expect_text()
{
	grep -qF -e "$2" "$scratch/$1" && return
	fail "expected on $1: $2"
	tail -n 20 "$scratch/$1"
}

# ---- without a kernel, and with one that dies ----------------------------------------------------

clean=scenarios/clean-connection.conf
export XDG_CACHE_HOME=$scratch/empty

expect 4 "$tcplab" run --virtual $clean
expect_text stderr "there is no virtual-time kernel in $scratch/empty/tcplab"
expect_text stderr 'make virtual-kernel'
expect 4 "$tcplab" run --kernel 6.1 $clean
expect_text stderr 'there is no virtual-time kernel 6.1'
expect 4 "$tcplab" run --compare real,6.1 $clean
"$tcplab" doctor >"$scratch/stdout"
expect_text stdout "Virtual-time kernels in $scratch/empty/tcplab: none"
expect_text stdout 'make virtual-kernel'

export XDG_CACHE_HOME=$scratch/broken
mkdir -p "$scratch/broken/tcplab"
cat >"$scratch/broken/tcplab/linux-9.9" <<'END'
#!/bin/sh
echo 'Kernel panic - not syncing: this is a test'
exit 134
END
chmod +x "$scratch/broken/tcplab/linux-9.9"
expect 99 "$tcplab" run -4 --virtual $clean
expect_text stderr 'Kernel panic - not syncing: this is a test'

case ${BUILD:-build} in
*asan)
	echo "the sanitizers do not start in User Mode Linux: no kernel was booted"
	exit $failed
	;;
esac

# ---- the kernels ---------------------------------------------------------------------------------

# Copies, so that any user may read them, and that their processes can be told from all others.
here=$scratch/here
mkdir -p "$here/cache/tcplab" "$here/tmp" "$here/home"
cp "$tcplab" "$here/tcplab"
cp -r scenarios "$here"
kernels=
for file in "$cache"/tcplab/linux-*; do
	version=${file##*/linux-}
	case $version in
	*[!0-9.]*) continue ;;
	esac
	cp "$file" "$here/cache/tcplab/" && kernels=${kernels:+$kernels,}$version
done
if [ -z "$kernels" ]; then
	[ $failed -eq 0 ] || exit 1
	echo "no kernel in $cache/tcplab: \`make virtual-kernel\` builds them"
	exit 77
fi
chmod 755 "$scratch" "$here/cache/tcplab/"*
chmod 1777 "$here/tmp" "$here/home"
export XDG_CACHE_HOME=$here/cache TMPDIR=$here/tmp HOME=$here/home
tcplab=$here/tcplab
cd "$here" || exit
newest=${kernels##*,}
expect 0 "$tcplab" doctor
expect_text stdout "Virtual-time kernels in $here/cache/tcplab: ${kernels//,/, }"

mapfile -t scenarios < <(find scenarios -name '*.conf' -exec \
	grep -LE '^[[:space:]]*time[[:space:]]+real' {} + | sort)

# ---- the same at every run -----------------------------------------------------------------------

run_all()
{
	expect 0 "$tcplab" run --quiet --virtual --kernel "$kernels" "$@" "${scenarios[@]}"
}

# first_syn DIR FIELD: of each run that is kept there, the number in its first SYN, unless the
# scenario chooses the port
first_syn()
{
	local run

	for run in "$1"/*; do
		! grep -qE 'from port|^[[:space:]]*bind |ip_local_port_range' "$run/scenario.conf" || continue
		grep -m 1 '"type":"segment"' "$run/run.jsonl" | sed "s/.*\"$2\":\([0-9]*\).*/\1/"
	done
}

run_all -o "$scratch/first"
run_all -o "$scratch/second" --seed 1 -j 4
run_all -o "$scratch/other" --seed 2 -j 2
for run in "$scratch"/first/*; do
	[ -s "$run/run.jsonl" ] || fail "$run: no timeline"
	for file in "$run"/*; do
		[ "${file##*/}" = host.json ] ||
			cmp "$file" "$scratch/second/${file#"$scratch/first/"}" || failed=1
	done
done
diff <(ls "$scratch/first") <(ls "$scratch/second") || failed=1
for field in seq src_port; do
	same=$(paste <(first_syn "$scratch/first" $field) <(first_syn "$scratch/other" $field) |
		awk '$1 == $2')
	[ -z "$same" ] || fail "with another seed the same $field: $same"
done

# Every move of the state machine that Linux can make is shown by some scenario, and the one that it
# refuses is tried.
expect 0 "$tcplab" coverage --require "$scratch/first"
expect_text stdout 'tried, refused'

# Most hosts' labs queue by the xt target; these kernels have nft's own queue expression only.
other=$(grep -L '"ruleset":"nft queue"' "$scratch"/first/*/run.jsonl)
[ -z "$other" ] || fail "not queued by nft's own expression: $other"

# Where a SYN uses the four-tuple of TIME-WAIT again, the new ISS is above the old one.
reused=("$scratch"/first/reuse-by-syn.*)
[ -e "${reused[0]}" ] || fail "reuse-by-syn was not run"
for run in "${reused[@]}"; do
	above=$(jq -s '[.[] | select(.type == "segment" and (.names | index("syn-ack")) and
		.retransmission == 0).seq] | (.[-1] - .[0] + 4294967296) % 4294967296' "$run/run.jsonl")
	[ "${above:-0}" -gt 0 ] && [ "$above" -lt 2147483648 ] ||
		fail "${run##*/}: the new ISS is $above above the old one"
done

# No look more than events ask for, however many hours pass.
dead_peers=("$scratch"/first/keepalive-dead-peer.*)
[ -e "${dead_peers[0]}" ] || fail "keepalive-dead-peer was not run"
for run in "${dead_peers[@]}"; do
	segments=$(grep -c '"type":"segment"' "$run/run.jsonl")
	looks=$(sed -n 's/.*"type":"looks".*"looks":\([0-9]*\).*/\1/p' "$run/run.jsonl")
	[ "$looks" -gt 0 ] && [ "$looks" -le $((10 + 5 * segments)) ] ||
		fail "${run##*/}: $looks looks at sockets for $segments segments"
done

# ---- a program's system calls ----------------------------------------------------------------------

# The same whether the kernel is told of them by seccomp, or, since it is itself filtered, by ptrace.
sed "s,^client {,&\n\texec \"$calls\"," $clean >"$scratch/calls.conf"
for way in "" "$calls --filtered"; do
	# shellcheck disable=SC2086 # none or two words
	expect 0 $way "$tcplab" run -4 --quiet --virtual --kernel "$kernels" \
		-o "$scratch/calls${way:+-filtered}" "$scratch/calls.conf"
done
diff -r -x host.json "$scratch/calls" "$scratch/calls-filtered" || failed=1

# ---- where a lab stands --------------------------------------------------------------------------

# stands WORD OPTION...: what `time WORD` and the options make of it: the names of the runs
stands()
{
	sed "s/^scenario .*/&\n\ttime $1/" $clean >"$scratch/stands.conf"
	shift
	rm -rf "$scratch/stands"
	"$tcplab" run -4 --quiet -o "$scratch/stands" "$@" "$scratch/stands.conf" \
		>"$scratch/stdout" 2>&1 || tail -n 20 "$scratch/stdout"
	ls "$scratch/stands"
}

virtual=stands.ipv4.linux-$newest
real=stands.ipv4
[ "$(stands virtual)" = "$virtual" ] || fail "time virtual does not stand in virtual time"
[ "$(stands any --virtual)" = "$virtual" ] || fail "--virtual does not override time any"

expect 0 "$tcplab" run -4 --compare "$newest,$newest" $clean
expect_text stdout 'no difference'

# The real kernel, if a lab can stand here. That the same happens there is tests/aside/compare.sh's.
if "$tcplab" doctor >/dev/null 2>&1; then
	[ "$(stands any --real)" = $real ] || fail "--real does not override time any"
	[ "$(stands real)" = $real ] || fail "time real does not stand in real time"
	# Linear SYN timeouts came with Linux 6.5.
	if [ -e /proc/sys/net/ipv4/tcp_syn_linear_timeouts ] &&
		[ -e "$here/cache/tcplab/linux-6.1" ]; then
		expect 0 "$tcplab" run -4 --compare real,6.1 scenarios/syn-loss.conf
		expect_text stdout 'client SYN (2nd retx)'
		expect_text stdout ' SYN from client instead of '
	fi
fi

# ---- an ordinary user ----------------------------------------------------------------------------

if [ "$(id -u)" -eq 0 ]; then
	expect 0 setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs \
		--inh-caps -all --bounding-set -all \
		"$tcplab" run --quiet --virtual "$here/$clean"
fi

# ---- killed --------------------------------------------------------------------------------------

# Processes other than this one that work in our directories, or were started from there.
ours()
{
	local process

	for process in /proc/[0-9]*; do
		case $(readlink "$process/cwd" "$process/exe") in
		*"$here"/tmp/* | *"$here"/tcplab* | *"$here"/cache/*) echo "${process#/proc/}" ;;
		esac
	done 2>/dev/null
}

# kernel_runs: a kernel has begun to work in its directory.
kernel_runs()
{
	compgen -G "$here/tmp/*/m/pid" >/dev/null
}

# The kernel's own names for its memory, which it removes at once.
memory_files()
{
	compgen -G '/dev/shm/vm_file*'
	compgen -G '/tmp/vm_file*'
}
memory_before=$(memory_files)

leftovers()
{
	ours
	find "$here/tmp" "$here/home" -mindepth 1 2>/dev/null
	memory_files | grep -vxF "$memory_before"
}

for i in 1 2 3 4 5; do
	"$tcplab" run --quiet --virtual --kernel "$kernels" -j 2 "${scenarios[@]}" >/dev/null 2>&1 &
	until kernel_runs || ! kill -0 $! 2>/dev/null; do
		:
	done
	kernel_runs || fail "round $i: no kernel was seen at work"
	kill -KILL $!
	killed=${EPOCHREALTIME/[.,]/}
	wait $! 2>/dev/null
	while looked=${EPOCHREALTIME/[.,]/} && left=$(leftovers) && [ -n "$left" ]; do
		if [ $((looked - killed)) -gt 1000000 ]; then
			fail "round $i: a second after the kill there is still: $left"
			break
		fi
	done
done

exit $failed
