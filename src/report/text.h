/* SPDX-License-Identifier: MIT */
/* Texts in a terminal: what they take, and where they can be broken. */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include <stddef.h>

#include "base/utf8.h"

/**
 * text_next() - The next character of a text
 * @text:	Not empty
 * @width:	Set to the columns that it takes; bytes that are no UTF-8 take one each
 *
 * Return: how many bytes it has
 */
size_t text_next(const char *text, int *width);

/* text_columns() - How many columns a text takes: two for a Chinese character. */
int text_columns(const char *text);

/* text_cut() - Shorten a text to at most @room columns; whole characters stay. */
void text_cut(char *text, int room);

/**
 * text_line() - Where a text is to be broken
 * @text:	Its rest
 * @room:	Columns of a line, at least 2
 * @next:	Set to where the next line begins
 *
 * Between words, beside a wide character or behind Chinese punctuation, never behind a blank; a longer
 * word is broken where the line ends.
 *
 * Return: how many bytes stand in the line
 */
size_t text_line(const char *text, int room, const char **next);

#endif
