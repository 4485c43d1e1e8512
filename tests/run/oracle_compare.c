/* SPDX-License-Identifier: MIT */
#include "oracle_compare.h"

#include "base/util.h"
#include "oracle_known.h"

/* No connection of the timeline. 0 is the listener. */
#define NO_CONNECTION UINT32_MAX

/* ---- lanes: one end of one connection, or a listener --------------------------------------- */

struct lane {
	uint32_t connection;
	enum end end;
	const struct trace_event **kernel;
	size_t n_kernel;
	const struct transition **timeline;
	size_t n_timeline;
	/* How far they have been compared. */
	size_t k;
	size_t t;
	enum body body;
	const struct transition *last;
	FILE *out;
};

/* Who opened a connection and its ports, by its first segment. */
struct opening {
	enum end opener;
	uint16_t port[ENDS];
};

/* Return: whether the timeline has such a connection */
static bool find_opening(const struct timeline *tl, uint32_t connection, struct opening *found)
{
	for (size_t i = 0; i < tl->n; i++) {
		const struct event *ev = &tl->events[i];

		if (ev->kind != EVENT_SEGMENT || ev->segment.facts.connection != connection)
			continue;
		found->opener = ev->end;
		found->port[ev->end] = ev->segment.facts.src_port;
		found->port[other_end(ev->end)] = ev->segment.facts.dst_port;
		return true;
	}
	return false;
}

/* The connection that an end's n-th connect() (from 0) opened. */
static uint32_t nth_opened(const struct timeline *tl, enum end end, size_t n)
{
	struct opening o;

	for (uint32_t c = 1; find_opening(tl, c, &o); c++)
		if (o.opener == end && n-- == 0)
			return c;
	return NO_CONNECTION;
}

static uint32_t connection_with(const struct timeline *tl, const struct trace_event *ev)
{
	struct opening o;

	for (uint32_t c = 1; find_opening(tl, c, &o); c++)
		if (o.port[ev->end] == ev->port && o.port[other_end(ev->end)] == ev->peer_port)
			return c;
	return NO_CONNECTION;
}

/* The connection that a trace event is about. An end's connects without a port come in order. */
static uint32_t connection_of(const struct oracle_run *run, size_t index)
{
	const struct trace_event *ev = &run->trace[index];
	size_t earlier = 0;

	if (!ev->peer_port)
		return 0;
	if (ev->port)
		return connection_with(run->tl, ev);
	for (size_t i = 0; i < index; i++)
		earlier += run->trace[i].end == ev->end && !run->trace[i].port;
	return nth_opened(run->tl, ev->end, earlier);
}

/* When the record was closed. What tear-down does is not part of it. */
static struct monotime record_end(const struct timeline *tl)
{
	return timeline_complete(tl) ? tl->events[tl->n - 1].at : MONOTIME_NEVER;
}

static struct lane lane_new(const struct oracle_run *run, uint32_t connection, enum end end,
			    bool states, FILE *out)
{
	struct lane lane = {.connection = connection, .end = end, .out = out};
	struct monotime last = record_end(run->tl);

	for (size_t i = 0; i < run->n_trace; i++) {
		const struct trace_event *ev = &run->trace[i];

		if (ev->end == end && (ev->kind == TRACE_STATE) == states &&
		    !monotime_before(last, ev->at) && connection_of(run, i) == connection)
			*ARRAY_ADD(lane.kernel, lane.n_kernel) = ev;
	}
	for (size_t i = 0; states && i < run->n_transitions; i++)
		if (run->transitions[i].end == end && run->transitions[i].connection == connection)
			*ARRAY_ADD(lane.timeline, lane.n_timeline) = &run->transitions[i];
	return lane;
}

static void lane_free(struct lane *lane)
{
	free(lane->kernel);
	free(lane->timeline);
}

static void tell_where(const struct lane *lane)
{
	if (lane->connection)
		fprintf(lane->out, "connection %u at the %s: ", lane->connection,
			end_name(lane->end));
	else
		fprintf(lane->out, "listener of the %s: ", end_name(lane->end));
}

/* ---- states -------------------------------------------------------------------------------- */

static bool is_move(const struct move *mv, enum tcp_state from, enum tcp_state to)
{
	return mv->from == from && mv->to == to;
}

