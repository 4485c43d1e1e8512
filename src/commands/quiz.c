/* SPDX-License-Identifier: MIT */
/* tcplab quiz: the command line, and the run that is asked about. quiz_ask.c asks. */
#include <getopt.h>
#include <string.h>
#include <sys/stat.h>

#include "base/translate.h"
#include "commands/kept_runs.h"
#include "commands/make.h"
#include "commands/quiz_ask.h"
#include "report/findings.h"
#include "scenario/files.h"

enum quiz_option {
	OPT_4,
	OPT_6,
	OPT_REAL,
	OPT_VIRTUAL,
	OPT_SEED,
	OPT_DEFINE,
	OPT_ASCII,
	OPT_COLOUR,
	OPT_COLOR,
};

static const struct command_option options[] = {
	[OPT_4] = {NULL, '4', NULL, N_("run it over IPv4 (default, if the scenario has that)")},
	[OPT_6] = {NULL, '6', NULL, N_("run it over IPv6")},
	[OPT_REAL] = {"real", 0, NULL, N_("run it on this machine's kernel, in real time")},
	[OPT_VIRTUAL] = {"virtual", 0, NULL,
			 N_("run it in a virtual-time kernel (default, if there is one)")},
	[OPT_SEED] = {"seed", 0, "N", N_("seed of every choice by chance (default 1)")},
	[OPT_DEFINE] = DEFINE_OPTION,
	[OPT_ASCII] = {"ascii", 0, NULL, N_("draw with ASCII only")},
	[OPT_COLOUR] = {"colour", 0, "WHEN", N_("auto (default: on a terminal), always or never")},
	[OPT_COLOR] = {"color", 0, "WHEN", N_("the same")},
	{0},
};

/* What was asked for on the command line. */
struct wish {
	unsigned int ip; /* one of enum ip_versions, or 0 */
	struct places places;
	bool of_run; /* an option was given that is about making a run */
	uint64_t seed;
	struct definitions defs;
	struct style style;
};

/* ---- a run becomes a quiz ------------------------------------------------------------------ */

/* Return: EXIT_PASS whatever the score; EXIT_BUG if the run is an error */
static enum exit_code ask_about(const struct scenario *sc, const struct timeline *tl,
				struct style style)
{
	struct outcome outcome = {0};
	enum exit_code code = EXIT_BUG;
	struct quiz quiz;

	judge(sc, tl, &outcome);
	if (outcome.kind == OUTCOME_ERROR) {
		style.quiet = true;
		findings_print(stderr, sc, &outcome, tl->header.run, style);
	} else {
		code = EXIT_PASS;
		quiz_make(&quiz, sc, tl);
		ladder_head(stdout, sc, &tl->header, style);
		quiz_ask(&quiz, stdin, stdout, style, !isatty(STDIN_FILENO));
		quiz_free(&quiz);
	}
	outcome_free(&outcome);
	return code;
}

/* ---- a recorded run ------------------------------------------------------------------------ */

static enum exit_code quiz_record(const char *scenario, const char *timeline, struct wish *wish)
{
	enum exit_code code = EXIT_USAGE;
	struct recorded run;

	if (recorded_load(&run, scenario, timeline, &wish->defs))
		code = ask_about(run.sc, &run.tl, wish->style);
	recorded_free(&run);
	return code;
}

/* As `tcplab run -o` has left it. */
static enum exit_code quiz_kept(const char *path, struct wish *wish)
{
	char *dir = kept_runs_directory(path);
	char *scenario = xasprintf("%s/scenario.conf", dir);
	char *timeline = xasprintf("%s/run.jsonl", dir);
	enum exit_code code = EXIT_USAGE;

	if (kept_runs_is_one(dir))
		code = quiz_record(scenario, timeline, wish);
	else
		fprintf(stderr,
			"tcplab: %s is no directory of one run, as `tcplab run -o` leaves them, "
			"and "
			"no scenario's file\n"
			"  any other record needs its scenario: `tcplab quiz SCENARIO RUN.jsonl`\n",
			dir);
	free(timeline);
	free(scenario);
	free(dir);
	return code;
}

/* ---- a run that is made first -------------------------------------------------------------- */

static enum exit_code quiz_case(const struct run_case *which, const struct wish *wish)
{
	struct timeline tl = {0};
	enum exit_code code;

	if (which->kernel)
		fprintf(stderr, _("tcplab: running %s, in virtual time ...\n"), which->name);
	else
		fprintf(stderr, _("tcplab: running %s, in real time ...\n"), which->name);
	code = make_silently(which, wish->seed, &tl);
	if (code == EXIT_PASS)
		code = ask_about(which->sc, &tl, wish->style);
	timeline_free(&tl);
	return code;
}

