/* SPDX-License-Identifier: MIT */
#include "roles/held.h"

#include <stdlib.h>

#include "base/util.h"

static bool sooner(const struct held_segment *a, const struct held_segment *b)
{
	if (a->due.ns != b->due.ns)
		return a->due.ns < b->due.ns;
	return a->number < b->number;
}

static void swap(struct held_segment *a, struct held_segment *b)
{
	struct held_segment t = *a;

	*a = *b;
	*b = t;
}

/* Let the segment at @i climb to where it belongs. */
static void climb(struct held *held, size_t i)
{
	while (i > 0 && sooner(&held->heap[i], &held->heap[(i - 1) / 2])) {
		swap(&held->heap[i], &held->heap[(i - 1) / 2]);
		i = (i - 1) / 2;
	}
}

void held_add(struct held *held, const struct held_segment *segment)
{
	size_t i = held->n++;

	if (held->n > held->room) {
		held->room = held->room ? 2 * held->room : 64;
		held->heap = xrealloc(held->heap, held->room, sizeof(*held->heap));
	}
	held->heap[i] = *segment;
	climb(held, i);
}

/* None becomes due later than it was, so those that climb pass none that was not yet asked. */
void held_come(struct held *held, held_awaited *awaited, const void *what, struct monotime now)
{
	for (size_t i = 0; i < held->n; i++) {
		struct held_segment *s = &held->heap[i];

		if (!s->awaits || !awaited(s, what))
			continue;
		s->awaits = false;
		s->due = monotime_min(s->due, now);
		climb(held, i);
	}
}

struct monotime held_next(const struct held *held)
{
	return held->n ? held->heap[0].due : MONOTIME_NEVER;
}

struct held_segment held_take(struct held *held)
{
	struct held_segment first = held->heap[0];
	size_t i = 0;

	held->heap[0] = held->heap[--held->n];
	for (;;) {
		size_t child = 2 * i + 1;

		if (child + 1 < held->n && sooner(&held->heap[child + 1], &held->heap[child]))
			child++;
		if (child >= held->n || !sooner(&held->heap[child], &held->heap[i]))
			return first;
		swap(&held->heap[child], &held->heap[i]);
		i = child;
	}
}

void held_free(struct held *held)
{
	free(held->heap);
	*held = (struct held){0};
}
