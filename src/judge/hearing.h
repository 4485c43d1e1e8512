/* SPDX-License-Identifier: MIT */
/*
 * A hearing: what every part of the judge works with. The parts look at the evidence, the faults,
 * the scripts' steps and the expectations, and add findings; none of them knows the outcome.
 */
#ifndef JUDGE_HEARING_H
#define JUDGE_HEARING_H

#include "judge/judge.h"
#include "timeline/transition.h"

struct hearing {
	const struct scenario *sc;
	const struct timeline *tl;
	const struct transition **moves; /* all of the run, by end, connection and time */
	size_t n_moves;
	struct outcome *out;
};

/* The way of one connection through the states of one end: its moves, at least one, by time. */
struct way {
	const struct transition *const *moves;
	size_t n;
};

/* hearing_next_way() - Go on to the next connection of an end; from a zeroed @way to the first. */
bool hearing_next_way(const struct hearing *h, enum end end, struct way *way);

/**
 * hearing_add() - Add a finding
 * @h:		The hearing
 * @kind:	What it makes of the run
 * @loc:	The scenario's line; NULL if it is about none. Findings are kept in this order
 * @record:	The timeline's record that shows it, 0 if no single one does
 * @subject:	What was looked at; taken over
 *
 * Return: the finding, for expected and saw; valid until the next one is added
 */
struct finding *hearing_add(struct hearing *h, enum outcome_kind kind, const struct srcloc *loc,
			    size_t record, char *subject);

/* hearing_add_about() - Add a finding about an expectation, whose text is the subject. */
struct finding *hearing_add_about(struct hearing *h, enum outcome_kind kind,
				  const struct expectation *ex, size_t record);

/* result_text() - What a call came to: "ok" or the errno's name. The caller frees the string. */
char *result_text(int error);

/* Whether an expectation is asked for on this run. */
enum applies {
	APPLIES,
	APPLIES_NOT,		/* disabled, or its "where" does not hold */
	APPLIES_UNKNOWN,	/* what its "where" asks about was not recorded */
};

/* hearing_applies() - Whether an expectation is asked for on the run that is heard. */
enum applies hearing_applies(const struct hearing *h, const struct expectation *ex);

/* hearing_step() - The step that a call or return is about. */
const struct step *hearing_step(const struct hearing *h, const struct event *call);

/**
 * hearing_waiting() - The call in which an end was blocked
 * @h:		The hearing
 * @end:	The end
 * @before:	Index of the event at which its script is looked at; the timeline's length for the
 *		end of the run, at which blocked calls may already be recorded as cut
 *
 * Return: its EVENT_CALL, NULL if the end was between calls or done
 */
const struct event *hearing_waiting(const struct hearing *h, enum end end, size_t before);

/* ---- the parts ----------------------------------------------------------------------------- */

/* evidence_judge() - Complete, nothing lost, every segment accounted for. */
void evidence_judge(struct hearing *h);

/* faults_judge() - Every enabled fault fired, unless the scenario expects that it may not. */
void faults_judge(struct hearing *h);

/* steps_judge() - No step failed unexpectedly, and the run ended by itself. */
void steps_judge(struct hearing *h);

/* expectations_judge() - Each expectation that applies. */
void expectations_judge(struct hearing *h);

/* path_judge() - END path STATE … */
void path_judge(struct hearing *h, const struct expectation *ex);

/* stay_judge() - END in STATE for TIME */
void stay_judge(struct hearing *h, const struct expectation *ex);

#endif
