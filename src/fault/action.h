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
 */
struct verdict action_verdict(const struct rules *rules, size_t i, const struct candidate *c,
			      uint32_t matched);

#endif
