/* SPDX-License-Identifier: MIT */
#include "fault/action.h"

#include <assert.h>

#include "base/util.h"
#include "fault/draw.h"

/* The rule that takes a segment, and the segment. */
struct taking {
	const struct fault *fault;
	struct rule_state *state;
	const struct candidate *c;
	uint64_t drawn;
};

static nsec_t delay(const struct taking *t)
{
	return timing_delay(t->fault, t->drawn);
}

static nsec_t hold(const struct taking *t)
{
	return timing_hold(t->fault, t->c, t->state->connection[t->c->facts->connection - 1].over);
}

static nsec_t reorder(const struct taking *t)
{
	(void)t;
	return HOLD_AWAITS;
}

static nsec_t rate(const struct taking *t)
{
	return timing_rate(t->fault, t->c, &t->state->busy[t->c->from]);
}

/* What becomes of the segment itself, by verb; a delay only where it is held. */
static const struct action {
	enum verdict_kind kind;
	nsec_t (*delay)(const struct taking *t);
} actions[] = {
	[VERB_DROP] = {VERDICT_DROP, NULL},	  [VERB_DELAY] = {VERDICT_HOLD, delay},
	[VERB_PASS] = {VERDICT_ACCEPT, NULL},	  [VERB_HOLD] = {VERDICT_HOLD, hold},
	[VERB_REORDER] = {VERDICT_HOLD, reorder}, [VERB_RATE] = {VERDICT_HOLD, rate},
	[VERB_PARTITION] = {VERDICT_DROP, NULL},  [VERB_FORGET] = {VERDICT_ACCEPT, NULL},
	[VERB_SET] = {VERDICT_ACCEPT, NULL},	  [VERB_OPTION] = {VERDICT_ACCEPT, NULL},
	[VERB_PAYLOAD] = {VERDICT_ACCEPT, NULL},  [VERB_CORRUPT] = {VERDICT_ACCEPT, NULL},
	[VERB_TRUNCATE] = {VERDICT_ACCEPT, NULL}, [VERB_DUPLICATE] = {VERDICT_ACCEPT, NULL},
	[VERB_INJECT] = {VERDICT_ACCEPT, NULL},	  [VERB_REPLY] = {VERDICT_DROP, NULL},
	[VERB_REJECT] = {VERDICT_DROP, NULL},
};
static_assert(ARRAY_SIZE(actions) == VERBS, "an action for every verb");

struct verdict action_verdict(struct rules *rules, size_t i, const struct candidate *c,
			      uint32_t matched)
{
	const struct fault *fault = &rules->sc->faults[i];
	const struct action *action = &actions[fault->verb];
	struct verdict v = {
		.kind = action->kind,
		.fault = (int)i,
		.draw = draw(rules->seed, i, DRAW_VERB, c, matched),
	};
	const struct taking taking = {fault, &rules->state[i], c, v.draw};

	if (action->delay)
		v.delay = action->delay(&taking);
	return v;
}
