/* SPDX-License-Identifier: MIT */
/* tcplab judge: the outcome of a recorded run, from its file alone. */
#include <getopt.h>

#include "commands/recorded.h"
#include "commands/style.h"
#include "judge/judge.h"
#include "report/findings.h"

static enum exit_code judge_file(const char *scenario, const char *timeline, struct style style)
{
	enum exit_code code = EXIT_USAGE;
	struct outcome outcome = {0};
	struct recorded run;

	if (recorded_load(&run, scenario, timeline)) {
		judge(&run.sc, &run.tl, &outcome);
		findings_print(stdout, &run.sc, &outcome, run.tl.header.run, style);
		code = outcome_exit_code(outcome.kind);
	}
	outcome_free(&outcome);
	recorded_free(&run);
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
