/* SPDX-License-Identifier: MIT */
#include "base/monotime.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

static nsec_t clock_ns(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return ts.tv_sec * NSEC_PER_SEC + ts.tv_nsec;
}

struct monotime monotime_now(void)
{
	return (struct monotime){clock_ns(CLOCK_MONOTONIC)};
}

nsec_t realtime_offset(void)
{
	nsec_t best_width = INT64_MAX, best = 0;

	for (int i = 0; i < 5; i++) {
		nsec_t before = clock_ns(CLOCK_MONOTONIC);
		nsec_t real = clock_ns(CLOCK_REALTIME);
		nsec_t after = clock_ns(CLOCK_MONOTONIC);

		if (after - before < best_width) {
			best_width = after - before;
			best = real - (before + best_width / 2);
		}
	}
	return best;
}

const char *nsec_format(char buf[NSEC_TEXT], nsec_t d)
{
	const char *sign = d < 0 ? "-" : "";
	double ns = d < 0 ? -(double)d : (double)d;

	if (ns >= 60.0 * NSEC_PER_SEC) {
		int64_t s = (int64_t)(ns / NSEC_PER_SEC);

		if (s >= 3600)
			snprintf(buf, NSEC_TEXT, "%s%" PRId64 " h %02d m %02d s", sign, s / 3600,
				 (int)(s / 60 % 60), (int)(s % 60));
		else
			snprintf(buf, NSEC_TEXT, "%s%d m %04.1f s", sign, (int)(s / 60),
				 ns / NSEC_PER_SEC - (double)(s / 60 * 60));
	} else if (ns >= NSEC_PER_SEC) {
		snprintf(buf, NSEC_TEXT, "%s%.3f s", sign, ns / NSEC_PER_SEC);
	} else if (ns >= NSEC_PER_MSEC) {
		snprintf(buf, NSEC_TEXT, "%s%.1f ms", sign, ns / NSEC_PER_MSEC);
	} else {
		snprintf(buf, NSEC_TEXT, "%s%.0f us", sign, ns / NSEC_PER_USEC);
	}
	return buf;
}
