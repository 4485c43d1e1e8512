/* SPDX-License-Identifier: MIT */
#include "commands/style.h"

#include <string.h>

static bool terminal_has_colours(void)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (no_color && *no_color)
		return false;
	return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0;
}

void style_init(struct style *style)
{
	*style = (struct style){.colour = terminal_has_colours()};
}

static bool take_colour(struct style *style, const char *option, const char *when)
{
	if (strcmp(when, "always") == 0) {
		style->colour = true;
	} else if (strcmp(when, "never") == 0) {
		style->colour = false;
	} else if (strcmp(when, "auto") == 0) {
		style->colour = terminal_has_colours();
	} else {
		fprintf(stderr, "tcplab: --%s: '%s' is not one of auto, always, never\n", option,
			when);
		return false;
	}
	return true;
}

bool style_option(struct style *style, const struct command_option *option, const char *argument)
{
	if (strcmp(option->name, "ascii") == 0)
		style->ascii = true;
	else if (strcmp(option->name, "quiet") == 0)
		style->quiet = true;
	else
		return take_colour(style, option->name, argument);
	return true;
}

bool format_option(enum format *format, const char *argument)
{
	if (format_parse(argument, format))
		return true;
	fprintf(stderr,
		"tcplab: --format: '%s' is not one of ladder, findings, brief, json, jsonl, tap, "
		"junit\n",
		argument);
	return false;
}
