/* SPDX-License-Identifier: MIT */
#include "timeline/cause.h"

#include <assert.h>

#include "base/translate.h"
#include "base/util.h"

/* A due time is known to a tick or two of the kernel's clock, and read a little later. */
#define TIMER_SLACK (20 * NSEC_PER_MSEC)

static const char *const words[] = {
	[CAUSE_UNKNOWN] = N_("unknown"), [CAUSE_SEGMENT] = N_("segment"), [CAUSE_CALL] = N_("call"),
	[CAUSE_TIMER] = N_("timer"),	 [CAUSE_ICMP] = N_("icmp"),	  [CAUSE_KILL] = N_("kill"),
};
static_assert(ARRAY_SIZE(words) == CAUSES, "every kind of cause has a word");

/* Flags of which a segment must have one to make a move; moves that are not here take any. */
static const uint8_t needed_flags[TCP_STATES][TCP_STATES] = {
	[TCPS_SYN_SENT][TCPS_SYN_RECEIVED] = TCP_SYN,
	[TCPS_SYN_SENT][TCPS_ESTABLISHED] = TCP_SYN,
	[TCPS_SYN_SENT][TCPS_CLOSED] = TCP_RST,
	[TCPS_SYN_RECEIVED][TCPS_CLOSED] = TCP_RST | TCP_SYN,
	[TCPS_ESTABLISHED][TCPS_CLOSE_WAIT] = TCP_FIN,
	[TCPS_ESTABLISHED][TCPS_CLOSED] = TCP_RST,
	[TCPS_CLOSE_WAIT][TCPS_CLOSED] = TCP_RST,
	[TCPS_FIN_WAIT_1][TCPS_CLOSING] = TCP_FIN,
	[TCPS_FIN_WAIT_2][TCPS_TIME_WAIT] = TCP_FIN,
};

const char *cause_word(enum cause_kind kind)
{
	return words[kind];
}

/* ---- what happened ------------------------------------------------------------------------- */

static struct queued_segment *queued_get(struct causes *causes, uint32_t number)
{
	struct queued_segment *q;

	for (size_t i = 0; i < causes->n_queued; i++) {
		if (causes->queued[i].number == number)
			return &causes->queued[i];
	}
	q = ARRAY_ADD(causes->queued, causes->n_queued);
	q->number = number;
	q->before[CLIENT] = q->before[SERVER] = MONOTIME_NEVER;
	return q;
}

/*
 * The flags by whose effect a segment can move its receiver: its own, and that of a FIN which came
 * before data that was missing, and which this data brings into its place.
 */
static uint8_t effective_flags(const struct segment_facts *facts)
{
	return facts->flags | (facts->payload_len ? TCP_FIN : 0);
}

static void observe_segment(struct causes *causes, const struct event *ev)
{
	const struct segment_facts *facts = &ev->segment.facts;
	struct queued_segment *q = queued_get(causes, ev->segment.number);

	q->known = true;
	q->to = other_end(ev->end);
	q->port[ev->end] = facts->src_port;
	q->port[q->to] = facts->dst_port;
	q->flags = effective_flags(facts);
}

static struct accepted_segment *last_accepted(struct causes *causes)
{
	return causes->n_accepted ? &causes->accepted[causes->n_accepted - 1] : NULL;
}

static void observe_verdict(struct causes *causes, const struct event *ev)
{
	struct queued_segment *q = queued_get(causes, ev->verdict.segment);
	struct accepted_segment *last = last_accepted(causes);

	if (last)
		last->until = monotime_min(last->until, ev->at);
	if (q->known && ev->verdict.kind == VERDICT_ACCEPT && !ev->verdict.undelivered) {
		*ARRAY_ADD(causes->accepted, causes->n_accepted) = (struct accepted_segment){
			.number = q->number,
			.to = q->to,
			.port = {q->port[CLIENT], q->port[SERVER]},
			.flags = ev->verdict.changed ? effective_flags(&ev->verdict.facts)
						     : q->flags,
			.at = ev->at,
			.until = MONOTIME_NEVER,
			.before = q->before[q->to],
		};
	}
	*q = causes->queued[--causes->n_queued];
}

/* An ICMP message is delivered as a segment is: at once, and until its receiver is photographed. */
static void observe_icmp(struct causes *causes, const struct event *ev)
{
	struct queued_segment *q = queued_get(causes, ev->icmp.number);
	struct accepted_segment *last = last_accepted(causes);
	bool client = ev->end == CLIENT;

	if (last)
		last->until = monotime_min(last->until, ev->at);
	*ARRAY_ADD(causes->accepted, causes->n_accepted) = (struct accepted_segment){
		.number = ev->icmp.number,
		.icmp = true,
		.to = ev->end,
		.port[CLIENT] = client ? ev->icmp.src_port : ev->icmp.dst_port,
		.port[SERVER] = client ? ev->icmp.dst_port : ev->icmp.src_port,
		.at = ev->at,
		.until = MONOTIME_NEVER,
		.before = q->before[ev->end],
	};
	*q = causes->queued[--causes->n_queued];
}

