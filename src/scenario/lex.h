/* SPDX-License-Identifier: MIT */
/*
 * The words of the language. Private to src/scenario/.
 *
 * A statement ends with its line, so the end of a line is a token; blanks and comments are none.
 */
#ifndef SCENARIO_LEX_H
#define SCENARIO_LEX_H

#include "base/diag.h"

enum token_kind {
	TOKEN_END, /* of the file */
	TOKEN_NEWLINE,
	TOKEN_OPEN,	  /* { */
	TOKEN_CLOSE,	  /* } */
	TOKEN_WORD,	  /* syn-ack, FIN-WAIT-1, net.ipv4.tcp_sack */
	TOKEN_FLAGS,	  /* SYN,ACK, +FIN, -PSH: words with a comma or a sign */
	TOKEN_NUMBER,	  /* 3, 1.5s, 10%, -1, +1: digits with what is glued to them */
	TOKEN_STRING,	  /* "text", still with its quotes and escapes */
	TOKEN_COMPARISON, /* = != < <= > >= */
	TOKEN_PLUS_MINUS, /* +- */
	TOKEN_PARAMETER,  /* $name; the parser sees what it stands for instead */
	TOKEN_ARITHMETIC, /* $( … ); likewise */
	TOKEN_BAD,	  /* reported already */
};

struct token {
	enum token_kind kind;
	struct srcloc loc;
};

/* All tokens of a source, the last one is TOKEN_END. */
struct tokens {
	struct token *items;
	size_t n;
};

/**
 * lex() - Split a source into tokens
 * @tokens:	Filled in; the caller frees @tokens->items
 * @diags:	What is no token is reported here
 */
void lex(const struct source *src, struct diags *diags, struct tokens *tokens);

/* param_name_length() - How much of a text can be the name of a parameter; 0 if it begins with none. */
size_t param_name_length(const char *text, size_t len);

/**
 * string_value() - The text that a TOKEN_STRING stands for
 * @quoted:	The token's text
 * @len:	Its length, quotes included
 *
 * Return: a string that the caller frees
 */
char *string_value(const char *quoted, size_t len);

/* string_print() - Write text as a TOKEN_STRING that stands for it. */
void string_print(const char *text, FILE *out);

#endif
