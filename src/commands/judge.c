/* SPDX-License-Identifier: MIT */
/* tcplab judge: the outcome of a recorded run, from its file alone. */
#include <getopt.h>

#include "commands/recorded.h"
#include "commands/style.h"

/* Return: what the outcome comes to */
static enum exit_code report(const struct scenario *sc, const struct timeline *tl,
			     enum format format, struct style style)
{
	struct report *report = report_new(format, style, stdout, stderr);
	struct outcome outcome = {0};
	struct result result = {.sc = sc, .run = tl->header.run, .tl = tl, .outcome = &outcome};

	report_timeline(report, sc, tl);
	report_judge(report, sc, tl, &outcome);
	result.code = outcome_exit_code(outcome.kind);
	report_result(report, &result);
	report_end(report);
	report_free(report);
	outcome_free(&outcome);
	return result.code;
}

static enum exit_code judge_file(const char *scenario, const char *timeline,
				 struct definitions *defs, enum format format, struct style style)
{
	enum exit_code code = EXIT_USAGE;
	struct recorded run;

	if (recorded_load(&run, scenario, timeline, defs))
		code = report(run.sc, &run.tl, format, style);
	recorded_free(&run);
	return code;
}

enum judge_option { OPT_FORMAT, OPT_DEFINE, OPT_STYLE };

static const struct command_option options[] = {
	[OPT_FORMAT] = FORMAT_OPTION,
	[OPT_DEFINE] = DEFINE_OPTION,
	[OPT_STYLE] = STYLE_OPTIONS,
	{0},
};

static enum exit_code judge_main(const struct command *self, int argc, char **argv)
{
	enum exit_code code = EXIT_USAGE;
	enum format format = FORMAT_FINDINGS;
	struct definitions defs = {0};
	struct style style;
	bool good = true;
	int option;

	style_init(&style);
	while (good && (option = command_getopt(self, argc, argv)) >= 0) {
		if (option == OPT_FORMAT)
			good = format_option(&format, optarg);
		else if (option == OPT_DEFINE)
			good = definitions_add(&defs, optarg, stderr);
		else
			good = style_option(&style, &options[option], optarg);
	}
	if (good && option == -3)
		code = EXIT_PASS;
	else if (good && option == -1 && argc - optind != 2)
		code = command_usage(self);
	else if (good && option == -1)
		code = judge_file(argv[optind], argv[optind + 1], &defs, format, style);
	definitions_free(&defs);
	return code;
}

const struct command command_judge = {
	.name = "judge",
	.operands = "SCENARIO RUN.jsonl",
	.summary = N_("judge a recorded run again, from its file alone"),
	.options = options,
	.main = judge_main,
};
