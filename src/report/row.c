/* SPDX-License-Identifier: MIT */
/*
 * Columns of a line:
 *
 *	time/s     client           ── what is on the wire ──────▶           server
 *
 * The wire is drawn in the sender's coordinates: position 0 is at the sender, WIRE_WIDTH - 1 at the
 * receiver, whichever of them stands left. So each shape is described once:
 *
 *	── label ────────────────────────────────────▶	accepted
 *	── label ───────────────╳ fault			dropped
 *	── label ───────────────~ 200 ms fault		held, and drawn before it went on
 *	── label ──~ 200 ms fault ~──────────────────▶	held, then accepted
 *	                        ~── label ───────────▶	going on after other rows
 *	── label ──* fault: FIN *────────────────────▶	changed; what it has become, if that shows
 *	                  fault +── label ───────────▶	sent by no end
 */
#include "report/row.h"

#include <assert.h>
#include <string.h>

#include "base/util.h"
#include "report/canvas.h"
#include "report/label.h"

#define TIME_WIDTH  9
#define STATE_WIDTH 14 /* "(SYN-RECEIVED)" */
#define WIRE_WIDTH  56
#define CLIENT_AT   (TIME_WIDTH + 2)
#define WIRE_AT	    (CLIENT_AT + STATE_WIDTH + 2)
#define SERVER_AT   (WIRE_AT + WIRE_WIDTH + 2)
static_assert(SERVER_AT + STATE_WIDTH <= CANVAS_WIDTH, "the ladder is wider than its canvas");

/* Shortest run of dashes on either side of a label. */
#define DASHES 2

/* What a long label leaves of a fault's name. */
#define NAME_KEPT 12

/* "── " and " ──▶" */
#define ARROW_WITHOUT_LABEL (DASHES + 1 + 1 + DASHES + 1)

struct glyphs {
	const char *dash;
	const char *head[ENDS]; /* of an arrow from that end */
	const char *dropped;
	const char *held;
	const char *changed;
	const char *ours;
};

static const struct glyphs box_glyphs = {
	.dash = "─",
	.head = {[CLIENT] = "▶", [SERVER] = "◀"},
	.dropped = "╳",
	.held = "~",
	.changed = "*",
	.ours = "+",
};

static const struct glyphs ascii_glyphs = {
	.dash = "-",
	.head = {[CLIENT] = ">", [SERVER] = "<"},
	.dropped = "x",
	.held = "~",
	.changed = "*",
	.ours = "+",
};

/* The wire part of a line, seen from the end that sends. */
struct wire {
	struct canvas *canvas;
	enum end from;
	const struct glyphs *glyphs;
};

/* Column of @n cells that begin at position @pos. */
static int wire_column(const struct wire *w, int pos, int n)
{
	return WIRE_AT + (w->from == CLIENT ? pos : WIRE_WIDTH - pos - n);
}

static void wire_text(const struct wire *w, int pos, enum paint paint, const char *text)
{
	canvas_text(w->canvas, wire_column(w, pos, text_columns(text)), paint, text);
}

static void wire_dashes(const struct wire *w, int from, int to)
{
	canvas_fill(w->canvas, wire_column(w, from, to - from), to - from, PAINT_PLAIN,
		    w->glyphs->dash);
}

static void wire_arrow(const struct wire *w, int from)
{
	wire_dashes(w, from, WIRE_WIDTH - 1);
	wire_text(w, WIRE_WIDTH - 1, PAINT_PLAIN, w->glyphs->head[w->from]);
}

/* Cut an ASCII text off behind @room cells. */
static void shorten(char *text, int room)
{
	if ((int)strlen(text) > room)
		text[MAX(room, 0)] = '\0';
}

/* What a changed segment has become, if its title tells. */
static const char *new_title(const struct row *row, char title[SEGMENT_TITLE])
{
	char old[SEGMENT_TITLE];

	segment_facts_title(&row->facts, old);
	segment_facts_title(&row->sent, title);
	return row->changed && strcmp(old, title) ? title : NULL;
}

