/* SPDX-License-Identifier: MIT */
#include "report/coverage.h"

#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "timeline/transition.h"

/* What counting one run needs to remember of it. */
struct count {
	struct coverage *coverage;
	const char *scenario;
	struct transitions *t;
	uint8_t *flags; /* [segment number]: as they arrived */
	size_t n_flags;
	bool *active[ENDS]; /* [connection]: the end opened it by connect() */
	size_t n_active[ENDS];
	struct sighting before[ENDS]; /* the latest "before" photograph */
};

/* ---- one move ------------------------------------------------------------------------------ */

/* The base name of a scenario's file, less its suffix. */
static char *short_name(const char *scenario)
{
	size_t len = strlen(scenario), suffix = strlen(".conf");

	if (len > suffix && !strcmp(scenario + len - suffix, ".conf"))
		len -= suffix;
	return xstrndup(scenario, len);
}

static void add_scenario(struct move_count *count, const char *scenario)
{
	for (size_t i = 0; i < count->n_scenarios; i++)
		if (!strcmp(count->scenarios[i], scenario))
			return;
	*ARRAY_ADD(count->scenarios, count->n_scenarios) = xasprintf("%s", scenario);
}

static void count_move(struct move_count *count, const char *scenario, bool inferred)
{
	if (inferred)
		count->inferred++;
	else
		count->observed++;
	add_scenario(count, scenario);
}

static void count_number(struct count *c, unsigned int number, bool inferred)
{
	count_move(&c->coverage->moves[number - 1], c->scenario, inferred);
}

static void count_other(struct count *c, const struct transition *tr)
{
	struct coverage *coverage = c->coverage;
	struct other_move *other;
	size_t i = 0;

	for (; i < coverage->n_others; i++) {
		other = &coverage->others[i];
		if (other->from == tr->from && other->to == tr->to && other->cause == tr->cause)
			break;
	}
	if (i == coverage->n_others) {
		other = ARRAY_ADD(coverage->others, coverage->n_others);
		other->from = tr->from;
		other->to = tr->to;
		other->cause = tr->cause;
	}
	count_move(&coverage->others[i].count, c->scenario, tr->inferred);
}

/* ---- what a transition is ------------------------------------------------------------------ */

static enum move_trigger trigger_of(const struct count *c, const struct transition *tr)
{
	uint8_t flags;

	switch (tr->cause) {
	case CAUSE_CALL:
	case CAUSE_KILL:
		return MOVE_CALL;
	case CAUSE_TIMER:
		return MOVE_TIMER;
	case CAUSE_UNKNOWN:
		return MOVE_UNKNOWN;
	case CAUSE_ICMP:
		return MOVE_ICMP;
	case CAUSE_SEGMENT:
		break;
	}
	flags = tr->number < c->n_flags ? c->flags[tr->number] : 0;
	return flags & TCP_RST ? MOVE_RST : flags & TCP_SYN ? MOVE_SYN : MOVE_SEGMENT;
}

static enum move_who who_of(struct count *c, const struct transition *tr)
{
	if (!tr->connection)
		return MOVE_LISTENER;
	while (c->n_active[tr->end] <= tr->connection)
		(void)ARRAY_ADD(c->active[tr->end], c->n_active[tr->end]);
	if (tr->from == TCPS_CLOSED)
		c->active[tr->end][tr->connection] = tr->to == TCPS_SYN_SENT;
	return c->active[tr->end][tr->connection] ? MOVE_ACTIVE : MOVE_PASSIVE;
}

static bool same_segment(const struct transition *a, const struct transition *b)
{
	return a->end == b->end && a->cause == CAUSE_SEGMENT && b->cause == CAUSE_SEGMENT &&
	       a->number == b->number;
}

/*
 * Moves of the RFC that are two transitions by one segment: through a state that lasted no time, or
 * from a connection in TIME-WAIT to the one that took its place.
 */
static void count_composed(struct count *c, const struct transition *first,
			   const struct transition *second, enum move_who who)
{
	bool same = first->connection == second->connection;

	if (!same_segment(first, second))
		return;
	if (same && first->from == TCPS_FIN_WAIT_1 && second->to == TCPS_TIME_WAIT)
		count_number(c, 21, true);
	if (same && who == MOVE_PASSIVE && first->from == TCPS_SYN_RECEIVED &&
	    second->to == TCPS_CLOSE_WAIT)
		count_number(c, 22, true);
}

