#!/bin/bash
# SPDX-License-Identifier: MIT
# lab/virtual/build with stand-ins for the tools that take minutes: what changes the key, that a
# warm cache does nothing, and that builds which fail, are interrupted or meet each other leave a
# whole kernel and its key, or neither. Which edits the sources need shows in a real build only.
# shellcheck disable=SC2016 # it is for the stand-ins to expand
set -u
cd "$(dirname "$0")/../.." || exit
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
failed=0

cp -r lab/virtual "$scratch/virtual" || exit
build=$scratch/virtual/build
export XDG_CACHE_HOME=$scratch/cache CALLS=$scratch/calls SCRATCH=$scratch
cache=$XDG_CACHE_HOME/tcplab
mkdir "$scratch/bin"
export PATH=$scratch/bin:$PATH
touch "$CALLS"

# stand_in NAME LINE...: a NAME that notes that it was called
stand_in()
{
	local name=$1
	shift

	printf '%s\n' '#!/bin/bash' 'echo "${0##*/} $*" >>"$CALLS"' "$@" >"$scratch/bin/$name"
	chmod +x "$scratch/bin/$name"
}

wrong()
{
	echo "$*"
	failed=1
}

# Until the stand-in compiles, with `slow` there.
wait_for_make()
{
	if ! read -r -t 30 <>"$scratch/slow"; then
		echo "no build began: $(cat "$scratch/output")"
		exit 1
	fi
}

calls()
{
	grep -c "^$1" "$CALLS"
}

stand_in apt-get 'exit 100'
stand_in apt-cache 'exit 0'
stand_in sudo '"$@"'
stand_in tar 'words="$*"' 'mkdir "${words##*-C }/linux-source-9.9"'
stand_in make 'words="$*" tree=${words#*-C } tree=${tree%% *}' \
	'case $* in' \
	'*allnoconfig*) cp "$tree/tcplab.config" "$tree/.config" ;;' \
	'*) [ ! -e "$SCRATCH/slow" ] || { echo >"$SCRATCH/slow"; exec tail -f /dev/null; }' \
	'	[ ! -e "$SCRATCH/broken" ] || { echo "no such thing"; exit 2; }' \
	'	echo kernel >"$tree/linux" ;;' \
	'esac'
stand_in strip 'cp "$3" "$2" && chmod +x "$2"'
for tool in gcc flex bison bc xz; do
	stand_in "$tool"
done
printf '%s\n' '#!/bin/bash' 'cat "$SCRATCH/installed"' >"$scratch/bin/dpkg-query"
chmod +x "$scratch/bin/dpkg-query"
echo 'installed 9.9.1-1' >"$scratch/installed"

# ---- the key ------------------------------------------------------------------------------------

keys()
{
	"$build" --key 9.9
	echo >>"$scratch/virtual/kernel.config"
	"$build" --key 9.9
	echo >>"$scratch/virtual/edits.sh"
	"$build" --key 9.9
	echo >>"$scratch/virtual/edits/process.h"
	"$build" --key 9.9
	echo '# own' >"$scratch/virtual/kernel-9.9.config"
	"$build" --key 9.9
	echo 'installed 9.9.1-2' >"$scratch/installed"
	"$build" --key 9.9
}

keys >"$scratch/keys"
[ "$(sort -u "$scratch/keys" | wc -l)" -eq 6 ] ||
	wrong "fragment, edits, their files, own fragment and source do not each change the key:" \
		"$(cat "$scratch/keys")"
[ "$("$build" --key 9.9)" = "$(tail -n 1 "$scratch/keys")" ] || wrong "a key does not repeat"

# ---- builds -------------------------------------------------------------------------------------

# The stand-in's tree has nothing to edit.
printf '#!/bin/sh\n' >"$scratch/virtual/edits.sh"

touch "$scratch/broken"
"$build" 9.9 >"$scratch/output" 2>&1 && wrong "a kernel that does not compile is a success"
grep -q 'no such thing' "$scratch/output" || wrong "what the compiler said is not shown"
[ "$(ls "$cache")" = lock ] || wrong "a failed build leaves $(ls "$cache")"
rm "$scratch/broken"

mkfifo "$scratch/slow"
"$build" 9.9 >"$scratch/output" 2>&1 &
wait_for_make
kill $!
wait $! && wrong "an interrupted build is a success"
[ "$(ls "$cache")" = lock ] || wrong "an interrupted build leaves $(ls "$cache")"

"$build" 9.9 >"$scratch/output" 2>&1 &
wait_for_make
kill -KILL $!
wait $! 2>/dev/null
rm "$scratch/slow"
: >"$CALLS"
"$build" 9.9 >"$scratch/first" 2>&1 &
"$build" 9.9 >"$scratch/second" 2>&1 || wrong "the second of two builds: $(cat "$scratch/second")"
wait $! || wrong "the first of two builds: $(cat "$scratch/first")"
[ "$(calls tar)" -eq 1 ] || wrong "two builds at a time made $(calls tar) kernels"
[ "$(cd "$cache" && echo *)" = 'linux-9.9 linux-9.9.key lock' ] ||
	wrong "a build leaves $(ls "$cache")"
[ "$(cat "$cache/linux-9.9.key")" = "$("$build" --key 9.9)" ] || wrong "the key is not the kernel's"

# ---- a warm cache -------------------------------------------------------------------------------

: >"$CALLS"
"$build" 9.9 >"$scratch/output" 2>&1 || wrong "a warm cache is an error"
: >"$scratch/installed"
"$build" 9.9 >>"$scratch/output" 2>&1 || wrong "a kernel needs its source package"
[ ! -s "$scratch/output" ] || wrong "a warm cache says $(cat "$scratch/output")"
[ ! -s "$CALLS" ] || wrong "a warm cache calls $(cat "$CALLS")"

echo >>"$scratch/virtual/kernel.config"
"$build" 9.9 >"$scratch/output" 2>&1 && wrong "a source that is not to be had is a success"
grep -q 'do not offer linux-source-9.9' "$scratch/output" ||
	wrong "a source that is not to be had: $(cat "$scratch/output")"
echo 'installed 9.9.1-2' >"$scratch/installed"
"$build" 9.9 >"$scratch/output" 2>&1 || wrong "another fragment: $(cat "$scratch/output")"
[ "$(calls tar)" -eq 1 ] || wrong "another fragment does not build another kernel"
exit $failed
