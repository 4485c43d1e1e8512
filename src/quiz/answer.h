/* SPDX-License-Identifier: MIT */
/* What a learner types, and what it means. Pure. */
#ifndef QUIZ_ANSWER_H
#define QUIZ_ANSWER_H

#include "quiz/quiz.h"

enum answer_kind {
	ANSWER_STATE,
	ANSWER_HELP,
	ANSWER_QUIT,
	ANSWER_AMBIGUOUS, /* several states begin like that */
	ANSWER_UNKNOWN,	  /* no state does */
	ANSWER_NO_NUMBER, /* the list has no such number */
};

struct answer {
	enum answer_kind kind;
	enum tcp_state state;	 /* ANSWER_STATE */
	unsigned int candidates; /* ANSWER_AMBIGUOUS: a set of 1 << state */
};

/**
 * answer_choices() - Fill in the short list that a question can be answered from
 *
 * The state itself, those that anything leads to from there, those that two segments lead to, and what
 * may be believed by mistake: what the right answer is does not show, unless it is none of these.
 */
void answer_choices(struct quiz_question *q);

/**
 * answer_read() - What a line of input means
 * @text:	The line, without its end
 * @q:		The question that it answers
 *
 * Nothing: the end stays. Else a state by its name of RFC 9293 or Linux's, or by as many of its first
 * letters as no other has, in any case, with or without dashes; or a number of the list.
 */
struct answer answer_read(const char *text, const struct quiz_question *q);

/* answer_is_right() - Whether a state is the right answer. */
bool answer_is_right(enum tcp_state state, const struct quiz_question *q);

#endif
