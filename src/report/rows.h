/* SPDX-License-Identifier: MIT */
/*
 * The rows of a ladder that are being made, in the order of their times. Private to report/.
 *
 * The first of them is handed on when it is settled: nothing that happens can change it any more;
 * and when the clock has gone on by LINGER since: what was seen late has found its row by then.
 * Both depend on the events alone, so a ladder of a run that goes on is the ladder of its record.
 */
#ifndef REPORT_ROWS_H
#define REPORT_ROWS_H

#include "report/row.h"
#include "timeline/transition.h"

/* How long a settled row waits for what belongs to it. */
#define LINGER (5 * NSEC_PER_MSEC)

/* Takes a row that is complete. */
typedef void row_sink(void *arg, const struct row *row);

struct rows {
	row_sink *sink;
	void *arg;
	struct row *items;
	size_t n;
	struct row *held; /* handed on while held; to be shown again when they go on */
	size_t n_held;
	uint32_t last; /* number of the segment in the last row handed on, or 0 */
	bool begun;    /* a row has been handed on */
};

/**
 * rows_add() - Add a row
 *
 * Whatever comes, a segment that is still held is parked: it is shown as held, and once more when
 * it goes on. Calls that wait for a row move into this one, but for a segment's, which is to be filled
 * in before: rows_adopt_calls().
 *
 * Return: the row, valid until the next call
 */
struct row *rows_add(struct rows *rows, enum row_kind kind, struct monotime at, enum end end);

/* rows_find_segment() - The row of a segment that is not parked, the latest if there are two; or NULL. */
struct row *rows_find_segment(struct rows *rows, uint32_t number);

/* rows_take_held() - Copy and forget the row of a parked segment. Return: false if there is none */
bool rows_take_held(struct rows *rows, uint32_t number, struct row *row);

/* rows_settle_segments() - Settle the segments' rows: another segment comes. */
void rows_settle_segments(struct rows *rows);

/* rows_remove() - Remove a row. */
void rows_remove(struct rows *rows, struct row *row);

/* rows_time() - The clock has come to @now: settle what has waited too long, hand on what is old. */
void rows_time(struct rows *rows, struct monotime now);

/* rows_end() - Hand everything on, and release what the rows hold. */
void rows_end(struct rows *rows);

/* ---- calls, in calls.c ---------------------------------------------------------------------- */

/* rows_begin_call() - A step of an end's script begins. */
void rows_begin_call(struct rows *rows, const struct scenario *sc, const struct event *ev);

/*
 * rows_end_call() - … and returns, or is cut, if it is because its process was killed: shown where it
 * began, or in the row of the segment that ended it.
 */
void rows_end_call(struct rows *rows, const struct scenario *sc, const struct event *ev,
		   bool killed);

/**
 * rows_adopt_calls() - Calls that have waited for a row move into this one, which comes after them
 *
 * Return: where the row is now
 */
struct row *rows_adopt_calls(struct rows *rows, struct row *row);

/* row_take_calls() - Add another row's calls to those of this one. Return: whether there is room */
bool row_take_calls(struct row *row, const struct row *other);

/* ---- changes of state, in change.c ---------------------------------------------------------- */

/**
 * rows_add_change() - Show a transition: in its segment's row, or in one of its own
 * @sc:		The scenario, for the names of calls
 * @tr:		The transition
 * @number:	Which one, from 1 in the order found
 * @timer:	The timer that went off then, or NULL
 * @passing:	The same sighting shows that the state was left again; so if the transition is
 *		inferred, this state is what nobody saw
 */
void rows_add_change(struct rows *rows, const struct scenario *sc, const struct transition *tr,
		     size_t number, const struct timer_run *timer, bool passing);

/* rows_adopt_changes() - Changes by a call that waited for this very segment move into its row. */
void rows_adopt_changes(struct rows *rows, struct row *segment);

#endif
