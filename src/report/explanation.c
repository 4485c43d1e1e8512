/* SPDX-License-Identifier: MIT */
#include "report/explanation.h"

#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "explain/explain.h"
#include "explain/topics.h"
#include "report/draw.h"
#include "report/foresee.h"
#include "report/prose.h"
#include "report/text.h"

#define INDENT 2

/* Columns of "9." */
#define NUMBER 2

/* What has been said so far of a thing, as an item of a list; then nothing has been said. */
static void print_item(struct prose *p, int indent, const char *label, int room,
		       struct sentences *s)
{
	char *text = sentences_join(s);

	prose_item(p, indent, label, room, text);
	free(text);
	sentences_free(s);
}

static void print_paragraph(struct prose *p, int indent, struct sentences *s)
{
	char *text = sentences_join(s);

	prose_paragraph(p, indent, text);
	free(text);
	sentences_free(s);
}

/* ---- what it is ---------------------------------------------------------------------------- */

static void print_about(struct prose *p, const struct scenario *sc)
{
	struct sentences s = {0};

	for (size_t i = 0; i < sc->n_about; i++)
		if (scenario_about(sc, i))
			sentence(&s, "%s", scenario_about(sc, i));
	if (s.n)
		print_paragraph(p, INDENT, &s);
}

/* "late = 200ms", of the parameters that other cases have other values of */
static void print_parameters(struct prose *p, const struct scenario *sc)
{
	for (size_t i = 0; i < sc->n_parameters; i++) {
		const struct parameter_value *param = &sc->parameters[i];
		char *text = xasprintf("%s = %s", param->name, param->value);

		if (param->varies || sc->values_for != TIME_ANY)
			prose_item(p, 2 * INDENT, "-", 0, text);
		free(text);
	}
}

static void print_cases(struct prose *p, const struct scenarios *all)
{
	const struct scenario *sc = &all->items[0];
	struct sentences s = {0};

	if (all->n < 2)
		return;
	fputc('\n', p->out);
	sentence(&s,
		 _("The file makes %zu cases, with different values of its parameters; what "
		   "follows is about the one with these:"),
		 all->n);
	print_paragraph(p, INDENT, &s);
	print_parameters(p, sc);
	if (sc->values_for != TIME_VIRTUAL)
		return;
	sentence(&s, _("These are the values for virtual time. A run in real time has these:"));
	print_paragraph(p, INDENT, &s);
	for (size_t i = 1; i < all->n; i++) {
		if (all->items[i].values_for != TIME_REAL)
			continue;
		print_parameters(p, &all->items[i]);
		break;
	}
}

static void print_head(struct prose *p, const struct scenarios *all)
{
	const struct scenario *sc = &all->items[0];

	prose_heading(p, scenario_title(sc));
	prose_paragraph(p, INDENT, source_written(&sc->source)->name);
	print_about(p, sc);
	print_cases(p, all);
}

/* ---- built, done --------------------------------------------------------------------------- */

static void print_lab(struct prose *p, const struct scenario *sc)
{
	struct sentences s = {0};

	prose_heading(p, _("What is built"));
	explain_lab(&s, sc);
	print_paragraph(p, INDENT, &s);
	for (size_t i = 0; i < sc->n_sysctls; i++) {
		explain_sysctl(&s, sc, i);
		print_item(p, INDENT, "-", 0, &s);
	}
}

/* How many steps a repeat has as they are written. */
static uint32_t count_written(const struct script *script, const struct repeat *repeat)
{
	uint32_t n = 0;

	for (size_t i = repeat->first; i < repeat->first + repeat->n; i++)
		n += !script->steps[i].again;
	return n;
}

/* Steps as they are written: those of a repeat once, behind a line that tells how often. */
static void print_script(struct prose *p, enum end end, const struct script *script)
{
	unsigned int number = 1;
	struct sentences s = {0};
	char label[16];

	for (size_t i = 0; i < script->n; i++) {
		if (script->steps[i].again)
			continue;
		for (size_t r = 0; r < script->n_repeats; r++) {
			const struct repeat *repeat = &script->repeats[r];

			if (repeat->first != i)
				continue;
			explain_repeat(&s, count_written(script, repeat), repeat->times);
			print_item(p, 2 * INDENT, "", NUMBER, &s);
		}
		snprintf(label, sizeof(label), "%u.", number++);
		explain_step(&s, end, &script->steps[i]);
		print_item(p, 2 * INDENT, label, NUMBER, &s);
	}
}

static void print_scripts(struct prose *p, const struct scenario *sc)
{
	static const enum end order[] = {SERVER, CLIENT};
	struct sentences s = {0};

	prose_heading(p, _("What is done"));
	for (size_t i = 0; i < ENDS; i++) {
		const struct script *script = &sc->script[order[i]];

		if (order[i] == SERVER)
			prose_paragraph(p, INDENT,
					script->n ? _("The server:")
						  : _("The server does nothing: no program of it "
						      "listens."));
		else
			prose_paragraph(p, INDENT, _("The client:"));
		print_script(p, order[i], script);
	}
	explain_end(&s, sc);
	print_paragraph(p, INDENT, &s);
}

