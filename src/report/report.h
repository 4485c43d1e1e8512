/* SPDX-License-Identifier: MIT */
/*
 * What is printed of one or more runs, in one of several formats: their events while they happen,
 * how each came out, and what stands at the end.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/refusal.h"
#include "judge/judge.h"
#include "report/ladder.h"

enum format {
	FORMAT_LADDER,	 /* the ladder while it happens, then all findings */
	FORMAT_FINDINGS, /* all findings */
	FORMAT_BRIEF,	 /* a line a run, and the findings that are no passes */
	FORMAT_JSON,	 /* one document */
	FORMAT_JSONL,	 /* the timeline while it happens, then the result, line by line */
	FORMAT_TAP,	 /* Test Anything Protocol, version 14 */
	FORMAT_JUNIT,	 /* JUnit's XML */
};

#define FORMATS 7

/* format_parse() - The format called @word. Return: false if there is none */
bool format_parse(const char *word, enum format *format);

/* The ways in which a run can come out: the judge's, and one more. */
enum result_kind {
	RESULT_PASS = OUTCOME_PASS,
	RESULT_FAIL = OUTCOME_FAIL,
	RESULT_INCONCLUSIVE = OUTCOME_INCONCLUSIVE,
	RESULT_ERROR = OUTCOME_ERROR,
	RESULT_SKIPPED, /* this machine cannot make it */
};

#define RESULTS 5

/* How a run came out. */
struct result {
	const struct scenario *sc;
	const char *run;       /* the case's name */
	const char *directory; /* where its records are; NULL if they are not kept */
	enum exit_code code;
	const struct timeline *tl; /* with @outcome; NULL if there is no complete run */
	const struct outcome *outcome;
	const struct refusal *why; /* if there is none */
};

/* How often which kind came out. */
struct tally {
	unsigned int runs;
	unsigned int by_kind[RESULTS];
};

struct report;

/**
 * report_new() - Begin a report
 *
 * What formats for programs print is in English, whoever reads it.
 *
 * @format:	Its format
 * @style:	How text is drawn; quiet keeps ladders, passes and progress away
 * @out:	Where results go
 * @progress:	Where a format that prints nothing before the end says how far it is
 */
struct report *report_new(enum format format, struct style style, FILE *out, FILE *progress);

/**
 * report_run() - A run begins: its events will follow
 * @live:	Where they go
 * @sc:		The scenario; must outlive the events, as @header, which is read with the first one
 */
void report_run(struct report *report, FILE *live, const struct scenario *sc,
		const struct run_header *header);

/* report_event() - The next event, in the order of the timeline (or late). */
void report_event(struct report *report, const struct event *ev, size_t record);

/* report_timeline() - A run that is over: as the two above, for each of its events. */
void report_timeline(struct report *report, const struct scenario *sc, const struct timeline *tl);

/* report_time() - Nothing happens: no event before @now will follow. */
void report_time(struct report *report, struct monotime now);

/*
 * report_status() - The run goes on at @now: what it waits for may be shown in passing.
 * Return: whether the format shows the run while it goes on
 */
bool report_status(struct report *report, struct monotime now);

/* report_events_end() - No further event of this run will follow. */
void report_events_end(struct report *report);

/* report_judge() - Judge a run, in the language of what is printed: as judge(). */
void report_judge(const struct report *report, const struct scenario *sc, const struct timeline *tl,
		  struct outcome *outcome);

/* report_result() - How a run came out. Runs of the same scenario follow one another. */
void report_result(struct report *report, const struct result *result);

/* report_tally() - How those came out that have been reported so far. */
const struct tally *report_tally(const struct report *report);

/* report_end() - Print what stands at the end, after at least one result. */
void report_end(struct report *report);

void report_free(struct report *report);

#endif
