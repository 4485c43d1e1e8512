/* SPDX-License-Identifier: MIT */
#include "commands/make.h"

#include <errno.h>
#include <string.h>

#include "commands/keep.h"
#include "commands/outlet.h"
#include "report/compare.h"
#include "report/findings.h"
#include "roles/supervisor.h"
#include "virtual/host.h"

/* One run. */
struct making {
	const struct run_case *which;
	struct run_request req;
	struct virtual_run *running; /* NULL: not started, or here and now */
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

static void count(struct tally *tally, enum outcome_kind kind, enum exit_code code)
{
	tally->runs++;
	tally->by_kind[kind]++;
	tally->worst = worse_of(tally->worst, code);
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
	m->req = (struct run_request){
		.sc = which->sc, .ip_version = which->ip_version, .seed = manner->seed};
	m->tl.header.tool = xasprintf("tcplab %s", TCPLAB_VERSION);
	m->tl.header.scenario = xasprintf("%s", cases_base_name(which->sc));
	m->tl.header.title = xasprintf("%s", which->sc->title);
	m->tl.header.run = xasprintf("%s", which->name);
}

/* Kernels run ahead of what is shown. */
static void start_ahead(struct making *m)
{
	if (m->which->kernel && !m->running && !m->why.error)
		m->running = virtual_start(&m->req, m->which->kernel->path, &m->why);
}

/* A ladder that is drawn while its run goes on. */
struct drawing {
	struct outlet outlet;
	struct ladder *ladder;
};

static void draw_event(void *arg, const struct event *ev, size_t record)
{
	struct drawing *drawing = arg;

	ladder_event(drawing->ladder, ev, record);
}

static void draw_timeline(const struct making *m, struct style style)
{
	struct ladder *ladder = ladder_new(stdout, m->which->sc, &m->tl.header, style);

	for (size_t i = 0; i < m->tl.n; i++)
		ladder_event(ladder, &m->tl.events[i], timeline_record(i));
	ladder_free(ladder);
}

static int drawn_fd(void *arg)
{
	struct drawing *drawing = arg;

	return outlet_fd(&drawing->outlet);
}

static void push_drawn(void *arg)
{
	struct drawing *drawing = arg;

	outlet_push(&drawing->outlet);
}

/* Here and now, drawn as it happens. */
static enum exit_code run_here(struct making *m, struct style style)
{
	struct drawing drawing;
	enum exit_code code;

	if (!outlet_open(&drawing.outlet)) {
		refuse(&m->why, errno, NULL, "draw a ladder");
		return EXIT_CANNOT;
	}
	drawing.ladder = ladder_new(drawing.outlet.stream, m->which->sc, &m->tl.header, style);
	m->req.on_event = draw_event;
	m->req.output_fd = drawn_fd;
	m->req.on_writable = push_drawn;
	m->req.arg = &drawing;
	code = supervisor_run(&m->req, &m->tl, &m->why);
	ladder_free(drawing.ladder);
	outlet_close(&drawing.outlet);
	return code;
}

/* In a kernel of its own, drawn when it is over. */
static enum exit_code run_virtually(struct making *m, struct style style)
{
	enum exit_code code = EXIT_CANNOT;

	start_ahead(m);
	if (m->running)
		code = virtual_finish(m->running, &m->tl, &m->why, stderr);
	m->running = NULL;
	if (code == EXIT_PASS)
		draw_timeline(m, style);
	return code;
}

/* Return: whether there is a timeline to be judged */
static bool run(struct making *m, struct style style, struct tally *tally)
{
	enum exit_code code = m->which->kernel ? run_virtually(m, style) : run_here(m, style);

	if (code == EXIT_PASS)
		return true;
	report_refusal(code, m->which->name, &m->why);
	if (code == EXIT_CANNOT)
		tally->cannot++;
	else
		tally->by_kind[OUTCOME_ERROR]++;
	tally->runs++;
	tally->worst = worse_of(tally->worst, code);
	return false;
}

static void judge_run(struct making *m, struct style style, struct tally *tally)
{
	struct outcome outcome = {0};

	judge(m->which->sc, &m->tl, &outcome);
	if (!style.quiet)
		putchar('\n');
	findings_print(stdout, m->which->sc, &outcome, m->which->name, style);
	count(tally, outcome.kind, outcome_exit_code(outcome.kind));
	outcome_free(&outcome);
}

static void make_run(struct making *m, const struct manner *manner, struct tally *tally)
{
	struct kept kept = {0};
	bool ok = !manner->directory || keep_begin(&kept, manner->directory, m->which->name);

	if (run(m, manner->style, tally)) {
		judge_run(m, manner->style, tally);
		if (manner->directory)
			ok = ok && keep_run(&kept, m->which->sc, &m->tl);
	}
	if (!ok)
		tally->worst = EXIT_BUG;
	keep_free(&kept);
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

static void print_summary(const struct tally *tally)
{
	printf("\n%u runs:", tally->runs);
	for (enum outcome_kind k = 0; k < OUTCOMES; k++)
		if (tally->by_kind[k])
			printf(" %u %s", tally->by_kind[k], outcome_word(k));
	if (tally->cannot)
		printf(" %u that this machine cannot make", tally->cannot);
	putchar('\n');
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
	struct tally tally = {.worst = EXIT_PASS};
	struct making *all;

	if (!can_keep(cases, manner))
		return EXIT_USAGE;
	all = prepare_all(cases, manner);
	for (size_t i = 0; i < cases->n; i++) {
		for (size_t a = i; a < cases->n && a < i + manner->jobs; a++)
			start_ahead(&all[a]);
		if (i && !manner->style.quiet)
			putchar('\n');
		make_run(&all[i], manner, &tally);
	}
	free_all(all, cases->n);
	if (tally.runs > 1 && !(manner->style.quiet && tally.worst == EXIT_PASS))
		print_summary(&tally);
	return tally.worst;
}

/* "real 6.18.44", "6.1.192" */
static char *place_label(const struct making *m)
{
	return xasprintf("%s%s", m->which->kernel ? "" : "real ", m->tl.header.kernel);
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
	struct tally tally = {.worst = EXIT_PASS};
	struct manner silent = *manner;
	struct making *all;

	if (!can_keep(cases, manner))
		return EXIT_USAGE;
	all = prepare_all(cases, manner);
	silent.style.quiet = true;
	for (size_t i = 0; i < cases->n; i++)
		make_run(&all[i], &silent, &tally);
	if (!tally.cannot && !tally.by_kind[OUTCOME_ERROR])
		print_comparison(all, cases->n, manner->style);
	free_all(all, cases->n);
	return tally.worst;
}
