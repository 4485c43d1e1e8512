# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Sourced by the lints of what is written in Chinese.

# badly_set: those lines of standard input that are not set as Chinese is. Punctuation is a Chinese
# character wide; between Chinese and Latin words, or numbers, stands a space. What stands for a value (%s)
# may be of either kind.
badly_set()
{
	local text flaw
	local flaws=('[\x{4e00}-\x{9fff}] ?[,;:?!](?!\\)' '[\x{4e00}-\x{9fff}][A-Za-z0-9]'
		'[A-Za-z0-9][\x{4e00}-\x{9fff}]' '[，。；：（）？] ')

	text=$(sed -E 's/%([0-9]+\$)?([hlz]*[a-z]|<[A-Za-z0-9]*>)/%/g')
	for flaw in "${flaws[@]}"; do
		if LC_ALL=C.UTF-8 grep -nP -e "$flaw" <<<"$text"; then
			echo "not how Chinese is set: $flaw"
		fi
	done
}
