/* SPDX-License-Identifier: MIT */
#include "roles/injector.h"

void report_faults(struct injector *in)
{
	for (size_t i = 0; i < in->args->sc->n_faults; i++) {
		struct event ev = {.kind = EVENT_FAULT, .at = monotime_now()};

		if (in->args->sc->faults[i].disabled)
			continue;
		ev.fault.fault = i;
		ev.fault.fired = in->rules.state[i].fired;
		ev.fault.miss = in->rules.state[i].miss;
		channel_put_event(in->channel, &ev);
	}
}

static void count_held(struct injector *in)
{
	for_each_end(e)
		in->tally[e].held = 0;
	for (size_t i = 0; i < in->held.n; i++)
		in->tally[in->held.heap[i].from].held += !in->held.heap[i].copy;
}

void report_tallies(struct injector *in)
{
	uint64_t lost = 0;
	int err = in->stopped ? nfqueue_lost(&in->queue, &lost) : 0; /* a file is read for that */

	count_held(in);
	if (err < 0 || lost)
		role_lost(in->channel, LOSS_QUEUE_OVERRUN, err);
	for_each_end(e) {
		struct event ev = {.kind = EVENT_QUEUED, .end = e, .at = monotime_now()};

		ev.queued = in->tally[e];
		/* The kernel's counters do not tell directions apart. */
		ev.queued.lost = e == CLIENT ? lost : 0;
		channel_put_event(in->channel, &ev);
	}
}
