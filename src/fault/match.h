/* SPDX-License-Identifier: MIT */
/* The conditions of one rule, tried on one segment. Private to fault/. */
#ifndef FAULT_MATCH_H
#define FAULT_MATCH_H

#include "fault/rule.h"

/* A segment that is to be decided on. */
struct candidate {
	uint32_t number;
	enum end from;
	const struct segment_facts *facts;
	const struct end_states *states;
};

/* match_state_seen() - Whether the connection was seen in the state that a condition names. */
bool match_state_seen(const struct state_condition *cond, const struct end_states *states);

/**
 * match_uncounted() - Try all conditions but the ordinal
 * @m:		The rule's match
 * @c:		The segment
 * @over:	Whether the rule's "until" has been seen for the segment's connection
 *
 * Return: the first condition that does not hold, COND_ALL if none fails
 */
enum condition match_uncounted(const struct match *m, const struct candidate *c, bool over);

/* match_ordinal() - Whether a rule means the segment that it counts as the @index-th (from 1). */
bool match_ordinal(const struct match *m, uint32_t index);

#endif
