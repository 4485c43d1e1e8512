/* SPDX-License-Identifier: MIT */
/*
 * What `send file "…"` sends. The files are no part of a scenario's text: they are read when it is to
 * be run, and not when a record of a run is judged.
 */
#ifndef SCENARIO_FILES_H
#define SCENARIO_FILES_H

#include "scenario/scenario.h"

/**
 * scenario_read_files() - Read the files of a scenario's steps
 * @sc:		The scenario; a path is relative to the directory of its file
 * @err:	A file that can't be read is reported here
 *
 * Return: whether all could be read
 */
bool scenario_read_files(struct scenario *sc, FILE *err);

/**
 * scenario_take_files() - Likewise, by other paths
 * @path_of:	The path of the @n-th file, from 1; to be freed. NULL: relative to the scenario
 */
bool scenario_take_files(struct scenario *sc, char *(*path_of)(size_t n), FILE *err);

/* scenario_next_file() - The step that sends a file after @step, or the first; NULL if none does. */
const struct step *scenario_next_file(const struct scenario *sc, const struct step *step);

#endif
