/* SPDX-License-Identifier: MIT */
/* The rows of a ladder that wait to be drawn, in the order of their times. Private to report/. */
#ifndef REPORT_ROWS_H
#define REPORT_ROWS_H

#include "report/row.h"
#include "timeline/transition.h"

struct rows {
	FILE *out;
	struct style style;
	struct row *items;
	size_t n;
	struct row *held; /* drawn while held; to be drawn again when they go on */
	size_t n_held;
	uint32_t last_drawn; /* number of the segment in the last row drawn, or 0 */
	bool begun;	     /* a row has been drawn */
};

/**
 * rows_add() - Add a row
 *
 * Whatever comes, a segment that is still held is settled: it is drawn as held.
 *
 * Return: the row, valid until the next call
 */
struct row *rows_add(struct rows *rows, enum row_kind kind, struct monotime at, enum end end);

/* rows_find_segment() - The waiting row of a segment, the latest if there are two; or NULL. */
struct row *rows_find_segment(struct rows *rows, uint32_t number);

/* rows_take_held() - Copy and forget the row of a held segment. Return: false if none was drawn */
bool rows_take_held(struct rows *rows, uint32_t number, struct row *row);

/* rows_settle() - Settle all that wait. */
void rows_settle(struct rows *rows);

/* rows_draw() - Draw from the first on as many as are settled. */
void rows_draw(struct rows *rows);

/* rows_free() - Release what the rows hold. */
void rows_free(struct rows *rows);

/* row_add_state() - An end takes one more state in this row. */
void row_add_state(struct row *row, enum end end, enum tcp_state state, bool inferred);

/* ---- changes of state, in change.c ---------------------------------------------------------- */

/**
 * rows_add_change() - Show a transition: in its segment's row, or in one of its own
 * @sc:		The scenario, for the names of calls
 * @tr:		The transition
 * @passing:	The same sighting shows that the state was left again; so if the transition is
 *		inferred, this state is what nobody saw
 */
void rows_add_change(struct rows *rows, const struct scenario *sc, const struct transition *tr,
		     bool passing);

/* rows_adopt_changes() - Changes by a call that waited for this very segment move into its row. */
void rows_adopt_changes(struct rows *rows, struct row *segment);

/* rows_end_waiting() - Settle changes whose call has sent nothing for too long at @now. */
void rows_end_waiting(struct rows *rows, struct monotime now);

#endif
