/* SPDX-License-Identifier: MIT */
#include "report/canvas.h"

#include <assert.h>
#include <string.h>

#include "base/util.h"

/* The glyph of a cell that the one before it covers, being two cells wide. */
#define COVERED "\177"

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

/* A wide character that loses one of its cells leaves the other one empty. */
static void uncover(struct canvas *c, int column)
{
	if (!strcmp(c->cell[column].glyph, COVERED))
		c->cell[column - 1].glyph[0] = '\0';
	if (column + 1 < CANVAS_WIDTH && !strcmp(c->cell[column + 1].glyph, COVERED))
		c->cell[column + 1].glyph[0] = '\0';
}

/* Cells outside the line do not exist: what would stand there, in part or whole, is clipped. */
static void put(struct canvas *c, int column, enum paint paint, const char *glyph, size_t bytes,
		int cells)
{
	if (column < 0 || column + cells > CANVAS_WIDTH)
		return;
	for (int i = 0; i < cells; i++) {
		uncover(c, column + i);
		c->cell[column + i].paint = paint;
	}
	memcpy(c->cell[column].glyph, glyph, bytes);
	c->cell[column].glyph[bytes] = '\0';
	if (cells == 2)
		strcpy(c->cell[column + 1].glyph, COVERED);
}

void canvas_text(struct canvas *c, int column, enum paint paint, const char *text)
{
	while (*text) {
		int cells;
		size_t bytes = text_next(text, &cells);

		if (cells)
			put(c, column, paint, text, bytes, cells);
		column += cells;
		text += bytes;
	}
}

void canvas_fill(struct canvas *c, int column, int n, enum paint paint, const char *glyph)
{
	while (n-- > 0)
		put(c, column++, paint, glyph, strlen(glyph), 1);
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
		if (strcmp(c->cell[i].glyph, COVERED))
			fputs(blank(c->cell[i].glyph) ? " " : c->cell[i].glyph, out);
	}
	fputs(paint_end(paint), out);
	fputc('\n', out);
}
