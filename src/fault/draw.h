/* SPDX-License-Identifier: MIT */
/*
 * Randomness: a hash of the seed and of what is drawn for, so that scheduling never changes a
 * choice. Private to fault/.
 */
#ifndef FAULT_DRAW_H
#define FAULT_DRAW_H

#include "fault/rule.h"

/* What a draw is for: draws for different things have nothing to do with each other. */
enum draw_for { DRAW_VERB, DRAW_PROBABILITY };

/*
 * draw_mix() - One number from another, by the finalizer of splitmix64: every bit of the result
 *		depends on every bit of @x
 */
uint64_t draw_mix(uint64_t x);

/**
 * draw() - 64 random bits
 * @seed:	Of the run
 * @fault:	The fault's index
 * @c:		The segment, for its connection and direction
 * @count:	Which draw it is of those
 */
uint64_t draw(uint64_t seed, size_t fault, enum draw_for what, const struct candidate *c,
	      uint32_t count);

#endif
