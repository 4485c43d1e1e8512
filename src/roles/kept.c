/* SPDX-License-Identifier: MIT */
/*
 * Tallies, and what comes after them. When a run ends, the injector and the probe are asked for theirs.
 * A segment that comes just after that is in none of them: what is told of it is kept back until the next
 * tally, which counts it. If there is none, the run had ended before it.
 */
#include <stdlib.h>

#include "base/util.h"
#include "roles/run.h"

/* Whether a message tells what a tally counts, or what came of it. */
static bool is_counted(const struct message *msg)
{
	if (msg->kind == MSG_CAPTURED)
		return true;
	if (msg->kind != MSG_EVENT)
		return false;
	switch (msg->event.kind) {
	case EVENT_SEGMENT:
	case EVENT_VERDICT:
	case EVENT_SIGHTING:
	case EVENT_ICMP:
		return true;
	default:
		return false;
	}
}

bool kept_is_tally(const struct message *msg)
{
	return msg->kind == MSG_EVENT &&
	       (msg->event.kind == EVENT_QUEUED || msg->event.kind == EVENT_CAPTURED);
}

bool kept_back(struct run *run, enum role role, const struct message *msg)
{
	struct kept *kept = &run->kept[role];

	if (!kept->tallied || !is_counted(msg))
		return false;
	*ARRAY_ADD(kept->items, kept->n) = *msg;
	return true;
}

bool kept_next(struct run *run, enum role role, struct message *msg)
{
	struct kept *kept = &run->kept[role];

	if (kept->taken == kept->n) {
		kept->n = kept->taken = 0;
		return false;
	}
	*msg = kept->items[kept->taken++];
	return true;
}

bool run_tallies_agree(const struct run *run)
{
	for_each_end(e) {
		const struct event_queued *q = &run->queued[e].queued;
		uint64_t out = run->captured[e].captured.out;
		uint64_t in = run->captured[other_end(e)].captured.in;

		if (out != q->queued + q->lost ||
		    in + q->undelivered != q->accepted + q->copies + q->forged)
			return false;
	}
	return true;
}

void kept_free(struct run *run)
{
	for (enum role r = 0; r < ROLES; r++)
		free(run->kept[r].items);
}
