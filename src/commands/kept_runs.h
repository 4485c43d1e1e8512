/* SPDX-License-Identifier: MIT */
/* The runs that `tcplab run -o` has left in a directory. */
#ifndef COMMANDS_KEPT_RUNS_H
#define COMMANDS_KEPT_RUNS_H

#include "commands/recorded.h"

/* What is done with each: @dir is the run's own directory. Return: false to give up, with a message */
typedef bool kept_run_fn(void *arg, const char *dir, const struct recorded *run);

/* kept_runs_directory() - A directory as it is; run.jsonl stands for the one that it is in. The caller
 * frees the path. */
char *kept_runs_directory(const char *path);

/* kept_runs_is_one() - Whether a directory is a run's own, and not one of runs. */
bool kept_runs_is_one(const char *dir);

/**
 * kept_runs_visit() - Read each run in a directory
 * @dir:	A run's own directory, or one of runs: they come in the order of their names
 * @fn:		What is done with each; what it is given is released afterwards
 * @arg:	Its first argument
 *
 * What is wrong is said on standard error; so is that a directory holds no run.
 *
 * Return: whether all could be read, and @fn was content with each
 */
bool kept_runs_visit(const char *dir, kept_run_fn *fn, void *arg);

#endif
