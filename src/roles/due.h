/* SPDX-License-Identifier: MIT */
/*
 * When the probe looks at a socket because of its timer.
 *
 * The kernel's timer wheel fires late, the later the longer the timer is, and a due time of 0 says
 * nothing about when: so the first look comes 4 ms after the due time, and each further one four times
 * as long after the one before it as that was: 4, 20, 84, 340 ms … Where the timer's work shows by
 * itself, as a segment or as the socket's end, the first look comes when the wheel should be through
 * with it.
 */
#ifndef ROLES_DUE_H
#define ROLES_DUE_H

#include "tcp/sighting.h"

struct due {
	struct monotime at;	   /* when the timer is due; MONOTIME_NEVER if none runs */
	struct monotime next_look; /* MONOTIME_NEVER: none */
	nsec_t overdue;		   /* how late the next look is after @at */
};

/* No timer runs. */
#define DUE_NEVER                                                 \
	(struct due)                                              \
	{                                                         \
		.at = MONOTIME_NEVER, .next_look = MONOTIME_NEVER \
	}

/**
 * due_plan() - Plan the next look
 * @due:	What was planned so far
 * @seen:	What a look has shown
 * @planned:	It was the look that was planned
 */
void due_plan(struct due *due, const struct sighting *seen, bool planned);

#endif
