/* SPDX-License-Identifier: MIT */
/* What -o keeps of a run. Private to commands/. */
#ifndef COMMANDS_KEEP_H
#define COMMANDS_KEEP_H

#include <stdbool.h>

#include "judge/judge.h"
#include "report/pcapng.h"

struct kept {
	char *path; /* DIR/RUN */
	int dir;    /* its descriptor, -1 when closed */
};

/* What is to be kept. */
struct keepsake {
	const struct scenario *sc;
	const struct timeline *tl;
};

/**
 * keep_begin() - Make a run's directory, and make sure that nothing in it reads as complete
 * @kept:	Filled in; released by keep_free(), also after an error
 * @dir:	The directory of -o; made if it is not there
 * @run:	The run's name
 *
 * Return: false on an error, which has been reported
 */
bool keep_begin(struct kept *kept, const char *dir, const char *run);

/**
 * keep_run() - Write a run's files
 * @wires:	WIRES_OF_BOTH: run-both.pcapng, too
 *
 * ladder.txt, report.html, scenario.conf (a copy), host.json, run.pcapng, and last, by renaming,
 * run.jsonl: where that is, the rest is complete, too. report.html is in the reader's language, all else
 * in English.
 *
 * Return: false on an error, which has been reported
 */
bool keep_run(const struct kept *kept, const struct keepsake *run, enum wires wires);

void keep_free(struct kept *kept);

#endif
