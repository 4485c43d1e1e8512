/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>

#include "base/util.h"
#include "scenario/document.h"

#define NAME_MAX_LEN   40
#define PARAMETERS_MAX 64

struct collector {
	struct document *doc;
	struct diags *diags;
	const struct token *at;
};

static const char *text_of(const struct collector *c, const struct token *token)
{
	return c->doc->source.text + token->loc.offset;
}

static bool is_word(const struct collector *c, const struct token *token, const char *word)
{
	return token->kind == TOKEN_WORD && token->loc.len == strlen(word) &&
	       !memcmp(text_of(c, token), word, token->loc.len);
}

static bool ends_statement(const struct token *token)
{
	return token->kind == TOKEN_NEWLINE || token->kind == TOKEN_CLOSE ||
	       token->kind == TOKEN_END;
}

static bool ends_line(const struct token *token)
{
	return token->kind == TOKEN_NEWLINE || token->kind == TOKEN_END;
}

static unsigned int depth_of(const struct source *src, struct srcloc loc)
{
	const struct source_file *file = &src->files[source_part_at(src, loc.offset)->file];
	unsigned int depth = 0;

	for (; file->included_line; file = &src->files[file->includer])
		depth++;
	return depth;
}

/* ---- include ------------------------------------------------------------------------------- */

/* include_files() has met those that are right; the others are told here what they lack. */
static void collect_include(struct collector *c)
{
	if (c->at->kind == TOKEN_STRING && memchr(text_of(c, c->at), '\\', c->at->loc.len))
		diag_error(c->diags, c->at->loc, "the name of a file is written without escapes");
	else if (c->at->kind == TOKEN_STRING)
		c->at++;
	else if (c->at->kind != TOKEN_BAD)
		diag_error(c->diags, c->at->loc, "expected the name of a file in quotes");
}

/* ---- param --------------------------------------------------------------------------------- */

static bool is_value(enum token_kind kind)
{
	return kind == TOKEN_NUMBER || kind == TOKEN_WORD || kind == TOKEN_STRING ||
	       kind == TOKEN_PARAMETER || kind == TOKEN_ARITHMETIC || kind == TOKEN_BAD;
}

static void check_given_twice(struct collector *c, const struct parameter *param,
			      const struct written_value *value)
{
	for (size_t i = 0; i < param->n_values; i++) {
		if (strcmp(param->values[i].text, value->text))
			continue;
		diag_error(c->diags, value->loc, "this value is given twice");
		return;
	}
}

/* Of more values than can make cases one too many is kept: that is said when cases are counted. */
static void collect_values(struct collector *c, struct parameter *param)
{
	const struct token *first = c->at;

	for (; is_value(c->at->kind); c->at++) {
		struct written_value value = {
			.kind = c->at->kind,
			.loc = c->at->loc,
			.text = xstrndup(text_of(c, c->at), c->at->loc.len),
		};

		if (param->n_values < CASES_MAX)
			check_given_twice(c, param, &value);
		if (param->n_values <= CASES_MAX)
			*ARRAY_ADD(param->values, param->n_values) = value;
		else
			free(value.text);
	}
	if (c->at == first || !ends_statement(c->at))
		diag_error(c->diags, c->at->loc,
			   "expected a value: a number, a time, a word or a string");
}

/* The parameter that a statement is to fill in; NULL if one of an outer file counts instead. */
static struct parameter *declare(struct collector *c, struct parameters *params,
				 const struct token *name)
{
	const struct source *src = &c->doc->source;
	const char *text = text_of(c, name);
	struct parameter *param = parameter_find(params, text, name->loc.len);
	unsigned int depth = depth_of(src, name->loc);

	if (param && depth == param->depth)
		diag_error(c->diags, name->loc, "the parameter is given already, on %s",
			   source_line(src, param->loc).text);
	if (param && depth >= param->depth)
		return NULL;
	if (param) {
		parameter_clear(param);
	} else {
		param = ARRAY_ADD(params->items, params->n);
		param->name = xstrndup(text, name->loc.len);
	}
	param->loc = name->loc;
	param->depth = depth;
	return param;
}