/* ---- broken, expected ---------------------------------------------------------------------- */

static void print_faults(struct prose *p, const struct scenario *sc)
{
	struct sentences s = {0};
	int room = 0;

	prose_heading(p, _("What is broken"));
	if (!sc->n_faults)
		prose_paragraph(p, INDENT,
				_("Nothing: the wire lets every segment through as it is."));
	for (size_t i = 0; i < sc->n_faults; i++)
		room = MAX(room, text_columns(sc->faults[i].name));
	for (size_t i = 0; i < sc->n_faults; i++) {
		explain_fault(&s, &sc->faults[i]);
		print_item(p, INDENT, sc->faults[i].name, room, &s);
	}
	if (sc->n_faults > 1)
		prose_paragraph(p, INDENT,
				_("For each segment the first of them that is for it decides."));
}

static void print_expectations(struct prose *p, const struct scenario *sc)
{
	struct sentences s = {0};
	size_t where = 0;

	prose_heading(p, _("What is expected"));
	if (!sc->n_expectations)
		prose_paragraph(p, INDENT, _("Nothing but that no call fails."));
	for (size_t i = 0; i < sc->n_expectations; i++) {
		const struct expectation *ex = &sc->expectations[i];

		if (ex->where != where) {
			explain_where(&s, &sc->wheres[ex->where]);
			if (s.n)
				print_item(p, INDENT, "-", 0, &s);
		}
		where = ex->where;
		explain_expectation(&s, sc, ex);
		print_item(p, where ? 2 * INDENT : INDENT, "-", 0, &s);
	}
}

/* ---- the ladder ---------------------------------------------------------------------------- */

static void print_ladder(struct prose *p, const struct scenario *sc, struct style style)
{
	struct foreseen foreseen;
	struct drawing drawing;

	foresee(&foreseen, sc);
	prose_heading(p, _("What that makes of the states"));
	prose_paragraph(p, INDENT,
			_("Drawn from the scenario alone: nothing was run, and what it does not "
			  "tell is not here. ACKs of data are left out."));
	fputc('\n', p->out);
	style.width = p->width + 1;
	drawing_begin(&drawing, p->out, style);
	drawing.timeless = true;
	draw_heading(&drawing);
	for (size_t i = 0; i < foreseen.n; i++)
		draw_row(&drawing, &foreseen.rows[i]);
	foreseen_free(&foreseen);
}

/* ---- to read on ---------------------------------------------------------------------------- */

static void print_topics(struct prose *p, const struct topics *t)
{
	int room = 0;

	for (enum tcp_state s = 0; s < TCP_STATES; s++)
		if (t->state[s])
			room = MAX(room, text_columns(tcp_state_name(s)));
	for (enum segment_name n = 0; n < SEGMENT_NAMES; n++)
		if (t->segment[n])
			room = MAX(room, text_columns(_(reference_segment(n)->title)));
	for (enum tcp_state s = 0; s < TCP_STATES; s++)
		if (t->state[s])
			prose_item(p, INDENT, tcp_state_name(s), room, _(reference_state(s)->see));
	for (enum segment_name n = 0; n < SEGMENT_NAMES; n++)
		if (t->segment[n])
			prose_item(p, INDENT, _(reference_segment(n)->title), room,
				   _(reference_segment(n)->see));
}

static void print_sysctl(struct prose *p, const struct reference_sysctl *sysctl)
{
	struct sentences s = {0};

	sentence(&s, C_("sysctl", "%s: %s"), sysctl->name, _(sysctl->meaning));
	print_item(p, INDENT, "-", 0, &s);
}

static void print_reading(struct prose *p, const struct scenario *sc)
{
	struct topics topics;

	topics_find(&topics, sc);
	prose_heading(p, _("To read on"));
	for (size_t i = 0; i < sc->n_see; i++)
		prose_paragraph(p, INDENT, sc->see[i].text);
	print_topics(p, &topics);
	for (size_t i = 0; i < topics.n_sysctls; i++)
		print_sysctl(p, topics.sysctls[i]);
	prose_paragraph(p, INDENT,
			_("`tcplab explain --state NAME` says more of a state, and so do --segment "
			  "and --sysctl of a segment and a sysctl."));
	topics_free(&topics);
}

void explanation_print(FILE *out, const struct scenarios *all, struct style style)
{
	const struct scenario *sc = &all->items[0];
	struct prose p;

	prose_begin(&p, out, style);
	print_head(&p, all);
	print_lab(&p, sc);
	print_scripts(&p, sc);
	print_faults(&p, sc);
	print_expectations(&p, sc);
	print_ladder(&p, sc, style);
	print_reading(&p, sc);
}
