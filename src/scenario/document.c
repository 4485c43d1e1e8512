/* SPDX-License-Identifier: MIT */
#include "scenario/document.h"

#include <string.h>

#include "base/util.h"
#include "scenario/include.h"

struct parameter *document_parameter(const struct document *doc, const char *name, size_t len)
{
	for (size_t i = 0; i < doc->n_parameters; i++) {
		struct parameter *param = &doc->parameters[i];

		if (strlen(param->name) == len && !memcmp(param->name, name, len))
			return param;
	}
	return NULL;
}

const char *parameter_closest(const struct document *doc, const char *name, size_t len)
{
	const char **names = xalloc(doc->n_parameters, sizeof(*names)), *meant;

	for (size_t i = 0; i < doc->n_parameters; i++)
		names[i] = doc->parameters[i].name;
	meant = did_you_mean(name, len, names, doc->n_parameters);
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
	return doc;
}

void document_release(struct document *doc)
{
	if (!doc || --doc->users)
		return;
	for (size_t i = 0; i < doc->n_parameters; i++) {
		parameter_clear(&doc->parameters[i]);
		free(doc->parameters[i].name);
	}
	free(doc->parameters);
	free(doc->directives);
	free(doc->tokens.items);
	source_free(&doc->source);
	free(doc);
}
