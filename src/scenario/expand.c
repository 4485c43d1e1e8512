/* SPDX-License-Identifier: MIT */
/* What stands behind a '$' is replaced, token by token; the text between is copied. */
#include <string.h>

#include "base/util.h"
#include "scenario/arithmetic.h"
#include "scenario/document.h"

/* What a parameter stands for in a case. */
struct value {
	bool known;
	bool asked; /* it is being worked out: who asks again asks in a circle */
	enum token_kind kind;
	char *text; /* as it is written */
};

struct expansion {
	const struct document *doc;
	const size_t *chosen;
	struct diags *diags;
	struct value *values; /* of the parameters */
	struct source *out;
	struct tokens *tokens;
	size_t copied; /* how much of the document's text is copied */
};

static struct value resolve(struct expansion *x, const struct written_value *written);

/* ---- values -------------------------------------------------------------------------------- */

/* What a parameter stands for; TOKEN_BAD where that has been reported. */
static const struct value *value_of(struct expansion *x, const struct parameter *param)
{
	size_t i = param - x->doc->parameters.items;
	struct value *value = &x->values[i];

	if (value->known)
		return value;
	if (value->asked) {
		diag_error(x->diags, param->loc, "the parameter '%s' stands for itself",
			   param->name);
		value->known = true;
		value->kind = TOKEN_BAD;
		return value;
	}
	value->asked = true;
	if (!param->n_values) {
		value->kind = TOKEN_BAD; /* a param statement that was reported */
	} else if (param->given) {
		value->kind = param->values[x->chosen[i]].kind;
		value->text = xasprintf("%s", param->values[x->chosen[i]].text);
	} else {
		*value = resolve(x, &param->values[x->chosen[i]]);
	}
	value->known = true;
	return value;
}

