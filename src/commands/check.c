/* SPDX-License-Identifier: MIT */
#include <getopt.h>

#include "commands/cases.h"
#include "commands/commands.h"
#include "scenario/files.h"
#include "scenario/find.h"

enum check_option { OPTION_PRINT, OPTION_DEFINE };

static const struct command_option options[] = {
	[OPTION_PRINT] = {.name = "print",
			  .help = N_(
				  "print each scenario in its canonical form, without comments")},
	[OPTION_DEFINE] = DEFINE_OPTION,
	{0},
};

/* One case after the other; which one it is stands before it. */
static void print_cases(const struct scenarios *all)
{
	for (size_t i = 0; i < all->n; i++) {
		char *parameters = cases_parameters(&all->items[i], " ");

		if (all->items[i].values_for != TIME_ANY)
			printf("#%s in %s time\n", parameters,
			       time_kind_word(all->items[i].values_for));
		else if (*parameters)
			printf("#%s\n", parameters);
		scenario_print(&all->items[i], stdout);
		free(parameters);
	}
}

static bool check_file(const char *path, struct definitions *defs, bool print)
{
	struct scenarios all = {0};
	bool good;

	fflush(stdout); /* diagnostics keep their place among the lines on standard output */
	good = scenarios_load(&all, path, defs, stderr);
	for (size_t i = 0; i < all.n && good; i++)
		good = scenario_read_files(&all.items[i], stderr);
	if (good && print)
		print_cases(&all);
	else if (good && all.n > 1)
		printf("%s: ok, %zu cases\n", path, all.n);
	else if (good)
		printf("%s: ok\n", path);
	scenarios_release(&all);
	return good;
}

/* Return: -1 after the last option, else as command_getopt() */
static int take_options(const struct command *self, int argc, char **argv, bool *print,
			struct definitions *defs)
{
	int option;

	while ((option = command_getopt(self, argc, argv)) >= 0) {
		*print |= option == OPTION_PRINT;
		if (option == OPTION_DEFINE && !definitions_add(defs, optarg, stderr))
			return -2;
	}
	return option;
}

static enum exit_code check_main(const struct command *self, int argc, char **argv)
{
	enum exit_code code = EXIT_PASS;
	struct definitions defs = {0};
	bool print = false;
	char **paths = NULL;
	size_t n = 0;
	int option = take_options(self, argc, argv, &print, &defs);

	if (option < -1) {
		code = option == -2 ? EXIT_USAGE : EXIT_PASS;
		goto out;
	}
	if (optind == argc) {
		code = command_usage(self);
		goto out;
	}
	if (scenarios_find(&paths, &n, argv + optind, argc - optind, stderr) < 0)
		code = EXIT_USAGE;
	for (size_t i = 0; i < n; i++) {
		if (!check_file(paths[i], &defs, print))
			code = EXIT_USAGE;
	}
	if (code == EXIT_PASS && !definitions_known(&defs, stderr))
		code = EXIT_USAGE;
out:
	scenarios_free(paths, n);
	definitions_free(&defs);
	return code;
}

const struct command command_check = {
	.name = "check",
	.operands = "FILE|DIR...",
	.summary = N_("parse and check scenarios, run nothing"),
	.options = options,
	.main = check_main,
};
