/* SPDX-License-Identifier: MIT */
/* What of the reference a scenario is about: where its reader may read on. */
#ifndef EXPLAIN_TOPICS_H
#define EXPLAIN_TOPICS_H

#include "explain/reference.h"
#include "scenario/scenario.h"

struct topics {
	bool state[TCP_STATES];
	bool segment[SEGMENT_NAMES];
	const struct reference_sysctl **sysctls; /* but for those that the scenario sets */
	size_t n_sysctls;
};

/**
 * topics_find() - Find what a scenario is about
 * @topics:	Filled in; released by topics_free()
 *
 * States and segments: those that its faults and waits name, and those in which an end is expected to
 * be, or to stay. Sysctls: those that it asks for, and those that change how long such a stay is.
 */
void topics_find(struct topics *topics, const struct scenario *sc);

void topics_free(struct topics *topics);

#endif
