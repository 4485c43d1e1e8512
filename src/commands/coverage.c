/* SPDX-License-Identifier: MIT */
/* tcplab coverage: which moves of the state machine recorded runs have observed. */
#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "commands/kept_runs.h"
#include "commands/style.h"
#include "report/coverage.h"

static bool add_run(void *coverage, const char *dir, const struct recorded *run)
{
	(void)dir;
	coverage_add(coverage, &run->tl);
	return true;
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
		if (!kept_runs_visit(argv[i], add_run, &coverage))
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
	{"svg", 0, "FILE", N_("draw the state diagram into FILE, each move with its count")},
	{"require", 0, NULL, N_("exit 1 unless every move that Linux can make was seen")},
	{"colour", 0, "WHEN", N_("auto (default: on a terminal), always or never")},
	{"color", 0, "WHEN", N_("the same")},
	{0},
};

const struct command command_coverage = {
	.name = "coverage",
	.operands = "RUN|DIR...",
	.summary = N_("count the moves of TCP's state machine that recorded runs have observed"),
	.options = options,
	.main = coverage_main,
};
