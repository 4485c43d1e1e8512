/* SPDX-License-Identifier: MIT */
/* Expectations: those that count something, and the table of all kinds. */
#include <assert.h>
#include <inttypes.h>

#include "judge/hearing.h"

/* A count against its limit. */
static void judge_count(struct hearing *h, const struct expectation *ex, enum comparison cmp,
			uint32_t limit, uint64_t seen, size_t record)
{
	struct finding *f;

	if (comparison_holds(cmp, seen, limit)) {
		hearing_add_about(h, OUTCOME_PASS, ex, record);
		return;
	}
	f = hearing_add_about(h, OUTCOME_FAIL, ex, record);
	f->expected = xasprintf("%s %" PRIu32, comparison_word(cmp), limit);
	f->saw = xasprintf("%" PRIu64, seen);
}

/* ---- segments ------------------------------------------------------------------------------ */

static bool is_counted(const struct event *ev, const struct expectation *ex)
{
	if (ev->kind != EVENT_SEGMENT)
		return false;
	if (ex->segments.from_given && ev->end != ex->segments.from)
		return false;
	return ev->segment.facts.names & 1U << ex->segments.name;
}

static void segments_judge(struct hearing *h, const struct expectation *ex)
{
	size_t last = 0;
	uint64_t n = 0;

	for (size_t i = 0; i < h->tl->n; i++) {
		if (!is_counted(&h->tl->events[i], ex))
			continue;
		last = timeline_record(i);
		n++;
	}
	judge_count(h, ex, ex->segments.cmp, ex->segments.n, n, last);
}

/* ---- fired --------------------------------------------------------------------------------- */

static void fired_judge(struct hearing *h, const struct expectation *ex)
{
	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		if (ev->kind == EVENT_FAULT && ev->fault.fault == ex->fired.fault) {
			judge_count(h, ex, ex->fired.cmp, ex->fired.n, ev->fault.fired,
				    timeline_record(i));
			return;
		}
	}
	hearing_add_about(h, OUTCOME_INCONCLUSIVE, ex, 0)->saw = xasprintf("no record of it");
}

/* ---- calls --------------------------------------------------------------------------------- */

/* Takes over @saw. */
static void call_fails(struct hearing *h, const struct expectation *ex, size_t record, char *saw)
{
	struct finding *f = hearing_add_about(h, OUTCOME_FAIL, ex, record);

	f->expected = result_text(ex->call.error);
	f->saw = saw;
}

static bool is_call(const struct event *ev, const struct expectation *ex, enum event_kind kind)
{
	return ev->kind == kind && ev->end == ex->call.end && ev->call.step == ex->call.call;
}

/* The first return of such a call that is not as expected; *n counts those that are. */
static const struct event *find_other_result(const struct hearing *h, const struct expectation *ex,
					     size_t *n, size_t *last)
{
	*n = 0;
	*last = 0;
	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		if (!is_call(ev, ex, EVENT_RETURN))
			continue;
		if (ev->call.cut || ev->call.error != ex->call.error)
			return ev;
		*last = timeline_record(i);
		++*n;
	}
	return NULL;
}

static void call_judge(struct hearing *h, const struct expectation *ex)
{
	const struct event *waiting = hearing_waiting(h, ex->call.end, h->tl->n);
	size_t n, last;
	const struct event *other = find_other_result(h, ex, &n, &last);

	if (other && !other->call.cut)
		call_fails(h, ex, timeline_record((size_t)(other - h->tl->events)),
			   result_text(other->call.error));
	else if (waiting && waiting->call.step == ex->call.call)
		call_fails(h, ex, timeline_record((size_t)(waiting - h->tl->events)),
			   xasprintf("still blocked when the run ended"));
	else if (n == 0)
		call_fails(h, ex, 0, xasprintf("the %s never came to it", end_name(ex->call.end)));
	else
		hearing_add_about(h, OUTCOME_PASS, ex, last);
}

/* ---- all kinds ----------------------------------------------------------------------------- */

typedef void judge_fn(struct hearing *h, const struct expectation *ex);

static judge_fn *const kinds[] = {
	[EXPECT_PATH] = path_judge,	    [EXPECT_IN_STATE] = stay_judge,
	[EXPECT_SEGMENTS] = segments_judge, [EXPECT_CALL] = call_judge,
	[EXPECT_FIRED] = fired_judge,
};
static_assert(ARRAY_SIZE(kinds) == EXPECTATION_KINDS, "a judge for each kind of expectation");

void expectations_judge(struct hearing *h)
{
	for (size_t i = 0; i < h->sc->n_expectations; i++) {
		const struct expectation *ex = &h->sc->expectations[i];

		switch (hearing_applies(h, ex)) {
		case APPLIES:
			kinds[ex->kind](h, ex);
			break;
		case APPLIES_NOT:
			break;
		case APPLIES_UNKNOWN:
			hearing_add_about(h, OUTCOME_INCONCLUSIVE, ex, 0)->saw =
				xasprintf("the record does not say whether its \"where\" holds");
			break;
		}
	}
}
