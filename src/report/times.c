/* SPDX-License-Identifier: MIT */
#include "report/times.h"

#include "base/translate.h"
#include "base/util.h"

/* The timer wheel of the kernel fires up to 1/8 of its duration late (kernel/time/timer.c). */
#define WHEEL_BOUND 8
#define SLACK	    (20 * NSEC_PER_MSEC)

const char times_difference_text[] =
	/* xgettext:no-c-format */
	N_("at another time than in the first place that has it, by more than 12.5 % + 20 ms");

/* A duration of which only the bounds may be known. */
struct span {
	nsec_t lo;
	nsec_t hi;
};

/* From another item of the run, or from the run's beginning, until this one. */
static struct span span_since(const struct item *ref, const struct item *item)
{
	if (!ref)
		return (struct span){item->earliest.ns, item->at.ns};
	return (struct span){monotime_between(ref->at, item->earliest),
			     monotime_between(ref->earliest, item->at)};
}

/* How far two durations are apart at least. */
static nsec_t apart(struct span a, struct span b)
{
	return MAX(MAX(a.lo - b.hi, b.lo - a.hi), (nsec_t)0);
}

/* Two runs' items of a row, and those of a row before. */
struct pair {
	const struct item *a;
	const struct item *b;
};

static bool agree(struct pair items, struct pair before)
{
	struct span a = span_since(before.a, items.a), b = span_since(before.b, items.b);
	nsec_t tolerance = MAX(MAX(a.hi, b.hi), (nsec_t)0) / WHEEL_BOUND + SLACK;

	return apart(a, b) <= tolerance ||
	       apart(span_since(NULL, items.a), span_since(NULL, items.b)) <= tolerance;
}

static struct pair pair_at(const struct alignment *al, size_t row, size_t a, size_t b)
{
	return (struct pair){alignment_cell(al, row, a), alignment_cell(al, row, b)};
}

/* The next row before that both runs have, of the same end if that is asked for. */
static struct pair pair_before(const struct alignment *al, size_t row, size_t a, size_t b,
			       bool same_end)
{
	enum end end = alignment_item(al, row)->end;

	while (row-- > 0) {
		struct pair pair = pair_at(al, row, a, b);

		if (pair.a && pair.b && (!same_end || pair.a->end == end))
			return pair;
	}
	return (struct pair){NULL, NULL};
}

/* The first run that has a row's item. */
static size_t first_run(const struct alignment *al, size_t row)
{
	size_t run = 0;

	while (!alignment_cell(al, row, run))
		run++;
	return run;
}

bool times_agree(const struct alignment *al, size_t row, size_t run)
{
	size_t first = first_run(al, row);
	struct pair items = pair_at(al, row, first, run);
	struct pair own;

	if (!items.b || first == run || agree(items, pair_before(al, row, first, run, false)))
		return true;
	own = pair_before(al, row, first, run, true);
	return own.a && agree(items, own);
}

nsec_t times_largest_difference(const struct alignment *al)
{
	nsec_t largest = 0;

	for (size_t row = 0; row < al->table.n; row++) {
		const struct item *first = alignment_item(al, row);

		for (size_t run = 0; run < al->n; run++) {
			const struct item *item = alignment_cell(al, row, run);

			if (item)
				largest = MAX(largest, apart(span_since(NULL, first),
							     span_since(NULL, item)));
		}
	}
	return largest;
}
