/* SPDX-License-Identifier: MIT */
#include "explain/reference.h"

#include <string.h>

#include "base/util.h"
#include "explain/reference_tables.h"

const struct reference_state *reference_state(enum tcp_state state)
{
	return &reference_states[state];
}

const struct reference_segment *reference_segment(enum segment_name name)
{
	return &reference_segments[name];
}

const struct reference_sysctl *reference_sysctl_at(size_t i)
{
	const struct {
		const struct reference_sysctl *items;
		size_t n;
	} tables[] = {
		{reference_waiting, reference_waiting_n},
		{reference_keeping, reference_keeping_n},
		{reference_speaking, reference_speaking_n},
		{reference_conntrack, reference_conntrack_n},
	};

	for (size_t t = 0; t < ARRAY_SIZE(tables); t++) {
		if (i < tables[t].n)
			return &tables[t].items[i];
		i -= tables[t].n;
	}
	return NULL;
}

const char *reference_sysctl_short(const struct reference_sysctl *sysctl)
{
	return strrchr(sysctl->name, '.') + 1;
}

const struct reference_sysctl *reference_sysctl(const char *name)
{
	const struct reference_sysctl *sysctl;

	for (size_t i = 0; (sysctl = reference_sysctl_at(i)); i++) {
		if (!strcmp(sysctl->name, name) || !strcmp(reference_sysctl_short(sysctl), name))
			return sysctl;
	}
	return NULL;
}
