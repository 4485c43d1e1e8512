/* SPDX-License-Identifier: MIT */
/*
 * What `make bench` prints about virtual time:
 *
 *  - the wall time of a run of each of the scenarios below DEFAULT_TIMERS, beside that of the same
 *    kernel's boot to power-off with an empty first process, started with the same arguments; runs
 *    and boots alternate, so that both meet the same machine;
 *  - the wall time of all scenarios of the tree that allow virtual time, in both IP versions;
 *  - how many different results a run leaves that is repeated with the same seed: there must be one.
 *
 * On the newest kernel that is there, and on OLD_KERNEL. To be started in the top directory, with
 * the program to be measured in $TCPLAB; `poweroff` is expected beside this program's own file.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/wait.h>

#include "base/util.h"
#include "timeline/timeline.h"
#include "virtual.h"
#include "virtual/boot.h"

#define ALL_SCENARIOS "scenarios"
#define OLD_KERNEL    "6.1"

#define RUNS	     10
#define TARGET_RATIO 3.0
#define TARGET_RUN   (200 * NSEC_PER_MSEC)

/* The wall time of `tcplab run` with these arguments. */
static nsec_t time_run(const struct bench *b, char *const argv[], const char *what)
{
	struct monotime begun = monotime_now();

	must_succeed(start_tcplab(b, argv), what);
	return monotime_between(begun, monotime_now());
}

static nsec_t time_bare_boot(const struct bench *b, const struct run_request *req,
			     const char *kernel)
{
	struct monotime begun = monotime_now();
	pid_t pid = must(fork(), "fork");

	if (pid == 0)
		boot_kernel(req, kernel, b->scratch, b->poweroff);
	must_succeed(pid, kernel);
	return monotime_between(begun, monotime_now());
}

