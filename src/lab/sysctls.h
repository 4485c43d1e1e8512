/* SPDX-License-Identifier: MIT */
/* Setting a namespace's sysctls, and keeping the record of it. */
#ifndef LAB_SYSCTLS_H
#define LAB_SYSCTLS_H

#include "lab/lab.h"

/**
 * lab_sysctls() - Set what is pinned and what the scenario sets at a place
 * @lab:	Its record of sysctls grows
 * @place:	Where the process is
 * @sc:		The scenario
 * @why:	Filled in on error
 *
 * A pinned sysctl that this kernel does not have is recorded as absent; one that the scenario sets
 * must be there. What the scenario's "where" conditions ask about is read at the client.
 *
 * Return: 0 or a negative error code
 */
int lab_sysctls(struct lab *lab, enum place place, const struct scenario *sc, struct refusal *why);

/**
 * lab_sysctl() - Set one sysctl at the place where the process is, and record it
 * @by_scenario:	Whether the scenario asks for the value
 *
 * Return: 0 or a negative error code
 */
int lab_sysctl(struct lab *lab, enum place place, const char *name, const char *value,
	       bool by_scenario, struct refusal *why);

#endif
