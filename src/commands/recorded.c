/* SPDX-License-Identifier: MIT */
#include "commands/recorded.h"

#include <errno.h>
#include <string.h>

static bool read_timeline(struct timeline *tl, const struct scenario *sc, const char *path)
{
	FILE *in = fopen(path, "re");
	int ret;

	if (!in) {
		fprintf(stderr, "tcplab: cannot read %s: %s\n", path, strerror(errno));
		return false;
	}
	ret = timeline_read(tl, sc, in, path, stderr);
	fclose(in);
	return ret == 0;
}

bool recorded_load(struct recorded *run, const char *scenario, const char *timeline)
{
	const struct run_header *header = &run->tl.header;

	*run = (struct recorded){0};
	if (!scenario_load(&run->sc, scenario, stderr) ||
	    !read_timeline(&run->tl, &run->sc, timeline))
		return false;
	for (size_t i = 0; i < header->n_without_faults; i++)
		scenario_without_fault(&run->sc, header->without_faults[i]);
	return true;
}

void recorded_free(struct recorded *run)
{
	timeline_free(&run->tl);
	scenario_free(&run->sc);
}
