/* SPDX-License-Identifier: MIT */
#include "scenario/parse.h"

#include <string.h>

#include "base/util.h"

/* Of a longer word a message quotes the beginning. */
#define QUOTE_MAX 40

/* ---- tokens -------------------------------------------------------------------------------- */

const char *token_text(const struct parser *p, const struct token *token)
{
	return p->sc->source.text + token->loc.offset;
}

bool token_is(const struct parser *p, const struct token *token, const char *word)
{
	return token->kind == TOKEN_WORD && strlen(word) == token->loc.len &&
	       !memcmp(token_text(p, token), word, token->loc.len);
}

struct srcloc span_from(const struct parser *p, const struct token *first)
{
	struct srcloc loc = first->loc;
	const struct token *last = p->at > first ? p->at - 1 : first;

	loc.len = last->loc.offset + last->loc.len - loc.offset;
	return loc;
}

bool take_kind(struct parser *p, enum token_kind kind)
{
	if (p->at->kind != kind)
		return false;
	p->at++;
	return true;
}

bool take_word(struct parser *p, const char *word)
{
	if (!token_is(p, p->at, word))
		return false;
	p->at++;
	return true;
}

bool need_word(struct parser *p, const char *word)
{
	char expected[64];

	if (take_word(p, word))
		return true;
	snprintf(expected, sizeof(expected), "'%s'", word);
	return unexpected(p, expected);
}

/* How a message names a token: its text in quotes, or what it is. */
static char *describe(const struct parser *p, const struct token *token)
{
	switch (token->kind) {
	case TOKEN_END:
		return xasprintf("the end of the file");
	case TOKEN_NEWLINE:
		return xasprintf("the end of the line");
	case TOKEN_STRING:
		return xasprintf("a string");
	case TOKEN_OPEN:
	case TOKEN_CLOSE:
	case TOKEN_WORD:
	case TOKEN_FLAGS:
	case TOKEN_NUMBER:
	case TOKEN_COMPARISON:
	case TOKEN_PLUS_MINUS:
	case TOKEN_PARAMETER:
	case TOKEN_ARITHMETIC:
	case TOKEN_BAD:
		break;
	}
	return xasprintf("'%.*s%s'", (int)MIN(token->loc.len, QUOTE_MAX), token_text(p, token),
			 token->loc.len > QUOTE_MAX ? "…" : "");
}

bool unexpected(struct parser *p, const char *expected)
{
	char *found;

	if (p->at->kind == TOKEN_BAD)
		return false; /* the lexer has said what is wrong with it */
	found = describe(p, p->at);
	diag_error(p->diags, p->at->loc, "expected %s, not %s", expected, found);
	free(found);
	return false;
}

static char *list_words(const char *const *words, size_t n)
{
	char *list = NULL;
	size_t len;
	FILE *out = open_memstream(&list, &len);
	const char *comma = "";

	for (size_t i = 0; i < n; i++) {
		if (!words[i])
			continue;
		fprintf(out, "%s%s", comma, words[i]);
		comma = ", ";
	}
	fclose(out);
	return list;
}

bool unknown_word(struct parser *p, const char *kind, const char *const *words, size_t n)
{
	char *list = list_words(words, n), *found = describe(p, p->at);
	const char *meant = NULL;

	if (p->at->kind == TOKEN_WORD)
		meant = did_you_mean(token_text(p, p->at), p->at->loc.len, words, n);
	if (p->at->kind == TOKEN_BAD)
		;
	else if (p->at->kind != TOKEN_WORD)
		diag_error(p->diags, p->at->loc, "expected %s %s (%s), not %s",
			   strchr("aeiou", kind[0]) ? "an" : "a", kind, list, found);
	else if (meant)
		diag_error(p->diags, p->at->loc, "unknown %s %s; did you mean '%s'?", kind, found,
			   meant);
	else
		diag_error(p->diags, p->at->loc, "unknown %s %s; %ss are %s", kind, found, kind,
			   list);
	free(list);
	free(found);
	return false;
}

/* ---- blocks -------------------------------------------------------------------------------- */

static void parse_header(struct parser *p, const struct token *word);
static void parse_script(struct parser *p, const struct token *word);
static void parse_fault(struct parser *p, const struct token *word);
static void parse_expect(struct parser *p, const struct token *word);

static const struct block {
	const char *word;
	bool named; /* a name or title stands before the brace */
	void (*parse)(struct parser *p, const struct token *word);
} blocks[] = {
	{"scenario", true, parse_header}, {"server", false, parse_script},
	{"client", false, parse_script},  {"fault", true, parse_fault},
	{"expect", false, parse_expect},
};

static const struct block *find_block(const struct parser *p, const struct token *token)
{
	for (size_t i = 0; i < ARRAY_SIZE(blocks); i++) {
		if (token_is(p, token, blocks[i].word))
			return &blocks[i];
	}
	return NULL;
}

/* Whether a block of the file begins here; inside a block that tells a missing '}'. */
static bool at_block(const struct parser *p)
{
	const struct block *block = find_block(p, p->at);
	const struct token *next = p->at + 1;

	if (!block)
		return false;
	if (block->named && next->kind != TOKEN_WORD && next->kind != TOKEN_STRING)
		return false;
	next += block->named;
	next += next->kind == TOKEN_NEWLINE;
	return next->kind == TOKEN_OPEN;
}

