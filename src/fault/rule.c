/* SPDX-License-Identifier: MIT */
#include "fault/rule.h"

#include <assert.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "fault/action.h"
#include "fault/draw.h"
#include "fault/match.h"
#include "fault/onset.h"

static const char *const verdict_words[] = {
	[VERDICT_ACCEPT] = "accept",
	[VERDICT_DROP] = "drop",
	[VERDICT_HOLD] = "hold",
};
static_assert(ARRAY_SIZE(verdict_words) == VERDICTS, "every verdict has a word");

static const char *const obstacle_words[] = {
	[OBSTACLE_NONE] = "none",
	[OBSTACLE_OPTIONS] = "options",
	[OBSTACLE_NO_PAYLOAD] = "no-payload",
	[OBSTACLE_SIZE] = "size",
};
static_assert(ARRAY_SIZE(obstacle_words) == OBSTACLES, "a word for every obstacle");

static const char *const condition_words[] = {
	[COND_NAME] = N_("is no such segment"),
	[COND_DIRECTION] = N_("comes from the other end"),
	[COND_CONNECTION] = N_("belongs to another connection"),
	[COND_FLAGS] = N_("has other flags"),
	[COND_SIZE] = N_("has another size"),
	[COND_PAYLOAD] = N_("has another payload length"),
	[COND_CONTAINS] = N_("does not contain the bytes"),
	[COND_MATCH] = N_("does not match the filter"),
	[COND_WHILE] = N_("found the end in another state"),
	[COND_TIMER] = N_("found the end with another timer"),
	[COND_RETRANSMITS] = N_("found the end with another count of retransmits"),
	[COND_UNTIL] = N_("came after what ends the rule"),
	[COND_SINCE] = N_("came before the event that begins the rule"),
	[COND_AFTER] = N_("came too early"),
	[COND_FOR] = N_("came too late"),
	[COND_RELEASED] = N_("came after what ends the hold"),
	[COND_RETRANSMISSION] = N_("is another transmission than the rule means"),
	[COND_PROBABILITY] = N_("was spared by chance"),
	[COND_ORDINAL] = N_("is not the one that the rule counts to"),
	[COND_OFF] = N_("came before the fault began or after it was over"),
	[COND_EARLIER] = N_("was taken by an earlier rule"),
	[COND_ALL] = N_("met every condition"),
};
static_assert(ARRAY_SIZE(condition_words) == CONDITIONS, "every condition has words");

const char *verdict_word(enum verdict_kind kind)
{
	return verdict_words[kind];
}

const char *obstacle_word(enum obstacle obstacle)
{
	return obstacle_words[obstacle];
}

const char *condition_word(enum condition condition)
{
	return condition_words[condition];
}

bool condition_finds_number(enum condition condition)
{
	return condition == COND_SIZE || condition == COND_RETRANSMITS || condition == COND_AFTER ||
	       condition == COND_FOR || condition == COND_ORDINAL;
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
		free(rules->state[i].connection);
	free(rules->state);
	rules->state = NULL;
}

/* What a rule remembers of a connection. */
static struct rule_connection *connection_of(struct rule_state *state, uint32_t connection)
{
	uint32_t known = state->connections;

	if (connection > known) {
		uint32_t n = MAX(connection, 2 * known);

		state->connection = xrealloc(state->connection, n, sizeof(*state->connection));
		memset(&state->connection[known], 0, (n - known) * sizeof(*state->connection));
		state->connections = n;
	}
	return &state->connection[connection - 1];
}

/* Whether chance takes the segment that the rule draws for as the @index-th (from 1). */
static bool chance_takes(const struct rules *rules, size_t i, const struct candidate *c,
			 uint32_t index)
{
	uint32_t probability = rules->sc->faults[i].match.probability;

	return !probability ||
	       draw(rules->seed, i, DRAW_PROBABILITY, c, index) % (100 * PROBABILITY_PERCENT) <
		       probability;
}

/*
 * Try a rule's match. A segment that an earlier rule took changes none of this rule's counts.
 *
 * Return: COND_ALL if the rule decides on the segment, else why not
 */
static enum condition try_match(const struct rules *rules, size_t i, const struct candidate *c,
				struct rule_connection *rc, bool taken)
{
	const struct match *m = &rules->sc->faults[i].match;
	struct rule_count *count = &rc->count[c->from];
	enum condition failed;

	match_look(m, c, rc);
	failed = match_fixed(m, c, rc);
	if (failed != COND_ALL)
		return failed;
	count->drawn += !taken;
	if (!chance_takes(rules, i, c, count->drawn + taken))
		return COND_PROBABILITY;
	count->matched += !taken;
	if (!match_ordinal(m, count->matched + taken))
		return COND_ORDINAL;
	return taken ? COND_EARLIER : COND_ALL;
}

static enum condition try_rule(const struct rules *rules, size_t i, const struct candidate *c,
			       struct rule_connection *rc, bool taken)
{
	switch (onset_now(&rules->sc->faults[i], &rules->state[i], c->time)) {
	case ONSET_AWAITED:
		break;
	case ONSET_ON:
		return taken ? COND_EARLIER : COND_ALL;
	case ONSET_OFF:
		return COND_OFF;
	}
	return try_match(rules, i, c, rc, taken);
}

bool release_is(const struct release *release, enum end from, const struct segment_facts *facts)
{
	return release->kind == RELEASE_SEGMENT && facts->names & 1 << release->name &&
	       (!release->from_given || release->from == from);
}

bool rules_see(struct rules *rules, uint32_t connection, enum end end, enum tcp_state state)
{
	bool ends = false;

	for (size_t i = 0; i < rules->sc->n_faults; i++) {
		const struct match *m = &rules->sc->faults[i].match;

		if (m->release.kind != RELEASE_STATE || m->until_state.end != end ||
		    m->until_state.state != state)
			continue;
		connection_of(&rules->state[i], connection)->over = true;
		ends = true;
	}
	return ends;
}

/* A segment has been queued: holds that wait for it end with it, not before it. */
static void end_holds(struct rules *rules, const struct candidate *c)
{
	for (size_t i = 0; i < rules->sc->n_faults; i++)
		if (release_is(&rules->sc->faults[i].match.release, c->from, c->facts))
			connection_of(&rules->state[i], c->facts->connection)->over = true;
}

struct verdict rules_decide(struct rules *rules, const struct candidate *c)
{
	struct verdict v = {.kind = VERDICT_ACCEPT, .fault = NO_FAULT};

	for (size_t i = 0; i < rules->sc->n_faults; i++) {
		const struct fault *fault = &rules->sc->faults[i];
		struct rule_state *state = &rules->state[i];
		bool taken = v.fault != NO_FAULT;
		struct rule_connection *rc;
		enum condition failed;

		if (fault->disabled)
			continue;
		rc = connection_of(state, c->facts->connection);
		failed = try_rule(rules, i, c, rc, taken);
		if (failed == COND_ALL) {
			state->fired++;
			onset_taken(fault, state, c->time);
			v = action_verdict(rules, i, c, rc->count[c->from].matched);
		} else if (!state->miss.segment || failed > state->miss.failed) {
			state->miss = match_miss(&fault->match, c, rc, failed,
						 rc->count[c->from].matched + taken);
		}
	}
	end_holds(rules, c);
	return v;
}
