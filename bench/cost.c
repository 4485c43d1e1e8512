/* SPDX-License-Identifier: MIT */
/*
 * What `make bench` prints: the fixed cost of a run, of a lab alone, and a run's memory, each beside
 * what it should stay under. Times are medians of RUNS after WARM_UP more.
 *
 * Usage: cost TCPLAB SCENARIO
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/monotime.h"
#include "base/util.h"
#include "kernel/netns.h"
#include "kernel/nl.h"
#include "kernel/rtnl.h"
#include "kernel/userns.h"
#include "lab/lab.h"

#define RUNS	15
#define WARM_UP 3

#define NOBODY 65534

#define TARGET_RUN    (25 * NSEC_PER_MSEC)
#define TARGET_RATIO  3.0
#define TARGET_MEMORY 30000 /* kB */

static _Noreturn void give_up(const char *what)
{
	fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int must(int ret, const char *what)
{
	if (ret < 0)
		give_up(what);
	return ret;
}

/* ---- times --------------------------------------------------------------------------------- */

static int by_length(const void *a, const void *b)
{
	const nsec_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static nsec_t median(nsec_t times[RUNS])
{
	qsort(times, RUNS, sizeof(*times), by_length);
	return times[RUNS / 2];
}

static void print_time(const char *what, nsec_t time)
{
	printf("%-46s %7.2f ms", what, (double)time / NSEC_PER_MSEC);
}

static void print_target(const char *target, bool met)
{
	printf("   at most %s%s\n", target, met ? "" : "   MISSED");
}

/* What is timed: it goes on in a child, and must end with status 0. */
typedef void work_fn(const void *arg);

static nsec_t time_once(work_fn *work, const void *arg)
{
	struct monotime begun = monotime_now();
	pid_t pid = must(fork(), "fork");
	nsec_t time;
	int status;

	if (pid == 0) {
		work(arg);
		_exit(0);
	}
	must(waitpid(pid, &status, 0), "wait");
	time = monotime_between(begun, monotime_now());
	if (status) {
		fprintf(stderr, "bench: what was to be timed ended with status %#x\n", status);
		exit(1);
	}
	return time;
}

/* ---- a run --------------------------------------------------------------------------------- */

struct run_work {
	int tcplab;
	int scenario;
	bool rootless;
};

static void become_nobody(void)
{
	must(setresgid(NOBODY, NOBODY, NOBODY), "change the group");
	must(setresuid(NOBODY, NOBODY, NOBODY), "change the user");
}

static void exec_run(const void *arg)
{
	const struct run_work *w = arg;
	char *argv[] = {"tcplab", "run", "-4", "--quiet", "-", NULL};

	must(lseek(w->scenario, 0, SEEK_SET), "rewind the scenario");
	must(dup2(w->scenario, STDIN_FILENO), "give the scenario");
	must(dup2(must(open("/dev/null", O_WRONLY), "open /dev/null"), STDOUT_FILENO),
	     "throw the output away");
	if (w->rootless)
		become_nobody();
	fexecve(w->tcplab, argv, environ);
	give_up("start tcplab");
}

static void bench_run(const char *what, struct run_work w)
{
	nsec_t times[RUNS], time;

	for (int i = 0; i < WARM_UP; i++)
		time_once(exec_run, &w);
	for (int i = 0; i < RUNS; i++)
		times[i] = time_once(exec_run, &w);
	time = median(times);
	print_time(what, time);
	print_target("25 ms", time <= TARGET_RUN);
}

static void bench_runs(struct run_work w)
{
	if (geteuid() == 0) {
		bench_run("a run, exec to exit, as root", w);
		w.rootless = true;
		bench_run("a run, exec to exit, rootless", w);
	} else {
		bench_run("a run, exec to exit, as this user", w);
	}
}

/* ---- a lab --------------------------------------------------------------------------------- */

static void stand_a_lab(const void *arg)
{
	struct refusal why = {0};
	struct lab lab;

	if (lab_up(&lab, arg, &why) < 0) {
		refusal_print(&why, stderr);
		exit(1);
	}
	lab_close(&lab);
}

/* The least that any lab of three namespaces needs. */
static void stand_the_least(const void *arg)
{
	static const char *const names[ENDS] = {"client", "server"};
	int ends[ENDS];
	struct nl nl;

	(void)arg;
	for_each_end(e)
		ends[e] = must(netns_new(), "create a namespace");
	must(netns_new(), "create a namespace");
	must(nl_open(&nl, NETLINK_ROUTE), "open rtnetlink");
	for_each_end(e) {
		const struct veth_end here = {.name = names[e], .mac = {2, 0, 0, 0, e, 1}};
		const struct veth_end there = {.name = "eth0", .mac = {2, 0, 0, 0, e, 2}};

		rtnl_veth(&nl, &here, &there, ends[e]);
	}
	must(nl_flush(&nl), "create the veth pairs");
}

static void bench_lab(const struct scenario *sc)
{
	nsec_t lab[RUNS], least[RUNS];
	double ratio;

	for (int i = -WARM_UP; i < RUNS; i++) {
		nsec_t a = time_once(stand_the_least, NULL), b = time_once(stand_a_lab, sc);

		if (i < 0)
			continue;
		least[i] = a;
		lab[i] = b;
	}
	ratio = (double)median(lab) / median(least);
	print_time("a lab, up and down", median(lab));
	putchar('\n');
	print_time("fork, 3 namespaces, 2 veth pairs, exit", median(least));
	putchar('\n');
	printf("%-46s %7.2f   ", "  ratio", ratio);
	print_target("3", ratio <= TARGET_RATIO);
}

/* ---- memory -------------------------------------------------------------------------------- */

struct memory {
	unsigned int processes;
	unsigned long rss, pss; /* kB */
};

static const char idle_scenario[] = "scenario \"idle\" {\n}\n"
				    "server {\n listen 8080\n accept\n recv until eof\n}\n"
				    "client {\n connect\n sleep 20s\n}\n"
				    "expect {\n connect ok\n}\n";

/* Add a process and all that descend from it. */
static void add_memory(struct memory *m, pid_t pid)
{
	char path[64], line[256];
	unsigned long kb;
	pid_t child;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", pid);
	f = fopen(path, "re");
	if (!f)
		give_up(path);
	m->processes++;
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "Rss: %lu", &kb) == 1)
			m->rss += kb;
		if (sscanf(line, "Pss: %lu", &kb) == 1)
			m->pss += kb;
	}
	fclose(f);
	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", pid, pid);
	f = fopen(path, "re");
	if (!f)
		give_up(path);
	while (fscanf(f, "%d", &child) == 1)
		add_memory(m, child);
	fclose(f);
}