/* Skip what is left of a statement, blocks in it included; stop before the end of its line. */
static void skip_statement(struct parser *p)
{
	for (unsigned int depth = 0; p->at->kind != TOKEN_END; p->at++) {
		if (p->at->kind == TOKEN_OPEN)
			depth++;
		else if (p->at->kind == TOKEN_NEWLINE && !depth)
			return;
		else if (p->at->kind == TOKEN_CLOSE && !depth)
			return;
		else if (p->at->kind == TOKEN_CLOSE)
			depth--;
		else if (depth && p->at[-1].kind == TOKEN_NEWLINE && at_block(p))
			return;
	}
}

bool at_statement_end(const struct parser *p)
{
	return p->at->kind == TOKEN_NEWLINE || p->at->kind == TOKEN_CLOSE ||
	       p->at->kind == TOKEN_END;
}

/* Pass over the '{'. A missing one is reported; the block's statements are then read all the same. */
static bool open_block(struct parser *p)
{
	if (take_kind(p, TOKEN_OPEN))
		return true;
	unexpected(p, "'{'");
	while (p->at->kind != TOKEN_OPEN && !at_statement_end(p))
		p->at++;
	while (take_kind(p, TOKEN_NEWLINE))
		;
	take_kind(p, TOKEN_OPEN);
	return p->at->kind != TOKEN_END && !at_block(p);
}

void parse_block(struct parser *p, statement_fn *statement, void *arg)
{
	const struct token *open = p->at;

	if (!open_block(p))
		return;
	for (;;) {
		while (take_kind(p, TOKEN_NEWLINE))
			;
		if (take_kind(p, TOKEN_CLOSE))
			return;
		if (p->at->kind == TOKEN_END) {
			diag_error(p->diags, open->loc, "the block that begins here has no '}'");
			return;
		}
		if (at_block(p)) {
			diag_error(p->diags, p->at->loc,
				   "'}' is missing: the block of %s is still open",
				   source_line(&p->sc->source, open->loc).text);
			return;
		}
		if (!statement(p, arg) ||
		    (!at_statement_end(p) && !unexpected(p, "the end of the line")))
			skip_statement(p);
	}
}

static void parse_header(struct parser *p, const struct token *word)
{
	struct scenario *sc = p->sc;

	if (sc->title) {
		diag_error(p->diags, word->loc, "a second scenario block; the first is on %s",
			   source_line(&sc->source, sc->title_loc).text);
		p->notes->block_broken = true;
		skip_statement(p);
		return;
	}
	sc->title_loc = p->at->loc;
	if (!parse_string(p, "the scenario's title", &sc->title))
		sc->title = xstrndup("", 0);
	else if (strpbrk(sc->title, "\r\n"))
		diag_error(p->diags, sc->title_loc, "a title is one line");
	parse_block(p, parse_header_statement, NULL);
}

static void parse_script(struct parser *p, const struct token *word)
{
	enum end end = token_is(p, word, "client") ? CLIENT : SERVER;
	struct script *script = &p->sc->script[end];
	size_t errors = p->diags->errors;

	if (script->given) {
		diag_error(p->diags, word->loc, "a second %s block; the first is on %s",
			   end_name(end), source_line(&p->sc->source, script->loc).text);
		skip_statement(p);
		return;
	}
	script->given = true;
	script->loc = word->loc;
	parse_block(p, parse_step, &end);
	p->notes->script_broken[end] |= p->diags->errors > errors;
}

static void parse_fault(struct parser *p, const struct token *word)
{
	struct fault *fault = ARRAY_ADD(p->sc->faults, p->sc->n_faults);
	bool named = p->at->kind == TOKEN_WORD;

	fault->name_loc = named ? p->at->loc : word->loc;
	fault->name = xstrndup(token_text(p, p->at), named ? p->at->loc.len : 0);
	p->notes->block_broken |= !named;
	if (!named)
		unexpected(p, "the fault's name");
	else if (p->at++->loc.len > FAULT_NAME_MAX)
		diag_error(p->diags, fault->name_loc, "a fault's name has at most %d characters",
			   FAULT_NAME_MAX);
	parse_block(p, parse_rule, fault);
	if (!fault->loc.line)
		diag_error(p->diags, fault->name_loc, "the fault has no rule");
}

static void parse_expect(struct parser *p, const struct token *word)
{
	(void)word;
	parse_block(p, parse_expectation, NULL);
}

/* Something between blocks that begins none. */
static void parse_no_block(struct parser *p)
{
	const char *words[ARRAY_SIZE(blocks)];

	for (size_t i = 0; i < ARRAY_SIZE(blocks); i++)
		words[i] = blocks[i].word;
	p->notes->block_broken = true;
	if (p->at->kind == TOKEN_CLOSE)
		diag_error(p->diags, p->at++->loc, "'}' closes nothing: no block is open");
	else
		unknown_word(p, "block", words, ARRAY_SIZE(words));
	skip_statement(p);
}

void parse_scenario(struct scenario *sc, const struct tokens *tokens, struct diags *diags,
		    struct parse_notes *notes)
{
	struct parser p = {.sc = sc, .diags = diags, .notes = notes, .at = tokens->items};

	ARRAY_ADD(sc->wheres, sc->n_wheres)->kind = WHERE_ALWAYS;
	ARRAY_ADD(sc->moments, sc->n_moments); /* MOMENT_END */
	while (p.at->kind != TOKEN_END) {
		const struct token *word = p.at;
		const struct block *block = find_block(&p, word);

		if (take_kind(&p, TOKEN_NEWLINE))
			continue;
		if (block) {
			p.at++;
			block->parse(&p, word);
		} else {
			parse_no_block(&p);
		}
	}
}
