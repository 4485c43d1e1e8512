/* SPDX-License-Identifier: MIT */
/* Making runs out of cases: started, drawn, judged, kept. Private to commands/. */
#ifndef COMMANDS_MAKE_H
#define COMMANDS_MAKE_H

#include "commands/cases.h"
#include "commands/style.h"
#include "report/pcapng.h"
#include "timeline/timeline.h"

/* How runs shall be made. */
struct manner {
	uint64_t seed;
	const char *directory; /* of -o; NULL if nothing is kept */
	enum wires wires;      /* the captures to keep there */
	unsigned int jobs;     /* runs at the same time */
	enum format format;
	struct style style;
};

/* worse_of() - The worse of two exit codes, in the order 99, 3, 1, 4, 2, 0. */
enum exit_code worse_of(enum exit_code a, enum exit_code b);

/**
 * make_runs() - Make a run of each case, in order
 *
 * Return: the exit code for all of them: the worst in the order 99, 3, 1, 4, 0; EXIT_USAGE if the
 * directory to keep them in can't be written, and nothing was started
 */
enum exit_code make_runs(const struct run_cases *cases, const struct manner *manner);

/**
 * make_silently() - Make one run, and tell nothing of it
 * @which:	The case
 * @seed:	As in struct manner
 * @tl:		Filled with its timeline; released by timeline_free(), also after an error
 *
 * When this returns, nothing is left of the lab: every child of this process has ended.
 *
 * Return: EXIT_PASS whatever the run shows; else it could not be made or finished, and that has been
 * said on standard error
 */
enum exit_code make_silently(const struct run_case *which, uint64_t seed, struct timeline *tl);

/**
 * make_comparison() - Make a run of each case and show where they differ
 * @cases:	The same scenario and IP version in several places
 *
 * Return: as make_runs()
 */
enum exit_code make_comparison(const struct run_cases *cases, const struct manner *manner);

#endif
