/* SPDX-License-Identifier: MIT */
/*
 * The pinned profile: sysctls that are not an experiment's subject and would make runs differ from
 * machine to machine. Never timers, never retry counts: those are the subject.
 */
#ifndef LAB_PROFILE_H
#define LAB_PROFILE_H

#include <stddef.h>

struct pinned_sysctl {
	const char *name;
	const char *value;
	const char *why;
};

/* Both ends. */
extern const struct pinned_sysctl profile_ends[];
extern const size_t profile_ends_n;

/* The wire. */
extern const struct pinned_sysctl profile_wire[];
extern const size_t profile_wire_n;

#endif
