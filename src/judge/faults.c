/* SPDX-License-Identifier: MIT */
/*
 * Faults: an experiment whose fault never happened shows nothing, whatever its expectations say.
 */
#include <inttypes.h>

#include "judge/near_miss.h"

/* What was told at the end of how often the fault fired; there should be one such record. */
static const struct event *find_count(const struct hearing *h, size_t fault, size_t *n)
{
	const struct event *count = NULL;

	*n = 0;
	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		if (ev->kind != EVENT_FAULT || ev->fault.fault != fault)
			continue;
		count = ev;
		++*n;
	}
	return count;
}

/* How many segments the fault decided on. */
static uint32_t count_segments(const struct hearing *h, size_t fault)
{
	uint32_t n = 0;

	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		n += ev->kind == EVENT_SEGMENT && ev->segment.verdict.fault == (int)fault;
	}
	return n;
}

static const struct event *find_segment(const struct hearing *h, uint32_t number)
{
	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		if (ev->kind == EVENT_SEGMENT && ev->segment.number == number)
			return ev;
	}
	return NULL;
}

/* Whether the scenario expects something of the fault's count; and that 0 would satisfy it. */
static bool is_expected(const struct hearing *h, size_t fault, bool *may_be_0)
{
	bool expected = false;

	*may_be_0 = true;
	for (size_t i = 0; i < h->sc->n_expectations; i++) {
		const struct expectation *ex = &h->sc->expectations[i];

		if (ex->kind != EXPECT_FIRED || ex->fired.fault != fault ||
		    hearing_applies(h, ex) != APPLIES)
			continue;
		expected = true;
		*may_be_0 = *may_be_0 && comparison_holds(ex->fired.cmp, 0, ex->fired.n);
	}
	*may_be_0 = *may_be_0 && expected;
	return expected;
}

static struct finding *add(struct hearing *h, enum outcome_kind kind, const struct fault *fault,
			   size_t record)
{
	char *rule = fault_text(fault);
	struct finding *f = hearing_add(h, kind, &fault->loc, record,
					xasprintf("fault %s: %s", fault->name, rule));

	free(rule);
	return f;
}

static void never_fired(struct hearing *h, const struct fault *fault, const struct event *count)
{
	const struct event *segment = find_segment(h, count->fault.miss.segment);
	size_t shown_by = (size_t)((segment ? segment : count) - h->tl->events);
	struct finding *f = add(h, OUTCOME_INCONCLUSIVE, fault, timeline_record(shown_by));

	f->expected = xasprintf("it fires at least once");
	f->saw = near_miss_text(fault, &count->fault.miss, segment);
}

/* An enabled fault has one count, that of its segments; a disabled one fires on nothing. */
static bool is_consistent(struct hearing *h, size_t i, const struct event *count, size_t counts)
{
	const struct fault *fault = &h->sc->faults[i];
	uint32_t seen = count_segments(h, i);
	uint32_t told = count ? count->fault.fired : 0;
	struct finding *f;

	if (told == seen && (counts == 1 || (counts == 0 && fault->disabled)))
		return true;
	f = add(h, OUTCOME_INCONCLUSIVE, fault, 0);
	f->expected = xasprintf("one count, that of the segments that it decided on");
	f->saw = counts == 1
			 ? xasprintf("a count of %" PRIu32 " and %" PRIu32 " segments", told, seen)
			 : xasprintf("%zu counts and %" PRIu32 " segments", counts, seen);
	return false;
}

static void judge_fault(struct hearing *h, size_t i)
{
	const struct fault *fault = &h->sc->faults[i];
	bool expected, may_be_0;
	size_t counts;
	const struct event *count = find_count(h, i, &counts);

	if (!is_consistent(h, i, count, counts) || fault->disabled)
		return;
	expected = is_expected(h, i, &may_be_0);
	if (count->fault.fired == 0 && !may_be_0)
		never_fired(h, fault, count);
	else if (!expected)
		add(h, OUTCOME_PASS, fault, 0)->saw =
			xasprintf("it fired %" PRIu32 " time%s", count->fault.fired,
				  count->fault.fired == 1 ? "" : "s");
}

void faults_judge(struct hearing *h)
{
	for (size_t i = 0; i < h->sc->n_faults; i++)
		judge_fault(h, i);
}
