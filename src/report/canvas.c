/* SPDX-License-Identifier: MIT */
#include "report/canvas.h"

#include <assert.h>
#include <string.h>

#include "base/util.h"

static const char *const paint_escapes[] = {
	[PAINT_PLAIN] = "",	   [PAINT_DIM] = "\033[2m",
	[PAINT_STATE] = "\033[1m", [PAINT_DROPPED] = "\033[1;31m",
	[PAINT_HELD] = "\033[33m", [PAINT_GOOD] = "\033[32m",
};
static_assert(ARRAY_SIZE(paint_escapes) == PAINTS, "a paint without an escape sequence");

const char *paint_begin(enum paint paint)
{
	return paint_escapes[paint];
}

const char *paint_end(enum paint paint)
{
	return paint == PAINT_PLAIN ? "" : "\033[0m";
}

/* Bytes of the UTF-8 character that @s begins with; at least 1, never beyond the NUL. */
static size_t character_bytes(const char *s)
{
	size_t n = 1;

	while (((unsigned char)s[n] & 0xc0) == 0x80 && n < 4)
		n++;
	return n;
}

int text_columns(const char *text)
{
	int columns = 0;

	for (; *text; text += character_bytes(text))
		columns++;
	return columns;
}

/* Cells outside the line do not exist: what would stand there is clipped. */
static void put(struct canvas *c, int column, enum paint paint, const char *glyph, size_t bytes)
{
	if (column < 0 || column >= CANVAS_WIDTH)
		return;
	memcpy(c->cell[column].glyph, glyph, bytes);
	c->cell[column].glyph[bytes] = '\0';
	c->cell[column].paint = paint;
}

void canvas_text(struct canvas *c, int column, enum paint paint, const char *text)
{
	while (*text) {
		size_t bytes = character_bytes(text);

		put(c, column++, paint, text, bytes);
		text += bytes;
	}
}

void canvas_fill(struct canvas *c, int column, int n, enum paint paint, const char *glyph)
{
	while (n-- > 0)
		put(c, column++, paint, glyph, strlen(glyph));
}

static bool blank(const char *glyph)
{
	return !glyph[0] || strcmp(glyph, " ") == 0;
}

void canvas_print(const struct canvas *c, bool colour, FILE *out)
{
	enum paint paint = PAINT_PLAIN;
	int width = CANVAS_WIDTH;

	while (width > 0 && blank(c->cell[width - 1].glyph))
		width--;
	for (int i = 0; i < width; i++) {
		if (colour && c->cell[i].paint != paint) {
			fputs(paint_end(paint), out);
			paint = c->cell[i].paint;
			fputs(paint_begin(paint), out);
		}
		fputs(blank(c->cell[i].glyph) ? " " : c->cell[i].glyph, out);
	}
	fputs(paint_end(paint), out);
	fputc('\n', out);
}
