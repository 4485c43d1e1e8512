/* SPDX-License-Identifier: MIT */
/* Faults that begin, and may end: partition and forget. Private to fault/. */
#ifndef FAULT_ONSET_H
#define FAULT_ONSET_H

#include "fault/rule.h"

enum onset {
	ONSET_AWAITED, /* whatever the rule's match means begins it */
	ONSET_ON,      /* every segment is taken */
	ONSET_OFF,     /* none is */
};

/* onset_now() - Where a fault is at a moment; one of another verb always awaits its match. */
enum onset onset_now(const struct fault *fault, const struct rule_state *state, nsec_t now);

/* onset_taken() - The fault has taken a segment: if it is one that begins, it has begun. */
void onset_taken(const struct fault *fault, struct rule_state *state, nsec_t now);

#endif
