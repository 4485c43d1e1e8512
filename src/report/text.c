/* SPDX-License-Identifier: MIT */
#include "report/text.h"

#include <ctype.h>
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

static bool is_one_of(const char (*marks)[4], size_t n, const char *at)
{
	for (size_t i = 0; i < n; i++)
		if (!strncmp(at, marks[i], strlen(marks[i])))
			return true;
	return false;
}

/* Whether a line may end between two characters, of which the second has a width: beside a wide one or
 * behind Chinese punctuation, which itself stays with what it opens or closes. */
static bool may_part(const char *before, const char *at, int width)
{
	static const char closing[][4] = {"、", "，", "。", "；", "：",
					  "）", "！", "？", "】", "”"};
	static const char opening[][4] = {"（", "“", "【"};
	bool opens = is_one_of(opening, ARRAY_SIZE(opening), at);
	bool closed = is_one_of(closing, ARRAY_SIZE(closing), before);

	return (width > 1 || opens || closed) && !is_one_of(closing, ARRAY_SIZE(closing), at) &&
	       !is_one_of(opening, ARRAY_SIZE(opening), before);
}

/* Whether a blank stands between a number and its unit, which belong together. */
static bool is_before_unit(const char *before, const char *blank)
{
	static const char *const units[] = {"s", "ms", "us", "ns", "min", "h", "B"};
	size_t len = strspn(blank + 1, "abcdefghijklmnopqrstuvwxyzB");

	if (!before || !isdigit((unsigned char)*before))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (strlen(units[i]) == len && !strncmp(blank + 1, units[i], len))
			return true;
	return false;
}

size_t text_line(const char *text, int room, const char **next)
{
	const char *at = text, *before = NULL, *end = NULL; /* where the line may end */
	int width;

	*next = text;
	while (*at) {
		size_t len = text_next(at, &width);

		if ((*at == ' ' && !is_before_unit(before, at)) ||
		    (before && may_part(before, at, width))) {
			end = at;
			*next = at + (*at == ' ');
		}
		if (width > room && *at != ' ')
			break;
		room -= width;
		before = at;
		at += len;
	}
	if (!*at || !end)
		end = *next = at;
	while (end > text && end[-1] == ' ')
		end--;
	return (size_t)(end - text);
}
