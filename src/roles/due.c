/* SPDX-License-Identifier: MIT */
#include "roles/due.h"

#include "base/util.h"

#define OVERDUE_FIRST (4 * NSEC_PER_MSEC)
#define BACK_OFF      4

/* The wheel's steps are an eighth of the time that a timer runs, or shorter (kernel/time/timer.c). */
#define WHEEL_STEPS 8

/*
 * How late to look first. Request sockets and those in TIME-WAIT are gone without a word; of all others
 * the timer sends something, or the kernel tells of their end.
 */
static nsec_t first_overdue(const struct sighting *seen)
{
	if (seen->state == TCPS_SYN_RECEIVED || seen->timer == TIMER_TIME_WAIT)
		return OVERDUE_FIRST;
	return MAX(OVERDUE_FIRST, (nsec_t)seen->expires_ms * NSEC_PER_MSEC / WHEEL_STEPS);
}

void due_plan(struct due *due, const struct sighting *seen, bool planned)
{
	struct monotime at = monotime_add(seen->answered, (nsec_t)seen->expires_ms * NSEC_PER_MSEC);

	if (seen->timer == TIMER_NONE) {
		*due = DUE_NEVER;
	} else if (seen->expires_ms > 0 || due->at.ns == MONOTIME_NEVER.ns) {
		due->at = at;
		due->overdue = first_overdue(seen);
		due->next_look = monotime_add(at, due->overdue);
	} else if (planned) {
		due->overdue *= BACK_OFF;
		due->next_look = monotime_add(due->next_look, due->overdue);
	}
}
