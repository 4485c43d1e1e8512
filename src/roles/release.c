/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "base/util.h"
#include "roles/injector.h"

static void remember(struct injector *in, struct recent recent)
{
	in->recent[in->recent_n++ % RECENT] = recent;
}

uint64_t sent_to(struct injector *in, enum end end)
{
	uint64_t sent = 0;
	int err = in->loses[end] ? rtnl_sent(&in->rtnl, end_name(end), &sent) : 0;

	if (err < 0)
		role_lost(in->channel, LOSS_UNSETTLED, err);
	return sent;
}

void note_delivered(struct injector *in, enum end from, const struct segment_facts *facts)
{
	bool client = from == CLIENT;
	struct flow *flow = flows_find(&in->flows, client ? facts->src_port : facts->dst_port,
				       client ? facts->dst_port : facts->src_port);

	if (flow && flow->connection == facts->connection)
		flow_delivered(flow, from, facts);
}

static int tell_kernel(struct injector *in, uint32_t id, bool accept, const struct change *change)
{
	if (change)
		return nfqueue_verdict_changed(&in->queue, id, change->packet, change->len);
	return nfqueue_verdict(&in->queue, id, accept);
}

void give_verdict(struct injector *in, const struct held_segment *queued, enum verdict_kind kind,
		  enum tcp_state receiver_before, const struct change *change)
{
	bool accept = kind == VERDICT_ACCEPT;
	bool changed = change && change->obstacle == OBSTACLE_NONE;
	struct held_segment s = *queued;
	struct event ev = {.kind = EVENT_VERDICT, .end = s.from};
	enum end to = other_end(s.from);
	struct recent recent = {.id = s.id, .from = s.from, .accepted = accept};
	uint64_t sent = sent_to(in, to);
	int err;

	if (changed)
		s.facts = ev.verdict.facts = change->facts;
	ev.verdict.segment = s.number;
	ev.verdict.kind = kind;
	ev.verdict.changed = changed;
	ev.verdict.obstacle = change ? change->obstacle : OBSTACLE_NONE;
	ev.at = in->now; /* the decision took a moment since the last photograph */
	err = tell_kernel(in, s.id, accept, changed ? change : NULL);
	recent.undelivered = accept && in->loses[to] && sent_to(in, to) == sent;
	ev.verdict.undelivered = recent.undelivered;
	channel_put_event(in->channel, &ev);
	if (err < 0)
		role_lost(in->channel, LOSS_QUEUE_OVERRUN, err);
	if (accept)
		in->tally[s.from].accepted++;
	else
		in->tally[s.from].dropped++;
	in->tally[s.from].undelivered += recent.undelivered;
	if (accept && !recent.undelivered && (!changed || change->checksum_ok))
		note_delivered(in, s.from, &s.facts);
	remember(in, recent);
	if (accept)
		await_passed(in, &s, ev.at);
	photograph_after(in, &s, accept, receiver_before);
}

void hold(struct injector *in, struct held_segment *s, struct monotime due)
{
	s->due = due;
	held_add(&in->held, s);
	if (!in->stopped)
		timer_arm(&in->timer, held_next(&in->held));
}

void release_due(struct injector *in)
{
	while (!in->stopped && in->held.n &&
	       held_next(&in->held).ns <= (in->now = monotime_now()).ns) {
		struct held_segment s = held_take(&in->held);
		struct photo before[ENDS];
		struct end_states states;

		if (s.copy) {
			send_copy(in, &s);
			channel_flush(in->channel);
			continue;
		}
		photograph(in, &s.facts, s.from, LOOK_BEFORE, s.number, &states, before);
		put_photos(in, before);
		give_verdict(in, &s, VERDICT_ACCEPT, states.state[other_end(s.from)], NULL);
		channel_flush(in->channel);
	}
	timer_arm(&in->timer, in->stopped ? MONOTIME_NEVER : held_next(&in->held));
}

void note_flushed(struct injector *in, uint32_t id)
{
	for (unsigned int i = 0; i < MIN(in->recent_n, RECENT); i++) {
		struct recent *r = &in->recent[i];

		if (r->id != id)
			continue;
		if (r->accepted)
			in->tally[r->from].accepted--;
		else
			in->tally[r->from].dropped--;
		in->tally[r->from].undelivered -= r->undelivered;
		in->tally[r->from].flushed++;
		return;
	}
	role_lost(in->channel, LOSS_QUEUE_OVERRUN, ENOENT);
}