static const struct value *value_by_name(struct expansion *x, const char *name, struct srcloc loc,
					 size_t len)
{
	static const struct value unknown = {.known = true, .kind = TOKEN_BAD};
	const struct parameter *param = document_parameter(x->doc, name, len);
	const char *meant;

	if (param)
		return value_of(x, param);
	meant = parameter_closest(x->doc, name, len);
	diag_error(x->diags, loc, "no parameter is called '%.*s'%s%s%s", (int)MIN(len, 40), name,
		   meant ? "; did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
	return &unknown;
}

static bool amount_of(void *arg, const char *name, struct srcloc loc, struct amount *amount)
{
	struct expansion *x = arg;
	const struct value *value = value_by_name(x, name, loc, loc.len);

	if (value->kind == TOKEN_BAD)
		return false;
	if (value->kind == TOKEN_NUMBER && amount_parse(value->text, strlen(value->text), amount))
		return true;
	diag_error(x->diags, loc, "'%.*s' is %.40s: neither a whole number nor a time",
		   (int)MIN(loc.len, 40), name, value->text);
	return false;
}

static struct value evaluate(struct expansion *x, const struct written_value *written)
{
	struct value value = {.kind = TOKEN_BAD};
	struct amount amount;

	if (arithmetic(&x->doc->source, written->loc, x->diags, amount_of, x, &amount)) {
		value.kind = TOKEN_NUMBER;
		value.text = amount_text(amount);
	}
	return value;
}

/* A string with the values of the parameters whose names are in it. */
static struct value interpolate(struct expansion *x, const char *string)
{
	struct value made = {.kind = TOKEN_STRING};
	size_t len;
	FILE *out = open_memstream(&made.text, &len);

	while (*string && ftell(out) <= SOURCE_MAX) {
		size_t name =
			*string == '$' ? param_name_length(string + 1, strnlen(string + 1, 64)) : 0;
		const struct parameter *param = document_parameter(x->doc, string + 1, name);
		const struct value *value = name && param ? value_of(x, param) : NULL;

		if (!value) {
			fputc(*string++, out);
			continue;
		}
		if (value->kind == TOKEN_STRING)
			fprintf(out, "%.*s", (int)strlen(value->text) - 2, value->text + 1);
		else if (value->kind != TOKEN_BAD)
			fputs(value->text, out);
		else
			made.kind = TOKEN_BAD;
		string += 1 + name;
	}
	fclose(out);
	return made;
}

static struct value resolve(struct expansion *x, const struct written_value *written)
{
	struct value value = {.kind = written->kind};

	switch (written->kind) {
	case TOKEN_PARAMETER:
		value = *value_by_name(x, written->text + 1, written->loc,
				       strlen(written->text + 1));
		value.text = value.text ? xasprintf("%s", value.text) : NULL;
		break;
	case TOKEN_ARITHMETIC:
		return evaluate(x, written);
	case TOKEN_STRING:
		return interpolate(x, written->text);
	case TOKEN_WORD:
	case TOKEN_NUMBER:
	case TOKEN_FLAGS:
		value.text = xasprintf("%s", written->text);
		break;
	case TOKEN_END:
	case TOKEN_NEWLINE:
	case TOKEN_OPEN:
	case TOKEN_CLOSE:
	case TOKEN_COMPARISON:
	case TOKEN_PLUS_MINUS:
	case TOKEN_BAD:
		break;
	}
	return value;
}

/* ---- the text ------------------------------------------------------------------------------ */

static void copy_until(struct expansion *x, size_t offset)
{
	source_append(x->out, x->doc->source.text + x->copied, offset - x->copied);
	x->copied = offset;
}

static bool may_be_replaced(const struct expansion *x, const struct token *token)
{
	return token->kind == TOKEN_PARAMETER || token->kind == TOKEN_ARITHMETIC ||
	       (token->kind == TOKEN_STRING && x->doc->parameters.n &&
		memchr(x->doc->source.text + token->loc.offset, '$', token->loc.len));
}

/* Let @text stand for what is written at a place. */
static void replace(struct expansion *x, struct srcloc written, const char *text)
{
	size_t len = strlen(text);

	copy_until(x, written.offset);
	*ARRAY_ADD(x->out->replaced, x->out->n_replaced) =
		(struct replacement){.offset = x->out->len,
				     .len = len,
				     .written_offset = written.offset,
				     .written_len = written.len};
	source_append(x->out, text, len);
	x->copied += written.len;
}

static void add_replaced(struct expansion *x, const struct token *token)
{
	struct written_value written = {
		.kind = token->kind,
		.text = xstrndup(x->doc->source.text + token->loc.offset, token->loc.len),
		.loc = token->loc};
	struct value value = resolve(x, &written);
	struct token made = {.kind = value.kind, .loc = token->loc};

	replace(x, token->loc, value.text ? value.text : "");
	made.loc.len = value.text ? strlen(value.text) : 0;
	made.loc.offset = x->out->len - made.loc.len;
	*ARRAY_ADD(x->tokens->items, x->tokens->n) = made;
	free(value.text);
	free(written.text);
}

static void add_copied(struct expansion *x, const struct token *token)
{
	struct token made = *token;

	made.loc.offset = x->out->len + (token->loc.offset - x->copied);
	*ARRAY_ADD(x->tokens->items, x->tokens->n) = made;
}

/* What parameters make of a text may be more than anybody wrote. */
static bool is_too_large(struct expansion *x, const struct token *token)
{
	if (x->out->len <= SOURCE_MAX)
		return false;
	diag_error(x->diags, token->loc,
		   "with its parameters the text is larger than 1 MiB, which no scenario is");
	return true;
}

/* Return: false if the text became too large */
static bool add_tokens(struct expansion *x)
{
	const struct document *doc = x->doc;
	const struct token *token = doc->tokens.items;
	size_t directive = 0;

	for (; !is_too_large(x, token); token++) {
		while (directive < doc->n_directives &&
		       doc->directives[directive].offset < token->loc.offset) {
			struct srcloc begin = doc->directives[directive++];

			begin.len = 0;
			replace(x, begin, "# ");
		}
		if (may_be_replaced(x, token))
			add_replaced(x, token);
		else
			add_copied(x, token);
		if (token->kind == TOKEN_END) {
			copy_until(x, doc->source.len);
			return !is_too_large(x, token);
		}
	}
	return false;
}

bool document_expand(const struct document *doc, const size_t *chosen, struct diags *diags,
		     struct source *out, struct tokens *tokens, struct parameter_value *values)
{
	struct expansion x = {
		.doc = doc, .chosen = chosen, .diags = diags, .out = out, .tokens = tokens};
	bool whole;

	x.values = xalloc(doc->parameters.n, sizeof(*x.values));
	*out = (struct source){.name = xasprintf("%s", doc->source.name), .written = &doc->source};
	*tokens = (struct tokens){0};
	diags->src = &doc->source;
	whole = add_tokens(&x);
	for (size_t i = 0; i < doc->parameters.n; i++) {
		const struct parameter *param = &doc->parameters.items[i];
		const char *text = value_of(&x, param)->text;

		values[i].name = xasprintf("%s", param->name);
		values[i].value = xasprintf("%s", text ? text : "");
		values[i].varies = param->given || param->n_values > 1;
	}
	for (size_t i = 0; i < doc->parameters.n; i++)
		free(x.values[i].text);
	free(x.values);
	return whole;
}
