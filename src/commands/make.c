/* SPDX-License-Identifier: MIT */
#include "commands/make.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>

#include "base/translate.h"
#include "commands/beside.h"
#include "commands/keep.h"
#include "commands/outlet.h"
#include "commands/progress.h"
#include "report/compare.h"
#include "roles/supervisor.h"
#include "virtual/host.h"

/* One run. */
struct making {
	const struct run_case *which;
	nsec_t length; /* as far as can be told before: case_length() */
	struct run_request req;
	bool started;
	struct monotime begun;
	struct virtual_run *running; /* in a kernel of its own, else NULL */
	struct beside beside;	     /* by a process of its own */
	struct kept kept;
	struct refusal why;
	struct timeline tl;
};

/* The order in which exit codes are worse than one another. */
static int badness(enum exit_code code)
{
	switch (code) {
	case EXIT_BUG:
		return 5;
	case EXIT_INCONCLUSIVE:
		return 4;
	case EXIT_FAIL:
		return 3;
	case EXIT_CANNOT:
		return 2;
	case EXIT_USAGE:
		return 1;
	case EXIT_PASS:
		break;
	}
	return 0;
}

enum exit_code worse_of(enum exit_code a, enum exit_code b)
{
	return badness(b) > badness(a) ? b : a;
}

/* A run could not be made, or not finished. */
static void report_refusal(enum exit_code code, const char *run, const struct refusal *why)
{
	fflush(stdout);
	fprintf(stderr, "tcplab: %s: ", run);
	refusal_print(why, stderr);
	if (code == EXIT_BUG)
		fprintf(stderr,
			"  this is an error of tcplab, not an outcome; if nothing killed one of "
			"its processes, please report it with the scenario and `tcplab version`\n");
}

static void prepare(struct making *m, const struct run_case *which, const struct manner *manner)
{
	m->which = which;
	m->length = case_length(which);
	m->beside.ended = -1;
	m->req = (struct run_request){
		.sc = which->sc, .ip_version = which->ip_version, .seed = manner->seed};
	m->tl.header.tool = xasprintf("tcplab %s", TCPLAB_VERSION);
	m->tl.header.scenario = xasprintf("%s", cases_base_name(which->sc));
	m->tl.header.title = xasprintf("%s", which->sc->title);
	m->tl.header.run = xasprintf("%s", which->name);
	for (size_t i = 0; i < which->sc->n_parameters; i++) {
		const struct parameter_value *param = &which->sc->parameters[i];

		*ARRAY_ADD(m->tl.header.parameters, m->tl.header.n_parameters) =
			(struct parameter_value){.name = xasprintf("%s", param->name),
						 .value = xasprintf("%s", param->value)};
	}
}

/* All runs, on their way. */
struct work {
	const struct manner *manner;
	struct report *report;
	struct progress progress;
	size_t told; /* so many have been, whole */
};

/* ---- ahead of what is shown ---------------------------------------------------------------- */

/* Runs that have been made and wait for their turn are held in memory and have descriptors. */
#define AHEAD_MAX 256

/* Milliseconds between two looks at the clock, as long as somebody sees the progress. */
#define PROGRESS_EVERY 1000

static void start(struct making *m, const struct manner *manner)
{
	m->started = true;
	m->begun = monotime_now();
	if (manner->directory)
		keep_begin(&m->kept, manner->directory, m->which->name);
	m->req.outputs = m->kept.dir;
	if (m->which->kernel)
		m->running = virtual_start(&m->req, m->which->kernel->path, &m->why);
	else if (manner->jobs > 1)
		beside_start(&m->beside, &m->req, &m->why);
}

/* Return: whether it takes one of the places of -j. A kernel does until its run has been shown. */
static bool is_busy(const struct making *m)
{
	return m->running || m->beside.ended >= 0;
}

/* Wait until at least one of the processes has ended, or until the progress is to be shown again. */
static void await_any(struct making *all, size_t n, const struct progress *progress)
{
	struct pollfd pfd[AHEAD_MAX];

	for (size_t i = 0; i < n; i++)
		pfd[i] = (struct pollfd){.fd = all[i].beside.ended, .events = POLLIN};
	poll(pfd, n, progress->wanted ? PROGRESS_EVERY : -1);
	for (size_t i = 0; i < n; i++)
		if (pfd[i].revents)
			close_fd(&all[i].beside.ended);
}

/*
 * Which run to begin next: the one whose turn to be shown it is, so that what is shown goes on, else
 * the longest, so that not all wait for it at the end. Return: NULL if all have begun
 */
static struct making *next_to_start(struct making *all, size_t n)
{
	struct making *next = NULL;

	for (size_t i = 0; i < n; i++)
		if (!all[i].started && (!next || all[i].length > next->length))
			next = &all[i];
	return all->started ? next : all;
}

/* How many of the runs that are yet to be shown have been made. */
static size_t count_made(const struct making *all, size_t n)
{
	size_t made = 0;

	for (size_t i = 0; i < n; i++)
		made += all[i].beside.pid && all[i].beside.ended < 0;
	return made;
}

