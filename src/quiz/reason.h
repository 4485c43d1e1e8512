/* SPDX-License-Identifier: MIT */
/* Why an end's next state is what it is. Private to quiz/. */
#ifndef QUIZ_REASON_H
#define QUIZ_REASON_H

#include "quiz/quiz.h"
#include "tcp/moves.h"
#include "timeline/transition.h"

/* The transitions that a question is about, one after the other; none if the end stays. */
struct chain {
	const struct transition *moves[TCP_STATES];
	enum move_who who[TCP_STATES];
	size_t n;
};

/* reason_what() - A scene in a few words. The caller frees them. */
char *reason_what(const struct scenario *sc, const struct quiz_scene *scene,
		  const struct chain *chain);

/* reason_why() - Why @q->next comes after @q->now. The caller frees it. */
char *reason_why(const struct scenario *sc, const struct quiz_scene *scene,
		 const struct quiz_question *q, const struct chain *chain);

/* reason_move() - The move of RFC 9293 that one of the transitions is; NULL if it has none such. */
const struct tcp_move *reason_move(const struct quiz_scene *scene, const struct chain *chain,
				   size_t i);

#endif
