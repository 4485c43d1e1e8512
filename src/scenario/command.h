/* SPDX-License-Identifier: MIT */
/* The command of `exec "…"`: words between blanks, of which '…' makes one; $NAME stands for a value. */
#ifndef SCENARIO_COMMAND_H
#define SCENARIO_COMMAND_H

#include <stddef.h>

/* What a $NAME stands for. */
struct command_variable {
	const char *name;
	const char *value;
};

/* command_error() - What is wrong with a command's text; NULL if nothing is. */
const char *command_error(const char *text);

/**
 * command_words() - Split a command into its words
 * @text:	The command, which command_error() has found nothing wrong with
 * @variables:	What $NAME stands for; another $NAME stays as it is
 * @n:		How many there are
 *
 * Return: the words, the last one followed by NULL; the caller frees them and the array
 */
char **command_words(const char *text, const struct command_variable *variables, size_t n);

#endif