static void show_progress(struct work *work, const struct making *all, size_t n)
{
	struct progress_report how = {.done = work->told + count_made(all, n)};
	struct monotime now = monotime_now();

	for (size_t i = 0; i < n; i++) {
		if (!is_busy(&all[i]))
			continue;
		how.busy++;
		how.since = MAX(how.since, monotime_between(all[i].begun, now));
		how.within = MAX(how.within, all[i].which->sc->timeout);
	}
	if (how.busy)
		progress_show(&work->progress, &how);
}

/* Keep all places of -j busy until the first of the runs has been made, or can be here and now. */
static void make_ahead(struct work *work, struct making *all, size_t n)
{
	const struct manner *manner = work->manner;

	n = manner->jobs == 1 ? 1 : MIN(n, (size_t)AHEAD_MAX);
	for (;;) {
		struct making *next;
		size_t busy = 0;

		for (size_t i = 0; i < n; i++)
			busy += is_busy(&all[i]);
		while (busy < manner->jobs && (next = next_to_start(all, n))) {
			start(next, manner);
			busy += is_busy(next);
		}
		show_progress(work, all, n);
		if (all->started && all->beside.ended < 0)
			return;
		await_any(all, n, &work->progress);
	}
}

/* What is reported of a run while it goes on. */
struct telling {
	struct outlet outlet;
	struct report *report;
	struct work *work;
	nsec_t timeout;
};

static void tell_event(void *arg, const struct event *ev, size_t record)
{
	struct telling *telling = arg;

	report_event(telling->report, ev, record);
}

static void tell_silence(void *arg, struct monotime now)
{
	struct telling *telling = arg;

	report_time(telling->report, now);
}

static void tell_second(void *arg, struct monotime now)
{
	struct telling *telling = arg;
	struct work *work = telling->work;
	struct progress_report how = {
		.done = work->told, .busy = 1, .since = now.ns, .within = telling->timeout};

	if (!report_status(telling->report, now))
		progress_show(&work->progress, &how);
}

static int told_fd(void *arg)
{
	struct telling *telling = arg;

	return outlet_fd(&telling->outlet);
}

static void push_told(void *arg)
{
	struct telling *telling = arg;

	outlet_push(&telling->outlet);
}

/* Here and now, told as it happens. */
static enum exit_code run_here(struct making *m, struct work *work)
{
	struct report *report = work->report;
	struct telling telling = {.report = report, .work = work, .timeout = m->which->sc->timeout};
	enum exit_code code;

	if (!outlet_open(&telling.outlet)) {
		refuse(&m->why, errno, NULL, "tell what happens");
		return EXIT_CANNOT;
	}
	report_run(report, telling.outlet.stream, m->which->sc, &m->tl.header);
	m->req.on_event = tell_event;
	m->req.on_silence = tell_silence;
	if (work->manner->style.redraw || work->progress.wanted)
		m->req.on_second = tell_second;
	m->req.output_fd = told_fd;
	m->req.on_writable = push_told;
	m->req.arg = &telling;
	code = supervisor_run(&m->req, &m->tl, &m->why);
	progress_hide(&work->progress);
	report_events_end(report);
	outlet_close(&telling.outlet);
	return code;
}

/* In a kernel of its own, told when it is over. */
static enum exit_code run_virtually(struct making *m, struct work *work)
{
	enum exit_code code = EXIT_CANNOT;
	size_t len;
	char *said;
	FILE *err = xmemstream(&said, &len);

	if (m->running)
		code = virtual_finish(m->running, &m->tl, m->req.outputs, &m->why, err);
	m->running = NULL;
	progress_hide(&work->progress);
	fclose(err);
	fputs(said, stderr);
	free(said);
	if (code == EXIT_PASS)
		report_timeline(work->report, m->which->sc, &m->tl);
	return code;
}

/* By a process of its own, told when it is over. */
static enum exit_code run_beside(struct making *m, struct work *work)
{
	enum exit_code code = EXIT_CANNOT;

	if (m->beside.pid)
		code = beside_finish(&m->beside, &m->tl, &m->why);
	progress_hide(&work->progress);
	if (code == EXIT_PASS)
		report_timeline(work->report, m->which->sc, &m->tl);
	return code;
}

/* Judge and keep a run that has been made. Return: what its outcome and its keeping come to */
static enum exit_code finish_run(struct making *m, const struct work *work)
{
	const struct manner *manner = work->manner;
	struct report *report = work->report;
	struct outcome outcome = {0};
	struct result result = {.sc = m->which->sc,
				.run = m->which->name,
				.directory = manner->directory ? m->kept.path : NULL,
				.tl = &m->tl,
				.outcome = &outcome};
	struct keepsake keepsake = {.sc = m->which->sc, .tl = &m->tl};

