/* SPDX-License-Identifier: MIT */
/*
 * The page is written from top to bottom: what can be read as it stands, then the data as JSON, then
 * the script that draws from them what can be stepped through.
 */
#include "report/html.h"

#include <inttypes.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "explain/sentences.h"
#include "report/html_data.h"
#include "report/html_frame.h"
#include "report/html_parts.h"
#include "report/html_words.h"
#include "report/ladder.h"
#include "report/page.h"
#include "report/xml.h"

/* "<" is written as JSON may have it: nothing in a text ends the script or begins a comment. */
static int dump_json(const char *buffer, size_t size, void *arg)
{
	FILE *out = arg;

	for (const char *p = buffer, *end = buffer + size; p < end;) {
		const char *mark = memchr(p, '<', end - p);
		size_t n = (mark ? mark : end) - p;

		fwrite(p, 1, n, out);
		if (mark)
			fputs("\\u003c", out);
		p += n + (mark ? 1 : 0);
	}
	return 0;
}

void html_open(FILE *out, const char *title)
{
	fprintf(out,
		"<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
		translate_tag());
	xml_text(out, title);
	fputs("</title>\n<style>\n", out);
	fwrite(page_css, 1, page_css_end - page_css, out);
	fputs("</style>\n</head>\n<body>\n", out);
}

void html_close(FILE *out)
{
	fputs("</body>\n</html>\n", out);
}

static void print_see(FILE *out, const struct scenario *sc)
{
	if (!sc->n_see)
		return;
	fputs("<p class=\"see\">", out);
	for (size_t i = 0; i < sc->n_see; i++) {
		fputs(i ? "\n" : "", out);
		xml_text(out, sc->see[i].text);
	}
	fputs("</p>\n", out);
}

/* In the reader's language, where the scenario has it. */
static void print_about(FILE *out, const struct scenario *sc)
{
	struct sentences s = {0};
	char *text;

	for (size_t i = 0; i < sc->n_about; i++)
		if (scenario_about(sc, i))
			sentence(&s, "%s", scenario_about(sc, i));
	if (!s.n)
		return;
	text = sentences_join(&s);
	fputs("<p class=\"about\">", out);
	xml_text(out, text);
	fputs("</p>\n", out);
	free(text);
	sentences_free(&s);
}

static void print_header(FILE *out, const struct scenario *sc, const struct timeline *tl,
			 const struct outcome *outcome)
{
	const struct run_header *h = &tl->header;
	const char *kind = outcome_word(outcome->kind);

	fprintf(out, "<header>\n<p class=\"outcome %s\"><b class=\"kind\">%s</b></p>\n<h1>", kind,
		html_word(kind));
	xml_text(out, scenario_title(sc));
	fputs("</h1>\n<p class=\"run\"><code>", out);
	xml_text(out, h->run);
	fprintf(out, "</code> · IPv%u · Linux ", h->ip_version);
	xml_text(out, h->kernel);
	fprintf(out, " · %s %" PRIu64 "</p>\n", html_word("seed"), h->seed);
	print_about(out, sc);
	print_see(out, sc);
	fputs("</header>\n", out);
}

/* The ladder as text is for those without the script. */
static void print_ladder(FILE *out, const struct scenario *sc, const struct timeline *tl)
{
	char *text;
	size_t len;
	FILE *stream = xmemstream(&text, &len);

	ladder_print(stream, sc, tl, (struct style){0});
	fclose(stream);
	html_open_section(out, "ladder");
	fputs("<noscript><pre>\n", out);
	xml_text(out, text);
	fputs("</pre></noscript>\n<div id=\"figure\"></div></section>\n", out);
	free(text);
}

static void print_motion(FILE *out)
{
	fprintf(out, "<section id=\"motion\" hidden><h2>%s</h2>\n", html_word("motion"));
	fputs("<div id=\"controls\"></div>\n<div id=\"diagrams\">\n", out);
	for_each_end(e)
		html_diagram(out, e);
	fputs("</div>\n<div id=\"now\"></div>\n</section>\n", out);
}

static void print_script(FILE *out, const struct scenario *sc, const struct timeline *tl,
			 const struct html_steps *steps)
{
	json_t *data = html_data(sc, tl, steps);

	fputs("<script type=\"application/json\" id=\"data\">", out);
	json_dump_callback(data, dump_json, out, JSON_COMPACT);
	fputs("</script>\n<script>\n", out);
	fwrite(page_js, 1, page_js_end - page_js, out);
	fputs("</script>\n", out);
	json_decref(data);
}

void html_write(FILE *out, const struct scenario *sc, const struct timeline *tl,
		const struct outcome *outcome)
{
	struct html_steps steps;
	char *title = xasprintf("%s · %s", scenario_title(sc), tl->header.run);

	html_steps_make(&steps, tl);
	html_open(out, title);
	print_header(out, sc, tl, outcome);
	fputs("<main>\n", out);
	html_findings(out, sc, tl, outcome, &steps);
	fputs("<div id=\"run\">\n", out);
	print_ladder(out, sc, tl);
	print_motion(out);
	fputs("</div>\n", out);
	html_scenario(out, sc, tl, outcome);
	html_calls(out, sc, tl, &steps);
	html_infos(out, sc, tl);
	html_accounting(out, tl);
	html_sysctls(out, tl);
	fputs("</main>\n", out);
	print_script(out, sc, tl, &steps);
	html_close(out);
	html_steps_free(&steps);
	free(title);
}
