/* SPDX-License-Identifier: MIT */
#include "fault/match.h"

#include <assert.h>
#include <string.h>

#include "base/util.h"
#include "scenario/filter.h"

/* ---- what a rule remembers ------------------------------------------------------------------ */

static bool in_state(const struct end_states *states, enum end end, enum tcp_state state)
{
	return states->existed[end] && states->state[end] == state;
}

static bool has_timer(const struct end_states *states, const struct timer_condition *timer)
{
	return states->existed[timer->end] && states->timer[timer->end] == timer->timer;
}

static bool has_retransmits(const struct end_states *states, const struct retransmits_condition *r)
{
	return states->existed[r->end] && limit_holds(&r->limit, states->retransmits[r->end]);
}

/* Whether the ends are found in what makes a rule be over. */
static bool ends(const struct match *m, const struct end_states *states)
{
	const struct state_condition *state = &m->until_state;

	return (state->given && in_state(states, state->end, state->state)) ||
	       (m->until_timer.given && has_timer(states, &m->until_timer)) ||
	       (m->until_retransmits.limit.given && has_retransmits(states, &m->until_retransmits));
}

static bool begins(const struct since *since, const struct candidate *c)
{
	switch (since->kind) {
	case SINCE_START:
		break;
	case SINCE_SEGMENT:
		return c->from == since->end && c->facts->names & 1 << since->name;
	case SINCE_STATE:
		return in_state(c->states, since->end, since->state);
	}
	return true;
}

void match_look(const struct match *m, const struct candidate *c, struct rule_connection *rc)
{
	if (ends(m, c->states))
		rc->over = true;
	if (!rc->begun && begins(&m->since, c)) {
		rc->begun = true;
		rc->began = m->since.kind == SINCE_START ? 0 : c->time;
	}
}

/* ---- conditions ---------------------------------------------------------------------------- */

typedef bool condition_fn(const struct match *m, const struct candidate *c,
			  const struct rule_connection *rc);

#define CONDITION(name)                                                             \
	static bool name##_holds(const struct match *m __attribute__((unused)),     \
				 const struct candidate *c __attribute__((unused)), \
				 const struct rule_connection *rc __attribute__((unused)))

CONDITION(name)
{
	return c->facts->names & 1 << m->name;
}

CONDITION(direction)
{
	return !m->from_given || m->from == c->from;
}

CONDITION(connection)
{
	return range_holds(&m->connection, c->facts->connection);
}

CONDITION(flags)
{
	return (c->facts->flags & (m->flags.set | m->flags.clear)) == m->flags.set;
}

CONDITION(size)
{
	return limit_holds(&m->size, (uint32_t)c->segment->len);
}

CONDITION(payload)
{
	return limit_holds(&m->payload, c->facts->payload_len);
}

CONDITION(contains)
{
	return !m->contains.bytes || memmem(c->segment->payload, c->segment->payload_len,
					    m->contains.bytes, m->contains.len);
}

CONDITION(filter)
{
	return !m->filter.text || filter_takes(&m->filter, c->segment->packet, c->segment->len);
}

CONDITION(while)
{
	const struct state_condition *during = &m->while_state;

	return !during->given || in_state(c->states, during->end, during->state);
}

CONDITION(timer)
{
	return !m->timer.given || has_timer(c->states, &m->timer);
}

CONDITION(retransmits)
{
	return !m->retransmits.limit.given || has_retransmits(c->states, &m->retransmits);
}

CONDITION(until)
{
	return !rc->over || !match_has_until(m);
}

CONDITION(since)
{
	return rc->begun;
}

CONDITION(after)
{
	return c->time - rc->began >= m->after;
}

CONDITION(for)
{
	return !m->length || c->time - rc->began < m->after + m->length;
}

/*
 * What ends a hold has not been and gone. A segment that is held itself is still there: so two holds
 * that wait for each other's segments both take theirs, whichever comes first.
 */
