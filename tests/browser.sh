# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Sourced by what needs a browser: headless Chromium, spoken to by WebDriver. The caller has made
# $scratch and an empty $driver, calls start_driver, then start_session, and end_driver when it leaves.

# browser_missing: the first thing that is not installed; fails when there is none
browser_missing()
{
	local tool

	for tool in chromium chromedriver curl jq; do
		command -v $tool >/dev/null || { echo $tool; return; }
	done
	return 1
}

start_driver()
{
	coproc chromedriver --port=0 2>"$scratch/driver.err"
	driver=$COPROC_PID
	while read -r -t 30 line <&"${COPROC[0]}"; do
		case $line in
		*'started successfully on port '*)
			port=${line##*port }
			port=${port%.}
			return
			;;
		esac
	done
	echo "chromedriver did not start: $(cat "$scratch/driver.err")"
	exit 1
}

# ask METHOD PATH [JSON]: the answer's value
ask()
{
	curl -sS --max-time 60 -X "$1" -H 'Content-Type: application/json' \
		"http://127.0.0.1:$port/session$2" ${3:+--data "$3"}
}

# start_session [WIDTH,HEIGHT]
start_session()
{
	local arguments='["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
		"--no-first-run", "--disable-background-networking", "--disable-component-update",
		"--disable-sync", "--disable-dev-shm-usage", "--window-size='${1:-1200,900}'",
		"--hide-scrollbars",
		"--user-data-dir='$scratch/profile'"]'

	session=$(ask POST '' '{"capabilities": {"alwaysMatch": {"browserName": "chrome",
		"goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
		"goog:chromeOptions": {"args": '"$arguments"'}}}}' | jq -r .value.sessionId)
	if [ "$session" = null ]; then
		echo "the browser did not start"
		exit 1
	fi
	session=/$session
}

# end_driver: if there is one, and first its browser, which otherwise goes on writing to $scratch
end_driver()
{
	[ -n "$driver" ] || return 0
	[ -z "${session-}" ] || ask DELETE "$session" >/dev/null
	kill "$driver" && wait "$driver" || true
} 2>/dev/null

# visit FILE
visit()
{
	ask POST "$session/url" "$(jq -n --arg url "file://$1" '{url: $url}')" >/dev/null
}

# look SCRIPT: what a script in the page returns, as JSON
look()
{
	ask POST "$session/execute/sync" "$(jq -n --arg script "$1" '{script: $script, args: []}')" |
		jq -c .value
}

# press KEY: by its code in WebDriver
press()
{
	ask POST "$session/actions" '{"actions": [{"type": "key", "id": "keys", "actions": [
		{"type": "keyDown", "value": "'"$1"'"}, {"type": "keyUp", "value": "'"$1"'"}]}]}' \
		>/dev/null
}

readonly LEFT='\uE012' RIGHT='\uE014' DOWN='\uE015' HOME_KEY='\uE011' END_KEY='\uE010'

# cdp COMMAND PARAMETERS
cdp()
{
	ask POST "$session/goog/cdp/execute" "{\"cmd\": \"$1\", \"params\": $2}" | jq -c .value
}

# screenshot FILE
screenshot()
{
	ask GET "$session/screenshot" | jq -r .value | base64 -d >"$1"
}
