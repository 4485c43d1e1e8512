/* SPDX-License-Identifier: MIT */
/* The page of a whole set of runs: how each came out, and which moves they have shown. */
#ifndef REPORT_HTML_INDEX_H
#define REPORT_HTML_INDEX_H

#include <stdio.h>

#include "judge/judge.h"
#include "report/coverage.h"

/* A run, as the index tells of it. */
struct html_run {
	char *run;   /* the case's name */
	char *title; /* its scenario's, in the reader's language */
	char *page;  /* where its own page is, seen from the index */
	enum outcome_kind kind;
};

struct html_index {
	struct html_run *runs; /* those of a scenario follow one another */
	size_t n;
	struct coverage coverage;
};

/**
 * html_index_add() - Add a run
 * @index:	Zeroed to start with; released by html_index_free()
 * @sc:		Its scenario
 * @tl:		The run
 * @kind:	How it came out
 * @page:	Where its page is; the index takes it over
 */
void html_index_add(struct html_index *index, const struct scenario *sc, const struct timeline *tl,
		    enum outcome_kind kind, char *page);

/* html_index_write() - Write the index as a page. A failure shows in the stream's error indicator. */
void html_index_write(FILE *out, const struct html_index *index);

void html_index_free(struct html_index *index);

#endif
