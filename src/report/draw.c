/* SPDX-License-Identifier: MIT */
#include "report/draw.h"

#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/phrase.h"
#include "report/wire.h"

/* One has a line of its own that is that long, and that many times as long as the one before it. */
#define SILENCE_LONG  (10 * NSEC_PER_SEC)
#define SILENCE_TIMES 4

/* What is waited for is shown when nothing has happened for that long. */
#define STATUS_AFTER (NSEC_PER_SEC / 2)

/* Indentation of what a line above the ladder has not room for. */
#define INDENT 4

/* A row in the making: what is yet to be drawn of it. */
struct pen {
	struct drawing *d;
	const struct row *row;
	bool timer_told;      /* the line of the silence before it names the row's timer */
	struct canvas canvas; /* the line */
	size_t line;
	const char *words; /* of a row without a segment */
	struct wire_rest rest;
	const char *rest_words;
	char aside[ENDS][CALL_TEXT];
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

	const char *time = _("time/s"), *wire = _("wire");

	if (!d->timeless)
		canvas_text(&c, l->time - text_columns(time), PAINT_DIM, time);
	canvas_text(&c, l->state_at[CLIENT], PAINT_DIM, _("client"));
	canvas_text(&c, l->wire_at + (l->wire - text_columns(wire)) / 2, PAINT_DIM, wire);
	canvas_text(&c, l->state_at[SERVER], PAINT_DIM, _("server"));
	for_each_end(e)
		if (l->call)
			canvas_text(&c, l->call_at[e], PAINT_DIM, _("calls"));
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

/* Whether the calls of a row are told beside it: not if its words are about them, or if it has none. */
static bool tells_calls(const struct pen *pen)
{
	const struct row *row = pen->row;

	return !pen->d->layout.call && row->kind != ROW_CHANGE && row->kind != ROW_MORE &&
	       !row->of_call;
}

/* What stands in place of a state that doesn't change: the timer that sent the segment again, or a call. */
static void make_aside(struct pen *pen, enum end end)
{
	const struct row *row = pen->row;
	int room = pen->d->layout.state;

	pen->aside[end][0] = '\0';
	if (row->states[end].n)
		return;
	if (row->kind == ROW_SEGMENT && row->timer.kind != TIMER_NONE && row->end == end &&
	    !pen->timer_told)
		phrase_timer_short(pen->aside[end], &row->timer);
	else if (tells_calls(pen))
		callcolumn_short(&row->calls[end], room, pen->aside[end]);
	text_cut(pen->aside[end], room);
}

/* The states that an end goes through, one a line; parentheses: nobody saw it. */
static void draw_state(struct pen *pen, enum end end)
{
	const struct row_states *states = &pen->row->states[end];
	const struct layout *l = &pen->d->layout;
	int at = l->state_at[end], limit = l->call ? l->call_at[SERVER] - 1 : l->end;
	char text[32];
	bool inferred;

	if (pen->line == 0)
		canvas_text(&pen->canvas, at, PAINT_DIM, pen->aside[end]);
	if (pen->line >= states->n)
		return;
	inferred = states->item[pen->line].inferred;
	snprintf(text, sizeof(text), inferred ? "(%s)" : "%s",
		 tcp_state_name(states->item[pen->line].state));
	canvas_text(&pen->canvas, MIN(at, limit - text_columns(text)),
		    inferred ? PAINT_DIM : PAINT_STATE, text);
}

static void draw_time(struct pen *pen)
{
	char time[32];

	snprintf(time, sizeof(time), "%*.3f", pen->d->layout.time,
		 (double)pen->row->at.ns / NSEC_PER_SEC);
	canvas_text(&pen->canvas, 0, PAINT_DIM, time);
}

/* Columns behind the wire that a text which is too long for it may take. */
static int free_behind(const struct pen *pen, enum end end)
{
	bool taken = pen->row->states[end].n || pen->aside[end][0];

	return taken ? 0 : GAP + pen->d->layout.state;
}

static void draw_first_line(struct pen *pen)
{
	const struct row *row = pen->row;
	int beyond[ENDS] = {free_behind(pen, CLIENT), free_behind(pen, SERVER)};

	if (row->kind != ROW_MORE && !pen->d->timeless)
		draw_time(pen);
	switch (row->kind) {
	case ROW_SEGMENT:
	case ROW_RELEASE:
	case ROW_ICMP:
		wire_draw(&pen->canvas, &pen->d->layout, beyond, row, pen->d->style.ascii,
			  &pen->rest);
		break;
	case ROW_CHANGE:
	case ROW_NOTE:
		/* Its calls stand in columns of their own. */
		if (!row->of_call || !pen->d->layout.call)
			pen->words = row->words;
		break;
	case ROW_MORE:
	case ROW_CALL:
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

/* The words of a row without a segment: beside their end, and where no state stands, on to the other. */
static void draw_row_words(struct pen *pen)
{
	const struct layout *l = &pen->d->layout;
	enum end end = pen->row->end, other = other_end(end);
	int more = pen->line < pen->row->states[other].n ? 0 : l->state + GAP;

	pen->words = draw_column(pen, l->wire_at - (end == SERVER ? more : 0), l->wire + more,
				 end == SERVER, PAINT_PLAIN, pen->words);
}

static void draw_calls(struct drawing *d, struct canvas *canvas)
{
	for_each_end(e)
		if (d->layout.call)
			callcolumn_draw(&d->calls[e], canvas, d->layout.call_at[e], d->style.ascii);
}

static void draw_line(struct pen *pen)
{
	pen->canvas = (struct canvas){0};
	if (pen->line == 0)
		draw_first_line(pen);
	else if (*pen->rest_words)
		draw_rest(pen);
	if (*pen->words)
		draw_row_words(pen);
	for_each_end(e)
		draw_state(pen, e);
	draw_calls(pen->d, &pen->canvas);
	canvas_print(&pen->canvas, pen->d->style.colour, pen->d->out);
	pen->line++;
}

static bool calls_left(const struct drawing *d)
{
	return d->layout.call &&
	       (callcolumn_left(&d->calls[CLIENT]) || callcolumn_left(&d->calls[SERVER]));
}

static bool is_left(const struct pen *pen)
{
	const struct row_states *states = pen->row->states;

	return *pen->words || *pen->rest_words || pen->line < states[CLIENT].n ||
	       pen->line < states[SERVER].n || calls_left(pen->d);
}

/* ---- silences ------------------------------------------------------------------------------ */

/* Why an end does nothing: a timer that runs, or else the call that blocks. */
static void tell_reason(const struct drawing *d, const struct row *row, enum end end,
			char text[CALL_TEXT])
{
	text[0] = '\0';
	if (row->ended[end].kind != TIMER_NONE)
		phrase_timer(text, &row->ended[end]);
	else if (d->calls[end].open && !d->layout.call)
		snprintf(text, CALL_TEXT, "%s", d->calls[end].name);
}

static void draw_reasons(const struct drawing *d, const struct row *row, int room, struct canvas *c)
{
	const struct layout *l = &d->layout;
	char text[CALL_TEXT];

	for_each_end(e) {
		tell_reason(d, row, e, text);
		text_cut(text, room);
		canvas_text(c,
			    e == CLIENT ? l->state_at[e]
					: l->state_at[e] + l->state - text_columns(text),
			    PAINT_DIM, text);
	}
}

/* Where time leaps: "… 7245 s …" */
static void draw_silence(struct drawing *d, const struct row *row, nsec_t silence)
{
	const char *dots = d->style.ascii ? "..." : "…";
	const struct layout *l = &d->layout;
	struct canvas c = {0};
	char text[48];
	int at;

	snprintf(text, sizeof(text), "%s %.0f s %s", dots, (double)silence / NSEC_PER_SEC, dots);
	at = l->wire_at + (l->wire - text_columns(text)) / 2;
	draw_reasons(d, row, at - l->state_at[CLIENT] - 1, &c);
	canvas_text(&c, at, PAINT_DIM, text);
	draw_calls(d, &c);
	canvas_print(&c, d->style.colour, d->out);
}

/* A row comes: what was silence before it, if it was, is over. Return: whether that has a line */
static bool end_silence(struct drawing *d, const struct row *row)
{
	nsec_t silence = monotime_between(d->last, row->at);
	bool drawn = silence >= SILENCE_LONG && silence >= SILENCE_TIMES * d->silence;

	if (drawn)
		draw_silence(d, row, silence);
	if (silence >= SILENCE)
		d->silence = silence;
	d->last = row->at;
	return drawn;
}

/* ---- what is waited for -------------------------------------------------------------------- */

void draw_no_status(struct drawing *d)
{
	if (!d->status)
		return;
	fputs(ERASE_LINE, d->out);
	fflush(d->out);
	d->status = false;
}

void draw_status(struct drawing *d, struct status *status)
{
	enum paint paint = d->style.colour ? PAINT_DIM : PAINT_PLAIN;
	char text[STATUS_TEXT];

	if (monotime_between(d->last, status->now) < STATUS_AFTER)
		return;
	for_each_end(e)
		if (d->calls[e].open)
			status->call[e] = d->calls[e].name;
	status_text(status, d->style.width - 1, text);
	fprintf(d->out, ERASE_LINE "%s%s%s", paint_begin(paint), text, paint_end(paint));
	fflush(d->out);
	d->status = true;
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* Whether there is anything to show of a row: where there are no columns of calls, calls are none. */
static bool is_shown(const struct drawing *d, const struct row *row)
{
	bool calls = d->layout.call && (callcolumn_shows(&row->calls[CLIENT]) ||
					callcolumn_shows(&row->calls[SERVER]));

	if (row->kind == ROW_CALL)
		return calls;
	return !row->of_call || row->kind == ROW_CHANGE || !d->layout.call || calls;
}

void draw_row(struct drawing *d, const struct row *row)
{
	struct pen pen = {.d = d, .row = row, .words = ""};
	bool shown = is_shown(d, row);

	if (shown)
		draw_no_status(d);
	if (shown)
		pen.timer_told = end_silence(d, row) && row->ended[row->end].kind != TIMER_NONE;
	for_each_end(e) {
		callcolumn_take(&d->calls[e], &row->calls[e], d->layout.call, d->style.ascii);
		if (!d->layout.call || !shown)
			callcolumn_skip(&d->calls[e]);
	}
	if (!shown)
		return;
	for_each_end(e)
		make_aside(&pen, e);
	pen.rest_words = pen.rest.words;
	do
		draw_line(&pen);
	while (is_left(&pen));
	fflush(d->out);
}
