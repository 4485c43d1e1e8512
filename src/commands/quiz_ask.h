/* SPDX-License-Identifier: MIT */
/* Asking the questions of a quiz, line by line. Private to commands/. */
#ifndef COMMANDS_QUIZ_ASK_H
#define COMMANDS_QUIZ_ASK_H

#include "quiz/quiz.h"
#include "report/ladder.h"

/**
 * quiz_ask() - Ask a quiz's questions, tell what is right and why, and the score
 * @quiz:	The quiz
 * @in:		Answers, a line each; its end ends the quiz
 * @out:	Where everything is written
 * @style:	How
 * @echo:	Write the answers down, too: no terminal has done so
 */
void quiz_ask(const struct quiz *quiz, FILE *in, FILE *out, struct style style, bool echo);

#endif
