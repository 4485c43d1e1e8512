/* SPDX-License-Identifier: MIT */
#include "scenario/scenario.h"

#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "scenario/document.h"

bool scenario_without_fault(struct scenario *sc, const char *name)
{
	bool found = false;

	for (size_t i = 0; i < sc->n_faults; i++) {
		if (!strcmp(sc->faults[i].name, name))
			found = sc->faults[i].disabled = true;
	}
	for (size_t i = 0; found && i < sc->n_expectations; i++) {
		struct expectation *ex = &sc->expectations[i];

		if (ex->kind == EXPECT_FIRED && sc->faults[ex->fired.fault].disabled)
			ex->disabled = true;
	}
	return found;
}

bool scenario_asks(const struct scenario *sc, enum expectation_kind kind, enum end end,
		   size_t moment)
{
	for (size_t i = 0; i < sc->n_expectations; i++) {
		const struct expectation *ex = &sc->expectations[i];

		if (ex->kind == kind && ex->moment == moment && ex->stock.end == end)
			return true;
	}
	return false;
}

bool is_about_call(const struct expectation *ex)
{
	return ex->kind == EXPECT_CALL || ex->kind == EXPECT_TOOK || ex->kind == EXPECT_BYTES;
}

bool call_is_meant(const struct expectation *ex, enum end end, const struct step *step)
{
	return end == ex->call.end && step->kind == ex->call.call &&
	       (!ex->call.on || step_is_on(step, ex->call.on));
}

/*
 * How early and how late a kernel timer may be (tcplab-scenario(5)): jiffies round down by up to
 * two of 4 ms; the timer wheel rounds up by up to an eighth, and some scheduling comes on top.
 */
#define EARLY (8 * NSEC_PER_MSEC)
#define LATE  (20 * NSEC_PER_MSEC)

static void tolerated_range(const struct expected_time *t, nsec_t *lo, nsec_t *hi)
{
	nsec_t below = 0, above = 0;

	switch (t->tolerance) {
	case TOLERANCE_DEFAULT:
		below = EARLY;
		above = t->time / 8 + LATE;
		break;
	case TOLERANCE_PERCENT:
		below = above = t->time * t->percent / 100;
		break;
	case TOLERANCE_TIME:
		below = above = t->plus_minus;
		break;
	}
	*lo = MAX(t->time - below, 0);
	*hi = t->time + above;
}

void expected_time_range(const struct expected_time *t, nsec_t *lo, nsec_t *hi)
{
	*lo = 0;
	*hi = INT64_MAX;
	switch (t->cmp) {
	case CMP_EQ:
	case CMP_NE: /* the language has no such limit */
		tolerated_range(t, lo, hi);
		break;
	case CMP_LT:
		*hi = t->time - 1;
		break;
	case CMP_LE:
		*hi = t->time;
		break;
	case CMP_GT:
		*lo = t->time + 1;
		break;
	case CMP_GE:
		*lo = t->time;
		break;
	}
}

static void free_notes(struct note *notes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(notes[i].text);
	free(notes);
}

static void free_script(struct script *script)
{
	for (size_t i = 0; i < script->n; i++) {
		if (!script->steps[i].again)
			step_free_texts(&script->steps[i]);
	}
	for (size_t i = 0; i < script->n_names; i++)
		free(script->names[i]);
	free(script->names);
	free(script->repeats);
	free(script->steps);
}

static void free_expectations(struct scenario *sc)
{
	for (size_t i = 0; i < sc->n_expectations; i++) {
		struct expectation *ex = &sc->expectations[i];

		if (ex->kind == EXPECT_PATH || ex->kind == EXPECT_PASSES)
			free(ex->path.states);
		if (ex->kind == EXPECT_GAPS)
			free(ex->gaps.gaps);
	}
	free(sc->expectations);
	for (size_t i = 0; i < sc->n_wheres; i++)
		free(sc->wheres[i].sysctl);
	free(sc->wheres);
	for (size_t i = 0; i < sc->n_moments; i++)
		free(sc->moments[i].name);
	free(sc->moments);
	for (size_t i = 0; i < sc->n_counters; i++)
		free(sc->counters[i]);
	free(sc->counters);
}

void scenario_free(struct scenario *sc)
{
	document_release(sc->document);
	source_free(&sc->source);
	for (size_t i = 0; i < sc->n_parameters; i++) {
		free(sc->parameters[i].name);
		free(sc->parameters[i].value);
	}
	free(sc->parameters);
	free(sc->title);
	free_notes(sc->titles, sc->n_titles);
	free_notes(sc->see, sc->n_see);
	free_notes(sc->about, sc->n_about);
	for (size_t i = 0; i < sc->n_sysctls; i++) {
		free(sc->sysctls[i].name);
		free(sc->sysctls[i].value);
	}
	free(sc->sysctls);
	for_each_end(end)
		free_script(&sc->script[end]);
	for (size_t i = 0; i < sc->n_faults; i++)
		fault_free(&sc->faults[i]);
	free(sc->faults);
	free_expectations(sc);
	*sc = (struct scenario){0};
}
