/* SPDX-License-Identifier: MIT */
#include "virtual.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <string.h>
#include <sys/wait.h>

#include "base/util.h"
#include "scenario/find.h"

_Noreturn void give_up(const char *what)
{
	fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
	exit(1);
}

int must(int ret, const char *what)
{
	if (ret < 0)
		give_up(what);
	return ret;
}

/* ---- processes ----------------------------------------------------------------------------- */

pid_t start_tcplab(const struct bench *b, char *const argv[])
{
	pid_t pid = must(fork(), "fork");

	if (pid == 0) {
		dup2(must(open("/dev/null", O_WRONLY), "open /dev/null"), STDOUT_FILENO);
		execv(b->tcplab, argv);
		give_up(b->tcplab);
	}
	return pid;
}

void must_succeed(pid_t pid, const char *what)
{
	int status;

	must(waitpid(pid, &status, 0), "wait");
	if (status) {
		fprintf(stderr, "bench: %s ended with status %#x\n", what, status);
		exit(1);
	}
}

/* ---- scenarios ----------------------------------------------------------------------------- */

struct chosen choose(char *directory)
{
	struct chosen chosen = {0};
	char **paths = NULL;
	size_t n = 0;

	if (scenarios_find(&paths, &n, &directory, 1, stderr) < 0)
		exit(EXIT_USAGE);
	for (size_t i = 0; i < n; i++) {
		struct scenarios cases = {0};

		if (!scenarios_load(&cases, paths[i], NULL, stderr))
			exit(EXIT_USAGE);
		if (cases.items[0].time == TIME_REAL) {
			scenarios_release(&cases);
			continue;
		}
		chosen.cases = xrealloc(chosen.cases, chosen.n + 1, sizeof(cases));
		chosen.cases[chosen.n] = cases;
		*ARRAY_ADD(chosen.paths, chosen.n) = xasprintf("%s", paths[i]);
	}
	scenarios_free(paths, n);
	return chosen;
}

void chosen_free(struct chosen *chosen)
{
	for (size_t i = 0; i < chosen->n; i++)
		scenarios_release(&chosen->cases[i]);
	free(chosen->cases);
	scenarios_free(chosen->paths, chosen->n);
}

char *bare_name(const char *path)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;

	return xstrndup(base, strcspn(base, "."));
}

/* ---- runs that are kept -------------------------------------------------------------------- */

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void remove_tree(const char *path)
{
	must(nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS), path);
}

char *kept_run(const struct bench *b, const char *version, const char *path, int number)
{
	char *name = bare_name(path);
	char *run = xasprintf("%s/%d/%s.ipv4.linux-%s", b->scratch, number, name, version);

	free(name);
	return run;
}

pid_t start_kept(const struct bench *b, const char *version, char *path, int number)
{
	char *kept = xasprintf("%s/%d", b->scratch, number);
	char *argv[] = {"tcplab", "run", "--virtual", "--kernel", (char *)version, "-4", "--quiet",
			"-o",	  kept,	 path,	      NULL};
	pid_t pid = start_tcplab(b, argv);

	free(kept);
	return pid;
}

void remove_kept(const struct bench *b, int number)
{
	char *kept = xasprintf("%s/%d", b->scratch, number);

	remove_tree(kept);
	free(kept);
}
