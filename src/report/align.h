/* SPDX-License-Identifier: MIT */
/*
 * What the ladders of several runs show, item by item, and which item of one run is which of
 * another. Private to report/.
 */
#ifndef REPORT_ALIGN_H
#define REPORT_ALIGN_H

#include "report/compare.h"
#include "timeline/transition.h"

enum item_kind {
	ITEM_SEGMENT,
	ITEM_TRANSITION,
	ITEM_CALL, /* that failed, or was cut */
};

#define ITEM_KINDS 3

struct item {
	enum item_kind kind;
	enum end end;		  /* who sent it, whose state it is, who called */
	uint32_t connection;	  /* not of calls */
	struct monotime earliest; /* before @at if it was seen only by looking */
	struct monotime at;
	union {
		struct event_segment segment;
		struct transition transition;
		struct event_call call;
	};
};

/* An end's items of one kind, in the order of their times. */
struct item_list {
	struct item *items;
	size_t n;
};

#define ITEM_LISTS (ITEM_KINDS * ENDS)

/* All items of a run. */
struct run_items {
	struct item_list list[ITEM_LISTS];
};

/* Rows of one item each, with a column a run. */
struct item_table {
	size_t columns;
	const struct item **cells; /* row by row; NULL where a run does not have the item */
	size_t n;		   /* rows */
};

struct alignment {
	struct run_items *runs;
	size_t n;
	struct item_table table;
};

/**
 * align() - Find out which item of one run is which of the others
 * @al:		Filled in; released by alignment_free()
 * @runs:	The runs
 * @n:		How many there are
 *
 * Each end's items of one kind are a sequence of their own. A run after the other is joined to the
 * table along a longest common subsequence.
 */
void align(struct alignment *al, const struct compared *runs, size_t n);

/* alignment_cell() - A run's item in a row; NULL if it has none. */
const struct item *alignment_cell(const struct alignment *al, size_t row, size_t run);

/* alignment_item() - A row's item, of the first run that has it. */
const struct item *alignment_item(const struct alignment *al, size_t row);

void alignment_free(struct alignment *al);

#endif
