/* SPDX-License-Identifier: MIT */
/* Conditions around expectations: what the kernel of the run was, as the header recorded it. */
#include <stdio.h>
#include <string.h>

#include "judge/hearing.h"

static enum applies applies_if(bool holds)
{
	return holds ? APPLIES : APPLIES_NOT;
}

static enum applies where_sysctl(const struct run_header *header, const struct where *where)
{
	for (size_t i = 0; i < header->n_sysctls; i++) {
		const struct sysctl_record *r = &header->sysctls[i];

		if (strcmp(r->name, where->sysctl) == 0)
			return applies_if(where->exists == (*r->value != '\0'));
	}
	return APPLIES_UNKNOWN;
}

/* Major and minor number of a release such as "6.18.5-arch1", as one number that compares right. */
static uint64_t version(unsigned int major, unsigned int minor)
{
	return (uint64_t)major << 32 | minor;
}

static enum applies where_kernel(const struct run_header *header, const struct where *where)
{
	unsigned int major, minor;

	if (sscanf(header->kernel, "%5u.%5u", &major, &minor) != 2)
		return APPLIES_UNKNOWN;
	return applies_if(comparison_holds(where->cmp, version(major, minor),
					   version(where->kernel_major, where->kernel_minor)));
}

enum applies hearing_applies(const struct hearing *h, const struct expectation *ex)
{
	const struct where *where = &h->sc->wheres[ex->where];

	if (ex->disabled)
		return APPLIES_NOT;
	switch (where->kind) {
	case WHERE_ALWAYS:
		return APPLIES;
	case WHERE_SYSCTL:
		return where_sysctl(&h->tl->header, where);
	case WHERE_KERNEL:
		return where_kernel(&h->tl->header, where);
	}
	return APPLIES_UNKNOWN;
}
