/* SPDX-License-Identifier: MIT */
/* From a timeline's events, in order, to the rows of its ladder: while a run goes on, or afterwards. */
#ifndef REPORT_ROWMAKER_H
#define REPORT_ROWMAKER_H

#include "report/row.h"
#include "timeline/timeline.h"

struct rowmaker;

/**
 * rowmaker_new() - Begin
 * @sc:		The scenario; must outlive the rowmaker
 * @sink:	Given each row when it is complete, in the order in which they are to be read; a row
 *		and the names in it are valid until it returns, or as long as @sc
 * @arg:	Its first argument
 */
struct rowmaker *rowmaker_new(const struct scenario *sc,
			      void (*sink)(void *arg, const struct row *row), void *arg);

/* rowmaker_event() - The timeline's next event. */
void rowmaker_event(struct rowmaker *maker, const struct event *ev, size_t record);

/* rowmaker_time() - Nothing before @now is still to come: rows may be complete by that alone. */
void rowmaker_time(struct rowmaker *maker, struct monotime now);

/* rowmaker_timer() - Of an end's timers, the one that is due first; NULL if none runs. */
const struct timer_run *rowmaker_timer(const struct rowmaker *maker, enum end end);

/* rowmaker_free() - Hand on what still waits, and release the rowmaker. */
void rowmaker_free(struct rowmaker *maker);

#endif
