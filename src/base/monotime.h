/* SPDX-License-Identifier: MIT */
/*
 * Instants and durations. An instant is a type of its own, so that it cannot be mixed with a
 * number by accident; a duration is a count of nanoseconds.
 *
 * Every instant is CLOCK_MONOTONIC. Inside a running lab it is the clock's own reading; in a
 * timeline it is relative to the run's origin (see timeline/timeline.h). The two never meet: the
 * supervisor rebases an event when it arrives.
 */
#ifndef BASE_MONOTIME_H
#define BASE_MONOTIME_H

#include <stdbool.h>
#include <stdint.h>

/* A duration in nanoseconds. */
typedef int64_t nsec_t;

#define NSEC_PER_USEC INT64_C(1000)
#define NSEC_PER_MSEC INT64_C(1000000)
#define NSEC_PER_SEC  INT64_C(1000000000)

struct monotime {
	nsec_t ns;
};

#define MONOTIME_NEVER ((struct monotime){INT64_MAX})

static inline struct monotime monotime_add(struct monotime t, nsec_t d)
{
	return (struct monotime){t.ns + d};
}

/* The duration from @from to @to. */
static inline nsec_t monotime_between(struct monotime from, struct monotime to)
{
	return to.ns - from.ns;
}

static inline bool monotime_before(struct monotime a, struct monotime b)
{
	return a.ns < b.ns;
}

static inline struct monotime monotime_min(struct monotime a, struct monotime b)
{
	return a.ns < b.ns ? a : b;
}

static inline struct monotime monotime_max(struct monotime a, struct monotime b)
{
	return a.ns > b.ns ? a : b;
}

/**
 * monotime_now() - Read CLOCK_MONOTONIC
 */
struct monotime monotime_now(void);

/**
 * realtime_offset() - How far CLOCK_REALTIME is ahead of CLOCK_MONOTONIC, in nanoseconds
 *
 * Read as tightly as user space can: one real-time reading between two monotonic ones, the
 * tightest of a few tries.
 */
nsec_t realtime_offset(void);

/* Enough for any text that nsec_format() writes. */
#define NSEC_TEXT 32

/**
 * nsec_format() - Write a duration for people: "7.07 s", "350 ms", "12.3 us"
 * @buf:	Where to write; at least NSEC_TEXT bytes
 * @d:		The duration
 *
 * Return: @buf
 */
const char *nsec_format(char buf[NSEC_TEXT], nsec_t d);

#endif
