/* SPDX-License-Identifier: MIT */
/*
 * The judge: expectations and a timeline in, an outcome out. Pure: the same timeline gets the same
 * outcome, live or from run.jsonl, with or without privileges.
 */
#ifndef JUDGE_JUDGE_H
#define JUDGE_JUDGE_H

#include "base/util.h"
#include "timeline/timeline.h"

/* Ordered: the worst finding makes the outcome. */
enum outcome_kind {
	OUTCOME_PASS,
	OUTCOME_FAIL,	      /* an expectation does not hold */
	OUTCOME_INCONCLUSIVE, /* a fault never fired, evidence was lost, an instant can't be told, or
				 the machine was too busy */
	OUTCOME_ERROR,	      /* the tool's own */
};

#define OUTCOMES 4

/* "pass", "fail", "inconclusive", "error" */
const char *outcome_word(enum outcome_kind kind);

/* outcome_exit_code() - What the program's exit says about a run with that outcome. */
enum exit_code outcome_exit_code(enum outcome_kind kind);

/* What the judge found about one thing, in the reader's language; passes are findings, too. */
struct finding {
	enum outcome_kind kind;
	bool located;
	struct srcloc loc; /* the scenario's line, if located */
	char *subject;	   /* the expectation in canonical form, or what else was looked at */
	char *expected;	   /* NULL when the subject says it all */
	char *saw;	   /* NULL for a plain pass */
	size_t record;	   /* of the timeline, 0 if no single one shows it */
	bool timed;	   /* it is about how long something took, or when it was */
};

struct outcome {
	enum outcome_kind kind;
	struct finding *findings; /* in the order of the scenario, evidence first */
	size_t n;
};

/**
 * judge() - Judge a run
 * @sc:		The scenario, with the same faults disabled as in the run
 * @tl:		The timeline
 * @out:	Filled in; released by outcome_free()
 *
 * Beside the expectations, each of these is looked at: the timeline is complete; no evidence was
 * lost; per direction captured out = queued + lost, queued = accepted + dropped + flushed + held,
 * captured in + undelivered = accepted + copies + forged; every fault fired (nearest miss named)
 * and changed what it was to change;
 * no step failed that no expectation names; the run ended before its timeout; and tcplab was not
 * itself so late that what failed may be due to that.
 */
void judge(const struct scenario *sc, const struct timeline *tl, struct outcome *out);

void outcome_free(struct outcome *out);

#endif