CONDITION(released)
{
	const struct release *release = &m->release;

	switch (release->kind) {
	case RELEASE_NONE:
	case RELEASE_STATE:
		return true;
	case RELEASE_TIME:
		return c->time < release->time;
	case RELEASE_SEGMENT:
		if (release->from_given)
			return !rc->over || c->held[release->from] & 1 << release->name;
		return !rc->over || (c->held[CLIENT] | c->held[SERVER]) & 1 << release->name;
	}
	return true;
}

CONDITION(retransmission)
{
	uint16_t retransmission = c->facts->retransmission;

	switch (m->transmissions) {
	case TRANSMISSIONS_DEFAULT:
		return m->ordinal == ORDINAL_NONE || !retransmission;
	case TRANSMISSIONS_ALL:
		return true;
	case TRANSMISSIONS_FIRST:
		return !retransmission;
	case TRANSMISSIONS_AGAIN:
		return retransmission && range_holds(&m->retransmission, retransmission);
	}
	return false;
}

static condition_fn *const conditions[] = {
	[COND_NAME] = name_holds,
	[COND_DIRECTION] = direction_holds,
	[COND_CONNECTION] = connection_holds,
	[COND_FLAGS] = flags_holds,
	[COND_SIZE] = size_holds,
	[COND_PAYLOAD] = payload_holds,
	[COND_CONTAINS] = contains_holds,
	[COND_MATCH] = filter_holds,
	[COND_WHILE] = while_holds,
	[COND_TIMER] = timer_holds,
	[COND_RETRANSMITS] = retransmits_holds,
	[COND_UNTIL] = until_holds,
	[COND_SINCE] = since_holds,
	[COND_AFTER] = after_holds,
	[COND_FOR] = for_holds,
	[COND_RELEASED] = released_holds,
	[COND_RETRANSMISSION] = retransmission_holds,
};
static_assert(ARRAY_SIZE(conditions) == COND_PROBABILITY, "what follows depends on counts");

enum condition match_fixed(const struct match *m, const struct candidate *c,
			   const struct rule_connection *rc)
{
	for (enum condition i = 0; i < ARRAY_SIZE(conditions); i++)
		if (!conditions[i](m, c, rc))
			return i;
	return COND_ALL;
}

bool match_ordinal(const struct match *m, uint32_t index)
{
	switch (m->ordinal) {
	case ORDINAL_NONE:
		return true;
	case ORDINAL_FIRST:
		return index <= m->n;
	case ORDINAL_NTH:
		return index >= m->n && index <= m->last;
	case ORDINAL_EVERY:
		return index % m->n == 0;
	}
	return false;
}

/* ---- near misses --------------------------------------------------------------------------- */

/* The end that a rule's "until" is about. */
static enum end until_end(const struct match *m)
{
	if (m->until_state.given)
		return m->until_state.end;
	return m->until_timer.given ? m->until_timer.end : m->until_retransmits.end;
}

struct near_miss match_miss(const struct match *m, const struct candidate *c,
			    const struct rule_connection *rc, enum condition failed, uint32_t index)
{
	struct near_miss miss = {.segment = c->number, .failed = failed};

	switch (failed) {
	case COND_WHILE:
		miss.state = c->states->state[m->while_state.end];
		break;
	case COND_UNTIL:
		miss.state = c->states->state[until_end(m)];
		break;
	case COND_TIMER:
		miss.timer = c->states->timer[m->timer.end];
		break;
	case COND_SIZE:
		miss.found = c->segment->len;
		break;
	case COND_RETRANSMITS:
		miss.found = c->states->retransmits[m->retransmits.end];
		break;
	case COND_AFTER:
	case COND_FOR:
		miss.found = (uint64_t)(c->time - rc->began);
		break;
	case COND_ORDINAL:
		miss.found = index;
		break;
	case COND_NAME:
	case COND_DIRECTION:
	case COND_CONNECTION:
	case COND_FLAGS:
	case COND_PAYLOAD:
	case COND_CONTAINS:
	case COND_MATCH:
	case COND_SINCE:
	case COND_RELEASED:
	case COND_RETRANSMISSION:
	case COND_PROBABILITY:
	case COND_OFF:
	case COND_EARLIER:
	case COND_ALL:
		break;
	}
	return miss;
}