static int by_length(const void *a, const void *b)
{
	const nsec_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static nsec_t median(nsec_t times[RUNS])
{
	qsort(times, RUNS, sizeof(*times), by_length);
	return (times[(RUNS - 1) / 2] + times[RUNS / 2]) / 2;
}

/* The time that passed in the one run that is kept in a directory. */
static nsec_t guest_time_of(const char *run, const struct scenario *sc)
{
	char *path = xasprintf("%s/run.jsonl", run);
	struct timeline tl = {0};
	FILE *in = fopen(path, "re");
	nsec_t time;

	if (!in)
		give_up(path);
	if (timeline_read(&tl, sc, in, path, stderr) < 0)
		exit(1);
	time = tl.n ? tl.events[tl.n - 1].at.ns : 0;
	timeline_free(&tl);
	fclose(in);
	free(path);
	return time;
}

/* ---- a run beside a bare boot -------------------------------------------------------------- */

/* One run that warms up, and tells how long it took inside. */
static nsec_t warm_up(const struct bench *b, const char *version, char *path,
		      const struct scenario *sc)
{
	char *run = kept_run(b, version, path, 0);
	nsec_t time;

	must_succeed(start_kept(b, version, path, 0), path);
	time = guest_time_of(run, sc);
	remove_kept(b, 0);
	free(run);
	return time;
}

static void bench_run(const struct bench *b, const struct virtual_kernel *kernel, char *path,
		      const struct scenario *sc)
{
	const struct run_request req = {.sc = sc, .ip_version = 4, .seed = 1};
	char *argv[] = {"tcplab", "run",     "--virtual", "--kernel", kernel->version,
			"-4",	  "--quiet", path,	  NULL};
	nsec_t runs[RUNS], boots[RUNS], run, boot;
	nsec_t guest = warm_up(b, kernel->version, path, sc);
	char *name = bare_name(path);

	time_bare_boot(b, &req, kernel->path);
	for (int i = 0; i < RUNS; i++) {
		runs[i] = time_run(b, argv, path);
		boots[i] = time_bare_boot(b, &req, kernel->path);
	}
	run = median(runs);
	boot = median(boots);
	printf("  %-24s %8.1f ms %8.1f ms %6.2f %9.1f s = %8.0f x wall%s\n", name,
	       (double)run / NSEC_PER_MSEC, (double)boot / NSEC_PER_MSEC, (double)run / boot,
	       (double)guest / NSEC_PER_SEC, (double)guest / run,
	       run > TARGET_RUN || run > TARGET_RATIO * boot ? "   MISSED" : "");
	free(name);
}

static void bench_default_timers(const struct bench *b)
{
	struct chosen chosen = choose(DEFAULT_TIMERS);

	printf("virtual time at default timers, IPv4, median of %d; a run shall take at most "
	       "%.0f bare boots and %.1f s\n",
	       RUNS, TARGET_RATIO, (double)TARGET_RUN / NSEC_PER_SEC);
	for (size_t k = 0; k < b->n_kernels; k++) {
		printf(" Linux %-18s %11s %11s %6s %11s\n", b->kernels[k]->version, "run",
		       "bare boot", "ratio", "guest time");
		for (size_t i = 0; i < chosen.n; i++)
			bench_run(b, b->kernels[k], chosen.paths[i], chosen.cases[i].items);
	}
	chosen_free(&chosen);
}

/* ---- all scenarios ------------------------------------------------------------------------- */

/* "6.12,6.1" */
static char *kernel_list(const struct bench *b)
{
	return xasprintf("%s%s%s", b->kernels[0]->version, b->n_kernels > 1 ? "," : "",
			 b->n_kernels > 1 ? b->kernels[1]->version : "");
}

/* A case of the file that a kept run is of: its directory's name starts with the file's. */
static const struct scenario *scenario_of(const struct chosen *chosen, const char *run)
{
	for (size_t i = 0; i < chosen->n; i++) {
		char *name = bare_name(chosen->paths[i]);
		bool is_it = !strncmp(run, name, strlen(name)) && run[strlen(name)] == '.';

		free(name);
		if (is_it)
			return chosen->cases[i].items;
	}
	fprintf(stderr, "bench: %s is a run of no scenario\n", run);
	exit(1);
}

static nsec_t guest_time_of_all(const struct chosen *chosen, const char *kept, unsigned int *n)
{
	DIR *dir = opendir(kept);
	struct dirent *entry;
	nsec_t time = 0;

	if (!dir)
		give_up(kept);
	for (*n = 0; (entry = readdir(dir));) {
		char *run;

		if (entry->d_name[0] == '.')
			continue;
		run = xasprintf("%s/%s", kept, entry->d_name);
		time += guest_time_of(run, scenario_of(chosen, entry->d_name));
		free(run);
		++*n;
	}
	closedir(dir);
	return time;
}

static void bench_all(const struct bench *b)
{
	struct chosen chosen = choose(ALL_SCENARIOS);
	char *kept = xasprintf("%s/kept", b->scratch), *kernels = kernel_list(b);
	char *fixed[] = {"tcplab", "run", "--virtual", "--kernel", kernels, "--quiet", "-o", kept};
	char **argv = NULL;
	nsec_t wall, guest;
	unsigned int runs;
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(fixed); i++)
		*ARRAY_ADD(argv, n) = fixed[i];
	for (size_t i = 0; i < chosen.n; i++)
		*ARRAY_ADD(argv, n) = chosen.paths[i];
	(void)ARRAY_ADD(argv, n); /* the NULL at the end */
	wall = time_run(b, argv, ALL_SCENARIOS);
	guest = guest_time_of_all(&chosen, kept, &runs);
	printf("all %zu scenarios in virtual time, both IP versions, Linux %s: %u runs in %.2f s; "
	       "guest time %.0f s = %.0f x wall\n",
	       chosen.n, kernels, runs, (double)wall / NSEC_PER_SEC, (double)guest / NSEC_PER_SEC,
	       (double)guest / wall);
	remove_tree(kept);
	free(argv);
	free(kernels);
	free(kept);
	chosen_free(&chosen);
}

/* ---- all of them --------------------------------------------------------------------------- */

/* The newest kernel, and the old one if that is another. */
static void choose_kernels(struct bench *b, const struct virtual_kernel *found, size_t n)
{
	b->kernels[b->n_kernels++] = &found[n - 1];
	for (size_t i = 0; i < n - 1; i++)
		if (!strcmp(found[i].version, OLD_KERNEL))
			b->kernels[b->n_kernels++] = &found[i];
}

/* The file beside this program's own. */
static char *beside_self(const char *name)
{
	char self[PATH_MAX];
	ssize_t n = must(readlink("/proc/self/exe", self, sizeof(self) - 1), "find this program");

	self[n] = '\0';
	return xasprintf("%.*s%s", (int)(strrchr(self, '/') + 1 - self), self, name);
}

int main(void)
{
	char scratch[] = "/tmp/tcplab-bench-XXXXXX";
	struct bench b = {.tcplab = getenv("TCPLAB"), .scratch = scratch};
	struct virtual_kernel *found;
	size_t n;

	if (!b.tcplab) {
		fprintf(stderr, "bench: TCPLAB must say which program is to be measured\n");
		return EXIT_USAGE;
	}
	found = kernels_find(&n);
	if (!n) {
		printf("virtual time: skipped, there is no virtual-time kernel; "
		       "`make virtual-kernel` builds one\n");
		return EXIT_PASS;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	b.poweroff = beside_self("poweroff");
	if (!mkdtemp(scratch))
		give_up(scratch);
	choose_kernels(&b, found, n);
	bench_default_timers(&b);
	bench_all(&b);
	bench_repeats(&b);
	remove_tree(scratch);
	free(b.poweroff);
	kernels_free(found, n);
	return EXIT_PASS;
}
