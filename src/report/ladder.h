/* SPDX-License-Identifier: MIT */
/*
 * The ladder: both ends' states left and right, the segments between them, time at the margin.
 * Drawn from a timeline's events in order, live or afterwards, by the same code.
 */
#ifndef REPORT_LADDER_H
#define REPORT_LADDER_H

#include <stdio.h>

#include "timeline/timeline.h"

struct style {
	bool ascii;  /* no box drawing, no ╳ */
	bool colour; /* never the only carrier of a meaning */
	int width;   /* columns that there are; 0: nobody says how many */
	bool quiet;  /* no ladder at all; findings only when not a pass */
	bool redraw; /* a terminal whose last line can be drawn again */
};

struct ladder;

/**
 * ladder_new() - Begin a ladder
 * @out:	Where it is drawn
 * @sc:		The scenario; must outlive the ladder
 * @header:	The run's header; must outlive the ladder. It is read when the first row is drawn, to
 *		print above it the title, run, IP version and kernel; and from @sc the sysctls that
 *		are set and the faults
 * @style:	How
 */
struct ladder *ladder_new(FILE *out, const struct scenario *sc, const struct run_header *header,
			  struct style style);

/* ladder_event() - Draw what the timeline's next event shows, if anything, and what it settles. */
void ladder_event(struct ladder *ladder, const struct event *ev, size_t record);

/* ladder_time() - No event before @now is still to come: what that completes is drawn. */
void ladder_time(struct ladder *ladder, struct monotime now);

/*
 * ladder_status() - The run goes on at @now: where the line below the last row can be drawn again, it
 * says what is waited for, until the next row comes.
 */
void ladder_status(struct ladder *ladder, struct monotime now);

/* ladder_print() - Draw the whole ladder of a run that is over. */
void ladder_print(FILE *out, const struct scenario *sc, const struct timeline *tl,
		  struct style style);

/* ladder_head() - Print what stands above the heading of a ladder, and an empty line. */
void ladder_head(FILE *out, const struct scenario *sc, const struct run_header *header,
		 struct style style);

/* ladder_free() - Draw what still waits, and release the ladder. */
void ladder_free(struct ladder *ladder);

#endif
