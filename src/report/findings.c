/* SPDX-License-Identifier: MIT */
#include "report/findings.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/canvas.h"

/* Columns of a text that goes on in further lines, however narrow the terminal is. */
#define ROOM_MIN 24

/* What is no pass must catch the eye without colour, too: it is written in capitals.
 * TRANSLATORS: in brackets, say, where a script has no capitals */
static const char *const kind_words[] = {
	[OUTCOME_PASS] = N_("pass"),
	[OUTCOME_FAIL] = N_("FAIL"),
	[OUTCOME_INCONCLUSIVE] = N_("INCONCLUSIVE"),
	[OUTCOME_ERROR] = N_("ERROR"),
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
			  : xasprintf("%s", _("the run"));
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
			w.kind = MAX(w.kind, text_columns(_(kind_words[f->kind])));
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

/* A text that begins at @indent, and goes on there in further lines if the terminal is too narrow. */
static void print_wrapped(FILE *out, struct style style, int indent, const char *text)
{
	int room = style.width ? MAX(style.width - 1 - indent, ROOM_MIN) : INT_MAX;
	const char *next;
	size_t len = text_line(text, room, &next);

	fprintf(out, "%.*s\n", (int)len, text);
	for (text = next; *text; text = next) {
		text += strspn(text, " ");
		len = text_line(text, room, &next);
		fprintf(out, "%*s%.*s\n", indent, "", (int)len, text);
	}
}

/* @record: of the timeline, 0 for none */
static void print_detail(FILE *out, struct style style, int indent, const char *which,
			 const char *text, size_t record)
{
	int width = MAX(text_columns(_("expected")), text_columns(_("saw")));
	char *whole =
		record ? xasprintf("%s  (run.jsonl:%zu)", text, record) : xasprintf("%s", text);

	fprintf(out, "%*s%s%*s ", indent, "", which, width - text_columns(which), "");
	print_wrapped(out, style, indent + width + 1, whole);
	free(whole);
}

static void print_finding(FILE *out, const struct scenario *sc, const struct finding *f,
			  struct widths w, struct style style)
{
	char *place = place_text(sc, f);

	print_painted(out, style, f->kind, _(kind_words[f->kind]));
	fprintf(out, "%*s  %s%*s  ", w.kind - text_columns(_(kind_words[f->kind])), "", place,
		w.place - text_columns(place), "");
	print_wrapped(out, style, w.kind + 2 + w.place + 2, f->subject);
	if (f->expected)
		print_detail(out, style, w.kind + 2, _("expected"), f->expected, 0);
	if (f->saw)
		print_detail(out, style, w.kind + 2, _("saw"), f->saw, f->record);
	free(place);
}

void findings_conclude(FILE *out, const struct outcome *outcome, const char *run,
		       struct style style)
{
	fprintf(out, "%s: ", run);
	print_painted(out, style, outcome->kind, _(outcome_word(outcome->kind)));
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
