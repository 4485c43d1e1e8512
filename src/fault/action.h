/* SPDX-License-Identifier: MIT */
/* What a rule does with a segment that it takes. Private to fault/. */
#ifndef FAULT_ACTION_H
#define FAULT_ACTION_H

#include "fault/rule.h"

/**
 * action_verdict() - What a fault decides
 * @rules:	The rules
 * @i:		The fault's index
 * @c:		The segment
 * @matched:	Which one it is of those that the rule counts, from 1
 *
 * The rule's state moves on where the verb has one.
 */
struct verdict action_verdict(struct rules *rules, size_t i, const struct candidate *c,
			      uint32_t matched);

/* ---- timing.c: how long a segment is held */

/* timing_delay() - By "delay", with its jitter; @drawn is the segment's. */
nsec_t timing_delay(const struct fault *fault, uint64_t drawn);

/**
 * timing_rate() - By "rate"
 * @busy:	Until when the direction is taken up; moved on
 */
nsec_t timing_rate(const struct fault *fault, const struct candidate *c, nsec_t *busy);

/* timing_hold() - By "hold": HOLD_AWAITS, a time, or 0 if its release has @come with this segment. */
nsec_t timing_hold(const struct fault *fault, const struct candidate *c, bool come);

#endif