/* The injector's photographs bound the delivery of a segment. */
static void observe_sighting(struct causes *causes, const struct event *ev)
{
	const struct event_sighting *es = &ev->sighting;
	struct accepted_segment *last = last_accepted(causes);

	if (es->look == LOOK_BEFORE)
		queued_get(causes, es->subject)->before[ev->end] = es->seen.asked;
	else if (es->look == LOOK_AFTER && last && last->number == es->subject &&
		 last->to == ev->end)
		last->until = es->seen.asked;
}

static void add_call(struct causes *causes, enum end at, const struct event *ev)
{
	struct made_call *call = ARRAY_ADD(causes->calls[at], causes->n_calls[at]);

	call->number = ev->call.number;
	call->step = ev->call.step;
	call->by_other = at != ev->end;
	call->at_process = at == ev->call.about;
	call->port = ev->call.port;
	call->peer_port = ev->call.peer_port;
	call->began = ev->at;
	call->returned = MONOTIME_NEVER;
}

/* A kill is made by one end and moves the sockets of the other. */
static bool is_at_other(const struct event *ev)
{
	return ev->call.step == STEP_KILL && ev->call.about != ev->end;
}

static void observe_call(struct causes *causes, const struct event *ev)
{
	add_call(causes, ev->end, ev);
	if (is_at_other(ev))
		add_call(causes, ev->call.about, ev);
}

static void return_call(struct causes *causes, enum end at, const struct event *ev)
{
	for (size_t i = causes->n_calls[at]; i > 0; i--) {
		struct made_call *call = &causes->calls[at][i - 1];

		if (call->by_other != (at != ev->end))
			continue;
		if (call->number != ev->call.number)
			return;
		call->returned = ev->at;
		call->port = ev->call.port;
		call->peer_port = ev->call.peer_port;
		return;
	}
}

static void observe_return(struct causes *causes, const struct event *ev)
{
	return_call(causes, ev->end, ev);
	if (is_at_other(ev))
		return_call(causes, ev->call.about, ev);
}

void causes_observe(struct causes *causes, const struct event *ev)
{
	if (ev->kind == EVENT_SEGMENT)
		observe_segment(causes, ev);
	else if (ev->kind == EVENT_VERDICT)
		observe_verdict(causes, ev);
	else if (ev->kind == EVENT_ICMP)
		observe_icmp(causes, ev);
	else if (ev->kind == EVENT_CALL)
		observe_call(causes, ev);
	else if (ev->kind == EVENT_RETURN)
		observe_return(causes, ev);
	else if (ev->kind == EVENT_SIGHTING)
		observe_sighting(causes, ev);
}

void causes_free(struct causes *causes)
{
	free(causes->queued);
	free(causes->accepted);
	for_each_end(e)
		free(causes->calls[e]);
}

/* ---- who did it ---------------------------------------------------------------------------- */

/* Candidates of one kind: how many, and the last of them. */
struct segments_found {
	unsigned int n;
	const struct accepted_segment *it;
};

struct calls_found {
	unsigned int n;
	struct made_call *it;
};

/* Linux takes an ICMP error to heart only before a connection is established. */
static bool icmp_can(const struct move *mv)
{
	return mv->to == TCPS_CLOSED &&
	       (mv->from == TCPS_SYN_SENT || mv->from == TCPS_SYN_RECEIVED);
}

static bool segment_can(const struct accepted_segment *s, const struct move *mv)
{
	const struct sighting *seen = &mv->new->seen;
	uint8_t needed = needed_flags[mv->from][mv->to];

	return s->to == mv->end && s->port[mv->end] == seen->port &&
	       s->port[other_end(mv->end)] == seen->peer_port &&
	       (s->icmp ? icmp_can(mv) : !needed || s->flags & needed);
}

/*
 * Whether the receiver was photographed for the segment's sake and not seen in the old state any
 * earlier than that: then nearly nothing else fits in between.
 */
static bool framed(const struct accepted_segment *s, const struct move *mv)
{
	return !monotime_before(mv->old->asked, s->before);
}

/*
 * Segments whose delivery was under way in between. The probe may look while the injector's verdict
 * is still being carried out, and see the old state after its beginning.
 */
static struct segments_found find_segments(const struct causes *causes, const struct move *mv)
{
	struct segments_found found = {0};

	if (!(tcp_move_triggers(mv->from, mv->to) & TRIGGER_SEGMENT))
		return found;
	for (size_t i = causes->n_accepted; i > 0; i--) {
		const struct accepted_segment *s = &causes->accepted[i - 1];

		if (!monotime_before(mv->old->asked, s->until))
			break;
		if (!monotime_before(mv->new->seen.answered, s->at) && segment_can(s, mv)) {
			found.n++;
			found.it = s;
		}
	}
	return found;
}

/*
 * Whether a call that waits until its connections are open, or fail, did not open this one. (With
 * TCP_FASTOPEN_CONNECT it does not wait, but then its socket's ports are known.)
 */
static bool opened_before(const struct made_call *call, const struct sighting *seen)
{
	return !call->port && seen->state == TCPS_SYN_SENT &&
	       monotime_before(call->returned, seen->asked);
}

