#!/bin/bash
# SPDX-License-Identifier: MIT
# report.html in a real browser, as its reader meets it: what it shows at each step is what run.jsonl
# says, by keyboard alone, in light, dark and on paper, without a word on the console and without
# asking any network; hostile texts stay texts, and 10,000 segments are no burden.
set -u
cd "$(dirname "$0")/../.." || exit
tcplab=${TCPLAB:-$PWD/tcplab}
scratch=$(mktemp -d) || exit
driver=
failed=0
. tests/browser.sh
. tests/chinese.sh

cleanup()
{
	end_driver
	rm -rf "$scratch"
}
trap cleanup EXIT

fail()
{
	echo "$*"
	failed=1
}

if tool=$(browser_missing); then
	echo "$tool is not installed"
	exit 77
fi

# quiet PAGE: nothing on the console; nothing was asked of anybody but the file itself
quiet()
{
	local words asked

	words=$(ask POST "$session/se/log" '{"type": "browser"}' | jq -c '.value[]')
	[ -z "$words" ] || fail "$1: on the console: $words"
	asked=$(ask POST "$session/se/log" '{"type": "performance"}' |
		jq -r '.value[].message | fromjson.message |
			select(.method == "Network.requestWillBeSent").params.request.url' |
		grep -E '^(https?|wss?|ftp):')
	[ -z "$asked" ] || fail "$1: asked the network: $asked"
}

start_driver
start_session

# ---- step by step --------------------------------------------------------------------------------

# keep NAME: a recorded run of tests/judge as `tcplab run -o` would have left it
keep()
{
	mkdir -p "$scratch/kept/$1" &&
		cp "tests/judge/recorded-$1.jsonl" "$scratch/kept/$1/run.jsonl" &&
		cp "tests/judge/recorded-$1.conf" "$scratch/kept/$1/scenario.conf" || exit
}

# What the page says of an end's state
readonly CHIPS="return ['client', 'server'].map(end =>
	document.querySelector('#diagram-' + end + ' output').textContent)"

# path_of END RUN.jsonl: the states that its connections take, as the record says
path_of()
{
	jq -rs --arg whose "$1" '[.[] | select(.type == "sighting" and .["end"] == $whose) |
		.transitions[]? | .to] | join(" ")' "$2"
}

# shown END: the states that the page has shown, without repetitions and what was before
shown()
{
	jq -r ".[$1]" "$scratch/chips" | grep -vx -e LISTEN | uniq | paste -sd ' '
}

for name in clean-connection third-ack-loss rewritten; do
	keep $name
	page=$("$tcplab" report "$scratch/kept/$name") || fail "no report of $name"
	visit "$page"
	steps=$(look 'return Number(document.getElementById("slider").max)')
	press "$HOME_KEY"
	: >"$scratch/chips"
	for ((i = 1; i <= steps; i++)); do
		look "$CHIPS" >>"$scratch/chips"
		press "$RIGHT"
	done
	for end in client:0 server:1; do
		want=$(path_of "${end%:*}" "$scratch/kept/$name/run.jsonl")
		# A state within a step, such as FIN-WAIT-2 on the way to TIME-WAIT, is not stood in.
		got=$(shown "${end#*:}")
		got=${got#CLOSED }
		case " $want " in
		*" ${got##* } "*) ;;
		*) fail "$name: the ${end%:*} ends in ${got##* }, the record says $want" ;;
		esac
		for state in $got; do
			case " $want " in
			*" $state "*) ;;
			*) fail "$name: the ${end%:*} is shown in $state, the record says $want" ;;
			esac
		done
		[ "$(wc -w <<<"$got")" -ge 2 ] || fail "$name: the ${end%:*} is shown in nothing but $got"
	done
	position=$(look 'return [document.getElementById("slider").value,
		document.querySelector(".row.current").id]')
	[ "$position" = "[\"$steps\",\"step-$steps\"]" ] || fail "$name: the last step is $position"
	press "$LEFT"
	[ "$(look 'return document.querySelector(".row.current").id')" = "\"step-$((steps - 1))\"" ] ||
		fail "$name: the left arrow does not step back"
	press "$HOME_KEY"
	press "$DOWN"
	look 'return document.querySelectorAll(".diagram .now, .diagram .other.now").length' |
		grep -qx '[1-9][0-9]*' || fail "$name: no move lights up at the first change"
	press "$END_KEY"
	quiet $name
done

# ---- findings, links, fields ---------------------------------------------------------------------

