/* SPDX-License-Identifier: MIT */
#include "scenario/lex.h"

#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "base/util.h"

struct lexer {
	const struct source *src;
	struct diags *diags;
	struct tokens *tokens;
	size_t at;
	size_t part; /* of the source, the next one */
	uint32_t line;
	uint32_t column;
};

static char peek(const struct lexer *lx, size_t ahead)
{
	return lx->at + ahead < lx->src->len ? lx->src->text[lx->at + ahead] : '\0';
}

static struct srcloc here(const struct lexer *lx)
{
	return (struct srcloc){.offset = lx->at, .line = lx->line, .column = lx->column};
}

/* Pass over @n bytes of one line; columns count characters. */
static void pass(struct lexer *lx, size_t n)
{
	for (; n > 0; n--, lx->at++)
		lx->column += (lx->src->text[lx->at] & 0xc0) != 0x80;
}

/* Add a token that reaches from @loc to where the lexer is. */
static struct token *add(struct lexer *lx, enum token_kind kind, struct srcloc loc)
{
	struct token *token = ARRAY_ADD(lx->tokens->items, lx->tokens->n);

	loc.len = lx->at - loc.offset;
	*token = (struct token){.kind = kind, .loc = loc};
	return token;
}

static bool word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.';
}

static bool at_comma(const struct lexer *lx)
{
	return peek(lx, 0) == ',' && isalpha((unsigned char)peek(lx, 1));
}

/* A comma or a sign makes it flags. */
static void lex_word(struct lexer *lx)
{
	struct srcloc loc = here(lx);
	char c = peek(lx, 0);
	enum token_kind kind = c == '+' || c == '-' ? TOKEN_FLAGS : TOKEN_WORD;

	for (pass(lx, 1); word_char(peek(lx, 0)) || at_comma(lx); pass(lx, 1))
		if (at_comma(lx))
			kind = TOKEN_FLAGS;
	add(lx, kind, loc);
}

/* Whether a sign stands before what it belongs to: +FIN, -PSH, +1. */
static bool is_signed(const struct lexer *lx, int (*what)(int c))
{
	return (peek(lx, 0) == '+' || peek(lx, 0) == '-') && what((unsigned char)peek(lx, 1));
}

/* What is glued to the digits is part of the token, so that "7x" is one mistake. */
static void lex_number(struct lexer *lx)
{
	struct srcloc loc = here(lx);

	do
		pass(lx, 1);
	while (isalnum((unsigned char)peek(lx, 0)) || peek(lx, 0) == '.' || peek(lx, 0) == '%' ||
	       peek(lx, 0) == '_');
	add(lx, TOKEN_NUMBER, loc);
}

static const struct {
	char letter;
	char stands_for;
} escapes[] = {{'"', '"'}, {'\\', '\\'}, {'n', '\n'}, {'r', '\r'}, {'t', '\t'}};

/* A backslash and what follows it. Return: whether that is an escape */
static bool lex_escape(struct lexer *lx)
{
	for (size_t i = 0; i < ARRAY_SIZE(escapes); i++) {
		if (peek(lx, 1) == escapes[i].letter) {
			pass(lx, 2);
			return true;
		}
	}
	diag_error(lx->diags, (struct srcloc){lx->at, 1, lx->line, lx->column},
		   "unknown escape in a string; there are \\\" \\\\ \\n \\r \\t");
	pass(lx, 1);
	return false;
}

/* One character of a string that is no escape. Return: whether it may stand in a string */
static bool lex_character(struct lexer *lx)
{
	uint32_t c;
	unsigned int n = utf8_decode(lx->src->text + lx->at, lx->src->len - lx->at, &c);
	struct srcloc loc = here(lx);

	pass(lx, n ? n : 1);
	loc.len = lx->at - loc.offset;
	if (!n)
		diag_error(lx->diags, loc, "this is not UTF-8");
	else if (!utf8_printable(c) && c != '\t')
		diag_error(lx->diags, loc, "control character U+%04X in a string", c);
	else
		return true;
	return false;
}

static bool at_line_end(const struct lexer *lx)
{
	char c = peek(lx, 0);

	return c == '\0' || c == '\n' || (c == '\r' && peek(lx, 1) == '\n');
}

static void lex_string(struct lexer *lx)
{
	struct srcloc loc = here(lx);
	bool good = true;
	struct token *token;

	pass(lx, 1);
	while (peek(lx, 0) != '"' && !at_line_end(lx))
		good &= peek(lx, 0) == '\\' ? lex_escape(lx) : lex_character(lx);
	if (peek(lx, 0) == '"') {
		pass(lx, 1);
		add(lx, good ? TOKEN_STRING : TOKEN_BAD, loc);
		return;
	}
	token = add(lx, TOKEN_BAD, loc);
	diag_error(lx->diags, token->loc, "the string that begins here does not end on its line");
}

static const struct {
	const char *text;
	enum token_kind kind;
} marks[] = {
	/* longer ones first */
	{"!=", TOKEN_COMPARISON}, {"<=", TOKEN_COMPARISON}, {">=", TOKEN_COMPARISON},
	{"+-", TOKEN_PLUS_MINUS}, {"=", TOKEN_COMPARISON},  {"<", TOKEN_COMPARISON},
	{">", TOKEN_COMPARISON},  {"{", TOKEN_OPEN},	    {"}", TOKEN_CLOSE},
};

