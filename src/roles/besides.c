/* SPDX-License-Identifier: MIT */
/*
 * What the injector puts on the wire besides the ends' own segments: copies, forged segments, ICMP
 * messages. They leave by packet sockets and never meet the queue. Each is recorded with a number of
 * the segments' counter, as if it had been queued and accepted, between photographs of both ends.
 *
 * It is done when the segment that a fault decided on has had its verdict: so a forged segment comes
 * behind it, but before anything that it makes its receiver send, for that waits in the queue.
 */
#include <string.h>

#include "base/util.h"
#include "fault/change.h"
#include "roles/injector.h"

/* Send a packet toward an end. Return: whether it can have arrived */
static bool send_toward(struct injector *in, enum end to, const void *packet, size_t len)
{
	uint64_t before = sent_to(in, to);
	int err = rawsock_send(&in->raw[to], packet, len);

	if (err < 0)
		role_lost(in->channel, LOSS_UNSETTLED, err);
	return !in->loses[to] || sent_to(in, to) != before;
}

/* Send a segment in an end's name, with a record of it; @segment lacks the number. */
static void send_segment(struct injector *in, enum end from, struct event_segment segment,
			 const void *packet, size_t len)
{
	struct held_segment s = {.number = ++in->number, .from = from, .facts = segment.facts};
	struct event ev = {.kind = EVENT_SEGMENT, .end = from, .at = in->now = monotime_now()};
	struct event verdict = {.kind = EVENT_VERDICT, .end = from};
	struct photo before[ENDS];
	struct end_states states;

	segment.number = s.number;
	ev.segment = segment;
	channel_put_event(in->channel, &ev);
	photograph(in, &s.facts, from, LOOK_BEFORE, s.number, &states, before);
	put_photos(in, before);
	verdict.at = monotime_now();
	verdict.verdict.segment = s.number;
	verdict.verdict.kind = VERDICT_ACCEPT;
	channel_put_event(in->channel, &verdict);
	if (send_toward(in, other_end(from), packet, len))
		note_delivered(in, from, &s.facts);
	else
		in->tally[from].undelivered++;
	photograph_after(in, &s, true, states.state[other_end(from)]);
}

/* ---- duplicate ----------------------------------------------------------------------------- */

void send_copy(struct injector *in, const struct held_segment *s)
{
	const struct event_segment copy = {
		.origin = ORIGIN_COPY,
		.of = s->copy->of,
		.facts = s->facts,
		.verdict = {.kind = VERDICT_ACCEPT, .fault = (int)s->copy->fault},
	};

	in->tally[s->from].copies++;
	send_segment(in, s->from, copy, s->copy->packet, s->copy->len);
	free(s->copy);
}

/* Copies that leave later count as held: the run waits for them. */
static void duplicate(struct injector *in, const struct decided *d)
{
	const struct fault *fault = &in->args->sc->faults[d->verdict->fault];
	struct monotime due = monotime_add(monotime_now(), fault->duplicate.after);

	for (uint32_t i = 0; i < fault->duplicate.copies; i++) {
		struct held_segment s = *d->s;

		s.copy = xalloc(1, sizeof(*s.copy) + d->seg->len);
		s.copy->fault = (uint32_t)d->verdict->fault;
		s.copy->of = s.number;
		s.copy->len = d->seg->len;
		memcpy(s.copy->packet, d->seg->packet, d->seg->len);
		if (fault->duplicate.after)
			hold(in, &s, due);
		else
			send_copy(in, &s);
	}
}

/* ---- inject, reply ------------------------------------------------------------------------- */

static struct addressing addressing_from(const struct decided *d, enum end as)
{
	const struct segment *seg = d->seg;

	if (as == d->s->from)
		return (struct addressing){seg->ip_version, seg->src, seg->dst, seg->src_port,
					   seg->dst_port};
	return (struct addressing){seg->ip_version, seg->dst, seg->src, seg->dst_port,
				   seg->src_port};
}

static void forge(struct injector *in, const struct decided *d, enum end as,
		  const struct segment_facts *answered)
{
	const struct forging forging = {
		.what = &in->args->sc->faults[d->verdict->fault].forge,
		.flow = d->flow,
		.as = as,
		.answered = answered,
		.addressing = addressing_from(d, as),
		.draw = d->verdict->draw,
	};
	struct event_segment forged = {
		.origin = ORIGIN_FORGED,
		.verdict = {.kind = VERDICT_ACCEPT, .fault = d->verdict->fault},
	};
	uint8_t packet[DRAFT_ROOM];
	struct draft draft = {.packet = packet, .room = sizeof(packet)};
	struct segment seg;

	fault_forge(&forging, &draft);
	draft_seal(&draft, &seg);
	flow_learn(d->flow, as, &seg);
	flow_describe(d->flow, as, &seg, &forged.facts);
	in->tally[as].forged++;
	send_segment(in, as, forged, packet, draft.len);
}

static void inject(struct injector *in, const struct decided *d)
{
	forge(in, d, other_end(in->args->sc->faults[d->verdict->fault].forge.toward), NULL);
}

static void reply(struct injector *in, const struct decided *d)
{
	forge(in, d, other_end(d->s->from), &d->s->facts);
}

/* ---- reject -------------------------------------------------------------------------------- */

static void reject(struct injector *in, const struct decided *d)
{
	const struct rejection *reject = &in->args->sc->faults[d->verdict->fault].reject;
	enum end to = d->s->from;
	struct ip_addr router = wire_address(to, d->seg->ip_version);
	struct event ev = {.kind = EVENT_ICMP, .end = to};
	/* the photographs of a segment that takes the same way */
	struct held_segment s = {.number = ++in->number, .from = other_end(to)};
	struct photo before[ENDS];
	struct end_states states;
	uint8_t packet[ICMP_ROOM];
	size_t len = icmp_about(packet, reject->kind, reject->mtu, d->seg, router.bytes);

	in->now = monotime_now();
	s.facts = d->s->facts;
	s.facts.src_port = d->s->facts.dst_port;
	s.facts.dst_port = d->s->facts.src_port;
	photograph(in, &s.facts, s.from, LOOK_BEFORE, s.number, &states, before);
	put_photos(in, before);
	ev.at = monotime_now();
	ev.icmp = (struct event_icmp){
		.number = s.number,
		.what = reject->kind,
		.about = d->s->number,
		.src_port = d->s->facts.src_port,
		.dst_port = d->s->facts.dst_port,
		.fault = (uint32_t)d->verdict->fault,
	};
	channel_put_event(in->channel, &ev);
	send_toward(in, to, packet, len);
	photograph_after(in, &s, true, states.state[to]);
}

static void (*const besides[VERBS])(struct injector *in, const struct decided *d) = {
	[VERB_DUPLICATE] = duplicate,
	[VERB_INJECT] = inject,
	[VERB_REPLY] = reply,
	[VERB_REJECT] = reject,
};

void send_besides(struct injector *in, const struct decided *d)
{
	enum verb verb;

	if (d->verdict->fault == NO_FAULT)
		return;
	verb = in->args->sc->faults[d->verdict->fault].verb;
	if (besides[verb])
		besides[verb](in, d);
}

void open_raw(struct injector *in, struct refusal *why)
{
	const struct scenario *sc = in->args->sc;
	bool needed = false;

	for (size_t i = 0; i < sc->n_faults; i++)
		needed |= besides[sc->faults[i].verb] != NULL;
	for_each_end(e)
		if (needed && !why->error)
			rawsock_open(&in->raw[e], end_name(e), end_mac[e], why);
}
