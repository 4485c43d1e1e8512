/* SPDX-License-Identifier: MIT */
/* The near miss of a fault that never fired, in words. */
#ifndef JUDGE_NEAR_MISS_H
#define JUDGE_NEAR_MISS_H

#include "judge/hearing.h"

/**
 * near_miss_text() - What was seen instead of the fault
 * @sc:		The scenario, for the names of faults
 * @fault:	The fault
 * @miss:	Its near miss
 * @segment:	The record of the near miss's segment, NULL if there is none
 *
 * Return: a sentence that the caller frees
 */
char *near_miss_text(const struct scenario *sc, const struct fault *fault,
		     const struct near_miss *miss, const struct event *segment);

#endif