	report_judge(report, m->which->sc, &m->tl, &outcome);
	result.code = outcome_exit_code(outcome.kind);
	if (manner->directory &&
	    (m->kept.dir < 0 || !keep_run(&m->kept, &keepsake, manner->wires))) {
		result.directory = NULL;
		result.code = EXIT_BUG;
	}
	report_result(report, &result);
	outcome_free(&outcome);
	return result.code;
}

/* Return: the exit code for this run */
static enum exit_code make_run(struct making *m, struct work *work)
{
	enum exit_code code;

	if (m->which->kernel)
		code = run_virtually(m, work);
	else
		code = work->manner->jobs > 1 ? run_beside(m, work) : run_here(m, work);
	if (code == EXIT_PASS) {
		code = finish_run(m, work);
	} else {
		report_refusal(code, m->which->name, &m->why);
		report_result(work->report, &(struct result){.sc = m->which->sc,
							     .run = m->which->name,
							     .code = code,
							     .why = &m->why});
	}
	keep_free(&m->kept);
	return code;
}

/* Whether every run can be kept; said before anything is started. */
static bool can_keep(const struct run_cases *cases, const struct manner *manner)
{
	bool ok = true;

	for (size_t i = 0; i < cases->n && manner->directory && ok; i++) {
		struct kept kept = {0};

		ok = keep_begin(&kept, manner->directory, cases->items[i].name);
		keep_free(&kept);
	}
	return ok;
}

static struct making *prepare_all(const struct run_cases *cases, const struct manner *manner)
{
	struct making *all = xalloc(cases->n, sizeof(*all));

	for (size_t i = 0; i < cases->n; i++)
		prepare(&all[i], &cases->items[i], manner);
	return all;
}

static void free_all(struct making *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		timeline_free(&all[i].tl);
	free(all);
}

enum exit_code make_runs(const struct run_cases *cases, const struct manner *manner)
{
	struct work work = {.manner = manner};
	enum exit_code worst = EXIT_PASS;
	struct making *all;

	if (!can_keep(cases, manner))
		return EXIT_USAGE;
	work.report = report_new(manner->format, manner->style, stdout, stderr);
	progress_begin(&work.progress, cases->n, manner->style.quiet);
	all = prepare_all(cases, manner);
	for (size_t i = 0; i < cases->n; i++) {
		make_ahead(&work, &all[i], cases->n - i);
		worst = worse_of(worst, make_run(&all[i], &work));
		work.told++;
	}
	free_all(all, cases->n);
	report_end(work.report);
	report_free(work.report);
	return worst;
}

enum exit_code make_silently(const struct run_case *which, uint64_t seed, struct timeline *tl)
{
	const struct manner manner = {.seed = seed, .jobs = 1};
	struct making m = {0};
	enum exit_code code = EXIT_CANNOT;

	prepare(&m, which, &manner);
	start(&m, &manner);
	if (m.running)
		code = virtual_finish(m.running, &m.tl, m.req.outputs, &m.why, stderr);
	else if (!which->kernel)
		code = supervisor_run(&m.req, &m.tl, &m.why);
	while (wait(NULL) >= 0 || errno == EINTR)
		;
	if (code != EXIT_PASS)
		report_refusal(code, which->name, &m.why);
	*tl = m.tl;
	return code;
}

/* "real 6.18.44", "6.1.192" */
static char *place_label(const struct making *m)
{
	return xasprintf(m->which->kernel ? "%s" : _("real %s"), m->tl.header.kernel);
}

static void print_comparison(struct making *all, size_t n, struct style style)
{
	struct compared *compared = xalloc(n, sizeof(*compared));
	char **labels = xalloc(n, sizeof(*labels));

	for (size_t i = 0; i < n; i++) {
		labels[i] = place_label(&all[i]);
		compared[i] = (struct compared){.label = labels[i], .tl = &all[i].tl};
	}
	compare_print(stdout, all[0].which->sc, compared, n, style);
	for (size_t i = 0; i < n; i++)
		free(labels[i]);
	free(labels);
	free(compared);
}

enum exit_code make_comparison(const struct run_cases *cases, const struct manner *manner)
{
	struct work work = {.manner = manner};
	enum exit_code worst = EXIT_PASS;
	struct style quiet = manner->style;
	const struct tally *tally;
	struct making *all;

	if (!can_keep(cases, manner))
		return EXIT_USAGE;
	quiet.quiet = true;
	work.report = report_new(FORMAT_FINDINGS, quiet, stdout, stderr);
	progress_begin(&work.progress, cases->n, manner->style.quiet);
	all = prepare_all(cases, manner);
	for (size_t i = 0; i < cases->n; i++) {
		make_ahead(&work, &all[i], 1);
		worst = worse_of(worst, make_run(&all[i], &work));
		work.told++;
	}
	tally = report_tally(work.report);
	if (!tally->by_kind[RESULT_SKIPPED] && !tally->by_kind[RESULT_ERROR])
		print_comparison(all, cases->n, manner->style);
	free_all(all, cases->n);
	report_free(work.report);
	return worst;
}
