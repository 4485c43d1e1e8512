/* SPDX-License-Identifier: MIT */
/* What this machine can do: each capability that a lab needs, tried in a child, with the way out. */
#ifndef LAB_DOCTOR_H
#define LAB_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/refusal.h"

struct capability {
	const char *name; /* "network namespaces" */
	bool needed;	  /* a lab cannot stand without it */
	bool found;
	char detail[160];	/* what exactly was found: "xt NFQUEUE target" */
	struct refusal refusal; /* when not found */
};

/**
 * doctor_examine() - Try everything that a lab needs
 * @n:	How many there are
 *
 * Return: an array that the caller frees
 */
struct capability *doctor_examine(size_t *n);

#endif
