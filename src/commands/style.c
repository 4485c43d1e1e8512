/* SPDX-License-Identifier: MIT */
#include "commands/style.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/ioctl.h>

/* A terminal's width where neither it nor $COLUMNS tells. */
#define TERMINAL_COLUMNS 80

bool style_can_redraw(int fd)
{
	const char *term = getenv("TERM");

	return isatty(fd) && term && strcmp(term, "dumb") != 0;
}

static bool terminal_has_colours(void)
{
	const char *no_color = getenv("NO_COLOR");

	return style_can_redraw(STDOUT_FILENO) && !(no_color && *no_color);
}

int style_columns(int fd)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;

	if (!isatty(fd))
		return 0;
	if (columns && atoi(columns) > 0)
		return atoi(columns);
	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col)
		return size.ws_col;
	return TERMINAL_COLUMNS;
}

void style_init(struct style *style)
{
	*style = (struct style){.colour = terminal_has_colours(),
				.width = style_columns(STDOUT_FILENO),
				.redraw = style_can_redraw(STDOUT_FILENO)};
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

bool number_option(const char *option, const char *text, uint64_t min, uint64_t max,
		   uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 10);
	if (errno || *end || end == text || *text == '-' || *number < min || *number > max) {
		fprintf(stderr,
			"tcplab: %s takes a whole number from %" PRIu64 " to %" PRIu64
			", not '%s'\n",
			option, min, max, text);
		return false;
	}
	return true;
}