static bool step_can(const struct made_call *call, const struct move *mv)
{
	if (call->step == STEP_REBOOT) /* no call of TCP: it may end whatever there is */
		return mv->to == TCPS_CLOSED;
	if (!(tcp_move_triggers(mv->from, mv->to) & TRIGGER_CALL))
		return false;
	switch (call->step) {
	case STEP_LISTEN:
		return mv->to == TCPS_LISTEN;
	case STEP_CONNECT:
	case STEP_CONNECTIONS:
		return mv->to == TCPS_SYN_SENT && !opened_before(call, &mv->new->seen);
	case STEP_SHUTDOWN:
	case STEP_CLOSE:
	case STEP_ABORT:
	case STEP_EXIT:
		return mv->from != TCPS_CLOSED;
	case STEP_KILL:
		return call->at_process && mv->from != TCPS_CLOSED;
	case STEP_EXEC: /* whatever the program calls */
		return true;
	case STEP_SOCKET:
	case STEP_BIND:
	case STEP_ACCEPT:
	case STEP_SEND:
	case STEP_RECV:
	case STEP_EXPECT_DATA:
	case STEP_SETSOCKOPT:
	case STEP_FLOOD:
	case STEP_LIMIT:
	case STEP_UNPLUG:
	case STEP_PLUG:
	case STEP_REBOOT:
	case STEP_FREEZE:
	case STEP_THAW:
	case STEP_SLEEP:
	case STEP_AT:
	case STEP_WAIT:
	case STEP_MARK:
		return false;
	}
	return false;
}

/* A number for a call among all that can move an end's connections. */
static uint32_t key_of(const struct made_call *call)
{
	return call->number << 1 | call->by_other;
}

/* Whether a call is on another socket than the one that moved, or has made its move. */
static bool call_is_elsewhere(const struct made_call *call, const struct move *mv)
{
	const struct sighting *seen = &mv->new->seen;

	if (call->port && (call->port != seen->port || call->peer_port != seen->peer_port))
		return true;
	if (call->step == STEP_CONNECT && call->moved && call->connection != mv->connection)
		return true;
	return call->step != STEP_EXEC && *mv->mover == key_of(call);
}

/*
 * Calls of the end that were under way in between. An end makes one call at a time. What a program
 * of exec calls meanwhile, nobody knows.
 */
static struct calls_found find_calls(struct causes *causes, const struct move *mv, bool programs)
{
	struct calls_found found = {0};

	for (size_t i = causes->n_calls[mv->end]; i > 0; i--) {
		struct made_call *call = &causes->calls[mv->end][i - 1];
		bool over = !monotime_before(mv->old->asked, call->returned);

		if (over && !call->by_other)
			break; /* those before it were over, too */
		if (over || monotime_before(mv->new->seen.answered, call->began) ||
		    programs != (call->step == STEP_EXEC) || !step_can(call, mv) ||
		    call_is_elsewhere(call, mv))
			continue;
		found.n++;
		found.it = call;
	}
	return found;
}

static struct monotime timer_due(const struct sighting *s)
{
	return monotime_add(s->asked, s->expires_ms * NSEC_PER_MSEC - TIMER_SLACK);
}

static bool timer_found(const struct move *mv)
{
	return tcp_move_triggers(mv->from, mv->to) & TRIGGER_TIMER &&
	       mv->old->timer != TIMER_NONE &&
	       !monotime_before(mv->new->seen.answered, timer_due(mv->old));
}

/* Settle on a cause and narrow the interval to when it could act. */
static void settle(struct cause *cause, enum cause_kind kind, uint32_t number,
		   struct monotime since, struct monotime until)
{
	cause->kind = kind;
	cause->number = number;
	cause->earliest = monotime_max(cause->earliest, since);
	cause->latest = monotime_min(cause->latest, until);
}

struct cause cause_of(struct causes *causes, const struct move *mv)
{
	struct segments_found segments = find_segments(causes, mv);
	struct calls_found calls = find_calls(causes, mv, false);
	bool timer = timer_found(mv);
	struct cause cause = {
		.earliest = mv->old->asked,
		.latest = mv->new->seen.answered,
	};

	/* That a timer ran out just between two photographs of the same segment is no rival. */
	if (segments.n == 1 && framed(segments.it, mv))
		timer = false;
	if (!segments.n && !calls.n && !timer)
		calls = find_calls(causes, mv, true); /* what nothing else explains */
	if (segments.n + calls.n + timer != 1)
		return cause;
	if (segments.n)
		settle(&cause, segments.it->icmp ? CAUSE_ICMP : CAUSE_SEGMENT, segments.it->number,
		       segments.it->at, MONOTIME_NEVER);
	if (calls.n) {
		settle(&cause, calls.it->by_other ? CAUSE_KILL : CAUSE_CALL, calls.it->number,
		       calls.it->began, calls.it->returned);
		calls.it->moved = true;
		calls.it->connection = mv->connection;
		*mv->mover = key_of(calls.it);
	}
	if (timer)
		settle(&cause, CAUSE_TIMER, 0, timer_due(mv->old), MONOTIME_NEVER);
	return cause;
}
