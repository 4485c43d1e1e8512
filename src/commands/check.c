/* SPDX-License-Identifier: MIT */
#include "commands/commands.h"
#include "scenario/find.h"
#include "scenario/scenario.h"

enum option { OPTION_PRINT };

static const struct command_option options[] = {
	[OPTION_PRINT] = {.name = "print",
			  .help = "print each scenario in its canonical form, without comments"},
	{0},
};

static bool check_file(const char *path, bool print)
{
	struct scenario sc;
	bool good;

	fflush(stdout); /* diagnostics keep their place among the lines on standard output */
	good = scenario_load(&sc, path, stderr);
	if (good && print)
		scenario_print(&sc, stdout);
	else if (good)
		printf("%s: ok\n", path);
	scenario_free(&sc);
	return good;
}

static enum exit_code check_main(const struct command *self, int argc, char **argv)
{
	enum exit_code code = EXIT_PASS;
	bool print = false;
	char **paths;
	size_t n;
	int option;

	while ((option = command_getopt(self, argc, argv)) >= 0)
		print |= option == OPTION_PRINT;
	if (option < -1)
		return option == -2 ? EXIT_USAGE : EXIT_PASS;
	if (optind == argc)
		return command_usage(self);
	if (scenarios_find(&paths, &n, argv + optind, argc - optind, stderr) < 0)
		code = EXIT_USAGE;
	for (size_t i = 0; i < n; i++) {
		if (!check_file(paths[i], print))
			code = EXIT_USAGE;
	}
	scenarios_free(paths, n);
	return code;
}

const struct command command_check = {
	.name = "check",
	.operands = "FILE|DIR...",
	.summary = "parse and check scenarios, run nothing",
	.options = options,
	.main = check_main,
};