static bool lex_mark(struct lexer *lx)
{
	struct srcloc loc = here(lx);

	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		size_t len = strlen(marks[i].text);

		if (lx->src->len - lx->at < len ||
		    memcmp(lx->src->text + lx->at, marks[i].text, len))
			continue;
		pass(lx, len);
		add(lx, marks[i].kind, loc);
		return true;
	}
	return false;
}

/* Anything else. What follows without a blank belongs to the same mistake. */
static void lex_stray(struct lexer *lx)
{
	struct srcloc loc = here(lx);
	uint32_t c;
	unsigned int n = utf8_decode(lx->src->text + lx->at, lx->src->len - lx->at, &c);
	struct token *token;

	do
		pass(lx, 1);
	while (!at_line_end(lx) && !isspace((unsigned char)peek(lx, 0)));
	token = add(lx, TOKEN_BAD, loc);
	token->loc.len = n ? n : 1;
	if (!n)
		diag_error(lx->diags, token->loc, "this is not UTF-8");
	else if (!utf8_printable(c))
		diag_error(lx->diags, token->loc, "control character U+%04X", c);
	else
		diag_error(lx->diags, token->loc, "'%.*s' means nothing here", (int)n,
			   lx->src->text + loc.offset);
}

size_t param_name_length(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && (isalpha((unsigned char)text[n]) || text[n] == '_' ||
			   (n && isdigit((unsigned char)text[n]))))
		n++;
	return n;
}

/* $( … ), with what is in parentheses in it. */
static void lex_arithmetic(struct lexer *lx)
{
	struct srcloc loc = here(lx);
	unsigned int depth = 0;
	struct token *token;

	pass(lx, 1);
	do {
		if (at_line_end(lx)) {
			token = add(lx, TOKEN_BAD, loc);
			diag_error(lx->diags, token->loc, "no ')' ends what begins here");
			return;
		}
		depth += (peek(lx, 0) == '(') - (peek(lx, 0) == ')');
		pass(lx, 1);
	} while (depth);
	add(lx, TOKEN_ARITHMETIC, loc);
}

static bool at_parameter(const struct lexer *lx)
{
	return peek(lx, 0) == '$' &&
	       param_name_length(lx->src->text + lx->at + 1, lx->src->len - lx->at - 1);
}

static void lex_parameter(struct lexer *lx)
{
	struct srcloc loc = here(lx);

	pass(lx, 1);
	pass(lx, param_name_length(lx->src->text + lx->at, lx->src->len - lx->at));
	add(lx, TOKEN_PARAMETER, loc);
}

/* At the beginning of a line: it may be one of another file. */
static void enter_part(struct lexer *lx)
{
	const struct source *src = lx->src;

	while (lx->part < src->n_parts && src->parts[lx->part].offset == lx->at)
		lx->line = src->parts[lx->part++].line;
}

static void lex_newline(struct lexer *lx)
{
	struct srcloc loc = here(lx);

	pass(lx, 1);
	add(lx, TOKEN_NEWLINE, loc);
	lx->line++;
	lx->column = 1;
	enter_part(lx);
}

static void lex_token(struct lexer *lx)
{
	char c = peek(lx, 0);

	if (c == '\n')
		lex_newline(lx);
	else if (c == ' ' || c == '\t' || (c == '\r' && peek(lx, 1) == '\n'))
		pass(lx, 1);
	else if (c == '#')
		pass(lx, strcspn(lx->src->text + lx->at, "\n"));
	else if (c == '"')
		lex_string(lx);
	else if (isdigit((unsigned char)c) || is_signed(lx, isdigit))
		lex_number(lx);
	else if (isalpha((unsigned char)c) || c == '_' || is_signed(lx, isalpha))
		lex_word(lx);
	else if (at_parameter(lx))
		lex_parameter(lx);
	else if (c == '$' && peek(lx, 1) == '(')
		lex_arithmetic(lx);
	else if (!lex_mark(lx))
		lex_stray(lx);
}

void lex(const struct source *src, struct diags *diags, struct tokens *tokens)
{
	struct lexer lx = {
		.src = src,
		.diags = diags,
		.tokens = tokens,
		.line = 1,
		.column = 1,
	};

	*tokens = (struct tokens){0};
	enter_part(&lx);
	while (lx.at < src->len)
		lex_token(&lx);
	add(&lx, TOKEN_END, here(&lx));
}

char *string_value(const char *quoted, size_t len)
{
	char *value = xstrndup(quoted + 1, len - 2), *out = value;

	for (const char *in = value; *in; in++) {
		if (*in != '\\') {
			*out++ = *in;
			continue;
		}
		in++;
		for (size_t i = 0; i < ARRAY_SIZE(escapes); i++) {
			if (*in == escapes[i].letter)
				*out++ = escapes[i].stands_for;
		}
	}
	*out = '\0';
	return value;
}

void string_print(const char *text, FILE *out)
{
	fputc('"', out);
	for (; *text; text++) {
		char letter = 0;

		for (size_t i = 0; i < ARRAY_SIZE(escapes); i++) {
			if (*text == escapes[i].stands_for)
				letter = escapes[i].letter;
		}
		if (letter)
			fprintf(out, "\\%c", letter);
		else
			fputc(*text, out);
	}
	fputc('"', out);
}
