/* SPDX-License-Identifier: MIT */
#include "commands/kept_runs.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "base/util.h"

#define RUN_FILE      "run.jsonl"
#define SCENARIO_FILE "scenario.conf"

bool kept_runs_is_one(const char *dir)
{
	char *run = xasprintf("%s/" RUN_FILE, dir);
	bool exists = access(run, F_OK) == 0;

	free(run);
	return exists;
}

char *kept_runs_directory(const char *path)
{
	size_t len = strlen(path);
	bool file = len >= 6 && !strcmp(path + len - 6, ".jsonl");
	const char *slash = file ? strrchr(path, '/') : NULL;
	char *dir = !file   ? xasprintf("%s", path)
		    : slash ? xstrndup(path, slash - path)
			    : xasprintf(".");

	for (len = strlen(dir); len > 1 && dir[len - 1] == '/'; len--)
		dir[len - 1] = '\0';
	return dir;
}

static bool visit_run(const char *dir, kept_run_fn *fn, void *arg)
{
	char *timeline = xasprintf("%s/" RUN_FILE, dir);
	char *scenario = xasprintf("%s/" SCENARIO_FILE, dir);
	struct definitions defs = {0};
	struct recorded run;
	bool good = recorded_load(&run, scenario, timeline, &defs) && fn(arg, dir, &run);

	recorded_free(&run);
	definitions_free(&defs);
	free(scenario);
	free(timeline);
	return good;
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

bool kept_runs_visit(const char *dir, kept_run_fn *fn, void *arg)
{
	struct dirent **entries;
	bool good = true;
	int n, found = 0;

	if (kept_runs_is_one(dir))
		return visit_run(dir, fn, arg);
	n = scandir(dir, &entries, visible, alphasort);
	if (n < 0) {
		fprintf(stderr, "tcplab: cannot read %s: %s\n", dir, strerror(errno));
		return false;
	}
	for (int i = 0; i < n; i++) {
		char *path = xasprintf("%s/%s", dir, entries[i]->d_name);

		if (kept_runs_is_one(path)) {
			found++;
			good &= visit_run(path, fn, arg);
		}
		free(path);
		free(entries[i]);
	}
	free(entries);
	if (good && !found) {
		fprintf(stderr, "tcplab: no run in %s; `tcplab run -o %s SCENARIO` leaves some\n",
			dir, dir);
		return false;
	}
	return good;
}
