/* SPDX-License-Identifier: MIT */
#include "scenario/document.h"

#include <string.h>

#include "base/util.h"
#include "scenario/include.h"

struct parameter *parameter_find(const struct parameters *params, const char *name, size_t len)
{
	for (size_t i = 0; i < params->n; i++) {
		struct parameter *param = &params->items[i];

		if (strlen(param->name) == len && !memcmp(param->name, name, len))
			return param;
	}
	return NULL;
}

struct parameter *document_parameter(const struct document *doc, const char *name, size_t len)
{
	return parameter_find(&doc->parameters, name, len);
}

const char *parameter_closest(const struct document *doc, const char *name, size_t len)
{
	const struct parameters *params = &doc->parameters;
	const char **names = xalloc(params->n, sizeof(*names)), *meant;

	for (size_t i = 0; i < params->n; i++)
		names[i] = params->items[i].name;
	meant = did_you_mean(name, len, names, params->n);
	free(names);
	return meant;
}

void parameter_clear(struct parameter *param)
{
	for (size_t i = 0; i < param->n_values; i++)
		free(param->values[i].text);
	free(param->values);
	param->values = NULL;
	param->n_values = 0;
}

static enum token_kind kind_of(const char *value)
{
	struct source src = {.text = (char *)value, .len = strlen(value)};
	struct diags diags = {.src = &src};
	struct tokens tokens;
	enum token_kind kind;

	lex(&src, &diags, &tokens);
	kind = tokens.items[0].kind;
	free(tokens.items);
	return kind;
}

/* Values from outside take the place of those that the file has. */
static void apply_definition(struct document *doc, struct definition *def)
{
	size_t len = strlen(def->name);
	struct parameter *param = document_parameter(doc, def->name, len);
	const char *meant;

	if (!param) {
		meant = parameter_closest(doc, def->name, len);
		if (meant && !def->meant)
			def->meant = xasprintf("%s", meant);
		return;
	}
	def->known = true;
	param->given = true;
	parameter_clear(param);
	for (size_t i = 0; i < def->n; i++)
		*ARRAY_ADD(param->values, param->n_values) =
			(struct written_value){.kind = kind_of(def->values[i]),
					       .text = xasprintf("%s", def->values[i]),
					       .loc = param->loc};
}

/* Values for real time need others beside them, and are void where those come from further out. */
static void settle_real(struct document *doc, struct diags *diags)
{
	for (size_t i = 0; i < doc->real.n; i++) {
		struct parameter *real = &doc->real.items[i];
		const struct parameter *param =
			document_parameter(doc, real->name, strlen(real->name));

		if (!param)
			diag_error(diags, real->loc,
				   "no 'param' gives '%s' a value for virtual time", real->name);
		if (!param || param->given || param->depth < real->depth)
			parameter_clear(real);
		doc->has_real |= real->n_values > 0;
	}
}

void document_turn_real(struct document *doc)
{
	for (size_t i = 0; i < doc->real.n; i++) {
		struct parameter *real = &doc->real.items[i], *param;

		if (!real->n_values)
			continue;
		param = document_parameter(doc, real->name, strlen(real->name));
		parameter_clear(param);
		param->values = real->values;
		param->n_values = real->n_values;
		real->values = NULL;
		real->n_values = 0;
	}
}

struct document *document_new(struct source *src, struct definitions *defs, struct diags *diags)
{
	struct document *doc = xalloc(1, sizeof(*doc));
	struct tokens all;

	doc->users = 1;
	doc->source = *src;
	*src = (struct source){0};
	include_files(&doc->source, diags);
	lex(&doc->source, diags, &all);
	directives_collect(doc, &all, diags);
	parameters_check_use(doc, &all, diags);
	free(all.items);
	for (size_t i = 0; defs && i < defs->n; i++)
		apply_definition(doc, &defs->items[i]);
	settle_real(doc, diags);
	return doc;
}

static void free_parameters(struct parameters *params)
{
	for (size_t i = 0; i < params->n; i++) {
		parameter_clear(&params->items[i]);
		free(params->items[i].name);
	}
	free(params->items);
}

void document_release(struct document *doc)
{
	if (!doc || --doc->users)
		return;
	free_parameters(&doc->parameters);
	free_parameters(&doc->real);
	free(doc->directives);
	free(doc->tokens.items);
	source_free(&doc->source);
	free(doc);
}
