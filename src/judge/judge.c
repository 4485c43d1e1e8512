/* SPDX-License-Identifier: MIT */
#include "judge/judge.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/translate.h"
#include "judge/hearing.h"

static const char *const outcome_words[] = {
	[OUTCOME_PASS] = N_("pass"),
	[OUTCOME_FAIL] = N_("fail"),
	[OUTCOME_INCONCLUSIVE] = N_("inconclusive"),
	[OUTCOME_ERROR] = N_("error"),
};
static_assert(ARRAY_SIZE(outcome_words) == OUTCOMES, "a word for each outcome");

const char *outcome_word(enum outcome_kind kind)
{
	return outcome_words[kind];
}

static const enum exit_code exit_codes[] = {
	[OUTCOME_PASS] = EXIT_PASS,
	[OUTCOME_FAIL] = EXIT_FAIL,
	[OUTCOME_INCONCLUSIVE] = EXIT_INCONCLUSIVE,
	[OUTCOME_ERROR] = EXIT_BUG,
};
static_assert(ARRAY_SIZE(exit_codes) == OUTCOMES, "an exit code for each outcome");

enum exit_code outcome_exit_code(enum outcome_kind kind)
{
	return exit_codes[kind];
}

/* Whether a finding about @loc belongs behind @f. */
static bool stands_before(const struct finding *f, const struct srcloc *loc)
{
	return !f->located || (loc && f->loc.offset <= loc->offset);
}

struct finding *hearing_add(struct hearing *h, enum outcome_kind kind, const struct srcloc *loc,
			    size_t record, char *subject)
{
	struct outcome *out = h->out;
	size_t i = out->n;

	ARRAY_ADD(out->findings, out->n);
	for (; i > 0 && !stands_before(&out->findings[i - 1], loc); i--)
		out->findings[i] = out->findings[i - 1];
	out->findings[i] = (struct finding){.kind = kind, .record = record, .subject = subject};
	if (loc) {
		out->findings[i].located = true;
		out->findings[i].loc = *loc;
	}
	out->kind = MAX(out->kind, kind);
	return &out->findings[i];
}

struct finding *hearing_add_about(struct hearing *h, enum outcome_kind kind,
				  const struct expectation *ex, size_t record)
{
	struct finding *f = hearing_add(h, kind, &ex->loc, record, expectation_text(h->sc, ex));

	f->timed = ex->kind == EXPECT_IN_STATE || ex->kind == EXPECT_REACHES ||
		   ex->kind == EXPECT_GAPS || ex->kind == EXPECT_TOOK;
	return f;
}

char *result_text(int error)
{
	const char *name = errno_name(error);

	if (!error)
		return xasprintf("ok");
	return name ? xasprintf("%s", name) : xasprintf("errno %d", error);
}

bool call_came_to(const struct event_call *call, int error, int64_t status)
{
	return call->error == error && (call->step != STEP_EXEC || error || call->result == status);
}

char *call_result_text(const struct event_call *call)
{
	if (call->step == STEP_EXEC && !call->error)
		return xasprintf(_("exit status %" PRId64), call->result);
	return result_text(call->error);
}

const struct step *hearing_step(const struct hearing *h, const struct event *call)
{
	const struct script *script = &h->sc->script[call->end];

	assert(call->call.number >= 1 && call->call.number <= script->n);
	return &script->steps[call->call.number - 1];
}

const struct event *hearing_waiting(const struct hearing *h, enum end end, size_t before)
{
	const struct event *call = NULL;

	for (size_t i = 0; i < before; i++) {
		const struct event *ev = &h->tl->events[i];

		if (ev->end != end)
			continue;
		if (ev->kind == EVENT_CALL)
			call = ev;
		else if (ev->kind == EVENT_RETURN && !ev->call.cut)
			call = NULL;
	}
	return call;
}

const char *hearing_cut_text(const struct hearing *h, const struct event *call)
{
	for (const struct event *ev = call; ev < h->tl->events + h->tl->n; ev++)
		if (ev->kind == EVENT_CALL && ev->call.step == STEP_KILL &&
		    ev->call.about == call->end)
			return _("cut when its process was killed");
	return _("still blocked when the run ended");
}

bool hearing_next_way(const struct hearing *h, enum end end, struct way *way)
{
	size_t i = way->moves ? (size_t)(way->moves - h->moves) + way->n : 0;
	size_t first;

	while (i < h->n_moves && (h->moves[i]->end != end || !h->moves[i]->connection))
		i++;
	first = i;
	while (i < h->n_moves && h->moves[i]->end == end &&
	       h->moves[i]->connection == h->moves[first]->connection)
		i++;
	*way = (struct way){&h->moves[first], i - first};
	return way->n > 0;
}

/* By end, connection, and (all lie in one array) the order in which they were found. */
static int goes_earlier(const void *a, const void *b)
{
	const struct transition *x = *(const struct transition *const *)a;
	const struct transition *y = *(const struct transition *const *)b;

	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	if (x->connection != y->connection)
		return x->connection < y->connection ? -1 : 1;
	return x < y ? -1 : x > y;
}

static void find_moves(struct hearing *h, struct transitions *transitions)
{
	const struct transition *all;

	for (size_t i = 0; i < h->tl->n; i++)
		transitions_observe(transitions, &h->tl->events[i], timeline_record(i));
	all = transitions_all(transitions, &h->n_moves);
	h->moves = xalloc(h->n_moves, sizeof(*h->moves));
	for (size_t i = 0; i < h->n_moves; i++)
		h->moves[i] = &all[i];
	qsort(h->moves, h->n_moves, sizeof(*h->moves), goes_earlier);
}

void judge(const struct scenario *sc, const struct timeline *tl, struct outcome *out)
{
	struct hearing h = {.sc = sc, .tl = tl, .out = out};
	struct transitions *transitions;

	*out = (struct outcome){.kind = OUTCOME_PASS};
	if (!timeline_complete(tl)) {
		hearing_add(&h, OUTCOME_ERROR, NULL, 0,
			    xasprintf("%s", _("the timeline is complete")))
			->saw =
			xasprintf(_("a torso: no \"%s\" record"), event_kind_word(EVENT_END));
		return;
	}
	transitions = transitions_new();
	find_moves(&h, transitions);
	evidence_judge(&h);
	expectations_judge(&h);
	faults_judge(&h);
	holds_judge(&h);
	steps_judge(&h);
	late_judge(&h);
	free(h.moves);
	transitions_free(transitions);
}

void outcome_free(struct outcome *out)
{
	for (size_t i = 0; i < out->n; i++) {
		free(out->findings[i].subject);
		free(out->findings[i].expected);
		free(out->findings[i].saw);
	}
	free(out->findings);
	*out = (struct outcome){0};
}
