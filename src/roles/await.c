/* SPDX-License-Identifier: MIT */
/* What held segments wait for besides the clock: segments and states that end a hold, reorders. */
#include "roles/injector.h"

static const struct fault *fault_of(const struct injector *in, int fault)
{
	return &in->args->sc->faults[fault];
}

bool await_any(const struct scenario *sc)
{
	for (size_t i = 0; i < sc->n_faults; i++)
		if (sc->faults[i].verb == VERB_HOLD || sc->faults[i].verb == VERB_REORDER)
			return true;
	return false;
}

struct monotime await_verdict(const struct injector *in, struct held_segment *s,
			      const struct verdict *verdict, struct monotime now)
{
	const struct fault *fault = fault_of(in, verdict->fault);

	s->fault = verdict->fault;
	s->awaits = verdict->delay == HOLD_AWAITS;
	if (!s->awaits)
		return monotime_add(now, verdict->delay);
	if (fault->verb != VERB_REORDER)
		return MONOTIME_NEVER;
	s->behind = fault->behind;
	return monotime_add(now, fault->within);
}

void await_names(const struct injector *in, uint32_t connection, uint16_t names[ENDS])
{
	for_each_end(e)
		names[e] = 0;
	for (size_t i = 0; in->awaits && i < in->held.n; i++) {
		const struct held_segment *s = &in->held.heap[i];

		if (s->facts.connection == connection)
			names[s->from] |= s->facts.names;
	}
}

/* ---- what may have come -------------------------------------------------------------------- */

struct arrival {
	const struct injector *in;
	const struct held_segment *segment; /* that was queued, or went on */
	uint32_t connection;
	enum end end;
	enum tcp_state state;
};

static bool came_by_segment(struct held_segment *s, const void *what)
{
	const struct arrival *a = what;

	return s->number != a->segment->number && s->facts.connection == a->connection &&
	       release_is(&fault_of(a->in, s->fault)->match.release, a->segment->from,
			  &a->segment->facts);
}

void await_queued(struct injector *in, const struct held_segment *s, struct monotime now)
{
	const struct arrival a = {.in = in, .segment = s, .connection = s->facts.connection};

	if (in->awaits)
		held_come(&in->held, came_by_segment, &a, now);
}

/* Whoever came later and went on has overtaken. */
static bool is_overtaken(struct held_segment *s, const void *what)
{
	const struct arrival *a = what;

	return s->behind && s->facts.connection == a->connection && s->from == a->segment->from &&
	       s->number < a->segment->number && --s->behind == 0;
}

void await_passed(struct injector *in, const struct held_segment *s, struct monotime now)
{
	const struct arrival a = {.in = in, .segment = s, .connection = s->facts.connection};

	if (in->awaits)
		held_come(&in->held, is_overtaken, &a, now);
}

static bool came_by_state(struct held_segment *s, const void *what)
{
	const struct arrival *a = what;
	const struct match *m = &fault_of(a->in, s->fault)->match;

	return s->facts.connection == a->connection && m->release.kind == RELEASE_STATE &&
	       m->until_state.end == a->end && m->until_state.state == a->state;
}

void await_state(struct injector *in, uint32_t connection, enum end end, enum tcp_state state)
{
	const struct arrival a = {.in = in, .connection = connection, .end = end, .state = state};

	if (in->awaits && rules_see(&in->rules, connection, end, state))
		held_come(&in->held, came_by_state, &a, monotime_now());
}

void await_sighting(struct injector *in, const struct event *ev)
{
	const struct sighting *seen = &ev->sighting.seen;
	bool client = ev->end == CLIENT;
	const struct flow *flow = flows_find(&in->flows, client ? seen->port : seen->peer_port,
					     client ? seen->peer_port : seen->port);

	if (flow && photo_existed(in, flow->connection, ev->end, seen->state))
		await_state(in, flow->connection, ev->end, seen->state);
}
