/* SPDX-License-Identifier: MIT */
/*
 * Which capture at its sender's wire shows which segment. Both are in the order of their times, but
 * two processors may change the order between wire and queue: so what a segment is paired with is
 * the first capture that looks like it, and not simply the next one.
 */
#ifndef TIMELINE_PAIRS_H
#define TIMELINE_PAIRS_H

#include "timeline/timeline.h"

#define NO_CAPTURE SIZE_MAX

struct pairs {
	const struct timeline *tl;
	const struct event **segment; /* by capture: its index among the events */
	size_t *capture;	      /* by the segment's number; NO_CAPTURE if there is none */
	size_t n_segments;
};

/* pairs_make() - Find all of a timeline; released by pairs_free(). What the injector sent itself is
 * paired with its capture where it arrives. */
void pairs_make(struct pairs *pairs, const struct timeline *tl);

/* pairs_sent_at() - When an end sent a segment: as its wire has it, else when it was queued. */
struct monotime pairs_sent_at(const struct pairs *pairs, const struct event *segment);

void pairs_free(struct pairs *pairs);

#endif
