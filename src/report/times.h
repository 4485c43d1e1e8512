/* SPDX-License-Identifier: MIT */
/*
 * Whether what happened in two runs happened at the same time in both. Private to report/.
 *
 * A timer that runs out twice in a run is late twice if it is late each time; and what follows at
 * once upon something late is not late for that. So a time is compared as the duration since the
 * row before: before in the table, or the same end's. As ends may come to the same instant in
 * different ways, the time since the run began may agree instead. The tolerance is in any case
 * that of the duration since the row before, the timer's that ran: hours that have passed before
 * hide nothing.
 */
#ifndef REPORT_TIMES_H
#define REPORT_TIMES_H

#include "report/align.h"

/* The tolerance in words, to be translated: what it means if times do not agree. */
extern const char times_difference_text[];

/**
 * times_agree() - Whether a run's item stands at the same time as that of the first run that has it
 *
 * Return: true, too, if the run does not have it, or is that first one
 */
bool times_agree(const struct alignment *al, size_t row, size_t run);

/**
 * times_largest_difference() - How far the times since the beginning are apart at most
 *
 * What was seen only between two looks counts as far as the intervals don't meet.
 */
nsec_t times_largest_difference(const struct alignment *al);

#endif
