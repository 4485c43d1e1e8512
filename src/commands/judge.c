/* SPDX-License-Identifier: MIT */
/* tcplab judge: the outcome of a recorded run, from its file alone. */
#include <errno.h>
#include <getopt.h>
#include <string.h>

#include "commands/style.h"
#include "judge/judge.h"
#include "report/findings.h"

static bool read_timeline(struct timeline *tl, const struct scenario *sc, const char *path)
{
	FILE *in = fopen(path, "r");
	int ret;

	if (!in) {
		fprintf(stderr, "tcplab: cannot read %s: %s\n", path, strerror(errno));
		return false;
	}
	ret = timeline_read(tl, sc, in, path, stderr);
	fclose(in);
	return ret == 0;
}

/* The faults that the run was made without are no faults of the scenario that it is judged by. */
static void disable_faults(struct scenario *sc, const struct run_header *header)
{
	for (size_t i = 0; i < header->n_without_faults; i++)
		scenario_without_fault(sc, header->without_faults[i]);
}

static enum exit_code judge_file(const char *scenario, const char *run, struct style style)
{
	enum exit_code code = EXIT_USAGE;
	struct outcome outcome = {0};
	struct timeline tl = {0};
	struct scenario sc = {0};

	if (!scenario_load(&sc, scenario, stderr) || !read_timeline(&tl, &sc, run))
		goto out;
	disable_faults(&sc, &tl.header);
	judge(&sc, &tl, &outcome);
	findings_print(stdout, &sc, &outcome, tl.header.run, style);
	code = outcome_exit_code(outcome.kind);
out:
	outcome_free(&outcome);
	timeline_free(&tl);
	scenario_free(&sc);
	return code;
}

static enum exit_code judge_main(const struct command *self, int argc, char **argv)
{
	struct style style;
	int option;

	style_init(&style);
	while ((option = command_getopt(self, argc, argv)) >= 0)
		if (!style_option(&style, &self->options[option], optarg))
			return EXIT_USAGE;
	if (option == -2)
		return EXIT_USAGE;
	if (option == -3)
		return EXIT_PASS;
	if (argc - optind != 2)
		return command_usage(self);
	return judge_file(argv[optind], argv[optind + 1], style);
}

static const struct command_option options[] = {
	STYLE_OPTIONS,
	{0},
};

const struct command command_judge = {
	.name = "judge",
	.operands = "SCENARIO RUN.jsonl",
	.summary = "judge a recorded run again, from its file alone",
	.options = options,
	.main = judge_main,
};
