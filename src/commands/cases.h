/* SPDX-License-Identifier: MIT */
/* What `tcplab run` makes of its scenarios: cases, each to be run once. Private to commands/. */
#ifndef COMMANDS_CASES_H
#define COMMANDS_CASES_H

#include <stdbool.h>

#include "base/util.h"
#include "scenario/scenario.h"
#include "virtual/kernels.h"

/* A scenario, an IP version and a place where the lab stands. */
struct run_case {
	const struct scenario *sc;
	unsigned int ip_version;
	const struct virtual_kernel *kernel; /* NULL: on this machine, in real time */
	char *name; /* "third-ack-loss.ipv4", "….retries=2", "….linux-6.1" */
};

struct run_cases {
	struct run_case *items;
	size_t n;
};

/* Where the labs shall stand. */
struct places {
	bool real;			       /* --real */
	bool virtual;			       /* --virtual */
	const struct virtual_kernel **kernels; /* for virtual time, at least one if it is used */
	size_t n_kernels;
};

/* cases_base_name() - The scenario file's name without its directories. */
const char *cases_base_name(const struct scenario *sc);

/**
 * cases_parameters() - The parameters that tell a scenario's cases apart, as in "retries=2"
 * @before:	Stands before each of them
 *
 * Return: a string that the caller frees
 */
char *cases_parameters(const struct scenario *sc, const char *before);

/**
 * cases_add() - Add the cases of a scenario
 * @cases:	Grows; released by cases_free()
 * @sc:		The scenario
 * @ip:		Set of enum ip_versions to run
 * @places:	Where
 *
 * A scenario that says `time virtual` or `time real` stands where it says; any other in real time,
 * unless --virtual was given. Cases with values for real time are added only where the scenario stands in no
 * other.
 */
void cases_add(struct run_cases *cases, const struct scenario *sc, unsigned int ip,
	       const struct places *places);

/**
 * case_length() - How long a run is likely to take, by what its scenario says and expects
 *
 * A guess, by which of many runs the long ones begin first. In virtual time nothing takes long.
 */
nsec_t case_length(const struct run_case *which);

/* cases_need_kernel() - Whether the scenario would stand in virtual time. */
bool cases_need_kernel(const struct scenario *sc, const struct places *places);

void cases_free(struct run_cases *cases);

/* cases_no_kernel() - Say that there is no virtual-time kernel (NULL: of no version). Return: EXIT_CANNOT */
enum exit_code cases_no_kernel(const char *version);

#endif