static bool within(const struct transition *tr, const struct trace_event *ev)
{
	bool born = ev->from == TCPS_LISTEN && ev->to == TCPS_SYN_RECEIVED;
	nsec_t early = born ? TABLE_TOLERANCE : TRACE_TOLERANCE;
	nsec_t late = ev->to == TCPS_CLOSED ? TABLE_TOLERANCE : TRACE_TOLERANCE;

	return ev->at.ns >= tr->earliest.ns - early && ev->at.ns <= tr->latest.ns + late;
}

/* The kernel and the timeline say the same of a socket. */
static bool take_same(struct lane *lane)
{
	const struct trace_event *ev;
	const struct transition *tr;

	if (lane->k == lane->n_kernel || lane->t == lane->n_timeline)
		return false;
	ev = lane->kernel[lane->k];
	tr = lane->timeline[lane->t];
	if (lane->body != BODY_NONE && lane->body != BODY_FULL)
		return false;
	if (ev->from != tr->from || ev->to != tr->to || !within(tr, ev))
		return false;
	lane->k++;
	lane->t++;
	lane->last = tr;
	lane->body = ev->to == TCPS_CLOSED ? BODY_NONE : BODY_FULL;
	return true;
}

/* Whether what comes next is that difference. Its changes happen in the transition's interval; if
 * it is not in the timeline, in the interval of the transition before it. */
static bool is_difference(const struct lane *lane, const struct difference *d)
{
	const struct transition *tr = lane->last;

	if (lane->body != d->before || lane->n_kernel - lane->k < d->n_kernel)
		return false;
	if (d->in_timeline) {
		if (lane->t == lane->n_timeline)
			return false;
		tr = lane->timeline[lane->t];
		if (!is_move(&d->timeline, tr->from, tr->to))
			return false;
	}
	for (size_t i = 0; i < d->n_kernel; i++) {
		const struct trace_event *ev = lane->kernel[lane->k + i];

		if (!is_move(&d->kernel[i], ev->from, ev->to) || !tr || !within(tr, ev))
			return false;
	}
	return true;
}

static bool take_known(struct lane *lane, unsigned int used[KNOWN_DIFFERENCES])
{
	for (enum known_difference known = 0; known < KNOWN_DIFFERENCES; known++) {
		const struct difference *d = known_difference(known);

		if (!is_difference(lane, d))
			continue;
		lane->k += d->n_kernel;
		if (d->in_timeline)
			lane->last = lane->timeline[lane->t++];
		lane->body = d->after;
		used[known]++;
		return true;
	}
	return false;
}

static void tell_states(const struct lane *lane)
{
	tell_where(lane);
	if (lane->k < lane->n_kernel) {
		const struct trace_event *ev = lane->kernel[lane->k];

		fprintf(lane->out, "the kernel goes from %s to %s at %.6f s, ",
			tcp_state_name(ev->from), tcp_state_name(ev->to),
			(double)ev->at.ns / NSEC_PER_SEC);
	} else {
		fprintf(lane->out, "the kernel says nothing, ");
	}
	if (lane->t < lane->n_timeline) {
		const struct transition *tr = lane->timeline[lane->t];

		fprintf(lane->out, "the timeline from %s to %s at %.6f to %.6f s (run.jsonl:%zu)\n",
			tcp_state_name(tr->from), tcp_state_name(tr->to),
			(double)tr->earliest.ns / NSEC_PER_SEC,
			(double)tr->latest.ns / NSEC_PER_SEC, tr->record);
	} else {
		fprintf(lane->out, "the timeline says nothing\n");
	}
}

/* After the first difference that is not known, the rest of a lane tells nothing. */
static unsigned int compare_states(const struct oracle_run *run, uint32_t connection, enum end end,
				   unsigned int used[KNOWN_DIFFERENCES], FILE *out)
{
	struct lane lane = lane_new(run, connection, end, true, out);
	unsigned int differences = 0;

	while (!differences && (lane.k < lane.n_kernel || lane.t < lane.n_timeline)) {
		if (take_same(&lane) || take_known(&lane, used))
			continue;
		tell_states(&lane);
		differences++;
	}
	lane_free(&lane);
	return differences;
}

/* ---- retransmissions ----------------------------------------------------------------------- */

static bool is_again(const struct segment_facts *a, const struct segment_facts *b)
{
	return a->src_port == b->src_port && a->dst_port == b->dst_port && a->seq == b->seq &&
	       a->payload_len == b->payload_len && a->flags == b->flags;
}