/* The four-tuple of a connection in TIME-WAIT has got a new connection by one SYN. */
static void count_reuse(struct count *c, const struct transition *all, size_t i)
{
	const struct transition *new = &all[i];

	if (new->from != TCPS_CLOSED || new->to != TCPS_SYN_RECEIVED)
		return;
	for (size_t k = i; k > 0; k--) {
		const struct transition *old = &all[k - 1];

		if (old->end != new->end || old->connection >= new->connection || !old->connection)
			continue;
		if (old->from == TCPS_TIME_WAIT && old->to == TCPS_CLOSED &&
		    old->latest.ns >= new->earliest.ns)
			count_number(c, 32, old->inferred || new->inferred);
		return;
	}
}

static void count_transition(struct count *c, const struct transition *all, size_t i)
{
	const struct transition *tr = &all[i];
	enum move_who who = who_of(c, tr);
	const struct tcp_move *move = tcp_move_find(tr->from, tr->to, who, trigger_of(c, tr));

	if (move)
		count_number(c, move->number, tr->inferred);
	else
		count_other(c, tr);
	if (i > 0)
		count_composed(c, tr - 1, tr, who);
	count_reuse(c, all, i);
}

/* ---- events -------------------------------------------------------------------------------- */

static void note_segment(struct count *c, const struct event_segment *segment)
{
	while (c->n_flags <= segment->number)
		(void)ARRAY_ADD(c->flags, c->n_flags);
	c->flags[segment->number] = segment->facts.flags;
}

/* What arrives is what counts, and a fault may have made something else of what was sent. */
static void note_verdict(struct count *c, const struct event_verdict *verdict)
{
	if (verdict->changed && verdict->segment < c->n_flags)
		c->flags[verdict->segment] = verdict->facts.flags;
}

/* A connect() on a listener: the one move of the RFC that Linux forbids. */
static void note_return(struct count *c, const struct event_call *call)
{
	struct move_count *count = &c->coverage->moves[MOVE_CONNECT_OF_LISTENER - 1];

	if (call->step != STEP_CONNECT || call->error != EISCONN || !call->port || call->peer_port)
		return;
	count->refused++;
	add_scenario(count, c->scenario);
}

/* TIME-WAIT is never left, but begins anew: seen by its timer, which a FIN has set back. */
static void note_sighting(struct count *c, const struct event_sighting *s)
{
	const struct sighting *before = &c->before[s->seen.end];
	bool fin = s->subject < c->n_flags && c->flags[s->subject] & TCP_FIN;

	if (s->look == LOOK_BEFORE)
		c->before[s->seen.end] = s->seen;
	else if (s->look == LOOK_AFTER && fin && before->state == TCPS_TIME_WAIT &&
		 s->seen.state == TCPS_TIME_WAIT && before->cookie == s->seen.cookie &&
		 s->seen.expires_ms > before->expires_ms)
		count_number(c, 35, false);
}

void coverage_add(struct coverage *coverage, const struct timeline *tl)
{
	char *name = short_name(tl->header.scenario);
	struct count c = {.coverage = coverage, .scenario = name, .t = transitions_new()};
	const struct transition *all;
	size_t done = 0, n;

	for (size_t i = 0; i < tl->n; i++) {
		const struct event *ev = &tl->events[i];

		if (ev->kind == EVENT_SEGMENT)
			note_segment(&c, &ev->segment);
		else if (ev->kind == EVENT_VERDICT)
			note_verdict(&c, &ev->verdict);
		else if (ev->kind == EVENT_RETURN)
			note_return(&c, &ev->call);
		else if (ev->kind == EVENT_SIGHTING)
			note_sighting(&c, &ev->sighting);
		transitions_observe(c.t, ev, timeline_record(i));
		all = transitions_all(c.t, &n);
		for (; done < n; done++)
			count_transition(&c, all, done);
	}
	coverage->runs++;
	transitions_free(c.t);
	free(name);
	free(c.flags);
	for_each_end(e)
		free(c.active[e]);
}

bool coverage_complete(const struct coverage *coverage)
{
	for (size_t i = 0; i < TCP_MOVES; i++) {
		const struct move_count *count = &coverage->moves[i];

		if (!tcp_moves[i].forbidden && !count->observed && !count->inferred)
			return false;
	}
	return true;
}

void coverage_free(struct coverage *coverage)
{
	for (size_t i = 0; i < TCP_MOVES + coverage->n_others; i++) {
		struct move_count *count = i < TCP_MOVES ? &coverage->moves[i]
							 : &coverage->others[i - TCP_MOVES].count;

		for (size_t k = 0; k < count->n_scenarios; k++)
			free(count->scenarios[k]);
		free(count->scenarios);
	}
	free(coverage->others);
	*coverage = (struct coverage){0};
}
