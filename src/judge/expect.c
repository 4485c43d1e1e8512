/* SPDX-License-Identifier: MIT */
/* Expectations: the table of all kinds, and those of faults. */
#include <assert.h>
#include <inttypes.h>

#include "base/translate.h"
#include "judge/hearing.h"

void judge_count(struct hearing *h, const struct expectation *ex, enum comparison cmp,
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
	hearing_add_about(h, OUTCOME_INCONCLUSIVE, ex, 0)->saw =
		xasprintf("%s", _("no record of it"));
}

/* ---- all kinds ----------------------------------------------------------------------------- */

static judge_fn *const kinds[] = {
	[EXPECT_PATH] = path_judge,	    [EXPECT_PASSES] = passes_judge,
	[EXPECT_NEVER] = never_judge,	    [EXPECT_ENDS_IN] = ends_in_judge,
	[EXPECT_IN_STATE] = stay_judge,	    [EXPECT_REACHES] = reaches_judge,
	[EXPECT_SEGMENTS] = segments_judge, [EXPECT_GAPS] = gaps_judge,
	[EXPECT_FIELD] = field_judge,	    [EXPECT_CALL] = call_judge,
	[EXPECT_TOOK] = took_judge,	    [EXPECT_BYTES] = bytes_judge,
	[EXPECT_DATA] = data_judge,	    [EXPECT_INFO] = info_judge,
	[EXPECT_COUNTER] = counter_judge,   [EXPECT_SOCKETS] = sockets_judge,
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
			hearing_add_about(h, OUTCOME_INCONCLUSIVE, ex, 0)->saw = xasprintf(
				"%s", _("the record does not say whether its \"where\" holds"));
			break;
		}
	}
}
