/* SPDX-License-Identifier: MIT */
/* Whether a fault means a segment, as far as the scenario alone tells. */
#include <string.h>

#include "base/util.h"
#include "report/foresight.h"

static enum answer both(enum answer a, enum answer b)
{
	if (a == NO || b == NO)
		return NO;
	return a == UNKNOWN || b == UNKNOWN ? UNKNOWN : YES;
}

static enum answer known(bool yes)
{
	return yes ? YES : NO;
}

static enum answer opposite(enum answer a)
{
	return a == UNKNOWN ? UNKNOWN : known(a == NO);
}

/* ---- the segment itself -------------------------------------------------------------------- */

static enum answer flags_hold(const struct flags_condition *flags,
			      const struct segment_facts *facts)
{
	uint8_t decided = (uint8_t) ~(TCP_PSH | TCP_ECE | TCP_CWR); /* nobody drew the others */

	if (!flags->given)
		return YES;
	if ((facts->flags & flags->set & decided) != (flags->set & decided) ||
	    facts->flags & flags->clear & decided)
		return NO;
	return flags->set & ~decided ? UNKNOWN : YES;
}

static enum answer bytes_hold(const struct match *match, const struct segment_facts *facts)
{
	if (!limit_holds(&match->payload, facts->payload_len))
		return NO;
	if (match->contains.bytes && !facts->payload_len)
		return NO;
	return match->contains.bytes || match->filter.text || match->size.given ? UNKNOWN : YES;
}

/* ---- ends, time, chance -------------------------------------------------------------------- */

static enum answer ends_hold(const struct foresight *f, const struct match *match)
{
	const struct state_condition *state = &match->while_state;
	const struct retransmits_condition *again = &match->retransmits;

	if (state->given &&
	    (!f->end[state->end].existed || f->end[state->end].state != state->state))
		return NO;
	if (match->timer.given || match->until_timer.given || match->until_retransmits.limit.given)
		return UNKNOWN;
	if (again->limit.given) {
		const struct end_foreseen *e = &f->end[again->end];

		return known(limit_holds(&again->limit, e->waits ? e->transmissions - 1 : 0));
	}
	return YES;
}

/* Whether @time has come at @since plus a limit, which nobody knows to the millisecond. */
static enum answer is_past(nsec_t time, nsec_t limit)
{
	nsec_t vague = limit / 8 + VAGUENESS;

	if (time < limit - vague)
		return NO;
	return time > limit + vague ? YES : UNKNOWN;
}

static enum answer times_hold(const struct foresight *f, const struct match *match,
			      const struct rule_foreseen *rule)
{
	nsec_t since = 0;
	enum answer answer = YES, over;

	if (match->since.kind != SINCE_START) {
		if (!rule->begun)
			return NO;
		since = rule->began;
	}
	if (match->after)
		answer = is_past(f->now - since, match->after);
	if (!match->length)
		return answer;
	over = is_past(f->now - since, match->after + match->length);
	return both(answer, opposite(over));
}

/* Whether what a hold waits for has been already. */
static bool is_released(const struct foresight *f, const struct match *match)
{
	const struct release *r = &match->release;

	switch (r->kind) {
	case RELEASE_NONE:
	case RELEASE_STATE:
		return false;
	case RELEASE_SEGMENT:
		for_each_end(e)
			if ((!r->from_given || r->from == e) && f->sent[e][r->name])
				return true;
		return false;
	case RELEASE_TIME:
		return f->now >= r->time;
	}
	return false;
}

/* ---- which of them ------------------------------------------------------------------------- */

static enum answer transmission_holds(const struct match *match, const struct segment_facts *facts)
{
	uint16_t again = facts->retransmission;

	switch (match->transmissions) {
	case TRANSMISSIONS_DEFAULT:
		return known(match->ordinal == ORDINAL_NONE || !again);
	case TRANSMISSIONS_ALL:
		return YES;
	case TRANSMISSIONS_FIRST:
		return known(!again);
	case TRANSMISSIONS_AGAIN:
		return known(again && range_holds(&match->retransmission, again));
	}
	return UNKNOWN;
}

