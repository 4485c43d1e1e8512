/* SPDX-License-Identifier: MIT */
/*
 * Steps: a step that failed although no expectation is about that call, a wait that ran out, and
 * a run that its timeout had to end.
 */
#include <errno.h>

#include "base/translate.h"
#include "judge/hearing.h"

/* Whether an expectation that applies says what becomes of the call. */
static bool is_expected(const struct hearing *h, const struct event *call)
{
	for (size_t i = 0; i < h->sc->n_expectations; i++) {
		const struct expectation *ex = &h->sc->expectations[i];

		if (ex->kind == EXPECT_CALL && hearing_call_is_meant(h, ex, call) &&
		    hearing_applies(h, ex) == APPLIES)
			return true;
	}
	return false;
}

static char *about_step(const struct hearing *h, const struct event *call)
{
	char *text = step_text(hearing_step(h, call));
	char *about = xasprintf(_("%s: %s"), _(end_name(call->end)), text);

	free(text);
	return about;
}

static void failed(struct hearing *h, const struct event *ret, size_t record)
{
	struct finding *f = hearing_add(h, OUTCOME_FAIL, &hearing_step(h, ret)->loc, record,
					about_step(h, ret));

	f->expected = xasprintf("%s", _("success, as no expectation says otherwise"));
	f->saw = call_result_text(&ret->call);
}

/* ---- waits --------------------------------------------------------------------------------- */

/* Where an end's script was when the event happened. */
static char *script_position(const struct hearing *h, enum end end, size_t event)
{
	const struct event *call = hearing_waiting(h, end, event);
	char *text, *position;

	if (!call)
		return xasprintf(_("the %s between two steps"), _(end_name(end)));
	text = step_text(hearing_step(h, call));
	position = xasprintf(_("the %s still at \"%s\" (%s)"), _(end_name(end)), text,
			     source_line(&h->sc->source, hearing_step(h, call)->loc).text);
	free(text);
	return position;
}

/* The state of an end's connection, its newest if it is 0, when the record was made. */
static char *state_then(const struct hearing *h, enum end end, uint32_t connection, size_t record)
{
	const struct transition *last = NULL;

	for (size_t i = 0; i < h->n_moves; i++) {
		const struct transition *move = h->moves[i];

		if (move->end == end && move->connection && move->record <= record &&
		    (!connection || move->connection == connection))
			last = move;
	}
	if (!last)
		return xasprintf(connection ? _("the %s never had that connection")
					    : _("the %s never had a connection"),
				 _(end_name(end)));
	return xasprintf(_("the %s in %s"), _(end_name(end)), tcp_state_name(last->to));
}

/* How many events of those that a wait counts had happened. */
static char *count_then(const struct hearing *h, const struct wait_condition *wait, size_t event)
{
	size_t n = 0;

	for (size_t i = 0; i < event; i++) {
		const struct event *ev = &h->tl->events[i];

		if (wait->kind == WAIT_STEP)
			n += ev->kind == EVENT_RETURN && ev->end == wait->end &&
			     ev->call.step == wait->step;
		else if (ev->kind != EVENT_SEGMENT)
			continue;
		else if (wait->kind == WAIT_FAULT)
			n += ev->segment.verdict.fault == (int)wait->fault;
		else
			n += (!wait->from_given || ev->end == wait->end) &&
			     ev->segment.facts.names >> wait->segment & 1;
	}
	return xasprintf("%zu", n);
}

/* Fill in what a wait that ran out was for, and what there was instead. */
static void explain_wait(const struct hearing *h, const struct wait_condition *wait, size_t event,
			 struct finding *f)
{
	const char *end = _(end_name(wait->end));

	switch (wait->kind) {
	case WAIT_DONE:
		f->expected = xasprintf(_("the %s's script done"), end);
		f->saw = script_position(h, wait->end, event);
		break;
	case WAIT_STATE:
		f->expected = xasprintf(_("the %s in %s"), end, tcp_state_name(wait->state));
		f->saw = state_then(h, wait->end, wait->connection, timeline_record(event));
		break;
	case WAIT_LISTENS:
		f->expected = xasprintf(_("the %s listening on %u"), end, wait->port);
		f->saw = xasprintf("%s", _("nothing listening there"));
		break;
	case WAIT_STEP:
		f->expected = xasprintf(_("%u %s of the %s returned"), wait->n,
					step_word(wait->step), end);
		f->saw = count_then(h, wait, event);
		break;
	case WAIT_SEGMENT:
		f->expected = wait->from_given ? xasprintf(_("%u %s from the %s"), wait->n,
							   segment_name_word(wait->segment), end)
					       : xasprintf("%u %s", wait->n,
							   segment_name_word(wait->segment));
		f->saw = count_then(h, wait, event);
		break;
	case WAIT_FAULT:
		f->expected = xasprintf(_("%s fired %u times"), wait->fault_name, wait->n);
		f->saw = count_then(h, wait, event);
		break;
	}
}

static void ran_out(struct hearing *h, const struct event *ret, size_t event)
{
	const struct step *step = hearing_step(h, ret);
	struct finding *f = hearing_add(h, OUTCOME_FAIL, &step->loc, timeline_record(event),
					about_step(h, ret));

	explain_wait(h, &step->wait, event, f);
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
	position = xasprintf(_("the %s not yet let begin \"%s\" (%s)"), _(end_name(end)), text,
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
			xasprintf("%s", _("the run ends by itself")));
	/* The default depends on where the lab stood: what applied is when the run ended. */
	f->expected =
		xasprintf(_("an end before the timeout of %s"),
			  nsec_format(limit, h->sc->timeout_given ? h->sc->timeout : end->at.ns));
	if (waiting[CLIENT] && waiting[SERVER])
		f->saw = xasprintf(_("%s, %s"), waiting[CLIENT], waiting[SERVER]);
	else if (waiting[CLIENT] || waiting[SERVER])
		f->saw = xasprintf("%s", waiting[CLIENT] ? waiting[CLIENT] : waiting[SERVER]);
	else
		f->saw = xasprintf("%s", _("no step waiting; a segment was still held"));
	free(waiting[CLIENT]);
	free(waiting[SERVER]);
}

void steps_judge(struct hearing *h)
{
	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		if (ev->kind != EVENT_RETURN || ev->call.cut || call_came_to(&ev->call, 0, 0))
			continue;
		if (ev->call.step == STEP_WAIT && ev->call.error == ETIMEDOUT)
			ran_out(h, ev, i);
		else if (!is_expected(h, ev))
			failed(h, ev, timeline_record(i));
	}
	if (h->tl->events[h->tl->n - 1].ended == END_TIMEOUT)
		timed_out(h);
}
