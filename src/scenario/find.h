/* SPDX-License-Identifier: MIT */
/* Which scenario files are meant by FILE|DIR arguments. */
#ifndef SCENARIO_FIND_H
#define SCENARIO_FIND_H

#include <stddef.h>
#include <stdio.h>

/**
 * scenarios_find() - Expand files and directories to scenario files
 * @paths:	Filled with the files' paths, released by scenarios_free(), also after an error
 * @n:		How many there are
 * @args:	Paths; a directory stands for every *.conf file below it, in the order of their
 *		names. Anything else is taken as it is, whether it exists or not.
 * @n_args:	How many there are
 * @err:	A directory that cannot be read or holds no scenario is reported here
 *
 * Hidden directories are skipped. Symbolic links to directories are followed only when they are
 * given as an argument.
 *
 * Return: 0, or a negative error code when something was reported
 */
int scenarios_find(char ***paths, size_t *n, char *const *args, size_t n_args, FILE *err);

void scenarios_free(char **paths, size_t n);

#endif