static bool check_name(struct collector *c, const struct parameters *params,
		       const struct token *name)
{
	size_t len = name->loc.len;

	if (name->kind == TOKEN_BAD)
		return false;
	if (name->kind != TOKEN_WORD || param_name_length(text_of(c, name), len) != len)
		diag_error(c->diags, name->loc,
			   "expected a parameter's name, of letters, digits and '_'");
	else if (len > NAME_MAX_LEN)
		diag_error(c->diags, name->loc, "a parameter's name has at most %d characters",
			   NAME_MAX_LEN);
	else if (params->n == PARAMETERS_MAX)
		diag_error(c->diags, name->loc, "there are more than %d parameters",
			   PARAMETERS_MAX);
	else
		return true;
	return false;
}

static void collect_param(struct collector *c, struct parameters *params)
{
	struct parameter unused = {0}, *param;
	const struct token *name = c->at;

	if (!check_name(c, params, name))
		return;
	c->at++;
	param = declare(c, params, name);
	collect_values(c, param ? param : &unused);
	parameter_clear(&unused);
}

/* Behind the word real. */
static void collect_real(struct collector *c)
{
	if (is_word(c, c->at, "param")) {
		c->at++;
		collect_param(c, &c->doc->real);
	} else if (c->at->kind != TOKEN_BAD) {
		diag_error(c->diags, c->at->loc, "expected 'param'");
	}
}

/* ---- both ---------------------------------------------------------------------------------- */

/* Take a statement that begins here, if it is one of ours. A wrong one leaves a TOKEN_BAD behind. */
static void collect(struct collector *c, bool begins_line)
{
	const struct token *word = c->at;
	size_t errors = c->diags->errors;
	bool include = is_word(c, word, "include"), real = is_word(c, word, "real");

	if (!include && !real && !is_word(c, word, "param"))
		return;
	c->at++;
	if (include)
		collect_include(c);
	else if (real)
		collect_real(c);
	else
		collect_param(c, &c->doc->parameters);
	if (errors == c->diags->errors && (!begins_line || !ends_line(c->at)))
		diag_error(c->diags, word->loc, "%s stands on a line of its own",
			   include ? "an include" : "a parameter");
	while (!ends_statement(c->at))
		c->at++;
	*ARRAY_ADD(c->doc->directives, c->doc->n_directives) = word->loc;
	if (errors != c->diags->errors)
		*ARRAY_ADD(c->doc->tokens.items, c->doc->tokens.n) =
			(struct token){.kind = TOKEN_BAD, .loc = word->loc};
}

void directives_collect(struct document *doc, const struct tokens *all, struct diags *diags)
{
	struct collector c = {.doc = doc, .diags = diags, .at = all->items};
	enum token_kind before = TOKEN_NEWLINE;

	for (; c.at < all->items + all->n; before = c.at++->kind) {
		if (before == TOKEN_NEWLINE || before == TOKEN_OPEN)
			collect(&c, before == TOKEN_NEWLINE);
		*ARRAY_ADD(doc->tokens.items, doc->tokens.n) = *c.at;
	}
}

/* ---- use ----------------------------------------------------------------------------------- */

/* Mark the parameters whose names are in $name, $( … ) or a string. */
static void mark_used(struct document *doc, const struct token *token)
{
	const char *at = doc->source.text + token->loc.offset, *end = at + token->loc.len;
	bool named = token->kind == TOKEN_ARITHMETIC;

	while (at < end) {
		size_t len = param_name_length(at, end - at);
		struct parameter *param = named ? document_parameter(doc, at, len) : NULL;

		if (param)
			param->used = true;
		while (!len && isdigit((unsigned char)*at) && isalnum((unsigned char)at[1]))
			at++; /* a number's unit is no name */
		named = token->kind == TOKEN_ARITHMETIC || *at == '$';
		at += len ? len : 1;
	}
}

void parameters_check_use(struct document *doc, const struct tokens *all, struct diags *diags)
{
	for (size_t i = 0; i < all->n && doc->parameters.n; i++) {
		enum token_kind kind = all->items[i].kind;

		if (kind == TOKEN_PARAMETER || kind == TOKEN_ARITHMETIC || kind == TOKEN_STRING)
			mark_used(doc, &all->items[i]);
	}
	for (size_t i = 0; i < doc->parameters.n; i++) {
		const struct parameter *param = &doc->parameters.items[i];

		if (!param->used && !param->depth)
			diag_error(diags, param->loc, "the parameter '%s' is not used",
				   param->name);
	}
}
