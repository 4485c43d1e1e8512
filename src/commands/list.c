/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "commands/cases.h"
#include "commands/commands.h"
#include "report/canvas.h"
#include "scenario/find.h"

/* The Makefile says where scenarios are installed; this is its default. */
#ifndef TCPLAB_DATADIR
#define TCPLAB_DATADIR "/usr/local/share/tcplab"
#endif

static bool list_file(const char *path, int width)
{
	struct scenarios all = {0};
	bool good;

	fflush(stdout);
	good = scenarios_load(&all, path, NULL, stderr);
	for (size_t i = 0; good && i < all.n; i++) {
		char *parameters;

		if (all.items[i].values_for == TIME_REAL)
			continue; /* the same in short */
		parameters = cases_parameters(&all.items[i], " ");
		printf("%s%*s  %s%s%s\n", path, width - text_columns(path), "",
		       scenario_title(&all.items[i]), *parameters ? "  " : "", parameters);
		free(parameters);
	}
	scenarios_release(&all);
	return good;
}

static enum exit_code list_main(const struct command *self, int argc, char **argv)
{
	char *usual[] = {"scenarios"}, *installed[] = {TCPLAB_DATADIR "/scenarios"};
	char **args = access(usual[0], F_OK) ? installed : usual, **paths;
	enum exit_code code = EXIT_PASS;
	int option = command_getopt(self, argc, argv), width = 0;
	size_t n, n_args = 1;

	if (option != -1)
		return option == -2 ? EXIT_USAGE : EXIT_PASS;
	if (optind < argc) {
		args = argv + optind;
		n_args = argc - optind;
	}
	if (scenarios_find(&paths, &n, args, n_args, stderr) < 0)
		code = EXIT_USAGE;
	for (size_t i = 0; i < n; i++)
		width = MAX(width, text_columns(paths[i]));
	for (size_t i = 0; i < n; i++) {
		if (!list_file(paths[i], width))
			code = EXIT_USAGE;
	}
	scenarios_free(paths, n);
	return code;
}

const struct command command_list = {
	.name = "list",
	.operands = "[FILE|DIR...]",
	.summary = N_("list scenarios and their titles"),
	.main = list_main,
};
