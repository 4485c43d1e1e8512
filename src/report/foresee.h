/* SPDX-License-Identifier: MIT */
/*
 * The rows of a ladder that a scenario's text alone tells: what its scripts send, what its faults do to
 * that, and what TCP's rules make of it at either end. Nothing is run.
 *
 * What cannot be known is not drawn. Where the text does not tell what comes next (which of the ends is
 * first, whether a fault means a segment, how many segments some data take), the ladder stops with a
 * line that says so, and shows the states that are still expected. And a ladder that the scenario's own
 * expectations contradict is not shown at all: only the states that they name are.
 */
#ifndef REPORT_FORESEE_H
#define REPORT_FORESEE_H

#include "report/row.h"

struct foreseen {
	struct row *rows; /* their times mean nothing */
	size_t n;
	bool whole; /* the rows go on to the end of the run */
};

/* foresee() - Draw up the rows; released by foreseen_free(). The names in them are the scenario's. */
void foresee(struct foreseen *f, const struct scenario *sc);

void foreseen_free(struct foreseen *f);

#endif
