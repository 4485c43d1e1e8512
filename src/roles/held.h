/* SPDX-License-Identifier: MIT */
/* The segments that the injector holds, in a heap by their deadlines. Pure. */
#ifndef ROLES_HELD_H
#define ROLES_HELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/monotime.h"
#include "tcp/end.h"
#include "tcp/segment.h"

/* A copy of a segment that is still to be sent; whoever takes it out of the heap frees it. */
struct copy {
	uint32_t fault; /* whose copy it is */
	uint32_t of;	/* number of the original */
	size_t len;
	uint8_t packet[];
};

struct held_segment {
	struct monotime due; /* MONOTIME_NEVER: until what it awaits, or the run's end */
	int fault;	     /* what holds it; NO_FAULT when the run has ended */
	bool awaits;	     /* what its fault waits for; else it just goes on when due */
	uint32_t behind;     /* … so many segments, for a reorder */
	uint32_t id;	     /* the kernel's, for the verdict */
	uint32_t number;     /* the run's */
	enum end from;
	struct segment_facts facts;
	struct copy *copy; /* not with the kernel, but of our own; else NULL */
};

struct held {
	struct held_segment *heap;
	size_t n;
	size_t room;
};

/* held_add() - Hold a segment. Segments with the same deadline leave in the order of their numbers. */
void held_add(struct held *held, const struct held_segment *segment);

/* held_next() - When the next segment is due; MONOTIME_NEVER if none is. */
struct monotime held_next(const struct held *held);

/* held_take() - Take out the segment that is due first. There must be one. */
struct held_segment held_take(struct held *held);

/* Whether what a held segment awaits has come with @what; it may count. */
typedef bool held_awaited(struct held_segment *s, const void *what);

/**
 * held_come() - What held segments await may have come
 * @held:	Those that await something are asked, in no order
 * @awaited:	Asks
 * @what:	Passed to it
 * @now:	When those for which it has come are due from now on
 */
void held_come(struct held *held, held_awaited *awaited, const void *what, struct monotime now);

void held_free(struct held *held);

#endif
