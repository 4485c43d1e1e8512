/* SPDX-License-Identifier: MIT */
#include "report/text.h"

#include <string.h>

#include "base/util.h"

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

/* Whether a line may begin with a wide character: closing punctuation stays with what it closes. */
static bool may_begin(const char *at)
{
	static const char closing[][4] = {"、", "，", "。", "；", "：", "）", "！", "？"};

	for (size_t i = 0; i < ARRAY_SIZE(closing); i++)
		if (!strncmp(at, closing[i], strlen(closing[i])))
			return false;
	return true;
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
		if (*at == ' ' || (width > 1 && at > text && may_begin(at))) {
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
