/* SPDX-License-Identifier: MIT */
#include "report/findings.h"

#include <assert.h>
#include <string.h>

#include "base/util.h"
#include "report/canvas.h"

/* What is no pass must catch the eye without colour, too: it is written in capitals. */
static const char *const kind_words[] = {
	[OUTCOME_PASS] = "pass",
	[OUTCOME_FAIL] = "FAIL",
	[OUTCOME_INCONCLUSIVE] = "INCONCLUSIVE",
	[OUTCOME_ERROR] = "ERROR",
};
static_assert(ARRAY_SIZE(kind_words) == OUTCOMES, "every kind of outcome has a word");

static const enum paint kind_paints[] = {
	[OUTCOME_PASS] = PAINT_GOOD,
	[OUTCOME_FAIL] = PAINT_DROPPED,
	[OUTCOME_INCONCLUSIVE] = PAINT_HELD,
	[OUTCOME_ERROR] = PAINT_DROPPED,
};
static_assert(ARRAY_SIZE(kind_paints) == OUTCOMES, "every kind of outcome has a paint");

/* Widths of the columns: what was found, and where in the scenario. */
struct widths {
	int kind;
	int place;
};

static char *place_text(const struct scenario *sc, const struct finding *f)
{
	return f->located ? xasprintf("%s:%u", source_file_name(&sc->source, f->loc), f->loc.line)
			  : xasprintf("the run");
}

static bool is_shown(const struct finding *f, struct style style)
{
	return !style.quiet || f->kind != OUTCOME_PASS;
}

static struct widths measure(const struct scenario *sc, const struct outcome *outcome,
			     struct style style)
{
	struct widths w = {0};

	for (size_t i = 0; i < outcome->n; i++) {
		const struct finding *f = &outcome->findings[i];
		char *place = place_text(sc, f);

		if (is_shown(f, style)) {
			w.kind = MAX(w.kind, (int)strlen(kind_words[f->kind]));
			w.place = MAX(w.place, text_columns(place));
		}
		free(place);
	}
	return w;
}

static void print_painted(FILE *out, struct style style, enum outcome_kind kind, const char *text)
{
	if (style.colour)
		fprintf(out, "%s%s%s", paint_begin(kind_paints[kind]), text,
			paint_end(kind_paints[kind]));
	else
		fputs(text, out);
}

static void print_detail(FILE *out, const struct finding *f, int indent)
{
	if (f->expected)
		fprintf(out, "%*sexpected %s\n", indent, "", f->expected);
	if (!f->saw)
		return;
	fprintf(out, "%*ssaw      %s", indent, "", f->saw);
	if (f->record)
		fprintf(out, "  (run.jsonl:%zu)", f->record);
	fputc('\n', out);
}

static void print_finding(FILE *out, const struct scenario *sc, const struct finding *f,
			  struct widths w, struct style style)
{
	char *place = place_text(sc, f);

	print_painted(out, style, f->kind, kind_words[f->kind]);
	fprintf(out, "%*s  %s%*s  %s\n", w.kind - (int)strlen(kind_words[f->kind]), "", place,
		w.place - text_columns(place), "", f->subject);
	print_detail(out, f, w.kind + 2);
	free(place);
}

void findings_conclude(FILE *out, const struct outcome *outcome, const char *run,
		       struct style style)
{
	fprintf(out, "%s: ", run);
	print_painted(out, style, outcome->kind, outcome_word(outcome->kind));
	fputc('\n', out);
	fflush(out);
}

void findings_print(FILE *out, const struct scenario *sc, const struct outcome *outcome,
		    const char *run, struct style style)
{
	struct widths w = measure(sc, outcome, style);

	if (style.quiet && outcome->kind == OUTCOME_PASS)
		return;
	for (size_t i = 0; i < outcome->n; i++) {
		if (is_shown(&outcome->findings[i], style))
			print_finding(out, sc, &outcome->findings[i], w, style);
	}
	findings_conclude(out, outcome, run, style);
}