static bool ordinal_holds(const struct match *match, uint32_t number)
{
	switch (match->ordinal) {
	case ORDINAL_NONE:
		return true;
	case ORDINAL_FIRST:
		return number <= match->n;
	case ORDINAL_NTH:
		return number >= match->n && number <= match->last;
	case ORDINAL_EVERY:
		return number % match->n == 0;
	}
	return false;
}

/* Whether each segment that a rule counts is one that is drawn. */
static bool all_are_drawn(const struct foresight *f, const struct match *match, enum end from)
{
	bool acks = match->name == SEG_ACK || match->name == SEG_ANY;

	if (acks && f->end[from].rcv_next > 1U + f->end[from].fin_received)
		return false; /* ACKs of data are not */
	return !f->data_vague || (match->name != SEG_DATA && match->name != SEG_ANY);
}

static enum answer is_such(const struct foresight *f, const struct fault *fault,
			   const struct rule_foreseen *rule, const struct on_the_way *item)
{
	const struct match *match = &fault->match;
	const struct segment_facts *facts = &item->facts;
	enum answer answer;

	if (!(facts->names & 1 << match->name) ||
	    (match->from_given && match->from != item->from) ||
	    !range_holds(&match->connection, 1) || rule->over || is_released(f, match))
		return NO;
	answer = both(flags_hold(&match->flags, facts), bytes_hold(match, facts));
	answer = both(answer, ends_hold(f, match));
	answer = both(answer, times_hold(f, match, rule));
	answer = both(answer, transmission_holds(match, facts));
	if (answer != NO && match->probability && match->probability < 100 * PROBABILITY_PERCENT)
		answer = UNKNOWN;
	if (answer != NO && match->ordinal != ORDINAL_NONE && !all_are_drawn(f, match, item->from))
		answer = UNKNOWN;
	return answer;
}

/* A partition loses everything while it lasts; it begins with its segment, or at its time. */
static enum answer partition_holds(struct foresight *f, const struct fault *fault,
				   struct rule_foreseen *rule, const struct on_the_way *item)
{
	enum answer over;

	if (fault->at_given) {
		enum answer begun = is_past(f->now, fault->at);

		over = is_past(f->now, fault->at + fault->lasts);
		return both(begun, opposite(over));
	}
	if (rule->begun) {
		over = is_past(f->now - rule->began, fault->lasts);
		return opposite(over);
	}
	over = is_such(f, fault, rule, item);
	if (over != YES)
		return over;
	if (!ordinal_holds(&fault->match, ++rule->counted[item->from]))
		return NO;
	rule->begun = true;
	rule->began = f->now;
	return YES;
}

enum answer rule_decides(struct foresight *f, size_t number, const struct on_the_way *item)
{
	const struct fault *fault = &f->sc->faults[number];
	struct rule_foreseen *rule = &f->rules[number];
	enum answer answer;

	if (fault->disabled)
		return NO;
	if (fault->verb == VERB_PARTITION) {
		answer = partition_holds(f, fault, rule, item);
	} else if (fault->at_given) {
		answer = UNKNOWN;
	} else {
		answer = is_such(f, fault, rule, item);
		if (answer == YES && !ordinal_holds(&fault->match, ++rule->counted[item->from]))
			answer = NO;
	}
	rule->fired += answer == YES;
	return answer;
}

void rules_observe(struct foresight *f, const struct on_the_way *item)
{
	for (size_t i = 0; i < f->sc->n_faults; i++) {
		const struct match *match = &f->sc->faults[i].match;
		const struct state_condition *until = &match->until_state;
		const struct since *since = &match->since;
		struct rule_foreseen *rule = &f->rules[i];

		if (until->given && f->end[until->end].existed &&
		    f->end[until->end].state == until->state)
			rule->over = true;
		if (rule->begun || since->kind == SINCE_START)
			continue;
		if (since->kind == SINCE_SEGMENT
			    ? item->from == since->end && item->facts.names & 1 << since->name
			    : f->end[since->end].existed &&
				      f->end[since->end].state == since->state) {
			rule->begun = true;
			rule->began = f->now;
		}
	}
}
