/* SPDX-License-Identifier: MIT */
/* The words of a ladder, all in one place. Private to report/ and quiz/. */
#ifndef REPORT_PHRASE_H
#define REPORT_PHRASE_H

#include "report/row.h"
#include "timeline/timers.h"
#include "timeline/transition.h"

/**
 * phrase_change() - What a change that no row explains comes from, and when it can have been
 * @words:	Filled in
 * @sc:		The scenario, for the names of calls
 * @tr:		The change
 * @timer:	The timer that went off then, or NULL
 */
void phrase_change(char words[ROW_WORDS], const struct scenario *sc, const struct transition *tr,
		   const struct timer_run *timer);

/* Room for a timer's name and length. */
#define TIMER_TEXT 96

/* phrase_timer() - "SYN-ACK timer 2 s" */
void phrase_timer(char text[TIMER_TEXT], const struct timer_run *timer);

/* phrase_timer_short() - "timer 2 s", where the segment that the timer sent says which it is. */
void phrase_timer_short(char text[TIMER_TEXT], const struct timer_run *timer);

/* phrase_timer_name() - "SYN-ACK timer" */
const char *phrase_timer_name(const struct timer_run *timer);

/* phrase_step() - What a step did to an end as a machine, or to its process; NULL: no such step. */
const char *phrase_step(enum step_kind kind);

/**
 * phrase_stop() - What stopped a segment on its way, or changed it, but for what it was changed to
 *
 * "lose-ack", "200.0 ms slow", "amnesia (the wire)"
 */
void phrase_stop(char words[ROW_WORDS], const struct row *row);

/**
 * phrase_rewritten() - What a segment was changed to, "ack 1 → -999, window 502 → 0", or why not
 * @arrow:	Between old and new
 *
 * Empty where no field shows it.
 */
void phrase_rewritten(char words[ROW_WORDS], const struct row *row, const char *arrow);

#endif
