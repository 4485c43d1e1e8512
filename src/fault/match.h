/* SPDX-License-Identifier: MIT */
/* The conditions of one rule, tried on one segment. Private to fault/. */
#ifndef FAULT_MATCH_H
#define FAULT_MATCH_H

#include "fault/rule.h"

/* match_look() - Take notice of what a segment shows: whether the rule is over, or its time begun. */
void match_look(const struct match *m, const struct candidate *c, struct rule_connection *rc);

/**
 * match_fixed() - Try the conditions that depend on no count
 *
 * These are all up to COND_RETRANSMISSION.
 *
 * Return: the first condition that does not hold, COND_ALL if none fails
 */
enum condition match_fixed(const struct match *m, const struct candidate *c,
			   const struct rule_connection *rc);

/* match_ordinal() - Whether a rule means the segment that it counts as the @index-th (from 1). */
bool match_ordinal(const struct match *m, uint32_t index);

/**
 * match_miss() - What was found where a condition failed
 * @index:	Which one the segment was of those that the rule counts (COND_ORDINAL)
 */
struct near_miss match_miss(const struct match *m, const struct candidate *c,
			    const struct rule_connection *rc, enum condition failed,
			    uint32_t index);

#endif
