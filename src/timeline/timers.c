/* SPDX-License-Identifier: MIT */
#include "timeline/timers.h"

#include "base/util.h"
#include "tcp/portmap.h"

/* The kernel tells in ticks of 4 or 10 ms how long a timer has yet to run. */
#define TICK (12 * NSEC_PER_MSEC)

/* What a timer does is seen so much later, or earlier, than that it has gone off. */
#define NEAR (20 * NSEC_PER_MSEC)

/* Shorter ones can't be told from whatever happens meanwhile. */
#define LENGTH_MIN (20 * NSEC_PER_MSEC)

/* The timers of a connection's sockets. */
struct pair {
	struct timer_run now[ENDS];  /* running */
	struct timer_run last[ENDS]; /* went off last */
};

struct timers {
	struct pair *pairs;
	size_t n;
	struct portmap pair_of; /* by ports: index + 1 */
};

struct timers *timers_new(void)
{
	return xalloc(1, sizeof(struct timers));
}

void timers_free(struct timers *t)
{
	if (!t)
		return;
	portmap_free(&t->pair_of);
	free(t->pairs);
	free(t);
}

static uint16_t port_of(enum end which, enum end end, uint16_t port, uint16_t peer_port)
{
	return which == end ? port : peer_port;
}

static struct pair *pair_find(const struct timers *t, enum end end, uint16_t port,
			      uint16_t peer_port)
{
	uint32_t known = portmap_get(&t->pair_of, port_of(CLIENT, end, port, peer_port),
				     port_of(SERVER, end, port, peer_port));

	return known ? &t->pairs[known - 1] : NULL;
}

static struct pair *pair_get(struct timers *t, const struct sighting *s)
{
	struct pair *pair = pair_find(t, s->end, s->port, s->peer_port);

	if (pair || s->timer == TIMER_NONE)
		return pair;
	pair = ARRAY_ADD(t->pairs, t->n);
	portmap_put(&t->pair_of, port_of(CLIENT, s->end, s->port, s->peer_port),
		    port_of(SERVER, s->end, s->port, s->peer_port), (uint32_t)t->n);
	return pair;
}

static bool is_due(const struct timer_run *run, struct monotime at)
{
	return run->kind != TIMER_NONE && run->due.ns - TICK <= at.ns;
}

/* Whether a sighting shows a timer that is known to run. */
static bool is_same(const struct timer_run *run, const struct sighting *s)
{
	nsec_t moved = s->answered.ns + s->expires_ms * NSEC_PER_MSEC - run->due.ns;

	if (run->kind != s->timer)
		return false;
	if (s->expires_ms == 0)
		return is_due(run, s->answered);
	return moved >= -TICK && moved <= TICK;
}

static void see(struct pair *pair, const struct sighting *s)
{
	struct timer_run *now = &pair->now[s->end];

	/* Two roles look: this one may have been asked before what the other saw. */
	if (now->kind != TIMER_NONE && monotime_before(s->asked, now->since))
		return;
	if (is_same(now, s))
		return;
	if (is_due(now, s->answered)) {
		pair->last[s->end] = *now;
		pair->last[s->end].over = s->answered;
	}
	*now = (struct timer_run){.kind = s->timer,
				  .state = s->state,
				  .since = s->answered,
				  .length = s->expires_ms * NSEC_PER_MSEC,
				  .due.ns = s->answered.ns + s->expires_ms * NSEC_PER_MSEC,
				  .over = MONOTIME_NEVER};
	if (!s->expires_ms)
		now->kind = TIMER_NONE;
}

void timers_observe(struct timers *t, const struct event *ev)
{
	const struct sighting *s = &ev->sighting.seen;
	struct pair *pair;

	if (ev->kind != EVENT_SIGHTING || !s->peer_port)
		return;
	pair = pair_get(t, s);
	if (pair)
		see(pair, s);
}

const struct timer_run *timers_fired(const struct timers *t, enum end end, uint16_t port,
				     uint16_t peer_port, struct monotime at)
{
	const struct pair *pair = pair_find(t, end, port, peer_port);
	const struct timer_run *last;

	if (!pair)
		return NULL;
	last = &pair->last[end];
	if (last->kind != TIMER_NONE && last->length >= LENGTH_MIN &&
	    last->over.ns - NEAR <= at.ns && at.ns <= last->over.ns + NEAR)
		return last;
	return is_due(&pair->now[end], at) && pair->now[end].length >= LENGTH_MIN ? &pair->now[end]
										  : NULL;
}

static bool ran_between(const struct timer_run *run, struct monotime from, struct monotime to)
{
	return is_due(run, to) && run->since.ns <= from.ns + NEAR && run->due.ns > from.ns + NEAR;
}

const struct timer_run *timers_between(const struct timers *t, enum end end, struct monotime from,
				       struct monotime to)
{
	for (size_t i = t->n; i-- > 0;) {
		if (ran_between(&t->pairs[i].last[end], from, to))
			return &t->pairs[i].last[end];
		if (ran_between(&t->pairs[i].now[end], from, to))
			return &t->pairs[i].now[end];
	}
	return NULL;
}

const struct timer_run *timers_next(const struct timers *t, enum end end)
{
	const struct timer_run *next = NULL;

	for (size_t i = 0; i < t->n; i++) {
		const struct timer_run *run = &t->pairs[i].now[end];

		if (run->kind != TIMER_NONE && (!next || monotime_before(run->due, next->due)))
			next = run;
	}
	return next;
}
