/* SPDX-License-Identifier: MIT */
/* tcplab run: the command line. cases.c makes cases of it, make.c makes the runs. */
#include <getopt.h>
#include <signal.h>
#include <string.h>

#include "commands/make.h"
#include "scenario/files.h"
#include "scenario/find.h"

enum run_option {
	OPT_4,
	OPT_6,
	OPT_REAL,
	OPT_VIRTUAL,
	OPT_KERNEL,
	OPT_JOBS,
	OPT_COMPARE,
	OPT_SEED,
	OPT_OUTPUT,
	OPT_PCAP,
	OPT_WITHOUT,
	OPT_FORMAT,
	OPT_DEFINE,
	OPT_STYLE,
};

static const struct command_option options[] = {
	[OPT_4] = {NULL, '4', NULL, N_("run the IPv4 cases only")},
	[OPT_6] = {NULL, '6', NULL, N_("run the IPv6 cases only")},
	[OPT_REAL] = {"real", 0, NULL, N_("on this machine's kernel, in real time (default)")},
	[OPT_VIRTUAL] = {"virtual", 0, NULL,
			 N_("in a virtual-time kernel: idle time costs nothing")},
	[OPT_KERNEL] = {"kernel", 0, "LIST",
			N_("the virtual-time kernels, as in 6.1,6.12 (default: the newest)")},
	[OPT_JOBS] = {NULL, 'j', "N", N_("make N runs at the same time")},
	[OPT_COMPARE] = {"compare", 0, "LIST",
			 N_("run in each place, as in real,6.1,6.12, and show the differences")},
	[OPT_SEED] = {"seed", 0, "N", N_("seed of every choice by chance (default 1)")},
	[OPT_OUTPUT] = {"output", 'o', "DIR",
			N_("keep each run's records in a directory below DIR")},
	[OPT_PCAP] = {"pcap", 0, "WHICH",
		      N_("both: keep run-both.pcapng, too, with both ends' captures")},
	[OPT_WITHOUT] = {"without-fault", 0, "NAME",
			 N_("leave out a fault and the expectation that it fires; repeatable")},
	[OPT_FORMAT] = FORMAT_OPTION,
	[OPT_DEFINE] = DEFINE_OPTION,
	[OPT_STYLE] = STYLE_OPTIONS,
	{0},
};

/* What was asked for on the command line. */
struct wish {
	unsigned int ip; /* set of enum ip_versions */
	struct places places;
	const char *kernels; /* LIST of --kernel or --compare, NULL if not given */
	bool compare;
	const char **without;
	size_t n_without;
	struct definitions defs;
	struct manner manner;
};

/* ---- kernels ------------------------------------------------------------------------------- */

static const struct virtual_kernel *find_kernel(const struct virtual_kernel *found, size_t n,
						const char *version)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(found[i].version, version))
			return &found[i];
	return NULL;
}

/* Choose those that a list names; "real" in it is this machine. */
static enum exit_code choose_listed(struct wish *wish, const struct virtual_kernel *found, size_t n)
{
	enum exit_code code = EXIT_PASS;
	char *list = strdup(wish->kernels), *rest = list, *word;

	while (code == EXIT_PASS && (word = strsep(&rest, ","))) {
		const struct virtual_kernel *kernel = find_kernel(found, n, word);

		if (wish->compare && !strcmp(word, "real"))
			wish->places.real = true;
		else if (kernel)
			*ARRAY_ADD(wish->places.kernels, wish->places.n_kernels) = kernel;
		else
			code = cases_no_kernel(word);
	}
	free(list);
	if (code == EXIT_PASS && wish->compare && wish->places.real + wish->places.n_kernels < 2) {
		fprintf(stderr,
			"tcplab: --compare takes two places or more, as in real,6.12, not '%s'\n",
			wish->kernels);
		code = EXIT_USAGE;
	}
	return code;
}

/* Choose for those scenarios that need one. Without any, the others still run: EXIT_CANNOT is then
 * the least that can come of it. */
