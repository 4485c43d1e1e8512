/* SPDX-License-Identifier: MIT */
/*
 * A run as the page steps through it: one step for each thing that happened, in the order of the
 * timeline, with the photographs of both ends and the transitions that belong to it. Private to
 * report/.
 */
#ifndef REPORT_HTML_STEPS_H
#define REPORT_HTML_STEPS_H

#include "timeline/timeline.h"
#include "timeline/transition.h"

enum html_step_kind {
	HTML_SEGMENT, /* a segment was sent, by an end or by a fault */
	HTML_RELEASE, /* a held segment went on, or was dropped after all */
	HTML_ICMP,
	HTML_CALL,   /* a call began, and returned before anything else happened */
	HTML_RETURN, /* a call returned later */
	HTML_CHANGE, /* a state changed, and none of the others shows why */
	HTML_NOTE,   /* a mark, an error on a socket, lost evidence, a timeout */
};

#define HTML_STEP_KINDS 7

/* No event: of members that are an event's index. */
#define HTML_NO_EVENT SIZE_MAX

struct html_step {
	enum html_step_kind kind;
	struct monotime at;
	enum end end;	     /* who sent, called, changed */
	uint32_t connection; /* 0: none, or none that is known */
	size_t event;	     /* what it is about: segment, icmp, call, return … */
	size_t segment;	     /* HTML_SEGMENT, HTML_RELEASE: the segment's own event */
	size_t verdict;	     /* on the segment, with this step */
	size_t held;	     /* HTML_RELEASE: the step with which the segment began to be held */
	size_t ret;	     /* HTML_CALL: its return */
	size_t before[ENDS]; /* photographs */
	size_t after[ENDS];
	size_t *moves; /* transitions, by their index */
	size_t n_moves;
};

struct html_steps {
	struct html_step *items;
	size_t n;
	const struct transition *transitions; /* all of the run */
	size_t n_transitions;
	struct transitions *tracker;
	size_t *of_record; /* [record]: the step that shows it best; of all there are */
	size_t n_records;
};

/* html_steps_make() - Find a run's steps; released by html_steps_free(). */
void html_steps_make(struct html_steps *steps, const struct timeline *tl);

void html_steps_free(struct html_steps *steps);

#endif
