/* SPDX-License-Identifier: MIT */
#include "report/ladder.h"

#include "base/translate.h"
#include "base/util.h"
#include "report/draw.h"
#include "report/rowmaker.h"

struct ladder {
	const struct scenario *sc;
	const struct run_header *header;
	struct rowmaker *maker;
	struct drawing drawing;
	bool begun; /* what stands above the rows has been printed */
};

static void take_row(void *arg, const struct row *row)
{
	struct ladder *l = arg;

	draw_row(&l->drawing, row);
}

struct ladder *ladder_new(FILE *out, const struct scenario *sc, const struct run_header *header,
			  struct style style)
{
	struct ladder *l = xalloc(1, sizeof(*l));

	drawing_begin(&l->drawing, out, style);
	l->sc = sc;
	l->header = header;
	l->maker = rowmaker_new(sc, take_row, l);
	return l;
}

/* Print a line above the rows and free it. */
static void print_line(struct ladder *l, char *text)
{
	draw_words(&l->drawing, text);
	free(text);
}

static void print_fault(struct ladder *l, const struct fault *fault)
{
	char *text = fault_text(fault);

	print_line(l, xasprintf("fault %s: %s  (%s%s)", fault->name, text,
				source_line(&l->sc->source, fault->loc).text,
				fault->disabled ? _(", switched off") : ""));
	free(text);
}

/* What a reader must know to understand the rows: title, run, what was set, what is done. */
static void print_head(struct ladder *l)
{
	const struct run_header *h = l->header;
	const char *dot = l->drawing.style.ascii ? "-" : "·";
	const char *title = scenario_title(l->sc);

	print_line(l, xasprintf("%s", title ? title : h->title));
	print_line(l, xasprintf("%s %s IPv%u %s Linux %s", h->run, dot, h->ip_version, dot,
				h->kernel));
	for (size_t i = 0; i < l->sc->n_sysctls; i++) {
		const struct sysctl_setting *s = &l->sc->sysctls[i];

		print_line(l, xasprintf("sysctl %s %s = %s", end_name(s->end), s->name, s->value));
	}
	for (size_t i = 0; i < l->sc->n_faults; i++)
		print_fault(l, &l->sc->faults[i]);
	fputc('\n', l->drawing.out);
}

void ladder_head(FILE *out, const struct scenario *sc, const struct run_header *header,
		 struct style style)
{
	struct ladder l = {.sc = sc, .header = header};

	drawing_begin(&l.drawing, out, style);
	print_head(&l);
}

void ladder_event(struct ladder *l, const struct event *ev, size_t record)
{
	if (l->drawing.style.quiet)
		return;
	if (!l->begun) {
		print_head(l);
		draw_heading(&l->drawing);
	}
	l->begun = true;
	rowmaker_event(l->maker, ev, record);
}

void ladder_time(struct ladder *l, struct monotime now)
{
	rowmaker_time(l->maker, now);
}

void ladder_status(struct ladder *l, struct monotime now)
{
	struct status status = {.now = now, .timeout = l->sc->timeout};

	if (!l->begun || !l->drawing.style.redraw)
		return;
	for_each_end(e)
		status.timer[e] = rowmaker_timer(l->maker, e);
	draw_status(&l->drawing, &status);
}

void ladder_free(struct ladder *l)
{
	if (!l)
		return;
	rowmaker_free(l->maker);
	draw_no_status(&l->drawing);
	free(l);
}

void ladder_print(FILE *out, const struct scenario *sc, const struct timeline *tl,
		  struct style style)
{
	struct ladder *ladder = ladder_new(out, sc, &tl->header, style);

	for (size_t i = 0; i < tl->n; i++)
		ladder_event(ladder, &tl->events[i], timeline_record(i));
	ladder_free(ladder);
}