static enum exit_code choose_newest(struct wish *wish, const struct scenarios *all,
				    const struct virtual_kernel *found, size_t n)
{
	bool needed = false;

	for (size_t i = 0; i < all->n; i++)
		needed |= cases_need_kernel(&all->items[i], &wish->places);
	if (needed && !n)
		return cases_no_kernel(NULL);
	if (n)
		*ARRAY_ADD(wish->places.kernels, wish->places.n_kernels) = &found[n - 1];
	return EXIT_PASS;
}

/* ---- all of them --------------------------------------------------------------------------- */

/* Load every file before anything is started; all diagnostics are printed. */
static bool load_all(struct scenarios *all, char **paths, size_t n, struct definitions *defs)
{
	bool ok = true;

	for (size_t i = 0; i < n; i++)
		ok &= scenarios_load(all, paths[i], defs, stderr);
	for (size_t i = 0; i < all->n && ok; i++)
		ok = scenario_read_files(&all->items[i], stderr);
	return ok && definitions_known(defs, stderr);
}

/* Every fault that is to be left out must be one of some scenario's. */
static bool disable_faults(struct scenarios *all, const struct wish *wish)
{
	for (size_t w = 0; w < wish->n_without; w++) {
		bool found = false;

		for (size_t i = 0; i < all->n; i++)
			found |= scenario_without_fault(&all->items[i], wish->without[w]);
		if (!found) {
			fprintf(stderr, "tcplab: --without-fault: no scenario has a fault '%s'\n",
				wish->without[w]);
			return false;
		}
	}
	return true;
}

/* One scenario and IP version after the other, each in all places. */
static enum exit_code compare_all(const struct scenarios *all, const struct wish *wish)
{
	enum exit_code code = EXIT_PASS;

	for (size_t i = 0; i < all->n; i++)
		for (unsigned int ip = IP_4; ip <= IP_6; ip <<= 1) {
			struct run_cases cases = {0};

			if (!(wish->ip & ip))
				continue;
			cases_add(&cases, &all->items[i], ip, &wish->places);
			if (cases.n)
				code = worse_of(code, make_comparison(&cases, &wish->manner));
			cases_free(&cases);
		}
	return code;
}

/* Two runs of one name would be kept in one directory. */
static bool names_differ(const struct run_cases *cases)
{
	for (size_t i = 0; i < cases->n; i++)
		for (size_t j = i + 1; j < cases->n; j++)
			if (!strcmp(cases->items[i].name, cases->items[j].name)) {
				fprintf(stderr,
					"tcplab: two runs are called %s: with -o, one would "
					"replace "
					"the other\n",
					cases->items[i].name);
				return false;
			}
	return true;
}

static enum exit_code run_all(const struct scenarios *all, const struct wish *wish,
			      enum exit_code least)
{
	struct run_cases cases = {0};
	enum exit_code code = least;

	for (size_t i = 0; i < all->n; i++)
		cases_add(&cases, &all->items[i], wish->ip, &wish->places);
	if (wish->manner.directory && !names_differ(&cases)) {
		code = EXIT_USAGE;
	} else if (cases.n) {
		code = worse_of(make_runs(&cases, &wish->manner), least);
	} else if (least == EXIT_PASS) {
		fprintf(stderr, "tcplab: no scenario has a case of that IP version\n");
		code = EXIT_USAGE;
	}
	cases_free(&cases);
	return code;
}

static enum exit_code run_scenarios(struct wish *wish, struct scenarios *all)
{
	struct virtual_kernel *found;
	enum exit_code code;
	size_t n;

	found = kernels_find(&n);
	if (wish->kernels) {
		code = choose_listed(wish, found, n);
		if (code == EXIT_PASS)
			code = wish->compare ? compare_all(all, wish)
					     : run_all(all, wish, EXIT_PASS);
	} else {
		code = run_all(all, wish, choose_newest(wish, all, found, n));
	}
	kernels_free(found, n);
	free(wish->places.kernels);
	return code;
}

