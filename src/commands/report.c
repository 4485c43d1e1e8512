/* SPDX-License-Identifier: MIT */
/* tcplab report: pages of recorded runs, and an index of many. */
#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "commands/commands.h"
#include "commands/kept_runs.h"
#include "report/html.h"
#include "report/html_index.h"

#define PAGE  "report.html"
#define INDEX "index.html"

static FILE *open_page(const char *path)
{
	FILE *out = fopen(path, "we");

	if (!out)
		fprintf(stderr, "tcplab: cannot write %s: %s\n", path, strerror(errno));
	return out;
}

static bool close_page(FILE *out, const char *path)
{
	int error = fflush(out) || ferror(out) ? (errno ? errno : EIO) : 0;

	if (fclose(out) && !error)
		error = errno;
	if (error)
		fprintf(stderr, "tcplab: cannot write %s: %s\n", path, strerror(error));
	return !error;
}

static bool write_page(const char *path, const struct recorded *run, enum outcome_kind *kind)
{
	FILE *out = open_page(path);
	struct outcome outcome;

	if (!out)
		return false;
	judge(run->sc, &run->tl, &outcome);
	html_write(out, run->sc, &run->tl, &outcome);
	*kind = outcome.kind;
	outcome_free(&outcome);
	return close_page(out, path);
}

/* ---- one run ------------------------------------------------------------------------------- */

/* @output says where the page goes; NULL: beside the record. */
static bool report_run(void *output, const char *dir, const struct recorded *run)
{
	char *path = output ? xasprintf("%s", (char *)output) : xasprintf("%s/" PAGE, dir);
	enum outcome_kind kind;
	bool good = write_page(path, run, &kind);

	if (good)
		printf("%s\n", path);
	free(path);
	return good;
}

/* ---- many runs ----------------------------------------------------------------------------- */

struct listing {
	struct html_index index;
	const char *home; /* the directory that the index stands in */
};

/* A path as it is seen from a directory: below it, or else absolute. The caller frees it. */
static char *seen_from(const char *home, const char *path)
{
	size_t len = strlen(home);
	char *absolute;

	if (!strncmp(path, home, len) && path[len] == '/')
		return xasprintf("%s", path + len + strspn(path + len, "/"));
	absolute = realpath(path, NULL);
	return absolute ? absolute : xasprintf("%s", path);
}

static bool list_run(void *arg, const char *dir, const struct recorded *run)
{
	char *path = xasprintf("%s/" PAGE, dir);
	struct listing *listing = arg;
	enum outcome_kind kind;
	bool good = write_page(path, run, &kind);

	if (good)
		html_index_add(&listing->index, run->sc, &run->tl, kind,
			       seen_from(listing->home, path));
	free(path);
	return good;
}

/* The directory of a file, without a slash at its end. The caller frees it. */
static char *directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? xstrndup(path, slash - path) : xasprintf(".");
}

static bool report_runs(char **dirs, int n, const char *output)
{
	char *path = output ? xasprintf("%s", output) : xasprintf("%s/" INDEX, dirs[0]);
	char *home = directory_of(path);
	struct listing listing = {.home = home};
	bool good = true;
	FILE *out;

	for (int i = 0; i < n; i++)
		good &= kept_runs_visit(dirs[i], list_run, &listing);
	out = good ? open_page(path) : NULL;
	if (out) {
		html_index_write(out, &listing.index);
		good = close_page(out, path);
	}
	if (out && good)
		printf("%s\n", path);
	html_index_free(&listing.index);
	free(home);
	free(path);
	return out && good;
}

/* ---- the command --------------------------------------------------------------------------- */

static bool report_paths(char **paths, int n, char *output)
{
	char **dirs = xalloc(n, sizeof(*dirs));
	bool good;

	for (int i = 0; i < n; i++)
		dirs[i] = kept_runs_directory(paths[i]);
	if (n == 1 && kept_runs_is_one(dirs[0]))
		good = kept_runs_visit(dirs[0], report_run, output);
	else
		good = report_runs(dirs, n, output);
	for (int i = 0; i < n; i++)
		free(dirs[i]);
	free(dirs);
	return good;
}

static const struct command_option options[] = {
	{"output", 'o', "FILE", N_("write the page, or the index of many, to FILE")},
	{0},
};

static enum exit_code report_main(const struct command *self, int argc, char **argv)
{
	char *output = NULL;
	int option;

	while ((option = command_getopt(self, argc, argv)) >= 0)
		output = optarg;
	if (option != -1)
		return option == -2 ? EXIT_USAGE : EXIT_PASS;
	if (optind == argc)
		return command_usage(self);
	return report_paths(argv + optind, argc - optind, output) ? EXIT_PASS : EXIT_USAGE;
}

const struct command command_report = {
	.name = "report",
	.operands = "RUN|DIR...",
	.summary = N_("make pages of recorded runs, to step through them, and an index"),
	.options = options,
	.main = report_main,
};
