/* SPDX-License-Identifier: MIT */
#include "fault/action.h"

#include "base/util.h"
#include "fault/draw.h"

/* A delay that is even over delay ± jitter, never negative. */
static nsec_t delay_of(const struct rules *rules, size_t i, const struct candidate *c,
		       uint32_t matched)
{
	const struct fault *fault = &rules->sc->faults[i];
	uint64_t width = 2 * (uint64_t)fault->jitter + 1;
	uint64_t drawn = draw(rules->seed, i, DRAW_DELAY, c, matched);

	return MAX(fault->delay - fault->jitter + (nsec_t)(drawn % width), 0);
}

struct verdict action_verdict(const struct rules *rules, size_t i, const struct candidate *c,
			      uint32_t matched)
{
	struct verdict v = {.fault = (int)i};

	switch (rules->sc->faults[i].verb) {
	case VERB_DROP:
		v.kind = VERDICT_DROP;
		break;
	case VERB_DELAY:
		v.kind = VERDICT_HOLD;
		v.delay = delay_of(rules, i, c, matched);
		break;
	case VERB_PASS:
		v.kind = VERDICT_ACCEPT;
		break;
	}
	return v;
}
