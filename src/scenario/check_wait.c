/* SPDX-License-Identifier: MIT */
/* Steps that take time: that it passes before the run's timeout, and that what they wait for can come. */
#include "base/util.h"
#include "scenario/walk.h"

/* Without a timeout of its own, a scenario for any time is held to the shorter default. */
static void check_within_timeout(struct walk *w, const struct step *step, nsec_t time)
{
	const struct scenario *sc = w->sc;
	bool virtual = sc->time == TIME_VIRTUAL;

	if (step->again)
		return; /* the first turn has been warned of */
	if (sc->timeout_given && time >= sc->timeout)
		diag_warning(w->diags, step->loc,
			     "the scenario's timeout ends the run before this time has passed");
	else if (!sc->timeout_given &&
		 time >= (virtual ? DEFAULT_TIMEOUT_VIRTUAL : DEFAULT_TIMEOUT))
		diag_warning(w->diags, step->loc,
			     "without a timeout in the scenario's header, a run in %s time ends "
			     "after %s, before this time has passed",
			     virtual ? "virtual" : "real", virtual ? "3h" : "30s");
}

/* How many steps of a kind a script has. */
static size_t count_steps(const struct script *script, enum step_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < script->n; i++)
		n += script->steps[i].kind == kind;
	return n;
}

static void check_wait_for_step(struct walk *w, const struct step *step)
{
	const struct wait_condition *wait = &step->wait;
	size_t n = count_steps(&w->sc->script[wait->end], wait->step);

	if (wait->end == w->end)
		diag_error(w->diags, step->loc, "the %s would wait for its own %s",
			   end_name(w->end), step_word(wait->step));
	else if (n < wait->n && !w->broken[wait->end])
		diag_error(w->diags, step->loc, "the %s's script has %zu %s step%s, not %u",
			   end_name(wait->end), n, step_word(wait->step), n == 1 ? "" : "s",
			   wait->n);
}

static void check_wait(struct walk *w, const struct step *step)
{
	const struct wait_condition *wait = &step->wait;

	switch (wait->kind) {
	case WAIT_DONE:
		if (wait->end == w->end)
			diag_error(w->diags, step->loc, "the %s would wait for its own end",
				   end_name(w->end));
		else if (!w->sc->script[wait->end].given)
			diag_error(w->diags, step->loc, "there is no %s block that could be done",
				   end_name(wait->end));
		break;
	case WAIT_STEP:
		check_wait_for_step(w, step);
		break;
	case WAIT_STATE:
	case WAIT_LISTENS:
	case WAIT_SEGMENT:
	case WAIT_FAULT:
		break;
	}
	if (wait->limited)
		check_within_timeout(w, step, wait->within);
}

void check_time_step(struct walk *w, const struct step *step)
{
	if (step->kind == STEP_WAIT)
		check_wait(w, step);
	else
		check_within_timeout(w, step,
				     step->kind == STEP_FLOOD ? step->flood.time
				     : step->kind == STEP_AT  ? step->at
							      : step->sleep);
}

/* The step that makes an end wait until the other end is done, or NULL. */
static const struct step *find_wait_done(const struct scenario *sc, enum end end)
{
	const struct script *script = &sc->script[end];

	for (size_t i = 0; i < script->n; i++) {
		const struct step *step = &script->steps[i];

		if (step->kind == STEP_WAIT && step->wait.kind == WAIT_DONE &&
		    step->wait.end != end && !step->wait.limited)
			return step;
	}
	return NULL;
}

void check_deadlock(const struct scenario *sc, struct diags *diags)
{
	const struct step *a = find_wait_done(sc, CLIENT), *b = find_wait_done(sc, SERVER);

	if (a && b)
		diag_error(diags, a->loc.line > b->loc.line ? a->loc : b->loc,
			   "neither end would ever be done: line %u waits for the other one, too",
			   MIN(a->loc.line, b->loc.line));
}