/* What stands at the place where the segment was stopped: the fault, and for how long. */
static void stop_text(const struct row *row, char *buf, size_t size)
{
	char delay[NSEC_TEXT], title[SEGMENT_TITLE];

	if (new_title(row, title))
		snprintf(buf, size, "%s: %s", row->fault ? row->fault : "", title);
	else if (row->delay && row->verdict != VERDICT_DROP)
		snprintf(buf, size, "%s %s", nsec_format(delay, row->delay),
			 row->fault ? row->fault : "");
	else
		snprintf(buf, size, "%s", row->fault ? row->fault : "");
}

/*
 * A segment that was stopped on its way, at three fifths of the wire if the texts leave room. When
 * they are too long together, the label's numbers go first, then the ends of the fault's name and
 * of the label.
 */
static void draw_stopped(const struct wire *w, const struct row *row)
{
	bool dropped = row->verdict == VERDICT_DROP;
	bool goes_on = !dropped && row->released;
	const char *glyph = dropped	   ? w->glyphs->dropped
			    : row->changed ? w->glyphs->changed
					   : w->glyphs->held;
	int tail = goes_on ? 2 + DASHES + 1 : 0; /* " ~", dashes, head */
	enum paint paint = dropped ? PAINT_DROPPED : PAINT_HELD;
	char label[SEGMENT_LABEL], text[100];
	int around = DASHES + 1 + 1 + DASHES + 2 + tail; /* all but label and text */
	int after_label, stop, text_at;

	stop_text(row, text, sizeof(text));
	segment_label(&row->facts, WIRE_WIDTH - around - text_columns(text), label);
	shorten(label, WIRE_WIDTH - around - MIN(text_columns(text), NAME_KEPT));
	shorten(text, WIRE_WIDTH - around - text_columns(label));
	after_label = DASHES + 1 + text_columns(label) + 1;
	stop = MIN(WIRE_WIDTH * 3 / 5, WIRE_WIDTH - tail - 2 - text_columns(text));
	stop = MAX(stop, after_label + DASHES);
	text_at = stop + 2;

	wire_dashes(w, 0, DASHES);
	wire_text(w, DASHES + 1, PAINT_PLAIN, label);
	wire_dashes(w, after_label, stop);
	wire_text(w, stop, paint, glyph);
	wire_text(w, text_at, paint, text);
	if (goes_on) {
		wire_text(w, text_at + text_columns(text) + 1, paint, glyph);
		wire_arrow(w, text_at + text_columns(text) + 2);
	}
}

/* A label and the arrow's head behind it, from position @at on. */
static void draw_arrow(const struct wire *w, int at, const char *label)
{
	wire_dashes(w, at, at + DASHES);
	wire_text(w, at + DASHES + 1, PAINT_PLAIN, label);
	wire_arrow(w, at + DASHES + 1 + text_columns(label) + 1);
}

static void draw_accepted(const struct wire *w, const struct row *row)
{
	char label[SEGMENT_LABEL];

	segment_label(&row->facts, WIRE_WIDTH - ARROW_WITHOUT_LABEL, label);
	shorten(label, WIRE_WIDTH - ARROW_WITHOUT_LABEL);
	draw_arrow(w, 0, label);
}

static void draw_release(const struct wire *w, const struct row *row)
{
	char label[SEGMENT_LABEL];
	int start;

	segment_label(&row->facts, WIRE_WIDTH - ARROW_WITHOUT_LABEL - 1, label);
	shorten(label, WIRE_WIDTH - ARROW_WITHOUT_LABEL - 1);
	start = WIRE_WIDTH - (1 + ARROW_WITHOUT_LABEL + text_columns(label));
	start = MIN(start, WIRE_WIDTH / 2);
	wire_text(w, start, PAINT_HELD, w->glyphs->held);
	draw_arrow(w, start + 1, label);
}