static _Noreturn void exec_idle(int tcplab, int output)
{
	char *argv[] = {"tcplab", "run", "-4", "--ascii", "-", NULL};
	int script = memfd_create("scenario", MFD_CLOEXEC);

	must(write(script, idle_scenario, strlen(idle_scenario)), "write a scenario");
	must(lseek(script, 0, SEEK_SET), "rewind the scenario");
	must(dup2(script, STDIN_FILENO), "give the scenario");
	must(dup2(output, STDOUT_FILENO), "take the output");
	fexecve(tcplab, argv, environ);
	give_up("start tcplab");
}

/* Read a drawing until a word shows. */
static void await_word(int output, const char *word)
{
	char line[1024];
	FILE *in = fdopen(output, "r");

	if (!in)
		give_up("read the drawing");
	do {
		if (!fgets(line, sizeof(line), in))
			give_up("tcplab has ended early");
	} while (!strstr(line, word));
}

static void bench_memory(int tcplab)
{
	struct memory m = {0};
	int output[2];
	pid_t pid;

	must(pipe2(output, O_CLOEXEC), "make a pipe");
	pid = must(fork(), "fork");
	if (pid == 0)
		exec_idle(tcplab, output[1]);
	close(output[1]);
	await_word(output[0], "ESTABLISHED");
	add_memory(&m, pid);
	kill(pid, SIGTERM);
	must(waitpid(pid, NULL, 0), "wait");
	printf("resident memory of a run's %u processes        %7.2f MB", m.processes, m.rss / 1e3);
	print_target("30 MB", m.rss <= TARGET_MEMORY);
	printf("%-46s %7.2f MB\n", "  pages that are shared counted once", m.pss / 1e3);
}

/* ---- all of them --------------------------------------------------------------------------- */

static void become_builder(void)
{
	const struct identity who = {getuid(), getgid()};
	struct refusal why = {0};

	if (may_build_labs())
		return;
	must(unshare(CLONE_NEWUSER), "create a user namespace");
	if (userns_map(&who, &why) < 0) {
		refusal_print(&why, stderr);
		exit(1);
	}
}

int main(int argc, char **argv)
{
	struct run_work w = {0};
	struct scenario sc;

	if (argc != 3) {
		fprintf(stderr, "usage: cost TCPLAB SCENARIO\n");
		return EXIT_USAGE;
	}
	w.tcplab = must(open(argv[1], O_RDONLY | O_CLOEXEC), argv[1]);
	w.scenario = must(open(argv[2], O_RDONLY | O_CLOEXEC), argv[2]);
	if (!scenario_load(&sc, argv[2], stderr))
		return EXIT_USAGE;
	setvbuf(stdout, NULL, _IOLBF, 0);
	bench_runs(w);
	bench_memory(w.tcplab);
	become_builder();
	bench_lab(&sc);
	scenario_free(&sc);
	return EXIT_PASS;
}
