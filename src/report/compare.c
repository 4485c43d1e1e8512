/* SPDX-License-Identifier: MIT */
/*
 * The table has a column of times a place, and behind them what happened:
 *
 *	real 6.18.44       6.1.192   what differs
 *	     2.036 s       3.040 s * client SYN (2nd retx)  seq 0  ╳ lose-syn
 *	     3.056 s             –   client SYN (3rd retx)  seq 0  ╳ lose-syn
 */
#include "report/compare.h"

#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/align.h"
#include "report/canvas.h"
#include "report/item.h"
#include "report/text.h"
#include "report/times.h"

/* A place's column is at least as wide as a time; three cells with a mark follow it. */
#define TIME_WIDTH 11 /* "10800.000 s" */

/* What the names of all places may take together. */
#define NAMES_WIDTH 48

/* Columns that the items have at least, however many places there are. */
#define ITEM_WIDTH 40

struct side_by_side {
	FILE *out;
	const struct scenario *sc;
	const struct compared *runs;
	struct style style;
	struct alignment al;
};

static bool row_differs(const struct alignment *al, size_t row)
{
	for (size_t run = 0; run < al->n; run++) {
		if (!alignment_cell(al, row, run) || !times_agree(al, row, run))
			return true;
	}
	return false;
}

static int place_width(const struct side_by_side *c, size_t run)
{
	int width = text_columns(c->runs[run].label);

	return MAX(TIME_WIDTH, MIN(width, NAMES_WIDTH / (int)c->al.n));
}

static void print_painted(const struct side_by_side *c, enum paint paint, int width,
			  const char *text)
{
	fprintf(c->out, "%*s%s%s%s", MAX(width - text_columns(text), 0), "",
		c->style.colour ? paint_begin(paint) : "", text,
		c->style.colour ? paint_end(paint) : "");
}

static void print_cell(const struct side_by_side *c, size_t row, size_t run)
{
	const struct item *item = alignment_cell(&c->al, row, run);
	bool agrees = times_agree(&c->al, row, run);
	enum paint paint = !item ? PAINT_DROPPED : agrees ? PAINT_PLAIN : PAINT_HELD;
	char time[32] = "–";

	if (item)
		snprintf(time, sizeof(time), "%.3f s", (double)item->at.ns / NSEC_PER_SEC);
	else if (c->style.ascii)
		strcpy(time, "-");
	print_painted(c, paint, place_width(c, run), time);
	fputs(agrees ? "   " : " * ", c->out);
}

static void print_row(const struct side_by_side *c, size_t row)
{
	char text[ITEM_TEXT];
	int room = CANVAS_USUAL;

	for (size_t run = 0; run < c->al.n; run++) {
		print_cell(c, row, run);
		room -= place_width(c, run) + 3;
	}
	item_text(c->sc, alignment_item(&c->al, row), MAX(room, ITEM_WIDTH), c->style.ascii, text);
	fprintf(c->out, "%s\n", text);
}

/* The places' names; one that is cut off stands in full below the table. */
static void print_heading(const struct side_by_side *c)
{
	for (size_t run = 0; run < c->al.n; run++) {
		int width = place_width(c, run);
		char *label = xasprintf("%s", c->runs[run].label);

		text_cut(label, width);
		print_painted(c, PAINT_DIM, width, label);
		fputs("   ", c->out);
		free(label);
	}
	print_painted(c, PAINT_DIM, 0, _("what differs"));
	fputc('\n', c->out);
}

static void print_table(const struct side_by_side *c)
{
	bool marked = false;

	print_heading(c);
	for (size_t row = 0; row < c->al.table.n; row++) {
		if (!row_differs(&c->al, row))
			continue;
		print_row(c, row);
		for (size_t run = 0; run < c->al.n; run++)
			marked |= !times_agree(&c->al, row, run);
	}
	if (marked)
		fprintf(c->out, "* %s\n", _(times_difference_text));
	fputc('\n', c->out);
}

/* ---- in numbers ------------------------------------------------------------------------------ */

/* "6 segments, 2 transitions" */
static void print_amounts(const struct side_by_side *c, size_t run)
{
	const struct item_list *list = c->al.runs[run].list;
	size_t n[ITEM_KINDS] = {0};

	for (size_t i = 0; i < ITEM_LISTS; i++)
		n[i / ENDS] += list[i].n;
	fprintf(c->out, P_("%zu segment", "%zu segments", n[ITEM_SEGMENT]), n[ITEM_SEGMENT]);
	fprintf(c->out, P_(", %zu transition", ", %zu transitions", n[ITEM_TRANSITION]),
		n[ITEM_TRANSITION]);
	if (n[ITEM_CALL])
		fprintf(c->out,
			P_(", %zu call failed or cut", ", %zu calls failed or cut", n[ITEM_CALL]),
			n[ITEM_CALL]);
}

