/* SPDX-License-Identifier: MIT */
#include "fault/action.h"

#include "base/util.h"
#include "fault/draw.h"

struct verdict action_verdict(struct rules *rules, size_t i, const struct candidate *c,
			      uint32_t matched)
{
	const struct fault *fault = &rules->sc->faults[i];
	struct rule_state *state = &rules->state[i];
	struct verdict v = {.kind = VERDICT_HOLD, .fault = (int)i};

	switch (fault->verb) {
	case VERB_DROP:
	case VERB_PARTITION:
		v.kind = VERDICT_DROP;
		break;
	case VERB_PASS:
	case VERB_FORGET:
		v.kind = VERDICT_ACCEPT;
		break;
	case VERB_DELAY:
		v.delay = timing_delay(fault, draw(rules->seed, i, DRAW_DELAY, c, matched));
		break;
	case VERB_HOLD:
		v.delay = timing_hold(fault, c, state->connection[c->facts->connection - 1].over);
		break;
	case VERB_REORDER:
		v.delay = HOLD_AWAITS;
		break;
	case VERB_RATE:
		v.delay = timing_rate(fault, c, &state->busy[c->from]);
		break;
	}
	return v;
}
