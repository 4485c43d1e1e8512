/* SPDX-License-Identifier: MIT */
/*
 * END in STATE for TIME: how long the end's first stay in the state lasted. Both its beginning and
 * its end are known as intervals only, so its length is one, too:
 *
 *	entered within [a, b], left within [c, d]: it lasted from c - b to d - a
 *
 * What is wholly inside the expected range passes, what is wholly outside fails; anything else
 * cannot be told. Of a stay that the run's end cut short only the shortest length is known.
 */
#include <string.h>

#include "judge/hearing.h"

#define UNBOUNDED INT64_MAX

struct stay {
	nsec_t at_least;
	nsec_t at_most; /* UNBOUNDED when the run ended first */
	size_t record;	/* of the sighting that showed its end, or else its beginning */
};

static bool stay_find(struct stay *stay, const struct hearing *h, enum end end,
		      enum tcp_state state)
{
	const struct transition *entered = NULL, *left = NULL;
	struct way way = {0};

	while (!entered && hearing_next_way(h, end, &way)) {
		for (size_t i = 0; i < way.n && !entered; i++) {
			if (way.moves[i]->to != state)
				continue;
			entered = way.moves[i];
			left = i + 1 < way.n ? way.moves[i + 1] : NULL;
		}
	}
	if (!entered)
		return false;
	if (left) {
		stay->at_least = monotime_between(entered->latest, left->earliest);
		stay->at_most = monotime_between(entered->earliest, left->latest);
	} else {
		stay->at_least = monotime_between(entered->latest, h->tl->events[h->tl->n - 1].at);
		stay->at_most = UNBOUNDED;
	}
	stay->at_least = MAX(stay->at_least, 0);
	stay->record = left ? left->record : entered->record;
	return true;
}

static char *range_text(nsec_t lo, nsec_t hi)
{
	char from[NSEC_TEXT], to[NSEC_TEXT];

	nsec_format(from, lo);
	if (hi == UNBOUNDED)
		return xasprintf("at least %s", from);
	nsec_format(to, hi);
	if (lo <= 0)
		return xasprintf("at most %s", to);
	return strcmp(from, to) ? xasprintf("%s to %s", from, to) : xasprintf("%s", from);
}

static char *stay_text(const struct stay *stay, enum outcome_kind kind)
{
	char *range = range_text(stay->at_least, stay->at_most);
	const char *why = "";
	char *text;

	if (stay->at_most == UNBOUNDED)
		why = "; it had not left when the run ended";
	else if (kind == OUTCOME_INCONCLUSIVE)
		why = "; nothing was seen in between";
	text = xasprintf("%s%s", range, why);
	free(range);
	return text;
}

static enum outcome_kind compare(const struct stay *stay, nsec_t lo, nsec_t hi)
{
	if (lo <= stay->at_least && stay->at_most <= hi)
		return OUTCOME_PASS;
	if (stay->at_most < lo || hi < stay->at_least)
		return OUTCOME_FAIL;
	return OUTCOME_INCONCLUSIVE;
}

void stay_judge(struct hearing *h, const struct expectation *ex)
{
	enum end end = ex->in_state.end;
	enum outcome_kind kind;
	struct stay stay;
	struct finding *f;
	nsec_t lo, hi;

	expected_time_range(&ex->in_state.time, &lo, &hi);
	if (!stay_find(&stay, h, end, ex->in_state.state)) {
		f = hearing_add_about(h, OUTCOME_FAIL, ex, 0);
		f->expected = range_text(lo, hi);
		f->saw = xasprintf("the %s was never in %s", end_name(end),
				   tcp_state_name(ex->in_state.state));
		return;
	}
	kind = compare(&stay, lo, hi);
	f = hearing_add_about(h, kind, ex, stay.record);
	f->saw = stay_text(&stay, kind);
	if (kind != OUTCOME_PASS)
		f->expected = range_text(lo, hi);
}
