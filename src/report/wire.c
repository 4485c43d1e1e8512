/* SPDX-License-Identifier: MIT */
/*
 * The wire is drawn in the sender's coordinates: position 0 is at the sender, the layout's wire - 1 at
 * the receiver, whichever of them stands left. So each shape is described once:
 *
 *	── label ────────────────────────────────────▶	accepted
 *	── label ───────────────╳ fault			dropped
 *	── label ───────────────~ 200 ms fault		held, and drawn before it went on
 *	── label ──~ 200 ms fault ~──────────────────▶	held, then accepted
 *	                        ~── label ───────────▶	going on after other rows
 *	── label ──* fault: ack 1 → 2 *──────────────▶	changed, and how
 *	                  fault +── label ───────────▶	sent by no end
 */
#include "report/wire.h"

#include <string.h>

#include "base/util.h"
#include "report/label.h"
#include "report/phrase.h"

/* Shortest run of dashes on either side of a label. */
#define DASHES 2

/* What a long label leaves of a fault's name. */
#define NAME_KEPT 12

/* What is cut off shows it, if there is so much room. */
#define DOTS_FROM 4

/* "── " and " ──▶" */
#define ARROW_WITHOUT_LABEL (DASHES + 1 + 1 + DASHES + 1)

struct glyphs {
	const char *dash;
	const char *head[ENDS]; /* of an arrow from that end */
	const char *dropped;
	const char *held;
	const char *changed;
	const char *ours;
	const char *becomes;
	const char *dots;
};

static const struct glyphs box_glyphs = {
	.dash = "─",
	.head = {[CLIENT] = "▶", [SERVER] = "◀"},
	.dropped = "╳",
	.held = "~",
	.changed = "*",
	.ours = "+",
	.becomes = "→",
	.dots = "…",
};

static const struct glyphs ascii_glyphs = {
	.dash = "-",
	.head = {[CLIENT] = ">", [SERVER] = "<"},
	.dropped = "x",
	.held = "~",
	.changed = "*",
	.ours = "+",
	.becomes = "->",
	.dots = "..",
};

/* The wire part of a line, seen from the end that sends. */
struct wire {
	struct canvas *canvas;
	int at;
	int width;
	int beyond[ENDS]; /* free columns behind the wire at each end: no state is drawn there */
	enum end from;
	const struct glyphs *glyphs;
};

/* Column of @n cells that begin at position @pos. */
static int wire_column(const struct wire *w, int pos, int n)
{
	return w->at + (w->from == CLIENT ? pos : w->width - pos - n);
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
	wire_dashes(w, from, w->width - 1);
	wire_text(w, w->width - 1, PAINT_PLAIN, w->glyphs->head[w->from]);
}

/* Cut a text that is too long, and show that. */
static void shorten(const struct wire *w, char *text, int room)
{
	if (text_columns(text) <= room)
		return;
	if (room < DOTS_FROM) {
		text_cut(text, room);
		return;
	}
	text_cut(text, room - text_columns(w->glyphs->dots));
	strcat(text, w->glyphs->dots);
}

/* A segment's way to where it is stopped, and beyond. */
struct stop {
	char label[SEGMENT_LABEL];
	char text[2 * ROW_WORDS + 2];
	const char *glyph;
	enum paint paint;
	bool goes_on;
};

/* What is drawn of a stop besides its texts. */
static int around(const struct stop *s)
{
	return DASHES + 1 + 1 + DASHES + 2 + (s->goes_on ? 2 + DASHES + 1 : 0);
}

/* How far from its sender a stop can be drawn: beyond the wire if nothing of it arrives. */
static int reach(const struct wire *w, const struct stop *s)
{
	return w->width + (s->goes_on ? 0 : w->beyond[other_end(w->from)]);
}

/*
 * Room for a label with its numbers. They must not bring a stop so near to the receiver, because its text
 * can go beyond the wire, that it looks like an arrival.
 */
static int label_room(const struct wire *w, const struct stop *s, const char *text)
{
	int within = w->width - around(s) - text_columns(text);
	int beyond = reach(w, s) - around(s) - text_columns(text);

	return MAX(within, MIN(beyond, w->width * 4 / 5 - 2 * (DASHES + 1)));
}

static void draw_stop(const struct wire *w, const struct stop *s)
{
	int tail = s->goes_on ? 2 + DASHES + 1 : 0; /* " ~", dashes, head */
	int after_label = DASHES + 1 + text_columns(s->label) + 1, text = text_columns(s->text);
	int at = MIN(w->width * 3 / 5, reach(w, s) - tail - 2 - text), text_at;

	at = MAX(at, after_label + DASHES);
	text_at = at + 2;
	wire_dashes(w, 0, DASHES);
	wire_text(w, DASHES + 1, PAINT_PLAIN, s->label);
	wire_dashes(w, after_label, at);
	wire_text(w, at, s->paint, s->glyph);
	wire_text(w, text_at, s->paint, s->text);
	if (s->goes_on) {
		wire_text(w, text_at + text + 1, s->paint, s->glyph);
		wire_arrow(w, text_at + text + 2);
	}
}

