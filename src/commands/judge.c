/* SPDX-License-Identifier: MIT */
/* tcplab judge: the outcome of a recorded run, from its file alone. */
#include <getopt.h>

#include "commands/recorded.h"
#include "commands/style.h"

static void report(const struct scenario *sc, const struct timeline *tl,
		   const struct outcome *outcome, enum format format, struct style style)
{
	struct report *report = report_new(format, style, stdout, stderr);

	report_timeline(report, sc, tl);
	report_result(report, &(struct result){.sc = sc,
					       .run = tl->header.run,
					       .code = outcome_exit_code(outcome->kind),
					       .tl = tl,
					       .outcome = outcome});
	report_end(report);
	report_free(report);
}

static enum exit_code judge_file(const char *scenario, const char *timeline, enum format format,
				 struct style style)
{
	enum exit_code code = EXIT_USAGE;
	struct outcome outcome = {0};
	struct recorded run;

	if (recorded_load(&run, scenario, timeline)) {
		judge(&run.sc, &run.tl, &outcome);
		report(&run.sc, &run.tl, &outcome, format, style);
		code = outcome_exit_code(outcome.kind);
	}
	outcome_free(&outcome);
	recorded_free(&run);
	return code;
}

enum judge_option { OPT_FORMAT, OPT_STYLE };

static const struct command_option options[] = {
	[OPT_FORMAT] = FORMAT_OPTION,
	[OPT_STYLE] = STYLE_OPTIONS,
	{0},
};

static enum exit_code judge_main(const struct command *self, int argc, char **argv)
{
	enum format format = FORMAT_FINDINGS;
	struct style style;
	int option;

	style_init(&style);
	while ((option = command_getopt(self, argc, argv)) >= 0)
		if (option == OPT_FORMAT ? !format_option(&format, optarg)
					 : !style_option(&style, &options[option], optarg))
			return EXIT_USAGE;
	if (option == -2)
		return EXIT_USAGE;
	if (option == -3)
		return EXIT_PASS;
	if (argc - optind != 2)
		return command_usage(self);
	return judge_file(argv[optind], argv[optind + 1], format, style);
}

const struct command command_judge = {
	.name = "judge",
	.operands = "SCENARIO RUN.jsonl",
	.summary = "judge a recorded run again, from its file alone",
	.options = options,
	.main = judge_main,
};
