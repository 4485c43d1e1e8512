/* SPDX-License-Identifier: MIT */
/* From a file to its cases. */
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "scenario/check.h"
#include "scenario/document.h"
#include "scenario/scenario.h"

/* After so many diagnostics further cases are not looked at: they would say the same. */
#define DIAGNOSTICS_ENOUGH 1000

/* How many cases a document has, at most CASES_MAX: more of them are an error. */
static size_t count_cases(const struct document *doc, struct diags *diags)
{
	size_t n = 1;

	for (size_t i = 0; i < doc->parameters.n; i++) {
		const struct parameter *param = &doc->parameters.items[i];

		n *= param->n_values ? param->n_values : 1;
		if (n > CASES_MAX) {
			diag_error(diags, param->loc,
				   "with this parameter there are more than %d cases", CASES_MAX);
			return 1;
		}
	}
	return n;
}

/* Which values the parameters have in a case. */
static void choose(const struct document *doc, size_t number, size_t *chosen)
{
	for (size_t i = doc->parameters.n; i-- > 0;) {
		size_t n = doc->parameters.items[i].n_values;

		chosen[i] = n ? number % n : 0;
		number /= n ? n : 1;
	}
}

static void parse_case(struct scenario *sc, struct document *doc, enum time_kind values_for,
		       size_t number, struct diags *diags)
{
	size_t *chosen = xalloc(doc->parameters.n, sizeof(*chosen));
	struct parse_notes notes = {0};
	struct tokens tokens;
	bool whole;

	*sc = (struct scenario){.document = doc,
				.values_for = values_for,
				.ip = IP_BOTH,
				.timeout = DEFAULT_TIMEOUT};
	doc->users++;
	sc->n_parameters = doc->parameters.n;
	sc->parameters = xalloc(sc->n_parameters, sizeof(*sc->parameters));
	choose(doc, number, chosen);
	whole = document_expand(doc, chosen, diags, &sc->source, &tokens, sc->parameters);
	diags->src = &sc->source;
	if (whole) {
		parse_scenario(sc, &tokens, diags, &notes);
		check_scenario(sc, diags, &notes);
	}
	free(notes.references);
	free(notes.moments);
	free(tokens.items);
	free(chosen);
}

static void parse_cases(struct scenarios *all, struct document *doc, enum time_kind values_for,
			struct diags *diags)
{
	size_t n = count_cases(doc, diags);

	for (size_t i = 0; i < n && (!i || diags->n < DIAGNOSTICS_ENOUGH); i++)
		parse_case(ARRAY_ADD(all->items, all->n), doc, values_for, i, diags);
	diags->src = &doc->source; /* the cases may move */
}

bool scenarios_from_source(struct scenarios *all, struct source *src, struct definitions *defs,
			   struct diags *diags)
{
	struct document *doc = document_new(src, defs, diags);

	parse_cases(all, doc, doc->has_real ? TIME_VIRTUAL : TIME_ANY, diags);
	if (doc->has_real) {
		document_turn_real(doc);
		parse_cases(all, doc, TIME_REAL, diags);
	}
	document_release(doc);
	return !diags->errors;
}

/* Read a file and let @parse make something of it. */
static bool load(const char *path, FILE *err,
		 bool (*parse)(void *arg, struct source *src, struct diags *diags), void *arg)
{
	struct source src;
	struct diags diags = {0};
	const char *why;
	bool good = false;

	translate_pause(); /* complaints are in English */
	if (source_read(&src, path, &why) < 0)
		fprintf(err, "%s: error: %s\n", path, why);
	else
		good = parse(arg, &src, &diags);
	diags_print(&diags, err);
	translate_resume();
	diags_free(&diags);
	source_free(&src);
	return good;
}

struct all_request {
	struct scenarios *all;
	struct definitions *defs;
};

static bool parse_all(void *arg, struct source *src, struct diags *diags)
{
	struct all_request *req = arg;

	return scenarios_from_source(req->all, src, req->defs, diags);
}

bool scenarios_load(struct scenarios *all, const char *path, struct definitions *defs, FILE *err)
{
	return load(path, err, parse_all, &(struct all_request){all, defs});
}

void scenarios_release(struct scenarios *all)
{
	for (size_t i = 0; i < all->n; i++)
		scenario_free(&all->items[i]);
	free(all->items);
	*all = (struct scenarios){0};
}

/* ---- one case ------------------------------------------------------------------------------ */

bool scenario_from_source(struct scenario *sc, struct source *src, struct diags *diags)
{
	struct scenarios all = {0};

	scenarios_from_source(&all, src, NULL, diags);
	if (all.n > 1)
		diag_error(diags, all.items[0].document->parameters.items[0].loc,
			   "there are %zu cases; this is for a single one", all.n);
	*sc = all.items[0];
	all.items[0] = (struct scenario){0};
	scenarios_release(&all);
	diags->src = &sc->source;
	return !diags->errors;
}

static bool parse_one(void *arg, struct source *src, struct diags *diags)
{
	return scenario_from_source(arg, src, diags);
}

bool scenario_load(struct scenario *sc, const char *path, FILE *err)
{
	*sc = (struct scenario){0};
	return load(path, err, parse_one, sc);
}
