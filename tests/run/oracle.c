/* SPDX-License-Identifier: MIT */
/*
 * An independent oracle: the kernel's own tracepoints, recorded beside whole-lab runs, must tell the
 * same story as the runs' timelines (see oracle_compare.h). Every known difference between the two
 * must occur: one that never does explains nothing.
 *
 * Usage: oracle SCENARIO...
 *
 * Tracepoints do not tell labs apart, and all labs have the same addresses. So each run listens on a
 * port of its own: the scenario's port 8080 is replaced.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/util.h"
#include "oracle_compare.h"
#include "oracle_tracefs.h"

#define SKIP 77

/* The port that scenarios have, and where those begin that take its place. */
#define PORT	   "8080"
#define FIRST_PORT 10000
#define MAX_CASES  100

/* Labs mostly sleep, but a sanitized one takes a while to be built. */
#define AT_ONCE 6

/* A scenario over one IP version. */
struct run_case {
	const char *path;
	unsigned int ip_version;
	unsigned int port;
	pid_t pid;	 /* 0: does not run */
	bool conclusive; /* passed or failed, which is for other tests to judge */
};

struct oracle {
	char scratch[32];
	struct tracefs tracefs;
	struct run_case cases[MAX_CASES];
	size_t n;
	unsigned int first_port;
	unsigned int used[KNOWN_DIFFERENCES];
};

/* ---- cases --------------------------------------------------------------------------------- */

static void add_cases(struct oracle *o, const char *path)
{
	struct scenario sc;

	if (!scenario_load(&sc, path, stderr))
		exit(EXIT_FAILURE);
	for (unsigned int ip = 4; ip <= 6; ip += 2) {
		if (!(sc.ip & (ip == 4 ? IP_4 : IP_6)))
			continue;
		if (o->n == MAX_CASES) {
			fprintf(stderr, "oracle: more than %d cases\n", MAX_CASES);
			exit(EXIT_FAILURE);
		}
		o->cases[o->n] = (struct run_case){
			.path = path, .ip_version = ip, .port = o->first_port + o->n};
		o->n++;
	}
	scenario_free(&sc);
}

/* SCRATCH/PORT.conf, and what is kept of its run */
static void case_file(const struct oracle *o, const struct run_case *c, const char *file,
		      char path[PATH_MAX])
{
	if (!file)
		snprintf(path, PATH_MAX, "%s/%u.conf", o->scratch, c->port);
	else
		snprintf(path, PATH_MAX, "%s/%u.ipv%u/%s", o->scratch, c->port, c->ip_version,
			 file);
}

/* Copy the scenario, but with the case's own port. */
static void write_scenario(const struct oracle *o, const struct run_case *c)
{
	char path[PATH_MAX];
	const char *rest, *at;
	struct source src;
	const char *why;
	FILE *out;

	case_file(o, c, NULL, path);
	out = fopen(path, "we");
	if (source_read(&src, c->path, &why) < 0 || !out) {
		fprintf(stderr, "oracle: cannot copy %s to %s\n", c->path, path);
		exit(EXIT_FAILURE);
	}
	for (rest = src.text; (at = strstr(rest, PORT)); rest = at + strlen(PORT))
		fprintf(out, "%.*s%u", (int)(at - rest), rest, c->port);
	fputs(rest, out);
	if (rest == src.text || fclose(out)) {
		fprintf(stderr, "oracle: %s has no port " PORT ", or could not be copied\n",
			c->path);
		exit(EXIT_FAILURE);
	}
	source_free(&src);
}

/* ---- runs ---------------------------------------------------------------------------------- */

