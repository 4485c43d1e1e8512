/* SPDX-License-Identifier: MIT */
#include "fault/rule.h"

#include <assert.h>
#include <string.h>

#include "base/util.h"
#include "fault/action.h"
#include "fault/match.h"

static const char *const verdict_words[] = {
	[VERDICT_ACCEPT] = "accept",
	[VERDICT_DROP] = "drop",
	[VERDICT_HOLD] = "hold",
};
static_assert(ARRAY_SIZE(verdict_words) == VERDICTS, "every verdict has a word");

static const char *const condition_words[] = {
	[COND_NAME] = "is no such segment",
	[COND_DIRECTION] = "comes from the other end",
	[COND_WHILE] = "found the end in another state",
	[COND_UNTIL] = "came after the state that ends the rule",
	[COND_RETRANSMISSION] = "is a retransmission, which the rule does not count",
	[COND_ORDINAL] = "is not the one that the rule counts to",
	[COND_EARLIER] = "was taken by an earlier rule",
	[COND_ALL] = "met every condition",
};
static_assert(ARRAY_SIZE(condition_words) == CONDITIONS, "every condition has words");

const char *verdict_word(enum verdict_kind kind)
{
	return verdict_words[kind];
}

const char *condition_word(enum condition condition)
{
	return condition_words[condition];
}

void rules_init(struct rules *rules, const struct scenario *sc, uint64_t seed)
{
	*rules = (struct rules){
		.sc = sc,
		.seed = seed,
		.state = xalloc(sc->n_faults, sizeof(struct rule_state)),
	};
}

void rules_free(struct rules *rules)
{
	if (!rules->state)
		return;
	for (size_t i = 0; i < rules->sc->n_faults; i++)
		free(rules->state[i].count);
	free(rules->state);
	rules->state = NULL;
}

/* A rule's counts for a connection, both directions. */
static struct rule_count *counts_of(struct rule_state *state, uint32_t connection)
{
	uint32_t known = state->connections;

	if (connection > known) {
		uint32_t n = MAX(connection, 2 * known);

		state->count = xrealloc(state->count, n, sizeof(*state->count));
		memset(&state->count[known], 0, (n - known) * sizeof(*state->count));
		state->connections = n;
	}
	return state->count[connection - 1];
}

/* The state that a failed condition found, for those that are about states. */
static enum tcp_state state_found(const struct match *m, const struct candidate *c,
				  enum condition failed)
{
	if (failed == COND_WHILE)
		return c->states->state[m->while_state.end];
	if (failed == COND_UNTIL)
		return c->states->state[m->until_state.end];
	return TCPS_CLOSED;
}

static void note_miss(struct near_miss *miss, const struct match *m, const struct candidate *c,
		      enum condition failed)
{
	if (miss->segment && failed <= miss->failed)
		return;
	*miss = (struct near_miss){
		.segment = c->number,
		.failed = failed,
		.state = state_found(m, c, failed),
	};
}

/*
 * Try one rule. A segment that an earlier rule took changes none of this rule's counts.
 *
 * Return: COND_ALL if the rule decides on the segment, else why not
 */
static enum condition try_rule(const struct match *m, struct rule_count count[ENDS],
			       const struct candidate *c, bool taken)
{
	struct rule_count *mine = &count[c->from];
	enum condition failed;

	if (m->until_state.given && match_state_seen(&m->until_state, c->states))
		count[CLIENT].over = count[SERVER].over = true;
	failed = match_uncounted(m, c, mine->over);
	if (failed != COND_ALL)
		return failed;
	if (!taken)
		mine->matched++;
	if (!match_ordinal(m, mine->matched + taken))
		return COND_ORDINAL;
	return taken ? COND_EARLIER : COND_ALL;
}

struct verdict rules_decide(struct rules *rules, uint32_t number, enum end from,
			    const struct segment_facts *facts, const struct end_states *states)
{
	const struct candidate c = {number, from, facts, states};
	struct verdict v = {.kind = VERDICT_ACCEPT, .fault = NO_FAULT};

	for (size_t i = 0; i < rules->sc->n_faults; i++) {
		const struct fault *fault = &rules->sc->faults[i];
		struct rule_state *state = &rules->state[i];
		struct rule_count *count;
		enum condition failed;

		if (fault->disabled)
			continue;
		count = counts_of(state, facts->connection);
		failed = try_rule(&fault->match, count, &c, v.fault != NO_FAULT);
		if (failed == COND_ALL) {
			state->fired++;
			v = action_verdict(rules, i, &c, count[from].matched);
		} else {
			note_miss(&state->miss, &fault->match, &c, failed);
		}
	}
	return v;
}
