/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/util.h"
#include "scenario/lex.h"
#include "scenario/parameter.h"

static void free_values(struct definition *def)
{
	for (size_t i = 0; i < def->n; i++)
		free(def->values[i]);
	free(def->values);
	def->values = NULL;
	def->n = 0;
}

static struct definition *find(const struct definitions *defs, const char *name, size_t len)
{
	for (size_t i = 0; i < defs->n; i++) {
		if (strlen(defs->items[i].name) == len && !memcmp(defs->items[i].name, name, len))
			return &defs->items[i];
	}
	return NULL;
}

/* Whether a text is nothing but one word, number or string of the language. */
static bool is_value(const char *text, size_t len)
{
	struct source src = {.text = xstrndup(text, len), .len = len};
	struct diags diags = {.src = &src};
	struct tokens tokens;
	enum token_kind kind;
	bool alone;

	lex(&src, &diags, &tokens);
	kind = tokens.items[0].kind;
	alone = tokens.n == 2 && tokens.items[0].loc.len == len;
	free(tokens.items);
	diags_free(&diags);
	source_free(&src);
	return alone && (kind == TOKEN_NUMBER || kind == TOKEN_WORD || kind == TOKEN_STRING);
}

/* How the language writes a value: as it is or, if it is no word or number, as a string. NULL: not at all. */
static char *write_value(const char *text, size_t len)
{
	char *value = xstrndup(text, len), *quoted = NULL;
	FILE *out;

	if (is_value(value, len))
		return value;
	out = open_memstream(&quoted, &len);
	string_print(value, out);
	fclose(out);
	free(value);
	if (is_value(quoted, len))
		return quoted;
	free(quoted);
	return NULL;
}

static bool complain(FILE *err, const char *argument)
{
	fprintf(err, "tcplab: -D takes NAME=VALUE or NAME=VALUE,VALUE..., not '%s'\n", argument);
	return false;
}

static struct definition *define(struct definitions *defs, const char *name, size_t len)
{
	struct definition *def = find(defs, name, len);

	if (!def) {
		def = ARRAY_ADD(defs->items, defs->n);
		def->name = xstrndup(name, len);
	}
	return def;
}

bool definitions_add(struct definitions *defs, const char *argument, FILE *err)
{
	size_t len = strcspn(argument, "=");
	const char *at = argument + len;
	struct definition *def;

	if (!len || param_name_length(argument, len) != len)
		return complain(err, argument);
	def = define(defs, argument, len);
	free_values(def);
	do { /* at a '=' or ',', which has a value behind it */
		char *value;

		len = *at ? strcspn(at + 1, ",") : 0;
		value = len ? write_value(at + 1, len) : NULL;
		if (!value)
			return complain(err, argument);
		*ARRAY_ADD(def->values, def->n) = value;
		at += 1 + len;
	} while (*at);
	return true;
}

bool definitions_put(struct definitions *defs, const char *name, const char *value)
{
	size_t len = strlen(name);
	struct definition *def;
	char *written;

	if (find(defs, name, len))
		return true;
	written = write_value(value, strlen(value));
	if (!len || param_name_length(name, len) != len || !written) {
		free(written);
		return false;
	}
	def = define(defs, name, len);
	def->known = true;
	*ARRAY_ADD(def->values, def->n) = written;
	return true;
}

bool definitions_known(const struct definitions *defs, FILE *err)
{
	bool known = true;

	for (size_t i = 0; i < defs->n; i++) {
		const struct definition *def = &defs->items[i];

		if (def->known)
			continue;
		known = false;
		fprintf(err, "tcplab: -D: no scenario has a parameter '%s'", def->name);
		if (def->meant)
			fprintf(err, "; did you mean '%s'?", def->meant);
		fputc('\n', err);
	}
	return known;
}

void definitions_free(struct definitions *defs)
{
	for (size_t i = 0; i < defs->n; i++) {
		free_values(&defs->items[i]);
		free(defs->items[i].name);
		free(defs->items[i].meant);
	}
	free(defs->items);
	*defs = (struct definitions){0};
}
