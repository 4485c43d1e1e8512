/* SPDX-License-Identifier: MIT */
/* The words of a ladder, all in one place. Private to report/. */
#ifndef REPORT_PHRASE_H
#define REPORT_PHRASE_H

#include "report/row.h"
#include "timeline/transition.h"

/* phrase_change() - What a change that no row explains comes from, and when it can have been. */
void phrase_change(char words[ROW_WORDS], const struct scenario *sc, const struct transition *tr);

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
