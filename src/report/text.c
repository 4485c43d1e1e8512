/* SPDX-License-Identifier: MIT */
#include "report/text.h"

#include <string.h>

size_t text_next(const char *text, int *width)
{
	uint32_t c;
	size_t len = utf8_decode(text, strnlen(text, 4), &c);

	*width = len ? (int)utf8_width(c) : 1;
	return len ? len : 1;
}

int text_columns(const char *text)
{
	int columns = 0, width;

	while (*text) {
		text += text_next(text, &width);
		columns += width;
	}
	return columns;
}

void text_cut(char *text, int room)
{
	int width;

	while (*text) {
		size_t len = text_next(text, &width);

		if (width > room)
			break;
		room -= width;
		text += len;
	}
	*text = '\0';
}

size_t text_line(const char *text, int room, const char **next)
{
	const char *at = text, *end = NULL; /* where the line may end */
	int width;

	*next = text;
	while (*at) {
		size_t len = text_next(at, &width);

		if (width > room && *at != ' ')
			break;
		if (*at == ' ' || (width > 1 && at > text)) {
			end = at;
			*next = at + (*at == ' ');
		}
		room -= width;
		at += len;
	}
	if (!*at || !end)
		end = *next = at;
	return (size_t)(end - text);
}