/* Virtual time, where there is a kernel for it and nobody wants anything else. */
static void choose_place(struct places *places, const struct virtual_kernel *found, size_t n)
{
	places->virtual |= n && !places->real;
	if (n)
		*ARRAY_ADD(places->kernels, places->n_kernels) = &found[n - 1];
}

/* The first case that there is. */
static enum exit_code quiz_first(const struct scenarios *all, struct wish *wish)
{
	struct run_cases cases = {0};
	enum exit_code code = EXIT_USAGE;
	bool needed = false;

	for (size_t i = 0; i < all->n; i++) {
		needed |= cases_need_kernel(&all->items[i], &wish->places);
		cases_add(&cases, &all->items[i], wish->ip ? wish->ip : IP_BOTH, &wish->places);
	}
	if (cases.n)
		code = quiz_case(cases.items, wish);
	else if (needed && !wish->places.n_kernels)
		code = cases_no_kernel(NULL);
	else
		fprintf(stderr, "tcplab: the scenario has no case of that IP version\n");
	cases_free(&cases);
	return code;
}

static enum exit_code quiz_scenario(const char *path, struct wish *wish)
{
	enum exit_code code = EXIT_USAGE;
	struct virtual_kernel *found;
	struct scenarios all = {0};
	bool good;
	size_t n;

	good = scenarios_load(&all, path, &wish->defs, stderr);
	for (size_t i = 0; i < all.n && good; i++)
		good = scenario_read_files(&all.items[i], stderr);
	if (good && definitions_known(&wish->defs, stderr)) {
		found = kernels_find(&n);
		choose_place(&wish->places, found, n);
		code = quiz_first(&all, wish);
		free(wish->places.kernels);
		kernels_free(found, n);
	}
	scenarios_release(&all);
	return code;
}

/* ---- the command --------------------------------------------------------------------------- */

static bool one_of(const char *a, const char *b)
{
	fprintf(stderr, "tcplab: %s and %s: one run is asked about\n", a, b);
	return false;
}

/* Return: whether the option is a right one */
static bool take_option(struct wish *wish, enum quiz_option option, const char *argument)
{
	wish->of_run |= option <= OPT_SEED;
	switch (option) {
	case OPT_4:
	case OPT_6:
		wish->ip |= option == OPT_4 ? IP_4 : IP_6;
		return wish->ip != IP_BOTH || one_of("-4", "-6");
	case OPT_REAL:
	case OPT_VIRTUAL:
		wish->places.real |= option == OPT_REAL;
		wish->places.virtual |= option == OPT_VIRTUAL;
		return !wish->places.real || !wish->places.virtual || one_of("--real", "--virtual");
	case OPT_SEED:
		return number_option("--seed", argument, 0, UINT64_MAX, &wish->seed);
	case OPT_DEFINE:
		return definitions_add(&wish->defs, argument, stderr);
	case OPT_ASCII:
	case OPT_COLOUR:
	case OPT_COLOR:
		break;
	}
	return style_option(&wish->style, &options[option], argument);
}

static bool is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_record(const char *path)
{
	size_t len = strlen(path), suffix = strlen(".jsonl");

	return (len >= suffix && !strcmp(path + len - suffix, ".jsonl")) || is_directory(path);
}

static enum exit_code quiz_paths(char **paths, int n, struct wish *wish)
{
	if (n == 1 && !is_record(paths[0]))
		return quiz_scenario(paths[0], wish);
	if (wish->of_run) {
		fputs("tcplab: -4, -6, --real, --virtual and --seed are for a run that is to be "
		      "made, "
		      "and this one has been\n",
		      stderr);
		return EXIT_USAGE;
	}
	return n == 1 ? quiz_kept(paths[0], wish) : quiz_record(paths[0], paths[1], wish);
}

static enum exit_code quiz_main(const struct command *self, int argc, char **argv)
{
	struct wish wish = {.seed = 1};
	enum exit_code code = EXIT_USAGE;
	bool good = true;
	int option;

	style_init(&wish.style);
	while (good && (option = command_getopt(self, argc, argv)) >= 0)
		good = take_option(&wish, option, optarg);
	if (good && option == -3)
		code = EXIT_PASS;
	else if (good && option == -1 && argc - optind != 1 && argc - optind != 2)
		code = command_usage(self);
	else if (good && option == -1)
		code = quiz_paths(argv + optind, argc - optind, &wish);
	definitions_free(&wish.defs);
	return code;
}

const struct command command_quiz = {
	.name = "quiz",
	.operands = "FILE|RUN|FILE RUN.jsonl",
	.summary = N_("ask for both ends' next states at each step of a run, and say why"),
	.options = options,
	.main = quiz_main,
};
