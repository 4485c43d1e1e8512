/* SPDX-License-Identifier: MIT */
#include "commands/recorded.h"

#include <errno.h>
#include <string.h>

/* The record's parameters say which case of the scenario it is of. */
static bool take_parameters(struct definitions *defs, const struct run_header *header,
			    const char *timeline)
{
	for (size_t i = 0; i < header->n_parameters; i++) {
		const struct parameter_value *param = &header->parameters[i];

		if (!definitions_put(defs, param->name, param->value)) {
			fprintf(stderr,
				"%s:1: no parameter can be called that, or have that value\n",
				timeline);
			return false;
		}
	}
	return true;
}

/* Load the one case that the record is of. */
static bool load_case(struct scenarios *cases, const char *scenario, struct definitions *defs,
		      const char *timeline)
{
	if (!scenarios_load(cases, scenario, defs, stderr) || !definitions_known(defs, stderr))
		return false;
	if (cases->n > 1)
		fprintf(stderr,
			"tcplab: %s has %zu cases, and %s does not say which it is of; -D says "
			"it\n",
			scenario, cases->n, timeline);
	return cases->n == 1;
}

/* The faults that the run was made without are no faults of the scenario that it is judged by. */
static void disable_faults(struct scenario *sc, const struct run_header *header)
{
	for (size_t i = 0; i < header->n_without_faults; i++)
		scenario_without_fault(sc, header->without_faults[i]);
}

static bool load(struct recorded *run, const char *scenario, const char *timeline, FILE *in,
		 struct definitions *defs)
{
	struct timeline header = {0};
	bool good;

	timeline_read_parameters(&header, in);
	good = take_parameters(defs, &header.header, timeline) &&
	       load_case(&run->cases, scenario, defs, timeline);
	timeline_free(&header);
	if (!good || timeline_read(&run->tl, run->cases.items, in, timeline, stderr) < 0)
		return false;
	run->sc = run->cases.items;
	disable_faults(run->cases.items, &run->tl.header);
	return true;
}

bool recorded_load(struct recorded *run, const char *scenario, const char *timeline,
		   struct definitions *defs)
{
	FILE *in = fopen(timeline, "re");
	bool good;

	*run = (struct recorded){0};
	if (!in) {
		fprintf(stderr, "tcplab: cannot read %s: %s\n", timeline, strerror(errno));
		return false;
	}
	good = load(run, scenario, timeline, in, defs);
	fclose(in);
	return good;
}

void recorded_free(struct recorded *run)
{
	timeline_free(&run->tl);
	scenarios_release(&run->cases);
}