visit "$scratch/kept/third-ack-loss/report.html"
[ "$(look 'return document.documentElement.lang')" = '"en"' ] || fail "the page has no language"
[ "$(look 'return document.querySelectorAll("#findings li").length')" -ge 9 ] ||
	fail "findings are missing"
look 'document.querySelector("#findings a[href^=\"#step-\"]").click(); return location.hash' |
	grep -q '#step-' || fail "a finding does not lead to its step"
look 'const row = [...document.querySelectorAll(".row.lost")][0]; row.dispatchEvent(
	new MouseEvent("click", {bubbles: true})); return document.getElementById("now").textContent' \
	>"$scratch/now"
for word in lose-ack SYN-RECEIVED 'acknowledgment number'; do
	grep -qF "$word" "$scratch/now" || fail "the lost ACK's details lack $word: $(cat "$scratch/now")"
done
[ "$(look 'return document.querySelector("#diagram-server .chip").title.length > 20')" = true ] ||
	fail "nobody says what the state means"
look 'return [...document.querySelectorAll("#sysctls tr.chosen")].map(row => row.title)' |
	grep -q 'SYN-ACK' || fail "nobody says what tcp_synack_retries means"
[ "$(look 'return document.querySelectorAll("[role=option][aria-label]").length > 5')" = true ] ||
	fail "no steps for a screen reader"
look 'document.querySelector("#table-view summary").click(); return 0' >/dev/null
[ "$(look 'return document.querySelectorAll("#table-view tbody tr").length > 5')" = true ] ||
	fail "the table has no rows"

# ---- in Chinese ----------------------------------------------------------------------------------

# Every text that is shown or spoken, but for what is quoted as it is written
readonly TEXTS="return [...document.querySelectorAll('title, body, body *')]
	.filter(node => !node.closest('code, script, style, noscript'))
	.flatMap(node => [...['title', 'aria-label', 'aria-valuetext', 'alt'].map(name => node.getAttribute(name)),
		...[...node.childNodes].filter(child => child.nodeType === 3).map(child => child.nodeValue)])
	.filter(Boolean)"

# speaks_chinese PAGE: … at each of its steps
speaks_chinese()
{
	local steps i

	visit "$1"
	[ "$(look 'return document.documentElement.lang')" = '"zh-CN"' ] || fail "$1 is not in Chinese"
	steps=$(look 'return Number(document.getElementById("slider")?.max || 0)')
	press "$HOME_KEY"
	for ((i = 0; i <= steps; i++)); do
		look "$TEXTS" | jq -r '.[]'
		press "$RIGHT"
	done | sort -u >"$scratch/texts"
	chinese_in "$scratch/texts" >/dev/null || fail "$1: no Chinese"
	english "$scratch/quotes" <"$scratch/texts" >"$scratch/found"
	[ ! -s "$scratch/found" ] || fail "$1: English: $(cat "$scratch/found")"
	quiet "$1"
}

use_locales
quotes tests/judge/recorded-*.conf >"$scratch/quotes"
mkdir "$scratch/english"
mv "$scratch/kept" "$scratch/english"
for name in third-ack-loss rewritten held-in-vain; do
	keep $name
done
LC_ALL=zh_CN.UTF-8 "$tcplab" report "$scratch/kept" >"$scratch/output" || fail "no pages in Chinese"
for page in "$scratch"/kept/{index,*/report}.html; do
	speaks_chinese "$page"
done
rm -r "$scratch/kept"
mv "$scratch/english/kept" "$scratch"

# ---- light, dark, paper --------------------------------------------------------------------------

background()
{
	cdp Emulation.setEmulatedMedia '{"features": [{"name": "prefers-color-scheme", "value": "'"$1"'"}]}' \
		>/dev/null
	look 'return getComputedStyle(document.body).backgroundColor'
}

light=$(background light)
dark=$(background dark)
[ "$light" != "$dark" ] || fail "light and dark are both $light"
for mode in light dark; do
	background $mode >/dev/null
	screenshot "$scratch/$mode.png"
	[ "$(stat -c %s "$scratch/$mode.png")" -gt 20000 ] || fail "the $mode screenshot is empty"
done
ask POST "$session/print" '{}' | jq -r .value | base64 -d >"$scratch/page.pdf"
grep -aq '^%PDF' "$scratch/page.pdf" && [ "$(stat -c %s "$scratch/page.pdf")" -gt 20000 ] ||
	fail "nothing to print"

# Without the script the ladder can be read.
cdp Emulation.setScriptExecutionDisabled '{"value": true}' >/dev/null
visit "$scratch/kept/third-ack-loss/report.html"
cdp Emulation.setScriptExecutionDisabled '{"value": false}' >/dev/null
look 'return document.querySelector("noscript").textContent + document.body.innerText' |
	grep -q 'SYN-ACK (2nd retx)' || fail "without scripts there is no ladder"
quiet pages

# ---- texts that are out for trouble --------------------------------------------------------------

trouble='</script><script>alert(1)</script><!--<b onx="&amp;'
mkdir "$scratch/kept/trouble"
jq -c --arg trouble "$trouble" 'if has("title") then .title = $trouble else . end' \
	tests/judge/recorded-third-ack-loss.jsonl >"$scratch/kept/trouble/run.jsonl"
while IFS= read -r line; do
	case $line in
	'scenario "'*) printf 'scenario "%s" {\n' "${trouble//\"/\\\"}" ;;
	*) printf '%s\n' "$line" ;;
	esac
