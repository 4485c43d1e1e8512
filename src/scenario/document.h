/* SPDX-License-Identifier: MIT */
/*
 * A document: what all cases of a scenario share. A file is read, put together with what it includes,
 * and split into tokens once; its parameters are told apart from the rest. For each case, that is for
 * each combination of the parameters' values, expand.c makes the text that the parser sees.
 * Private to src/scenario/.
 */
#ifndef SCENARIO_DOCUMENT_H
#define SCENARIO_DOCUMENT_H

#include "scenario/lex.h"
#include "scenario/parameter.h"

/* A value as it is written. */
struct written_value {
	enum token_kind kind; /* number, word, string, or parameter or arithmetic; TOKEN_BAD */
	char *text;
	struct srcloc loc; /* of the parameter's name if it was given from outside */
};

struct parameter {
	char *name;
	struct srcloc loc;  /* of the name */
	unsigned int depth; /* of the file: the outermost has 0 */
	struct written_value *values;
	size_t n_values;
	bool given; /* from outside */
	bool used;  /* its name stands somewhere */
};

struct parameters {
	struct parameter *items;
	size_t n;
};

/* As many cases as a scenario may have. */
#define CASES_MAX 1000

struct document {
	unsigned int users;
	struct source source;
	struct tokens tokens; /* without those of include and param statements … */
	struct parameters parameters;
	struct parameters real;	   /* those of `real param`; without values where they are void */
	bool has_real;		   /* some of them have values */
	struct srcloc *directives; /* … which are here */
	size_t n_directives;
};

/**
 * document_new() - Make a document of a file's text
 * @src:	Taken over
 * @defs:	Values from outside, NULL if there are none; those that were found are marked
 * @diags:	Everything that is wrong regardless of the case is reported here
 *
 * Return: the document, with one user
 */
struct document *document_new(struct source *src, struct definitions *defs, struct diags *diags);

/* document_release() - Let go of a document; it is freed with the last user. */
void document_release(struct document *doc);

/* document_parameter() - Find a parameter by its name; NULL if there is none. */
struct parameter *document_parameter(const struct document *doc, const char *name, size_t len);

/* parameter_find() - Likewise, in a list. */
struct parameter *parameter_find(const struct parameters *params, const char *name, size_t len);

/* document_turn_real() - Let the values for real time, where there are some, count from now on. */
void document_turn_real(struct document *doc);

/* parameter_clear() - Forget a parameter's values. */
void parameter_clear(struct parameter *param);

/* parameter_closest() - The name of the parameter that a misspelt one is closest to, or NULL. */
const char *parameter_closest(const struct document *doc, const char *name, size_t len);

/* directives_collect() - Take include and param statements out of @all tokens (directive.c). */
void directives_collect(struct document *doc, const struct tokens *all, struct diags *diags);

/* parameters_check_use() - Report those of the outermost file that are not among @all tokens (directive.c). */
void parameters_check_use(struct document *doc, const struct tokens *all, struct diags *diags);

/**
 * document_expand() - Make the text of one case (expand.c)
 * @chosen:	For each parameter which of its values it has
 * @diags:	What is wrong with values is reported here
 * @out:	Its text, made from the document's; include and param statements are comments in it
 * @tokens:	Its tokens
 * @values:	An element for each of the parameters, zeroed: what they stand for
 *
 * Return: false if the text would be too large to be parsed
 */
bool document_expand(const struct document *doc, const size_t *chosen, struct diags *diags,
		     struct source *out, struct tokens *tokens, struct parameter_value *values);

#endif
