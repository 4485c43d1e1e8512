/* SPDX-License-Identifier: MIT */
/*
 * A run's name is its scenario's, then what makes the case: "retransmit.ipv4.retries=2.linux-6.12".
 * Scenario and parameters make a row of the matrix, all else a column: places that are compared stand
 * side by side.
 */
#include "report/html_index.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/html_frame.h"
#include "report/html_parts.h"
#include "report/html_words.h"
#include "report/xml.h"

void html_index_add(struct html_index *index, const struct scenario *sc, const struct timeline *tl,
		    enum outcome_kind kind, char *page)
{
	*ARRAY_ADD(index->runs, index->n) = (struct html_run){
		.run = xasprintf("%s", tl->header.run),
		.title = xasprintf("%s", scenario_title(sc)),
		.page = page,
		.kind = kind,
	};
	coverage_add(&index->coverage, tl);
}

void html_index_free(struct html_index *index)
{
	for (size_t i = 0; i < index->n; i++) {
		free(index->runs[i].run);
		free(index->runs[i].title);
		free(index->runs[i].page);
	}
	free(index->runs);
	coverage_free(&index->coverage);
}

/* ---- rows and columns ---------------------------------------------------------------------- */

/* The parts of a run's name that are parameters and the scenario's name, or all others. */
static char *parts_of(const char *run, bool row)
{
	char *text = xasprintf("%s", ""), *longer;
	bool first = true;

	for (size_t len; *run; run += len + (run[len] == '.'), first = false) {
		const char *equals;

		len = strcspn(run, ".");
		while (run[len] == '.' && isdigit((unsigned char)run[len + 1]))
			len += 1 + strcspn(run + len + 1, "."); /* "linux-6.12", "late=1.5s" */
		equals = memchr(run, '=', len);
		if ((first || equals) != row)
			continue;
		longer = xasprintf("%s%s%.*s", text, *text ? " " : "", (int)len, run);
		free(text);
		text = longer;
	}
	return text;
}

struct labels {
	char **items;
	size_t n;
};

static size_t label_index(const struct labels *labels, const char *label)
{
	size_t i = 0;

	while (i < labels->n && strcmp(labels->items[i], label))
		i++;
	return i;
}

/* Takes over @label. */
static void label_add(struct labels *labels, char *label)
{
	if (label_index(labels, label) < labels->n)
		free(label);
	else
		*ARRAY_ADD(labels->items, labels->n) = label;
}

static void labels_free(struct labels *labels)
{
	for (size_t i = 0; i < labels->n; i++)
		free(labels->items[i]);
	free(labels->items);
}

/* ---- the matrix ---------------------------------------------------------------------------- */

static void print_link(FILE *out, const struct html_run *run)
{
	fprintf(out, "<a class=\"kind %s\"", outcome_word(run->kind));
	xml_attribute(out, "href", run->page);
	fprintf(out, ">%s</a> ", html_word(outcome_word(run->kind)));
}

/*
 * A cell, with each run of that row and column: runs of the same name may come from several
 * directories. Return: the latest run's title; NULL if there is none
 */
static const char *print_cell(FILE *out, const struct html_index *index, const char *row,
			      const char *column)
{
	const char *title = NULL;

	fputs("<td>", out);
	for (size_t i = 0; i < index->n; i++) {
		char *of_row = parts_of(index->runs[i].run, true);
		char *of_column = parts_of(index->runs[i].run, false);

		if (!strcmp(of_row, row) && !strcmp(of_column, column)) {
			print_link(out, &index->runs[i]);
			title = index->runs[i].title;
		}
		free(of_row);
		free(of_column);
	}
	fputs("</td>", out);
	return title;
}

static void print_row(FILE *out, const struct html_index *index, const char *row,
		      const struct labels *columns)
{
	const char *title = "";

	fputs("<tr><th scope=\"row\"><code>", out);
	xml_text(out, row);
	fputs("</code></th>", out);
	for (size_t c = 0; c < columns->n; c++) {
		const char *of_cell = print_cell(out, index, row, columns->items[c]);

		title = of_cell ? of_cell : title;
	}
	fputs("<td>", out);
	xml_text(out, title);
	fputs("</td></tr>\n", out);
}

static void print_matrix(FILE *out, const struct html_index *index)
{
	struct labels rows = {0}, columns = {0};

	for (size_t i = 0; i < index->n; i++) {
		label_add(&rows, parts_of(index->runs[i].run, true));
		label_add(&columns, parts_of(index->runs[i].run, false));
	}
	html_open_section(out, "outcomes");
	fprintf(out, "<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">%s</th>",
		html_word("scenario"));
	for (size_t c = 0; c < columns.n; c++) {
		fputs("<th scope=\"col\">", out);
		xml_text(out, columns.items[c]);
		fputs("</th>", out);
	}
	fputs("<th></th></tr></thead>\n<tbody>\n", out);
	for (size_t r = 0; r < rows.n; r++)
		print_row(out, index, rows.items[r], &columns);
	fputs("</tbody></table></div></section>\n", out);
	labels_free(&rows);
	labels_free(&columns);
}

static void print_counts(FILE *out, const struct html_index *index)
{
	unsigned int n[OUTCOMES] = {0};

	for (size_t i = 0; i < index->n; i++)
		n[index->runs[i].kind]++;
	fputs("<p class=\"run\">", out);
	fprintf(out, _("runs: %zu"), index->n);
	for (size_t kind = 0; kind < OUTCOMES; kind++)
		if (n[kind]) {
			fputs(" · ", out);
			fprintf(out, _("%s: %u"), html_word(outcome_word(kind)), n[kind]);
		}
	fputs("</p>\n", out);
}

/* ---- the diagram --------------------------------------------------------------------------- */

/* As a picture: its style is its own. */
static void print_coverage(FILE *out, const struct html_index *index)
{
	char *svg;
	size_t len;
	FILE *stream = xmemstream(&svg, &len);

	coverage_diagram(stream, &index->coverage);
	fclose(stream);
	html_open_section(out, "coverage");
	fprintf(out, "<img class=\"coverage\" alt=\"%s\" src=\"data:image/svg+xml,",
		html_word("coverage-help"));
	for (size_t i = 0; i < len; i++)
		fprintf(out, isalnum((unsigned char)svg[i]) ? "%c" : "%%%02X",
			(unsigned char)svg[i]);
	fputs("\">\n</section>\n", out);
	free(svg);
}

void html_index_write(FILE *out, const struct html_index *index)
{
	html_open(out, html_word("index"));
	fprintf(out, "<header>\n<h1>%s</h1>\n", html_word("index"));
	print_counts(out, index);
	fputs("</header>\n<main>\n", out);
	print_matrix(out, index);
	print_coverage(out, index);
	fputs("</main>\n", out);
	html_close(out);
}