done <tests/judge/recorded-third-ack-loss.conf >"$scratch/kept/trouble/scenario.conf"
page=$("$tcplab" report "$scratch/kept/trouble") || fail "no report of trouble"
visit "$page"
look 'return document.querySelector("h1").textContent' >"$scratch/h1"
[ "$(jq -r . "$scratch/h1")" = "$trouble" ] || fail "the title became $(cat "$scratch/h1")"
[ "$(look 'return document.querySelectorAll("script, b[onx]").length')" = 2 ] ||
	fail "a title became markup"
[ "$(look 'return document.querySelectorAll(".row").length > 5')" = true ] ||
	fail "the page with a hostile title has no rows"
quiet trouble

# ---- many runs -----------------------------------------------------------------------------------

index=$("$tcplab" report "$scratch/kept") || fail "no index"
visit "$index"
[ "$(look 'return document.querySelectorAll("tbody td a").length')" = 4 ] ||
	fail "the index does not name four runs"
[ "$(look 'return document.querySelector("img.coverage").complete')" = true ] ||
	fail "the index has no diagram"
look 'document.querySelector("tbody td a").click(); return 0' >/dev/null
[ "$(look 'return document.querySelectorAll("#figure .row").length > 5')" = true ] ||
	fail "the index does not lead to a run"
quiet index

# ---- ten thousand segments -----------------------------------------------------------------------

cat >"$scratch/many.conf" <<'END'
scenario "Ten thousand segments" {
	sysctl server net.ipv4.tcp_rmem "4096 20000 20000"
}
server {
	listen 8080
	accept
	recv until eof
}
client {
	socket
	setsockopt TCP_MAXSEG 536
	connect
	send 4000000
	close
	wait until server done
}
expect {
	segments any >= 10000
}
END
"$tcplab" run -4 --quiet -o "$scratch/many" "$scratch/many.conf" >"$scratch/output" 2>&1
code=$?
if [ $code -eq 4 ]; then
	tail -n 1 "$scratch/output"
	exit 77
fi
[ $code -eq 0 ] || fail "ten thousand segments: exit code $code: $(cat "$scratch/output")"
"$tcplab" report -o "$scratch/again.html" "$scratch/many/many.ipv4" >"$scratch/output" &&
	cmp "$scratch/many/many.ipv4/report.html" "$scratch/again.html" ||
	fail "a page made of the record is not the one that the run left"
visit "$scratch/many/many.ipv4/report.html"
# The client's congestion window, as the record has it, is the most that its plot says.
most=$(jq -rs '[.[] | select(.type == "sighting" and .["end"] == "client") | .cwnd // 0] | max' \
	"$scratch/many/many.ipv4/run.jsonl")
look 'return [...document.querySelectorAll("#plots svg")].map(plot => plot.getAttribute("aria-label"))' |
	grep -q "Congestion window (TCP_INFO), segments, client: least [0-9]*, most $most\"" ||
	fail "no plot shows the client's congestion window of up to $most segments"
took=$(look 'const t = performance.getEntriesByType("navigation")[0]; return Math.round(t.loadEventEnd)')
echo "a page of $(look 'return Number(document.getElementById("slider").max)') steps opens in $took ms"
[ "$took" -lt 8000 ] || fail "too slow"
[ "$(look 'return document.querySelectorAll(".row").length < 2000')" = true ] ||
	fail "nothing is folded"
stepped=$(look 'const begin = performance.now(), key = name => document.dispatchEvent(
	new KeyboardEvent("keydown", {key: name, bubbles: true})); key("Home");
	for (let i = 0; i < 20; i++) key("ArrowRight"); return Math.round((performance.now() - begin) / 20)')
echo "a step in it takes $stepped ms"
[ "$stepped" -lt 1000 ] || fail "a step is too slow"
quiet many

exit $failed
