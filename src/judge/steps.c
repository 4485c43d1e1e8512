/* SPDX-License-Identifier: MIT */
/*
 * Steps: a step that failed although no expectation is about that call, a wait that ran out, and
 * a run that its timeout had to end.
 */
#include <errno.h>

#include "judge/hearing.h"

/* Whether an expectation that applies says what becomes of the call. */
static bool is_expected(const struct hearing *h, const struct event *call)
{
	for (size_t i = 0; i < h->sc->n_expectations; i++) {
		const struct expectation *ex = &h->sc->expectations[i];

		if (ex->kind == EXPECT_CALL && ex->call.end == call->end &&
		    ex->call.call == call->call.step && hearing_applies(h, ex) == APPLIES)
			return true;
	}
	return false;
}

static char *about_step(const struct hearing *h, const struct event *call)
{
	char *text = step_text(hearing_step(h, call));
	char *about = xasprintf("%s: %s", end_name(call->end), text);

	free(text);
	return about;
}

static void failed(struct hearing *h, const struct event *ret, size_t record)
{
	struct finding *f = hearing_add(h, OUTCOME_FAIL, &hearing_step(h, ret)->loc, record,
					about_step(h, ret));

	f->expected = xasprintf("success, as no expectation says otherwise");
	f->saw = result_text(ret->call.error);
}

/* ---- waits --------------------------------------------------------------------------------- */

/* Where an end's script was when the event happened. */
static char *script_position(const struct hearing *h, enum end end, size_t event)
{
	const struct event *call = hearing_waiting(h, end, event);
	char *text, *position;

	if (!call)
		return xasprintf("the %s between two steps", end_name(end));
	text = step_text(hearing_step(h, call));
	position = xasprintf("the %s still at \"%s\" (%s)", end_name(end), text,
			     source_line(&h->sc->source, hearing_step(h, call)->loc).text);
	free(text);
	return position;
}

/* The state of an end's newest connection when the record was made. */
static char *state_then(const struct hearing *h, enum end end, size_t record)
{
	const struct transition *last = NULL;

	for (size_t i = 0; i < h->n_moves; i++) {
		const struct transition *move = h->moves[i];

		if (move->end == end && move->connection && move->record <= record)
			last = move;
	}
	if (!last)
		return xasprintf("the %s never had a connection", end_name(end));
	return xasprintf("the %s in %s", end_name(end), tcp_state_name(last->to));
}

static void ran_out(struct hearing *h, const struct event *ret, size_t event)
{
	const struct wait_condition *wait = &hearing_step(h, ret)->wait;
	struct finding *f = hearing_add(h, OUTCOME_FAIL, &hearing_step(h, ret)->loc,
					timeline_record(event), about_step(h, ret));

	if (wait->done) {
		f->expected = xasprintf("the %s's script done", end_name(wait->end));
		f->saw = script_position(h, wait->end, event);
	} else {
		f->expected =
			xasprintf("the %s in %s", end_name(wait->end), tcp_state_name(wait->state));
		f->saw = state_then(h, wait->end, timeline_record(event));
	}
}

/* The step that an end was never let begin; NULL if it began all of them. */
static char *not_begun(const struct hearing *h, enum end end)
{
	const struct script *script = &h->sc->script[end];
	char *text, *position;
	size_t begun = 0;

	for (size_t i = 0; i < h->tl->n; i++)
		begun += h->tl->events[i].kind == EVENT_CALL && h->tl->events[i].end == end;
	if (begun >= script->n)
		return NULL;
	text = step_text(&script->steps[begun]);
	position = xasprintf("the %s not yet let begin \"%s\" (%s)", end_name(end), text,
			     source_line(&h->sc->source, script->steps[begun].loc).text);
	free(text);
	return position;
}

/* ---- the run's timeout --------------------------------------------------------------------- */

static void timed_out(struct hearing *h)
{
	const struct srcloc *loc = NULL;
	char *waiting[ENDS] = {NULL};
	const struct event *end = &h->tl->events[h->tl->n - 1];
	char limit[NSEC_TEXT];
	struct finding *f;

	for_each_end(e) {
		const struct event *call = hearing_waiting(h, e, h->tl->n);

		waiting[e] = call ? script_position(h, e, h->tl->n) : not_begun(h, e);
		if (!call)
			continue;
		if (!loc) /* the client drives, so its step comes first */
			loc = &hearing_step(h, call)->loc;
	}
	f = hearing_add(h, OUTCOME_FAIL, loc, timeline_record(h->tl->n - 1),
			xasprintf("the run ends by itself"));
	/* The default depends on where the lab stood: what applied is when the run ended. */
	f->expected =
		xasprintf("an end before the timeout of %s",
			  nsec_format(limit, h->sc->timeout_given ? h->sc->timeout : end->at.ns));
	if (waiting[CLIENT] || waiting[SERVER])
		f->saw = xasprintf("%s%s%s", waiting[CLIENT] ? waiting[CLIENT] : "",
				   waiting[CLIENT] && waiting[SERVER] ? ", " : "",
				   waiting[SERVER] ? waiting[SERVER] : "");
	else
		f->saw = xasprintf("no step waiting; a segment was still held");
	free(waiting[CLIENT]);
	free(waiting[SERVER]);
}

void steps_judge(struct hearing *h)
{
	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		if (ev->kind != EVENT_RETURN || !ev->call.error || ev->call.cut)
			continue;
		if (ev->call.step == STEP_WAIT && ev->call.error == ETIMEDOUT)
			ran_out(h, ev, i);
		else if (!is_expected(h, ev))
			failed(h, ev, timeline_record(i));
	}
	if (h->tl->events[h->tl->n - 1].ended == END_TIMEOUT)
		timed_out(h);
}