/* Put what a segment was changed to behind the fault's name, or else into @rest, below it. */
static void add_rewritten(const struct wire *w, const struct row *row, struct stop *s,
			  struct wire_rest *rest)
{
	int room = reach(w, s) - around(s);
	char whole[sizeof(s->text)];

	phrase_rewritten(rest->words, row, w->glyphs->becomes);
	if (!rest->words[0])
		return;
	snprintf(whole, sizeof(whole), "%.*s: %s", ROW_WORDS - 1, s->text, rest->words);
	segment_label(&row->facts, label_room(w, s, whole), s->label);
	if (text_columns(s->label) + text_columns(whole) > room) {
		rest->pos = DASHES + 1;
		return;
	}
	strcpy(s->text, whole);
	rest->words[0] = '\0';
}

/*
 * A segment that was stopped on its way, at three fifths of the wire if the texts leave room. When
 * they are too long together, the label's numbers go first, then the ends of the fault's name and
 * of the label.
 */
static void draw_stopped(const struct wire *w, const struct row *row, struct wire_rest *rest)
{
	bool dropped = row->verdict == VERDICT_DROP;
	struct stop s = {
		.paint = dropped ? PAINT_DROPPED : PAINT_HELD,
		.glyph = dropped			 ? w->glyphs->dropped
			 : row->changed || row->obstacle ? w->glyphs->changed
							 : w->glyphs->held,
		.goes_on = !dropped && (row->released || row->verdict == VERDICT_ACCEPT),
	};
	int room = reach(w, &s) - around(&s);

	phrase_stop(s.text, row);
	add_rewritten(w, row, &s, rest);
	segment_label(&row->facts, label_room(w, &s, s.text), s.label);
	shorten(w, s.label,
		MIN(room - MIN(text_columns(s.text), NAME_KEPT), w->width - 2 * (DASHES + 2)));
	shorten(w, s.text, room - text_columns(s.label));
	draw_stop(w, &s);
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

	segment_label(&row->facts, w->width - ARROW_WITHOUT_LABEL, label);
	shorten(w, label, w->width - ARROW_WITHOUT_LABEL);
	draw_arrow(w, 0, label);
}

static void draw_release(const struct wire *w, const struct row *row, struct wire_rest *rest)
{
	char label[SEGMENT_LABEL];
	int start;

	segment_label(&row->facts, w->width - ARROW_WITHOUT_LABEL - 1, label);
	shorten(w, label, w->width - ARROW_WITHOUT_LABEL - 1);
	start = w->width - (1 + ARROW_WITHOUT_LABEL + text_columns(label));
	start = MIN(start, w->width / 2);
	wire_text(w, start, PAINT_HELD, row->changed ? w->glyphs->changed : w->glyphs->held);
	draw_arrow(w, start + 1, label);
	phrase_rewritten(rest->words, row, w->glyphs->becomes);
	rest->pos = start;
}

/* A packet of the injector's own: it begins in the middle of the wire, behind the fault's name. */
static void draw_ours(const struct wire *w, const struct row *row)
{
	char label[SEGMENT_LABEL], fault[ROW_WORDS];
	int start, beyond = w->beyond[w->from], room;

	snprintf(fault, sizeof(fault), "%.*s", ROW_WORDS - 8, row->fault ? row->fault : "");
	room = w->width - ARROW_WITHOUT_LABEL - 1;
	room -= MAX(MIN(text_columns(fault), NAME_KEPT) + 1 - beyond, 0);
	if (row->kind == ROW_ICMP)
		snprintf(label, sizeof(label), "%.*s", (int)sizeof(label) - 1, row->words);
	else
		segment_label(&row->facts, room, label);
	shorten(w, label, room);
	start = w->width - (1 + ARROW_WITHOUT_LABEL + text_columns(label));
	start = MIN(start, w->width * 2 / 5);
	shorten(w, fault, start - 1 + beyond);
	wire_text(w, start - 1 - text_columns(fault), PAINT_HELD, fault);
	wire_text(w, start, PAINT_HELD, w->glyphs->ours);
	draw_arrow(w, start + 1, label);
}

void wire_draw(struct canvas *canvas, const struct layout *layout, const int beyond[ENDS],
	       const struct row *row, bool ascii, struct wire_rest *rest)
{
	struct wire w = {
		.canvas = canvas,
		.at = layout->wire_at,
		.width = layout->wire,
		.beyond = {beyond[CLIENT], beyond[SERVER]},
		.from = row->end,
		.glyphs = ascii ? &ascii_glyphs : &box_glyphs,
	};

	rest->words[0] = '\0';
	if (row->kind == ROW_RELEASE)
		draw_release(&w, row, rest);
	else if (row->kind == ROW_ICMP || (row->ours && row->verdict == VERDICT_ACCEPT))
		draw_ours(&w, row);
	else if (row->verdict != VERDICT_ACCEPT || row->changed || row->obstacle)
		draw_stopped(&w, row, rest);
	else
		draw_accepted(&w, row);
}
