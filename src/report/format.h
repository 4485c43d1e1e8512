/* SPDX-License-Identifier: MIT */
/* What the formats of a report have in common. Private to report/. */
#ifndef REPORT_FORMAT_H
#define REPORT_FORMAT_H

#include "report/report.h"

struct report {
	const struct format_ops *ops;
	struct style style;
	FILE *out;
	FILE *progress;
	struct tally tally;
	void *state; /* the format's own */
};

/* How a format does it; NULL where it does nothing. */
struct format_ops {
	const char *word;
	bool for_programs; /* in English, whoever reads it */
	size_t state_size;
	void (*run)(struct report *r, FILE *live, const struct scenario *sc,
		    const struct run_header *header);
	void (*event)(struct report *r, const struct event *ev, size_t record);
	void (*time)(struct report *r, struct monotime now);
	void (*status)(struct report *r, struct monotime now);
	void (*events_end)(struct report *r);
	void (*result)(struct report *r, const struct result *result); /* it is in the tally */
	void (*end)(struct report *r);
	void (*free)(struct report *r); /* what the state holds */
};

extern const struct format_ops format_ladder;
extern const struct format_ops format_findings;
extern const struct format_ops format_brief;
extern const struct format_ops format_json;
extern const struct format_ops format_jsonl;
extern const struct format_ops format_tap;
extern const struct format_ops format_junit;

/* result_kind() - The judge's outcome, or what else became of a run. */
enum result_kind result_kind(const struct result *result);

/* result_word() - "pass", "fail" …, "skipped" */
const char *result_word(enum result_kind kind);

/* result_reason() - Why there is no complete run, in one line. The caller frees it. */
char *result_reason(const struct result *result);

/* result_duration() - How long the run took, by its own clock; 0 if there is none. */
nsec_t result_duration(const struct result *result);

/* result_progress() - Say on the report's progress stream, in a line, how a run came out. */
void result_progress(struct report *r, const struct result *result);

#endif
