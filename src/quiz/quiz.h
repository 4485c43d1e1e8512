/* SPDX-License-Identifier: MIT */
/*
 * A run as a quiz. Pure: a timeline in, questions with their right answers and reasons out.
 *
 * A scene is what is about to happen: a segment is released or stopped, a call moves an end, a timer
 * of one runs out. A segment is asked about at both ends, anything else at the end that it moves. What
 * moves no connection of its own (listen, a delay that begins, a note), or cannot be told (a cause that
 * is unknown), is shown in the ladder and not asked about. Neither is what has been asked before: the
 * same happening with the same states before and after it.
 */
#ifndef QUIZ_QUIZ_H
#define QUIZ_QUIZ_H

#include "report/row.h"
#include "timeline/timeline.h"

enum quiz_cue { CUE_SEGMENT, CUE_CALL, CUE_TIMER };

struct quiz_question {
	enum end end;
	uint32_t connection;
	enum tcp_state now;
	enum tcp_state next; /* the right answer; @now: the end stays */
	bool or_listen;	     /* so is LISTEN, which RFC 9293 says of the listener beside it */
	enum tcp_state
		choices[TCP_STATES]; /* a short list that it can be chosen from, in their order */
	size_t n_choices;
	char *why; /* "stays SYN-SENT: …", "LISTEN → SYN-RECEIVED, by segment 1 (SYN): …" */
};

struct quiz_scene {
	enum quiz_cue cue;
	size_t above;	/* how many of the rows come before it */
	struct row row; /* what is about to happen, without what comes of it */
	char *what;	/* in a few words: "segment 3 (ACK)", "close()", "SYN-ACK timer" */
	struct quiz_question questions[ENDS];
	size_t n;
};

struct quiz {
	struct row *rows; /* of the ladder */
	size_t n_rows;
	struct quiz_scene *scenes;
	size_t n_scenes;
	size_t n_questions; /* of all scenes */
};

/**
 * quiz_make() - Find a run's questions
 * @quiz:	Filled in; released by quiz_free()
 * @sc:		The scenario; must outlive the quiz
 * @tl:		The run
 *
 * Texts are in the reader's language.
 */
void quiz_make(struct quiz *quiz, const struct scenario *sc, const struct timeline *tl);

/* quiz_facts() - What arrives by a row's segment: as its sender sent it, or as a fault changed it. */
const struct segment_facts *quiz_facts(const struct row *row);

void quiz_free(struct quiz *quiz);

#endif
