/* SPDX-License-Identifier: MIT */
#include "fault/action.h"

#include "base/util.h"

/* The finalizer of splitmix64: every bit of the result depends on every bit of @x. */
static uint64_t mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return x ^ x >> 31;
}

/* A delay that is even over delay ± jitter, never negative. */
static nsec_t delay_of(const struct rules *rules, size_t i, const struct candidate *c,
		       uint32_t matched)
{
	const struct fault *fault = &rules->sc->faults[i];
	uint64_t width = 2 * (uint64_t)fault->jitter + 1;
	uint64_t draw = mix(rules->seed);

	draw = mix(draw ^ i);
	draw = mix(draw ^ ((uint64_t)c->facts->connection << 1 | c->from));
	draw = mix(draw ^ matched);
	return MAX(fault->delay - fault->jitter + (nsec_t)(draw % width), 0);
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