static bool looks_like(const struct event *ev, const struct segment_facts *facts)
{
	const struct event_capture *c = &ev->capture;

	return c->outgoing && c->src_port == facts->src_port && c->dst_port == facts->dst_port &&
	       c->seq == facts->seq && c->payload_len == facts->payload_len &&
	       c->flags == facts->flags;
}

/*
 * When the sender's wire showed a segment: of the captures that look like it, the one that is as far
 * from the first as the segment is from the first segment that looks like it. (Not the latest one
 * before it: when the injector is late, there may be several.)
 */
static struct monotime sent_at(const struct timeline *tl, size_t index)
{
	const struct event *seg = &tl->events[index];
	size_t rank = 0;

	for (size_t i = 0; i < index; i++)
		rank += tl->events[i].kind == EVENT_SEGMENT && tl->events[i].end == seg->end &&
			is_again(&tl->events[i].segment.facts, &seg->segment.facts);
	for (size_t i = 0; i < tl->n; i++) {
		const struct event *ev = &tl->events[i];

		if (ev->kind == EVENT_CAPTURE && ev->end == seg->end &&
		    looks_like(ev, &seg->segment.facts) && rank-- == 0)
			return ev->at;
	}
	return seg->at;
}

/* Return: whether a retransmission of the timeline is the kernel's next one */
static bool take_retransmission(struct lane *lane, const struct segment_facts *facts,
				struct monotime at)
{
	bool syn_ack = facts->names & 1 << SEG_SYN_ACK;
	const struct trace_event *ev;

	if (lane->k == lane->n_kernel) {
		tell_where(lane);
		fprintf(lane->out, "no retransmission of the kernel for the one at %.6f s\n",
			(double)at.ns / NSEC_PER_SEC);
		return false;
	}
	ev = lane->kernel[lane->k++];
	if ((ev->kind == TRACE_RETRANSMIT_SYN_ACK) == syn_ack &&
	    ev->at.ns >= at.ns - RETRANSMIT_TOLERANCE && ev->at.ns <= at.ns + RETRANSMIT_TOLERANCE)
		return true;
	tell_where(lane);
	fprintf(lane->out, "%s of the kernel at %.6f s, %s of the timeline at %.6f s\n",
		ev->kind == TRACE_RETRANSMIT_SYN_ACK ? "SYN-ACK" : "retransmission",
		(double)ev->at.ns / NSEC_PER_SEC, syn_ack ? "SYN-ACK" : "retransmission",
		(double)at.ns / NSEC_PER_SEC);
	return false;
}

static unsigned int compare_retransmissions(const struct oracle_run *run, uint32_t connection,
					    enum end end, FILE *out)
{
	struct lane lane = lane_new(run, connection, end, false, out);
	unsigned int differences = 0;

	for (size_t i = 0; i < run->tl->n; i++) {
		const struct event *ev = &run->tl->events[i];

		if (ev->kind == EVENT_SEGMENT && ev->end == end &&
		    ev->segment.facts.connection == connection && ev->segment.facts.retransmission)
			differences += !take_retransmission(&lane, &ev->segment.facts,
							    sent_at(run->tl, i));
	}
	for (; lane.k < lane.n_kernel; lane.k++, differences++) {
		tell_where(&lane);
		fprintf(out, "no retransmission in the timeline for the kernel's at %.6f s\n",
			(double)lane.kernel[lane.k]->at.ns / NSEC_PER_SEC);
	}
	lane_free(&lane);
	return differences;
}

/* ---- the whole ----------------------------------------------------------------------------- */

unsigned int oracle_compare(const struct oracle_run *run, unsigned int used[KNOWN_DIFFERENCES],
			    FILE *out)
{
	struct monotime last = record_end(run->tl);
	unsigned int differences = 0;
	struct opening opening;

	for (uint32_t c = 0; c == 0 || find_opening(run->tl, c, &opening); c++)
		for_each_end(e) {
			differences += compare_states(run, c, e, used, out);
			differences += compare_retransmissions(run, c, e, out);
		}
	for (size_t i = 0; i < run->n_trace; i++) {
		const struct trace_event *ev = &run->trace[i];

		if (monotime_before(last, ev->at) || connection_of(run, i) != NO_CONNECTION)
			continue;
		fprintf(out, "the timeline has no connection of the %s's port %u with port %u\n",
			end_name(ev->end), ev->port, ev->peer_port);
		differences++;
	}
	return differences;
}
