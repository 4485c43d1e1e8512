/* SPDX-License-Identifier: MIT */
/* A recorded run, read back. */
#ifndef COMMANDS_RECORDED_H
#define COMMANDS_RECORDED_H

#include "scenario/parameter.h"
#include "timeline/timeline.h"

struct recorded {
	struct scenarios cases; /* the one case that the record is of */
	const struct scenario *sc;
	struct timeline tl;
};

/**
 * recorded_load() - Read a run's timeline, and the scenario that it was made by
 * @run:	Filled in; released by recorded_free(), also after an error
 * @scenario:	The scenario's path
 * @timeline:	run.jsonl's path
 * @defs:	Parameters that have other values than the record says; the record's are added
 *
 * The faults that the run was made without are disabled in the scenario. What is wrong is said on
 * standard error.
 */
bool recorded_load(struct recorded *run, const char *scenario, const char *timeline,
		   struct definitions *defs);

void recorded_free(struct recorded *run);

#endif
