#!/bin/bash
# SPDX-License-Identifier: MIT
# Every scenario passes over both IP versions, as root and rootless; the judge comes to the same from
# the record alone, without privileges; and the probe does not look at a fixed rate: in any run at
# most 10 + 5 times per segment (and again where it finds none), also in one that waits for a minute
# on an established connection.
#
# The runs are made side by side, for labs mostly sleep. The one that takes a minute starts first.
#
# The sanitizers see every scenario over each IP version once, as root and rootless in turn: who runs it
# makes a difference to how its lab is set up, and that every lab is. Nor do they learn from the minute.
set -u
cd "$(dirname "$0")/../.." || exit
. tests/run/busy.bash
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT

readonly AT_ONCE=6

# Everything where anybody can read it: the directory that this is built in may be private.
install -m 755 "${TCPLAB:-./tcplab}" "$scratch/tcplab" || exit
cp -r scenarios "$scratch" || exit
mkdir "$scratch/wait" "$scratch/complaints" || exit
cat >"$scratch/wait/minute.conf" <<'END'
scenario "Nothing happens for a minute" {
	timeout 2m
}
server {
	listen 8080
	accept
	recv until eof
}
client {
	connect
	sleep 60s
}
expect {
	client path SYN-SENT ESTABLISHED
	server path SYN-RECEIVED ESTABLISHED
}
END
chmod -R a+rX "$scratch"
cd "$scratch" || exit

# as USER COMMAND...
as()
{
	if [ "$1" = nobody ]; then
		shift
		setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
	else
		shift
		"$@"
	fi
}

complain()
{
	echo "$run: $*"
}

# What `tcplab judge` says of the record is what the run said at its end, and its exit code.
check_judge()
{
	local code=$1 record=$2 seen

	as "$judge" ./tcplab judge "$scenario" "$record" >"$run.judged" 2>&1
	seen=$?
	if [ "$seen" -ne "$code" ]; then
		complain "judged again: exit code $seen, but $code at first"
	fi
	if ! [ -s "$run.judged" ] ||
	   ! tail -n "$(wc -l <"$run.judged")" "$run.output" | cmp -s - "$run.judged"; then
		complain "judged again, it is told otherwise:"
		cat "$run.judged"
	fi
}

check_looks()
{
	local looks segments gone

	looks=$(sed -n 's/.*"type":"looks".*"looks":\([0-9]*\).*/\1/p' "$1")
	segments=$(grep -c '"type":"segment"' "$1")
	# That there is no socket is believed when four looks have found none.
	gone=$(grep -c '"type":"sighting".*"state":"CLOSED"' "$1")
	if ! [ "$looks" -le $((10 + 5 * segments + 3 * gone)) ]; then
		complain "the probe looked $looks times, with $segments segments"
	fi
}

# make_run USER SCENARIO IP: run, and complain of what is wrong
make_run()
{
	local user=$1 scenario=$2 ip=$3 run code record try
	run=$(basename "$scenario" .conf).ipv$ip.$user

	mkdir "$run"
	if [ "$user" = nobody ]; then
		chown 65534:65534 "$run"
	fi
	for ((try = 1; try <= BUSY_TRIES; try++)); do
		as "$user" ./tcplab run "-$ip" -o "$run" "$scenario" >"$run.output" 2>&1
		code=$?
		[ $code -eq 3 ] && [ -n "$(too_busy "$run.output")" ] || break
		echo "$run" >>busy
	done
	if [ "$code" -eq 4 ]; then
		grep -h '^tcplab: ' "$run.output" >"$run.cannot"
		return
	fi
	record=$run/${run%.*}/run.jsonl
	if ! [ -e "$record" ]; then
		complain "exit code $code, and no record:"
		cat "$run.output"
		return
	fi
	if [ "$code" -ne 0 ]; then
		complain "exit code $code:"
		cat "$run.output"
	fi
	check_judge "$code" "$record"
	check_looks "$record"
}

# begin USER SCENARIO IP: the same in the background
begin()
{
	while [ "$(jobs -rp | wc -l)" -ge $AT_ONCE ]; do
		wait -n
	done
	make_run "$@" >"complaints/$n" 2>&1 &
	n=$((n + 1))
}

# The IP versions that a scenario is for.
versions()
{
	sed -n 's/^[[:space:]]*ip \([46]\)\>.*/\1/p' "$1" | grep . || echo 4 6
}

# Without root there is only one user to do it all. Who judges is never root.
users=self judge=self n=0
if [ "$(id -u)" -eq 0 ]; then
	users="root nobody" judge=nobody
	umask 022
fi

# users_of_next: those who make the next run
users_of_next()
{
	case ${BUILD:-build} in
	*asan) set -- $users && shift $(((n + n / 2) % $#)) && echo "$1" ;;
	*) echo "$users" ;;
	esac
}

case ${BUILD:-build} in
*asan) ;;
*) begin "${users##* }" wait/minute.conf 4 ;;
esac
# What makes sense in virtual time only is tests/patient/virtual.sh's.
for scenario in $(find scenarios -name '*.conf' -exec grep -LE '^[[:space:]]*time[[:space:]]+virtual' {} + | sort); do
	for ip in $(versions "$scenario"); do
		for user in $(users_of_next); do
			begin "$user" "$scenario" $ip
		done
	done
done
wait

if cat complaints/* | grep .; then
	exit 1
fi
echo "$n runs as $users"
[ ! -e busy ] || echo "the machine was too busy for: $(sort busy | uniq -c | xargs)"
if ls ./*.cannot >/dev/null 2>&1; then
	sort -u ./*.cannot
	exit 77
fi