/* ---- options ------------------------------------------------------------------------------- */

/* Return: whether the option is a right one */
static bool take_option(struct wish *wish, enum run_option option, const char *argument)
{
	uint64_t number;

	switch (option) {
	case OPT_4:
		wish->ip |= IP_4;
		return true;
	case OPT_6:
		wish->ip |= IP_6;
		return true;
	case OPT_REAL:
		wish->places.real = true;
		return true;
	case OPT_VIRTUAL:
		wish->places.virtual = true;
		return true;
	case OPT_KERNEL:
		wish->kernels = argument;
		wish->places.virtual = true;
		return true;
	case OPT_COMPARE:
		wish->kernels = argument;
		wish->places.virtual = wish->compare = true;
		return true;
	case OPT_JOBS:
		if (!number_option("-j", argument, 1, 64, &number))
			return false;
		wish->manner.jobs = number;
		return true;
	case OPT_SEED:
		return number_option("--seed", argument, 0, UINT64_MAX, &wish->manner.seed);
	case OPT_OUTPUT:
		wish->manner.directory = argument;
		return true;
	case OPT_PCAP:
		wish->manner.wires = WIRES_OF_BOTH;
		if (!strcmp(argument, "both"))
			return true;
		fprintf(stderr, "tcplab: --pcap takes 'both', not '%s'\n", argument);
		return false;
	case OPT_WITHOUT:
		*ARRAY_ADD(wish->without, wish->n_without) = argument;
		return true;
	case OPT_FORMAT:
		return format_option(&wish->manner.format, argument);
	case OPT_DEFINE:
		return definitions_add(&wish->defs, argument, stderr);
	case OPT_STYLE:
		break;
	}
	return style_option(&wish->manner.style, &options[option], argument);
}

/* Return: whether the options go together; if not, that has been said */
static bool options_agree(const struct wish *wish)
{
	if (wish->manner.wires == WIRES_OF_BOTH && !wish->manner.directory) {
		fputs("tcplab: --pcap needs a directory to write to: -o DIR\n", stderr);
		return false;
	}
	if (wish->compare && wish->manner.format != FORMAT_LADDER) {
		fputs("tcplab: --compare prints a comparison, in no --format but its own\n",
		      stderr);
		return false;
	}
	return true;
}

static enum exit_code run_main(const struct command *self, int argc, char **argv)
{
	struct wish wish = {.manner = {.seed = 1, .jobs = 1}};
	struct scenarios all = {0};
	enum exit_code code = EXIT_USAGE;
	char **paths = NULL;
	size_t n = 0;
	int option;

	style_init(&wish.manner.style);
	while ((option = command_getopt(self, argc, argv)) >= 0)
		if (!take_option(&wish, option, optarg))
			goto out;
	if (option != -1) {
		code = option == -3 ? EXIT_PASS : EXIT_USAGE;
		goto out;
	}
	if (optind == argc) {
		code = command_usage(self);
		goto out;
	}
	if (!options_agree(&wish))
		goto out;
	wish.ip = wish.ip ? wish.ip : IP_BOTH;
	if (scenarios_find(&paths, &n, argv + optind, argc - optind, stderr) < 0 ||
	    !load_all(&all, paths, n, &wish.defs) || !disable_faults(&all, &wish))
		goto out;
	/* A lab's keeper outlives its run by the time that the kernel takes to close packet
	 * sockets; nobody waits for it. */
	signal(SIGCHLD, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	code = run_scenarios(&wish, &all);
out:
	scenarios_release(&all);
	scenarios_free(paths, n);
	definitions_free(&wish.defs);
	free(wish.without);
	return code;
}

const struct command command_run = {
	.name = "run",
	.operands = "FILE|DIR...",
	.summary = N_("run scenarios: draw what happens, judge it"),
	.options = options,
	.main = run_main,
};
