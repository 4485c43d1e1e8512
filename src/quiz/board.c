/* SPDX-License-Identifier: MIT */
/*
 * Each row of the ladder is drawn once, into memory, as what it looks like depends on those before it;
 * the latest of them are shown again and again.
 */
#include "quiz/board.h"

#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/canvas.h"
#include "report/draw.h"

/* So many lines are shown, for all that belongs to a question to stand on one screen. */
#define LINES_SHOWN 10

struct board {
	const struct quiz *quiz;
	FILE *stream;
	char *text; /* of the rows so far */
	size_t len;
	struct drawing drawing;
	size_t n;	/* rows in it */
	size_t *begins; /* where each begins */
};

struct board *board_new(const struct quiz *quiz, struct style style)
{
	struct board *b = xalloc(1, sizeof(*b));

	b->quiz = quiz;
	b->begins = xalloc(quiz->n_rows, sizeof(*b->begins));
	b->stream = xmemstream(&b->text, &b->len);
	drawing_begin(&b->drawing, b->stream, style);
	return b;
}

static int count_lines(const char *from, const char *to)
{
	int n = 0;

	for (; from < to; from++)
		n += *from == '\n';
	return n;
}

static void draw_cut(const struct drawing *d, size_t n)
{
	const char *dots = d->style.ascii ? "..." : "…";
	struct canvas c = {0};
	char text[96];

	snprintf(text, sizeof(text), P_("%s %zu row before %s", "%s %zu rows before %s", n), dots,
		 n, dots);
	canvas_text(&c, d->layout.wire_at, PAINT_DIM, text);
	canvas_print(&c, d->style.colour, d->out);
}

/* The latest rows, as many as there is room for; of those before them, their number. */
static void draw_latest(const struct board *b, const struct drawing *d)
{
	size_t first = b->n, cut = 0;
	const char *end = b->text + b->len;

	while (first && count_lines(b->text + b->begins[first - 1], end) <= LINES_SHOWN)
		first--;
	/* Some rows have no line. */
	for (size_t i = 0; i < first; i++)
		cut += i + 1 == b->n || b->begins[i] < b->begins[i + 1];
	if (cut)
		draw_cut(d, cut);
	if (b->n)
		fputs(b->text + (first < b->n ? b->begins[first] : b->len), d->out);
}

void board_draw(struct board *b, const struct quiz_scene *scene, FILE *out)
{
	size_t n = scene ? scene->above : b->quiz->n_rows;
	struct drawing d;

	for (; b->n < n; b->n++) {
		b->begins[b->n] = b->len;
		draw_row(&b->drawing, &b->quiz->rows[b->n]);
	}
	d = b->drawing;
	d.out = out;
	draw_heading(&d);
	draw_latest(b, &d);
	if (scene)
		draw_row(&d, &scene->row);
}

void board_free(struct board *b)
{
	fclose(b->stream);
	free(b->text);
	free(b->begins);
	free(b);
}
