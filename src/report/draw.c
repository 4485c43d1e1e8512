/* SPDX-License-Identifier: MIT */
#include "report/draw.h"

#include <string.h>

#include "base/util.h"
#include "report/wire.h"

/* Rows that far apart have a silence between them. */
#define SILENCE (1 * NSEC_PER_SEC)

/* One has a line of its own that is that long, and that many times as long as the one before it. */
#define SILENCE_LONG  (10 * NSEC_PER_SEC)
#define SILENCE_TIMES 4

/* Indentation of what a line above the ladder has not room for. */
#define INDENT 4

/* A row in the making: what is yet to be drawn of it. */
struct pen {
	const struct drawing *d;
	const struct row *row;
	struct canvas canvas; /* the line */
	size_t line;
	const char *words; /* of a row without a segment */
	struct wire_rest rest;
	const char *rest_words;
};

void drawing_begin(struct drawing *d, FILE *out, struct style style)
{
	*d = (struct drawing){.out = out, .style = style, .layout = layout_make(style.width)};
}

void draw_words(struct drawing *d, const char *text)
{
	for (int indent = 0; *text; indent = INDENT) {
		const char *next;
		size_t len = text_line(text, d->layout.end - indent, &next);

		fprintf(d->out, "%*s%.*s\n", indent, "", (int)len, text);
		text = next;
	}
}

void draw_heading(struct drawing *d)
{
	const struct layout *l = &d->layout;
	struct canvas c = {0};

	canvas_text(&c, l->time - 6, PAINT_DIM, "time/s");
	canvas_text(&c, l->state_at[CLIENT], PAINT_DIM, "client");
	canvas_text(&c, l->wire_at + (l->wire - 4) / 2, PAINT_DIM, "wire");
	canvas_text(&c, l->state_at[SERVER], PAINT_DIM, "server");
	canvas_print(&c, d->style.colour, d->out);
}

/* The first line of @text in a column; the server's is at the right. Return: the rest */
static const char *draw_column(struct pen *pen, int at, int room, bool right, enum paint paint,
			       const char *text)
{
	char line[ROW_WORDS];
	const char *next;
	size_t len = text_line(text, room, &next);

	snprintf(line, sizeof(line), "%.*s", (int)len, text);
	canvas_text(&pen->canvas, right ? at + room - text_columns(line) : at, paint, line);
	return next;
}

/* The states that an end goes through, one a line; parentheses: nobody saw it. */
static void draw_state(struct pen *pen, enum end end)
{
	const struct row_states *states = &pen->row->states[end];
	const struct layout *l = &pen->d->layout;
	int at = l->state_at[end];
	char text[32];
	bool inferred;

	if (pen->line >= states->n)
		return;
	inferred = states->item[pen->line].inferred;
	snprintf(text, sizeof(text), inferred ? "(%s)" : "%s",
		 tcp_state_name(states->item[pen->line].state));
	canvas_text(&pen->canvas, MIN(at, l->end - text_columns(text)),
		    inferred ? PAINT_DIM : PAINT_STATE, text);
}

static void draw_time(struct pen *pen)
{
	char time[32];

	snprintf(time, sizeof(time), "%*.3f", pen->d->layout.time,
		 (double)pen->row->at.ns / NSEC_PER_SEC);
	canvas_text(&pen->canvas, 0, PAINT_DIM, time);
}

static void draw_first_line(struct pen *pen)
{
	const struct row *row = pen->row;

	if (row->kind != ROW_MORE)
		draw_time(pen);
	switch (row->kind) {
	case ROW_SEGMENT:
	case ROW_RELEASE:
	case ROW_ICMP:
		wire_draw(&pen->canvas, &pen->d->layout, row, pen->d->style.ascii, &pen->rest);
		break;
	case ROW_CHANGE:
	case ROW_NOTE:
		pen->words = row->words;
		break;
	case ROW_MORE:
		break;
	}
}

/* What the segment's line had no room for, on the segment's side. */
static void draw_rest(struct pen *pen)
{
	const struct layout *l = &pen->d->layout;
	int room = l->wire - pen->rest.pos;
	bool right = pen->row->end == SERVER;

	pen->rest_words = draw_column(pen, l->wire_at + (right ? 0 : pen->rest.pos), room, right,
				      PAINT_HELD, pen->rest_words);
}

static void draw_line(struct pen *pen)
{
	const struct layout *l = &pen->d->layout;

	pen->canvas = (struct canvas){0};
	if (pen->line == 0)
		draw_first_line(pen);
	else if (*pen->rest_words)
		draw_rest(pen);
	if (*pen->words)
		pen->words = draw_column(pen, l->wire_at, l->wire, pen->row->end == SERVER,
					 PAINT_PLAIN, pen->words);
	for_each_end(e)
		draw_state(pen, e);
	canvas_print(&pen->canvas, pen->d->style.colour, pen->d->out);
	pen->line++;
}

static bool is_left(const struct pen *pen)
{
	const struct row_states *states = pen->row->states;

	return *pen->words || *pen->rest_words || pen->line < states[CLIENT].n ||
	       pen->line < states[SERVER].n;
}

/* Where time leaps: "… 7245 s …" */
static void draw_silence(const struct drawing *d, nsec_t silence)
{
	const char *dots = d->style.ascii ? "..." : "…";
	struct canvas c = {0};
	char text[48];

	snprintf(text, sizeof(text), "%s %.0f s %s", dots, (double)silence / NSEC_PER_SEC, dots);
	canvas_text(&c, d->layout.wire_at + (d->layout.wire - text_columns(text)) / 2, PAINT_DIM,
		    text);
	canvas_print(&c, d->style.colour, d->out);
}

/* A row comes: what was silence before it, if it was, is over. */
static void end_silence(struct drawing *d, const struct row *row)
{
	nsec_t silence = monotime_between(d->last, row->at);

	if (silence >= SILENCE_LONG && silence >= SILENCE_TIMES * d->silence)
		draw_silence(d, silence);
	if (silence >= SILENCE)
		d->silence = silence;
	d->last = row->at;
}

void draw_row(struct drawing *d, const struct row *row)
{
	struct pen pen = {.d = d, .row = row, .words = ""};

	end_silence(d, row);
	pen.rest_words = pen.rest.words;
	do
		draw_line(&pen);
	while (is_left(&pen));
	fflush(d->out);
}
