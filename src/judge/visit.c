/* SPDX-License-Identifier: MIT */
/* END never STATE, END ends in STATE. */
#include <inttypes.h>

#include "base/translate.h"
#include "judge/hearing.h"

static const struct transition *find_visit(const struct way *way, enum tcp_state state)
{
	for (size_t i = 0; i < way->n; i++)
		if (way->moves[i]->to == state)
			return way->moves[i];
	return NULL;
}

static void fail(struct hearing *h, const struct expectation *ex, const struct way *way,
		 size_t record)
{
	struct finding *f = hearing_add_about(h, OUTCOME_FAIL, ex, record);

	f->expected = xasprintf(ex->kind == EXPECT_NEVER ? _("never %s") : _("in the end %s"),
				tcp_state_name(ex->visit.state));
	f->saw = on_connection(way->moves[0]->connection, way_text(way));
}

/* An end that had no connection was in no state: that, too, is what is expected. */
void never_judge(struct hearing *h, const struct expectation *ex)
{
	struct way way = {0};

	if (ex->connection > hearing_connections(h)) {
		hearing_no_connection(h, ex, ex->visit.end,
				      xasprintf(_("a connection that is never in %s"),
						tcp_state_name(ex->visit.state)));
		return;
	}
	while (hearing_next_meant(h, ex, ex->visit.end, &way)) {
		const struct transition *visit = find_visit(&way, ex->visit.state);

		if (visit) {
			fail(h, ex, &way, visit->record);
			return;
		}
	}
	hearing_add_about(h, OUTCOME_PASS, ex, 0);
}

void ends_in_judge(struct hearing *h, const struct expectation *ex)
{
	const struct transition *last = NULL;
	struct way way = {0};

	while (hearing_next_meant(h, ex, ex->visit.end, &way)) {
		last = way.moves[way.n - 1];
		if (last->to != ex->visit.state) {
			fail(h, ex, &way, last->record);
			return;
		}
	}
	if (last)
		hearing_add_about(h, OUTCOME_PASS, ex, last->record);
	else
		hearing_no_connection(
			h, ex, ex->visit.end,
			xasprintf(_("in the end %s"), tcp_state_name(ex->visit.state)));
}
