/* SPDX-License-Identifier: MIT */
/* The scenario's text with what each line did, and what the judge found about it. */
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/html_data.h"
#include "report/html_parts.h"
#include "report/html_words.h"
#include "report/xml.h"

/* ---- findings ------------------------------------------------------------------------------ */

/* The name of a place's file; where that is depends on the machine. */
static const char *file_of(const struct scenario *sc, const struct timeline *tl, struct srcloc loc)
{
	const char *name =
		sc->source.n_files ? source_file_name(&sc->source, loc) : tl->header.scenario;
	const char *slash = strrchr(name, '/');

	return slash ? slash + 1 : name;
}

size_t html_line_of(const struct scenario *sc, struct srcloc loc)
{
	size_t line = 1;

	for (size_t i = 0; i < loc.offset && i < sc->source.len; i++)
		line += sc->source.text[i] == '\n';
	return line;
}

static void print_detail(FILE *out, const char *key, const char *text)
{
	if (!text)
		return;
	fprintf(out, "<div class=\"detail\"><span>%s</span> <q>", html_word(key));
	xml_text(out, text);
	fputs("</q></div>", out);
}

static void print_finding(FILE *out, const struct scenario *sc, const struct timeline *tl,
			  const struct finding *f, const struct html_steps *steps)
{
	fprintf(out, "<li class=\"%s\"><b class=\"kind\">%s</b> ", outcome_word(f->kind),
		html_word(outcome_word(f->kind)));
	fputs("<span class=\"subject\">", out);
	xml_text(out, f->subject);
	fputs("</span> ", out);
	if (f->located) {
		fprintf(out, "<a class=\"place\" href=\"#L%zu\">", html_line_of(sc, f->loc));
		xml_text(out, file_of(sc, tl, f->loc));
		fprintf(out, ":%u</a> ", f->loc.line);
	}
	if (f->record && f->record < steps->n_records && steps->n)
		fprintf(out, "<a class=\"evidence\" href=\"#step-%zu\">%s</a> ",
			steps->of_record[f->record] + 1, html_word("show"));
	print_detail(out, "expected", f->expected);
	print_detail(out, "saw", f->saw);
	fputs("</li>\n", out);
}

void html_findings(FILE *out, const struct scenario *sc, const struct timeline *tl,
		   const struct outcome *outcome, const struct html_steps *steps)
{
	html_open_section(out, "findings");
	fputs("<ul>\n", out);
	for (size_t i = 0; i < outcome->n; i++)
		print_finding(out, sc, tl, &outcome->findings[i], steps);
	fputs("</ul></section>\n", out);
}

/* ---- what each line did -------------------------------------------------------------------- */

/* What there is to say about one line of the text. */
struct line {
	uint32_t number;  /* in its file */
	const char *file; /* where another file begins, its name; else NULL */
	unsigned int calls;
	const struct event *call; /* the first */
	const struct event *ret;
	bool is_fault;
	uint32_t fired;
	const struct finding *finding; /* the worst */
};

struct listing {
	const struct scenario *sc;
	const struct timeline *tl;
	struct line *lines;
	size_t n;
};

static struct line *line_at(struct listing *l, struct srcloc loc)
{
	size_t line = html_line_of(l->sc, loc);

	return &l->lines[MIN(line, l->n) - 1];
}

/* The place of the step that a call belongs to; NULL if the script has no such step. */
static const struct step *step_at(const struct listing *l, const struct event *ev)
{
	const struct script *script = &l->sc->script[ev->end];
	uint32_t number = ev->call.number;

	return number && number <= script->n ? &script->steps[number - 1] : NULL;
}

static void note_event(struct listing *l, const struct event *ev)
{
	const struct step *step;
	struct line *line;

	if (ev->kind == EVENT_FAULT && ev->fault.fault < l->sc->n_faults) {
		line = line_at(l, l->sc->faults[ev->fault.fault].loc);
		line->is_fault = true;
		line->fired += ev->fault.fired;
	}
	if (ev->kind != EVENT_CALL && ev->kind != EVENT_RETURN)
		return;
	step = step_at(l, ev);
	if (!step)
		return;
	line = line_at(l, step->loc);
	if (ev->kind == EVENT_RETURN) {
		line->ret = line->calls == 1 ? ev : NULL;
	} else {
		line->calls++;
		line->call = line->call ? line->call : ev;
		line->ret = NULL;
	}
}

