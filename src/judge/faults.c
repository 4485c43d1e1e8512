/* SPDX-License-Identifier: MIT */
/*
 * Faults: an experiment whose fault never happened shows nothing, whatever its expectations say.
 */
#include <assert.h>
#include <inttypes.h>

#include "base/translate.h"
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

		n += ev->kind == EVENT_SEGMENT && ev->segment.origin == ORIGIN_END &&
		     ev->segment.verdict.fault == (int)fault;
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
					xasprintf(_("fault %s: %s"), fault->name, rule));

	free(rule);
	return f;
}

static void never_fired(struct hearing *h, const struct fault *fault, const struct event *count)
{
	const struct event *segment = find_segment(h, count->fault.miss.segment);
	size_t shown_by = (size_t)((segment ? segment : count) - h->tl->events);
	struct finding *f = add(h, OUTCOME_INCONCLUSIVE, fault, timeline_record(shown_by));

	f->expected = xasprintf("%s", _("it fires at least once"));
	f->saw = near_miss_text(h->sc, fault, &count->fault.miss, segment);
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
	f->expected = xasprintf("%s", _("one count, that of the segments that it decided on"));
	f->saw = counts == 1 ? xasprintf(_("a count of %" PRIu32 " and %" PRIu32 " segments"), told,
					 seen)
			     : xasprintf(_("%zu counts and %" PRIu32 " segments"), counts, seen);
	return false;
}

static const char *const obstacle_texts[] = {
	[OBSTACLE_NONE] = N_("nothing"),
	[OBSTACLE_OPTIONS] = N_("the 40 bytes for options do not suffice"),
	[OBSTACLE_NO_PAYLOAD] = N_("it has no payload"),
	[OBSTACLE_SIZE] = N_("the packet would be too large for the wire"),
};
static_assert(ARRAY_SIZE(obstacle_texts) == OBSTACLES, "a text for each obstacle");

/* Whether a verdict is on a segment that a fault should have changed and did not. */
static bool is_obstructed(const struct hearing *h, const struct event *ev, size_t fault)
{
	const struct event *segment;

	if (ev->kind != EVENT_VERDICT || ev->verdict.obstacle == OBSTACLE_NONE)
		return false;
	segment = find_segment(h, ev->verdict.segment);
	return segment && segment->segment.verdict.fault == (int)fault;
}

/* What was tried did not happen: one finding, however often. */
static void judge_obstacles(struct hearing *h, size_t i)
{
	const struct event *first = NULL;
	struct finding *f;
	size_t n = 0;

	for (size_t e = 0; e < h->tl->n; e++)
		if (is_obstructed(h, &h->tl->events[e], i) && !n++)
			first = &h->tl->events[e];
	if (!n)
		return;
	f = add(h, OUTCOME_INCONCLUSIVE, &h->sc->faults[i],
		timeline_record((size_t)(first - h->tl->events)));
	f->expected = xasprintf("%s", _("every segment that it decides on is changed"));
	f->saw = xasprintf(P_("segment %" PRIu32 " went on as it was: %s (%zu time)",
			      "segment %" PRIu32 " went on as it was: %s (%zu times)", n),
			   first->verdict.segment, _(obstacle_texts[first->verdict.obstacle]), n);
}

static void judge_fault(struct hearing *h, size_t i)
{
	const struct fault *fault = &h->sc->faults[i];
	bool expected, may_be_0;
	size_t counts;
	const struct event *count = find_count(h, i, &counts);

	if (!is_consistent(h, i, count, counts) || fault->disabled)
		return;
	judge_obstacles(h, i);
	expected = is_expected(h, i, &may_be_0);
	if (count->fault.fired == 0 && !may_be_0)
		never_fired(h, fault, count);
	else if (!expected)
		add(h, OUTCOME_PASS, fault, 0)->saw =
			xasprintf(P_("it fired %" PRIu32 " time", "it fired %" PRIu32 " times",
				     count->fault.fired),
				  count->fault.fired);
}

void faults_judge(struct hearing *h)
{
	for (size_t i = 0; i < h->sc->n_faults; i++)
		judge_fault(h, i);
}
