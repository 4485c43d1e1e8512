/* SPDX-License-Identifier: MIT */
#include "base/util.h"
#include "fault/action.h"
#include "fault/draw.h"

/* Draws that are summed to make one that is nearly normal: their variance is 1. */
#define NORMAL_DRAWS 12

/* Even from -jitter to +jitter. */
static nsec_t even(nsec_t jitter, uint64_t drawn)
{
	return (nsec_t)(drawn % (2 * (uint64_t)jitter + 1)) - jitter;
}

/* Normal around 0, with jitter as its standard deviation; never beyond NORMAL_DRAWS / 2 of them. */
static nsec_t normal(nsec_t jitter, uint64_t drawn)
{
	int64_t sum = -(NORMAL_DRAWS / 2 * (INT64_C(1) << 32));

	for (int i = 0; i < NORMAL_DRAWS; i++) {
		drawn = draw_mix(drawn);
		sum += (int64_t)(drawn >> 32);
	}
	return (nsec_t)((__int128)jitter * sum / (INT64_C(1) << 32));
}

nsec_t timing_delay(const struct fault *fault, uint64_t drawn)
{
	nsec_t off = 0;

	switch (fault->distribution) {
	case DISTRIBUTION_UNIFORM:
		off = even(fault->jitter, drawn);
		break;
	case DISTRIBUTION_NORMAL:
		off = normal(fault->jitter, drawn);
		break;
	}
	return MAX(fault->delay + off, 0);
}

/* How long a link of that rate is busy with so many bytes. */
static nsec_t transmission(uint64_t bytes, uint64_t rate)
{
	return (nsec_t)(bytes * 8 * NSEC_PER_SEC / rate);
}

/*
 * A token bucket, seen from its other side: not the tokens are kept, but until when the way is taken
 * up by what went over it; a burst may be so much ahead of its time.
 */
nsec_t timing_rate(const struct fault *fault, const struct candidate *c, nsec_t *busy)
{
	nsec_t ahead = transmission(fault->burst, fault->rate);

	*busy = MAX(*busy, c->time) + transmission(c->segment->len, fault->rate);
	return MAX(*busy - ahead - c->time, 0);
}

nsec_t timing_hold(const struct fault *fault, const struct candidate *c, bool come)
{
	if (fault->match.release.kind == RELEASE_TIME)
		return fault->match.release.time - c->time;
	return come ? 0 : HOLD_AWAITS;
}