static _Noreturn void exec_tcplab(const struct oracle *o, const struct run_case *c)
{
	const char *tcplab = getenv("TCPLAB");
	char scenario[PATH_MAX], output[PATH_MAX];
	int fd;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	case_file(o, c, NULL, scenario);
	snprintf(output, sizeof(output), "%s/%u.output", o->scratch, c->port);
	fd = open(output, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	tcplab = tcplab ? tcplab : "./tcplab";
	execl(tcplab, tcplab, "run", c->ip_version == 4 ? "-4" : "-6", "-o", o->scratch, scenario,
	      NULL);
	perror(tcplab);
	_exit(127);
}

static void start(const struct oracle *o, struct run_case *c)
{
	write_scenario(o, c);
	fflush(NULL);
	c->pid = fork();
	if (c->pid == 0)
		exec_tcplab(o, c);
	if (c->pid < 0) {
		perror("fork");
		exit(EXIT_FAILURE);
	}
}

static void print_output(const struct oracle *o, const struct run_case *c)
{
	char path[PATH_MAX], *line = NULL;
	size_t size = 0;
	FILE *in;

	snprintf(path, sizeof(path), "%s/%u.output", o->scratch, c->port);
	in = fopen(path, "re");
	while (in && getline(&line, &size, in) > 0)
		fprintf(stderr, "    %s", line);
	free(line);
	if (in)
		fclose(in);
}

/* Wait for one run to end. */
static void await_one(struct oracle *o)
{
	int status;
	pid_t pid = wait(&status);

	for (size_t i = 0; i < o->n; i++) {
		struct run_case *c = &o->cases[i];

		if (c->pid != pid)
			continue;
		c->pid = 0;
		c->conclusive = WIFEXITED(status) && (WEXITSTATUS(status) == EXIT_PASS ||
						      WEXITSTATUS(status) == EXIT_FAIL);
	}
}

static void run_all(struct oracle *o)
{
	size_t running = 0;

	for (size_t i = 0; i < o->n; i++) {
		if (running == AT_ONCE)
			await_one(o);
		else
			running++;
		start(o, &o->cases[i]);
	}
	for (; running; running--)
		await_one(o);
}

/* ---- comparing ----------------------------------------------------------------------------- */

static struct transitions *derive(const struct timeline *tl)
{
	struct transitions *t = transitions_new();

	for (size_t i = 0; i < tl->n; i++)
		transitions_observe(t, &tl->events[i], timeline_record(i));
	return t;
}

/* The case's part of the trace, on its timeline's clock. */
static struct trace_event *own_trace(const struct run_case *c, const struct trace_event *all,
				     size_t n_all, nsec_t origin, size_t *n)
{
	struct trace_event *own = NULL;

	*n = 0;
	for (size_t i = 0; i < n_all; i++) {
		struct trace_event *ev;

		if (all[i].port != c->port && all[i].peer_port != c->port)
			continue;
		ev = ARRAY_ADD(own, *n);
		*ev = all[i];
		ev->at.ns -= origin;
	}
	return own;
}

static unsigned int compare_timeline(struct oracle *o, const struct run_case *c,
				     const struct timeline *tl, const struct trace_event *trace,
				     size_t n_trace)
{
	nsec_t origin = tl->header.realtime_offset - realtime_offset();
	struct transitions *t = derive(tl);
	struct oracle_run run = {.tl = tl};
	struct trace_event *own = own_trace(c, trace, n_trace, origin, &run.n_trace);
	unsigned int differences;

	run.transitions = transitions_all(t, &run.n_transitions);
	run.trace = own;
	differences = oracle_compare(&run, o->used, stderr);
	if (!run.n_trace) {
		fprintf(stderr, "nothing was traced\n");
		differences++;
	}
	free(own);
	transitions_free(t);
	return differences;
}

/* Return: how many differences there are, or other things that are wrong with the case */
static unsigned int compare_case(struct oracle *o, const struct run_case *c,
				 const struct trace_event *trace, size_t n_trace)
{
	struct timeline tl = {0};
	struct scenario sc = {0};
	char conf[PATH_MAX], jsonl[PATH_MAX];
	unsigned int wrong = !c->conclusive;
	FILE *in;

	case_file(o, c, NULL, conf);
	case_file(o, c, "run.jsonl", jsonl);
	in = fopen(jsonl, "re");
	if (!in || !scenario_load(&sc, conf, stderr) ||
	    timeline_read(&tl, &sc, in, jsonl, stderr) < 0)
		wrong++;
	else
		wrong += compare_timeline(o, c, &tl, trace, n_trace);
	if (in)
		fclose(in);
	if (wrong) {
		fprintf(stderr, "the above is about this run of %s over IPv%u:\n", c->path,
			c->ip_version);
		print_output(o, c);
	}
	timeline_free(&tl);
	scenario_free(&sc);
	return wrong;
}

static unsigned int find_unused(const struct oracle *o)
{
	unsigned int unused = 0;

	for (enum known_difference known = 0; known < KNOWN_DIFFERENCES; known++) {
		printf("%4u  %s\n", o->used[known], known_difference(known)->name);
		if (o->used[known])
			continue;
		fprintf(stderr, "no run has the known difference '%s'\n",
			known_difference(known)->name);
		unused++;
	}
	return unused;
}

/* ---- the whole ----------------------------------------------------------------------------- */

/* Trace, run, compare. Return: the exit status */
static int work(struct oracle *o)
{
	struct trace_event *trace = NULL;
	size_t n_trace = 0;
	unsigned int wrong = 0;
	const char *why;
	int err = tracefs_start(&o->tracefs, o->first_port, o->first_port + MAX_CASES - 1, &why);

	if (err == -ENOENT || err == -EINVAL) {
		printf("this kernel does not have %s\n", why);
		return SKIP;
	}
	if (err < 0) {
		fprintf(stderr, "oracle: %s: %s\n", why, strerror(-err));
		return EXIT_FAILURE;
	}
	run_all(o);
	err = tracefs_read(&o->tracefs, &trace, &n_trace, stderr);
	if (err < 0) {
		fprintf(stderr, "oracle: reading the trace: %s\n", strerror(-err));
		return EXIT_FAILURE;
	}
	for (size_t i = 0; i < o->n; i++)
		wrong += compare_case(o, &o->cases[i], trace, n_trace) != 0;
	wrong += find_unused(o);
	free(trace);
	printf("%zu runs compared with the kernel's trace\n", o->n);
	return wrong ? EXIT_FAILURE : EXIT_SUCCESS;
}

static pid_t worker;

static void end_worker(int sig)
{
	(void)sig;
	kill(worker, SIGKILL);
}

/* The work is done by a child, so that it can be broken off and the trace is removed all the same. */
static int work_in_child(struct oracle *o)
{
	const int ends[] = {SIGTERM, SIGINT, SIGHUP};
	struct sigaction sa = {.sa_handler = end_worker};
	sigset_t blocked, before;
	int status;

	sigemptyset(&blocked);
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		sigaddset(&blocked, ends[i]);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	fflush(NULL);
	worker = fork();
	if (worker == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		sigprocmask(SIG_SETMASK, &before, NULL);
		exit(work(o));
	}
	for (size_t i = 0; worker > 0 && i < ARRAY_SIZE(ends); i++)
		sigaction(ends[i], &sa, NULL);
	sigprocmask(SIG_SETMASK, &before, NULL);
	while (worker > 0 && waitpid(worker, &status, 0) < 0 && errno == EINTR)
		;
	return worker > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static int open_trace(struct oracle *o, const char **why)
{
	char mount_point[sizeof(o->tracefs.mount)];

	*why = "a directory to mount tracefs on";
	snprintf(mount_point, sizeof(mount_point), "%s/tracefs", o->scratch);
	if (mkdir(mount_point, 0700) < 0)
		return -errno;
	return tracefs_open(&o->tracefs, mount_point, why);
}

int main(int argc, char **argv)
{
	static struct oracle o = {.scratch = "/tmp/tcplab-oracle.XXXXXX"};
	int status = SKIP, err;
	const char *why;

	if (geteuid() != 0) {
		puts("only root can trace the kernel");
		return SKIP;
	}
	/* Apart from those of another oracle at the same time. */
	o.first_port = FIRST_PORT + getpid() % 200 * MAX_CASES;
	for (int i = 1; i < argc; i++)
		add_cases(&o, argv[i]);
	if (!mkdtemp(o.scratch)) {
		perror(o.scratch);
		return EXIT_FAILURE;
	}
	err = open_trace(&o, &why);
	if (err < 0)
		printf("%s: %s\n", why, strerror(-err));
	else
		status = work_in_child(&o);
	tracefs_close(&o.tracefs);
	nftw(o.scratch, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return status;
}
