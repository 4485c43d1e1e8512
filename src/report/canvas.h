/* SPDX-License-Identifier: MIT */
/* A line of output as a row of cells, so that what is drawn later cannot push what stands already. */
#ifndef REPORT_CANVAS_H
#define REPORT_CANVAS_H

#include <stdbool.h>
#include <stdio.h>

#include "report/text.h"

/* As wide as a line can get. */
#define CANVAS_WIDTH 200

/* As wide as it is where nobody says how wide. */
#define CANVAS_USUAL 100

/* What a cell's colour says beside its glyph. */
enum paint { PAINT_PLAIN, PAINT_DIM, PAINT_STATE, PAINT_DROPPED, PAINT_HELD, PAINT_GOOD };

#define PAINTS 6

struct canvas {
	struct {
		char glyph
			[5]; /* one UTF-8 character; empty: a space; wide ones cover the next cell */
		enum paint paint;
	} cell[CANVAS_WIDTH];
};

/* canvas_text() - Write @text (clipped) from @column on. */
void canvas_text(struct canvas *c, int column, enum paint paint, const char *text);

/* canvas_fill() - Write the character @glyph @n times from @column on. */
void canvas_fill(struct canvas *c, int column, int n, enum paint paint, const char *glyph);

/* canvas_print() - Print the line without trailing spaces. */
void canvas_print(const struct canvas *c, bool colour, FILE *out);

/* Back to the margin, and erase to the end of the line (ECMA-48). */
#define ERASE_LINE "\r\033[K"

/* paint_begin() - The escape sequence that switches a paint on; empty for the plain one. */
const char *paint_begin(enum paint paint);

/* paint_end() - … and off again. */
const char *paint_end(enum paint paint);

#endif