static void note_findings(struct listing *l, const struct outcome *outcome)
{
	for (size_t i = 0; i < outcome->n; i++) {
		const struct finding *f = &outcome->findings[i];
		struct line *line;

		if (!f->located)
			continue;
		line = line_at(l, f->loc);
		if (!line->finding || line->finding->kind < f->kind)
			line->finding = f;
	}
}

/* Number the lines as their files do. */
static void number_lines(struct listing *l)
{
	const struct source *src = &l->sc->source;
	const struct source_part *part = NULL;
	uint32_t number = 0;
	size_t offset = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct source_part *here = source_part_at(src, offset);
		const char *end = memchr(src->text + offset, '\n', src->len - offset);

		number = here && here != part ? here->line : number + 1;
		l->lines[i].number = number;
		if (here && here != part) {
			struct srcloc loc = {.offset = offset};

			l->lines[i].file = file_of(l->sc, l->tl, loc);
		}
		part = here;
		offset = end ? (size_t)(end - src->text) + 1 : src->len;
	}
}

static void print_notes(FILE *out, const struct line *line)
{
	if (line->calls) {
		char *result = line->ret ? html_call_result(line->ret) : NULL;

		fprintf(out, "<span class=\"note\">%.3f s",
			(double)line->call->at.ns / NSEC_PER_SEC);
		if (line->calls > 1)
			fprintf(out, " · %u×", line->calls);
		if (result) {
			fputs(" → ", out);
			xml_text(out, result);
		}
		fputs("</span>", out);
		free(result);
	}
	if (line->is_fault) {
		fputs("<span class=\"note\">", out);
		fprintf(out, _("fired %u×"), line->fired);
		fputs("</span>", out);
	}
	if (line->finding)
		fprintf(out, "<span class=\"note %s\"><b class=\"kind\">%s</b></span>",
			outcome_word(line->finding->kind),
			html_word(outcome_word(line->finding->kind)));
}

static void print_line(FILE *out, const struct listing *l, size_t i, const char *text, size_t len)
{
	const struct line *line = &l->lines[i];
	bool acted = line->calls || line->fired || line->finding;
	char *copy = xstrndup(text, len);

	if (line->file && l->sc->source.n_files) {
		fputs("<tr class=\"file\"><th colspan=\"3\">", out);
		xml_text(out, line->file);
		fputs("</th></tr>\n", out);
	}
	fprintf(out, "<tr id=\"L%zu\"%s><td class=\"number\">%u</td><td><code>", i + 1,
		acted ? " class=\"acted\"" : "", line->number);
	xml_text(out, copy);
	fputs("</code></td><td>", out);
	print_notes(out, line);
	fputs("</td></tr>\n", out);
	free(copy);
}

static size_t count_lines(const struct source *src)
{
	size_t n = 0;

	for (size_t i = 0; i < src->len; i++)
		n += src->text[i] == '\n';
	return src->len && src->text[src->len - 1] == '\n' ? n : n + 1;
}

void html_scenario(FILE *out, const struct scenario *sc, const struct timeline *tl,
		   const struct outcome *outcome)
{
	struct listing l = {.sc = sc, .tl = tl, .n = count_lines(&sc->source)};
	const char *text = sc->source.text, *end = text + sc->source.len;

	l.lines = xalloc(l.n, sizeof(*l.lines));
	number_lines(&l);
	for (size_t i = 0; i < tl->n; i++)
		note_event(&l, &tl->events[i]);
	note_findings(&l, outcome);
	html_open_section(out, "scenario");
	fputs("<div class=\"wide\"><table class=\"listing\"><tbody>\n", out);
	for (size_t i = 0; i < l.n; i++) {
		const char *newline = memchr(text, '\n', end - text);
		size_t len = (newline ? newline : end) - text;

		print_line(out, &l, i, text, len);
		text += newline ? len + 1 : len;
	}
	fputs("</tbody></table></div></section>\n", out);
	free(l.lines);
}
