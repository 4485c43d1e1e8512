/* SPDX-License-Identifier: MIT */
/* tcplab coverage: which moves of the state machine recorded runs have observed. */
#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "commands/recorded.h"
#include "commands/style.h"
#include "report/coverage.h"

#define RUN_FILE      "run.jsonl"
#define SCENARIO_FILE "scenario.conf"

/* A run's directory, as `tcplab run -o` leaves it. */
static bool add_run(struct coverage *coverage, const char *dir)
{
	char *timeline = xasprintf("%s/" RUN_FILE, dir);
	char *scenario = xasprintf("%s/" SCENARIO_FILE, dir);
	struct definitions defs = {0};
	struct recorded run;
	bool good = recorded_load(&run, scenario, timeline, &defs);

	if (good)
		coverage_add(coverage, &run.tl);
	recorded_free(&run);
	definitions_free(&defs);
	free(scenario);
	free(timeline);
	return good;
}

static bool is_run(const char *dir)
{
	char *run = xasprintf("%s/" RUN_FILE, dir);
	bool exists = access(run, F_OK) == 0;

	free(run);
	return exists;
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* Every run in a directory, in the order of their names; or the directory is a run itself. */
static bool add_directory(struct coverage *coverage, const char *dir)
{
	size_t before = coverage->runs;
	struct dirent **entries;
	bool good = true;
	int n;

	if (is_run(dir))
		return add_run(coverage, dir);
	n = scandir(dir, &entries, visible, alphasort);
	if (n < 0) {
		fprintf(stderr, "tcplab: cannot read %s: %s\n", dir, strerror(errno));
		return false;
	}
	for (int i = 0; i < n; i++) {
		char *path = xasprintf("%s/%s", dir, entries[i]->d_name);

		if (is_run(path))
			good &= add_run(coverage, path);
		free(path);
		free(entries[i]);
	}
	free(entries);
	if (good && coverage->runs == before) {
		fprintf(stderr, "tcplab: no run in %s; `tcplab run -o %s SCENARIO` leaves some\n",
			dir, dir);
		return false;
	}
	return good;
}

static bool write_diagram(const struct coverage *coverage, const char *path)
{
	FILE *out = fopen(path, "we");
	int error;

	if (out) {
		coverage_diagram(out, coverage);
		error = ferror(out) ? EIO : 0;
		if (fclose(out) == 0 && !error)
			return true;
	}
	fprintf(stderr, "tcplab: cannot write %s: %s\n", path, strerror(errno));
	return false;
}

static enum exit_code coverage_main(const struct command *self, int argc, char **argv)
{
	struct coverage coverage = {0};
	enum exit_code code = EXIT_USAGE;
	const char *diagram = NULL;
	bool require = false;
	struct style style;
	int option;

	style_init(&style);
	while ((option = command_getopt(self, argc, argv)) >= 0) {
		const struct command_option *o = &self->options[option];

		if (!strcmp(o->name, "svg"))
			diagram = optarg;
		else if (!strcmp(o->name, "require"))
			require = true;
		else if (!style_option(&style, o, optarg))
			return EXIT_USAGE;
	}
	if (option != -1)
		return option == -2 ? EXIT_USAGE : EXIT_PASS;
	if (optind == argc)
		return command_usage(self);
	for (int i = optind; i < argc; i++)
		if (!add_directory(&coverage, argv[i]))
			goto out;
	coverage_print(stdout, &coverage, style);
	code = require && !coverage_complete(&coverage) ? EXIT_FAIL : EXIT_PASS;
	if (diagram && !write_diagram(&coverage, diagram))
		code = EXIT_USAGE;
out:
	coverage_free(&coverage);
	return code;
}

static const struct command_option options[] = {
	{"svg", 0, "FILE", "draw the state diagram into FILE, each move with its count"},
	{"require", 0, NULL, "exit 1 unless every move that Linux can make was seen"},
	{"colour", 0, "WHEN", "auto (default: on a terminal), always or never"},
	{"color", 0, "WHEN", "the same"},
	{0},
};

const struct command command_coverage = {
	.name = "coverage",
	.operands = "RUN|DIR...",
	.summary = "count the moves of TCP's state machine that recorded runs have observed",
	.options = options,
	.main = coverage_main,
};
