/* SPDX-License-Identifier: MIT */
/* The ladder so far, as a quiz shows it. */
#ifndef QUIZ_BOARD_H
#define QUIZ_BOARD_H

#include "quiz/quiz.h"
#include "report/ladder.h"

struct board;

/**
 * board_new() - Begin
 * @quiz:	The quiz; must outlive the board
 * @style:	How it is drawn
 */
struct board *board_new(const struct quiz *quiz, struct style style);

/**
 * board_draw() - Draw the latest rows of the ladder, and what is about to happen
 * @board:	The board
 * @scene:	What is about to happen, at or after what was last; NULL: nothing more, the run is over
 * @out:	Where
 */
void board_draw(struct board *board, const struct quiz_scene *scene, FILE *out);

void board_free(struct board *board);

#endif