/* A packet of the injector's own: it begins in the middle of the wire, behind the fault's name. */
static void draw_ours(const struct wire *w, const struct row *row)
{
	char label[SEGMENT_LABEL], fault[WIRE_WIDTH];
	int start;

	if (row->kind == ROW_ICMP)
		snprintf(label, sizeof(label), "%s", row->words);
	else
		segment_label(&row->facts, WIRE_WIDTH / 2, label);
	shorten(label, WIRE_WIDTH - ARROW_WITHOUT_LABEL - 2 - NAME_KEPT);
	start = WIRE_WIDTH - (1 + ARROW_WITHOUT_LABEL + text_columns(label));
	start = MIN(start, WIRE_WIDTH * 2 / 5);
	snprintf(fault, sizeof(fault), "%s", row->fault ? row->fault : "");
	shorten(fault, start - 1);
	wire_text(w, start - 1 - text_columns(fault), PAINT_HELD, fault);
	wire_text(w, start, PAINT_HELD, w->glyphs->ours);
	draw_arrow(w, start + 1, label);
}

static void draw_segment(const struct wire *w, const struct row *row)
{
	if (row->verdict != VERDICT_ACCEPT || row->changed)
		draw_stopped(w, row);
	else if (row->ours)
		draw_ours(w, row);
	else
		draw_accepted(w, row);
}

static void draw_wire(const struct wire *w, const struct row *row)
{
	switch (row->kind) {
	case ROW_SEGMENT:
		draw_segment(w, row);
		break;
	case ROW_ICMP:
		draw_ours(w, row);
		break;
	case ROW_RELEASE:
		draw_release(w, row);
		break;
	case ROW_CHANGE:
	case ROW_NOTE:
		wire_text(w, 0, PAINT_PLAIN, row->words);
		break;
	case ROW_MORE:
		break;
	}
}

/* The @i-th state that an end goes through in this row; parentheses: nobody saw it. */
static void draw_state(struct canvas *c, int column, const struct row_states *states, size_t i)
{
	char text[STATE_WIDTH + 1];
	bool inferred;

	if (i >= states->n)
		return;
	inferred = states->item[i].inferred;
	snprintf(text, sizeof(text), inferred ? "(%s)" : "%s",
		 tcp_state_name(states->item[i].state));
	canvas_text(c, column, inferred ? PAINT_DIM : PAINT_STATE, text);
}

void row_heading(struct style style, FILE *out)
{
	struct canvas c = {0};

	canvas_text(&c, TIME_WIDTH - 6, PAINT_DIM, "time/s");
	canvas_text(&c, CLIENT_AT, PAINT_DIM, "client");
	canvas_text(&c, WIRE_AT + (WIRE_WIDTH - 4) / 2, PAINT_DIM, "wire");
	canvas_text(&c, SERVER_AT, PAINT_DIM, "server");
	canvas_print(&c, style.colour, out);
}

void row_draw(const struct row *row, struct style style, FILE *out)
{
	size_t lines = MAX(MAX(row->states[CLIENT].n, row->states[SERVER].n), (size_t)1);
	char time[32];

	for (size_t i = 0; i < lines; i++) {
		struct canvas c = {0};
		struct wire w = {&c, row->end, style.ascii ? &ascii_glyphs : &box_glyphs};

		if (i == 0 && row->kind != ROW_MORE) {
			snprintf(time, sizeof(time), "%*.3f", TIME_WIDTH,
				 (double)row->at.ns / NSEC_PER_SEC);
			canvas_text(&c, 0, PAINT_DIM, time);
			draw_wire(&w, row);
		}
		draw_state(&c, CLIENT_AT, &row->states[CLIENT], i);
		draw_state(&c, SERVER_AT, &row->states[SERVER], i);
		canvas_print(&c, style.colour, out);
	}
	fflush(out);
}
