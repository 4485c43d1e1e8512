/* SPDX-License-Identifier: MIT */
#include "base/util.h"
#include "scenario/parse_expect.h"

bool parse_connection(struct parser *p, struct expectation *ex)
{
	uint64_t number;

	if (!take_word(p, "connection"))
		return true;
	if (!parse_number(p, "a connection's number", 1, COUNT_MAX, &number))
		return false;
	ex->connection = number;
	return true;
}

/* A fault that is named before it is written is found by check.c. */
static bool parse_fired(struct parser *p, struct expectation *ex)
{
	struct srcloc name = p->at->loc;

	ex->kind = EXPECT_FIRED;
	ex->fired.cmp = CMP_GE;
	ex->fired.n = 1;
	if (!take_kind(p, TOKEN_WORD))
		return unexpected(p, "a fault's name");
	if (!need_word(p, "fired"))
		return false;
	if (p->at->kind == TOKEN_COMPARISON &&
	    !parse_limit(p, "a count", COUNT_MAX, &ex->fired.cmp, &ex->fired.n))
		return false;
	*ARRAY_ADD(p->notes->references, p->notes->n_references) =
		(struct fault_reference){p->sc->n_expectations, name};
	return true;
}

/* Expectations that begin with a word of their own. */
static const struct {
	const char *word;
	bool (*parse)(struct parser *p, struct expectation *ex);
} kinds[] = {
	{"segments", parse_segments}, {"segment", parse_field},	  {"gaps", parse_gaps},
	{"fault", parse_fired},	      {"data", parse_data},	  {"info", parse_info},
	{"counter", parse_counter},   {"sockets", parse_sockets},
};

/* Words that can begin an expectation, or go on after an end. */
struct words {
	const char *word[STATE_EXPECTATIONS + ARRAY_SIZE(kinds) + STEP_KINDS + 3];
	size_t n;
};

static void add_calls(struct words *words)
{
	for (enum step_kind k = 0; k < STEP_KINDS; k++)
		if (step_is_call(k))
			words->word[words->n++] = step_word(k);
}

static bool unknown_expectation(struct parser *p)
{
	struct words words = {{"client", "server"}, 2};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		words.word[words.n++] = kinds[i].word;
	words.word[words.n++] = "where";
	add_calls(&words);
	return unknown_word(p, "expectation", words.word, words.n);
}

/* Calls are not of a connection, so none follows one's number. */
static bool unknown_of_end(struct parser *p, bool connection)
{
	struct words words = {0};

	for (size_t i = 0; i < STATE_EXPECTATIONS; i++)
		words.word[words.n++] = state_expectation_words[i];
	if (!connection) {
		words.word[words.n++] = "connection";
		add_calls(&words);
	}
	return unknown_word(p, "expectation", words.word, words.n);
}

static bool parse_of_end(struct parser *p, struct expectation *ex)
{
	enum step_kind call;
	enum end end;

	if (!parse_end(p, &end) || !parse_connection(p, ex))
		return false;
	for (size_t i = 0; i < STATE_EXPECTATIONS; i++)
		if (take_word(p, state_expectation_words[i]))
			return parse_state_expectation(p, ex, i, end);
	if (ex->connection || !at_call(p, &call))
		return unknown_of_end(p, ex->connection);
	ex->call.end_given = true;
	ex->call.end = end;
	return parse_call(p, ex);
}

static bool parse_kind(struct parser *p, struct expectation *ex)
{
	enum step_kind call;

	if (token_is(p, p->at, "client") || token_is(p, p->at, "server"))
		return parse_of_end(p, ex);
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (take_word(p, kinds[i].word))
			return kinds[i].parse(p, ex);
	if (at_call(p, &call))
		return parse_call(p, ex);
	return unknown_expectation(p);
}

/* ---- where … { … } ------------------------------------------------------------------------- */

static bool parse_where_sysctl(struct parser *p, struct where *where)
{
	static const char *const words[] = {"exists", "absent"};

	where->kind = WHERE_SYSCTL;
	if (!parse_sysctl_name(p, &where->sysctl))
		return false;
	where->exists = take_word(p, "exists");
	return where->exists || take_word(p, "absent") ||
	       unknown_word(p, "condition", words, ARRAY_SIZE(words));
}

static bool parse_where_kernel(struct parser *p, struct where *where)
{
	where->kind = WHERE_KERNEL;
	return parse_comparison(p, &where->cmp) &&
	       parse_version(p, &where->kernel_major, &where->kernel_minor);
}

static bool parse_condition(struct parser *p, struct where *where)
{
	static const char *const words[] = {"sysctl", "kernel"};

	if (take_word(p, "sysctl"))
		return parse_where_sysctl(p, where);
	if (take_word(p, "kernel"))
		return parse_where_kernel(p, where);
	return unknown_word(p, "condition", words, ARRAY_SIZE(words));
}

/* After a bad condition its block is still worth reading, for errors of its own. */
static bool seek_block(struct parser *p)
{
	while (p->at->kind != TOKEN_OPEN && p->at->kind != TOKEN_NEWLINE &&
	       p->at->kind != TOKEN_CLOSE && p->at->kind != TOKEN_END)
		p->at++;
	return p->at->kind == TOKEN_OPEN;
}

static bool parse_where(struct parser *p, const struct token *word)
{
	size_t first = p->sc->n_expectations, errors = p->diags->errors;
	struct where *where;
	bool good;

	if (p->where) {
		diag_error(p->diags, word->loc,
			   "'where' inside of 'where': conditions do not nest");
		return false;
	}
	p->where = p->sc->n_wheres;
	where = ARRAY_ADD(p->sc->wheres, p->sc->n_wheres);
	good = parse_condition(p, where);
	where->loc = span_from(p, word);
	if (good || seek_block(p))
		parse_block(p, parse_expectation, NULL);
	p->where = 0;
	if (first == p->sc->n_expectations && errors == p->diags->errors)
		diag_error(p->diags, where->loc, "nothing is expected under this condition");
	return true;
}

bool parse_expectation(struct parser *p, void *arg)
{
	const struct token *word = p->at;
	struct expectation ex = {.where = p->where};

	(void)arg;
	if (take_word(p, "where"))
		return parse_where(p, word);
	if (!parse_kind(p, &ex))
		return false;
	ex.loc = span_from(p, word);
	*ARRAY_ADD(p->sc->expectations, p->sc->n_expectations) = ex;
	return true;
}