/* How many of a run's segments are called what @item is called. */
static size_t count_titles(const struct side_by_side *c, size_t run, const struct item *item)
{
	const struct item_list *list = &c->al.runs[run].list[ITEM_SEGMENT * ENDS + item->end];
	char title[SEGMENT_TITLE], other[SEGMENT_TITLE];
	size_t n = 0;

	segment_facts_title(&item->segment.facts, title);
	for (size_t i = 0; i < list->n; i++)
		n += !strcmp(segment_facts_title(&list->items[i].segment.facts, other), title);
	return n;
}

/* Whether only one of the first run and this one has a row, and it is a segment's. */
static bool segment_unpaired(const struct side_by_side *c, size_t row, size_t run)
{
	return alignment_item(&c->al, row)->kind == ITEM_SEGMENT &&
	       !alignment_cell(&c->al, row, run) != !alignment_cell(&c->al, row, 0);
}

/* Whether such a row before this one has a segment of the same sender and title. */
static bool title_told(const struct side_by_side *c, size_t row, size_t run)
{
	const struct item *item = alignment_item(&c->al, row);
	char title[SEGMENT_TITLE], other[SEGMENT_TITLE];

	segment_facts_title(&item->segment.facts, title);
	for (size_t i = 0; i < row; i++) {
		const struct item *before = alignment_item(&c->al, i);

		if (segment_unpaired(c, i, run) && before->end == item->end &&
		    !strcmp(segment_facts_title(&before->segment.facts, other), title))
			return true;
	}
	return false;
}

/* "3 SYN from client instead of 6" */
static void print_titles(const struct side_by_side *c, size_t run)
{
	for (size_t row = 0; row < c->al.table.n; row++) {
		const struct item *item = alignment_item(&c->al, row);
		size_t here, there;
		char title[SEGMENT_TITLE];

		if (!segment_unpaired(c, row, run) || title_told(c, row, run))
			continue;
		here = count_titles(c, run, item);
		there = count_titles(c, 0, item);
		if (here != there)
			fprintf(c->out, _("  %zu %s from %s instead of %zu\n"), here,
				segment_facts_title(&item->segment.facts, title),
				_(end_name(item->end)), there);
	}
}

static void print_summary(const struct side_by_side *c, size_t run)
{
	size_t missing = 0, additional = 0, apart = 0;

	for (size_t row = 0; row < c->al.table.n; row++) {
		bool here = alignment_cell(&c->al, row, run);
		bool there = alignment_cell(&c->al, row, 0);

		missing += there && !here;
		additional += here && !there;
		apart += !times_agree(&c->al, row, run);
	}
	fprintf(c->out, _("%s: "), c->runs[run].label);
	print_amounts(c, run);
	fputc('\n', c->out);
	if (!run)
		return;
	fprintf(c->out, _("  %zu missing, %zu additional, %zu at another time\n"), missing,
		additional, apart);
	print_titles(c, run);
}

static void print_agreement(const struct side_by_side *c)
{
	nsec_t largest = times_largest_difference(&c->al);
	char text[NSEC_TEXT];

	fputs(_("no difference: "), c->out);
	print_amounts(c, 0);
	for (size_t run = 0; run < c->al.n; run++)
		fprintf(c->out, "%s%s", run ? ", " : "\n  ", c->runs[run].label);
	fprintf(c->out, _("; largest difference in time %s\n"), nsec_format(text, largest));
}

bool compare_print(FILE *out, const struct scenario *sc, const struct compared *runs, size_t n,
		   struct style style)
{
	struct side_by_side c = {.out = out, .sc = sc, .runs = runs, .style = style};
	const struct run_header *header = &runs[0].tl->header;
	bool differ = false;

	align(&c.al, runs, n);
	for (size_t row = 0; row < c.al.table.n && !differ; row++)
		differ = row_differs(&c.al, row);
	if (differ || !style.quiet)
		fprintf(out, _("%s IPv%u: "), header->scenario, header->ip_version);
	if (differ) {
		fputs(_("different\n\n"), out);
		print_table(&c);
		for (size_t run = 0; run < n; run++)
			print_summary(&c, run);
	} else if (!style.quiet) {
		print_agreement(&c);
	}
	fflush(out);
	alignment_free(&c.al);
	return !differ;
}
