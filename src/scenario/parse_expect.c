/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/util.h"
#include "scenario/parse.h"

/* ---- END path STATE … ---------------------------------------------------------------------- */

/* Warn of a move that no end makes, at the state it leads to. */
static void check_move(struct parser *p, const struct token *token, enum tcp_state from,
		       enum tcp_state to)
{
	enum tcp_state passed[TCP_STATES];
	int n;

	if (tcp_move_triggers(from, to))
		return;
	n = from == to ? 0 : tcp_move_path(from, to, passed);
	if (n > 0)
		diag_warning(p->diags, token->loc,
			     "%s does not lead to %s directly: %s comes in between, and a path "
			     "names every state",
			     tcp_state_name(from), tcp_state_name(to), tcp_state_name(passed[0]));
	else
		diag_warning(p->diags, token->loc, "no end goes from %s to %s",
			     tcp_state_name(from), tcp_state_name(to));
}

static bool parse_path_state(struct parser *p, struct expectation *ex)
{
	const struct token *token = p->at;
	enum tcp_state before = TCPS_CLOSED, state;

	if (!parse_state(p, NULL, &state))
		return false;
	if (ex->path.n > 0)
		before = ex->path.states[ex->path.n - 1];
	if (before == TCPS_CLOSED && ex->path.n > 0) {
		diag_error(p->diags, token->loc, "a path ends with CLOSED");
		return false;
	}
	if (state == TCPS_CLOSED && ex->path.n == 0) {
		diag_error(p->diags, token->loc,
			   "a path begins with the state that follows CLOSED");
		return false;
	}
	check_move(p, token, before, state);
	*ARRAY_ADD(ex->path.states, ex->path.n) = state;
	return true;
}

static bool parse_path(struct parser *p, struct expectation *ex, enum end end)
{
	ex->kind = EXPECT_PATH;
	ex->path.end = end;
	do {
		if (!parse_path_state(p, ex)) {
			free(ex->path.states);
			return false;
		}
	} while (p->at->kind == TOKEN_WORD);
	return true;
}

/* ---- the others ---------------------------------------------------------------------------- */

static bool parse_in_state(struct parser *p, struct expectation *ex, enum end end)
{
	const struct token *token = p->at;

	ex->kind = EXPECT_IN_STATE;
	ex->in_state.end = end;
	if (!parse_state(p, NULL, &ex->in_state.state))
		return false;
	if (ex->in_state.state == TCPS_CLOSED) {
		diag_error(p->diags, token->loc,
			   "no connection is in CLOSED for a time: it is gone for good");
		return false;
	}
	return need_word(p, "for") && parse_expected_time(p, &ex->in_state.time);
}

/* CMP N. What holds for no number is an error. */
static bool parse_count(struct parser *p, enum comparison *cmp, uint32_t *n)
{
	const struct token *first = p->at;
	uint64_t number;

	if (!parse_comparison(p, cmp) || !parse_number(p, "a count", 0, COUNT_MAX, &number))
		return false;
	if (*cmp == CMP_LT && number == 0) {
		diag_error(p->diags, span_from(p, first), "no count is less than 0");
		return false;
	}
	*n = number;
	return true;
}

static bool parse_segments(struct parser *p, struct expectation *ex)
{
	ex->kind = EXPECT_SEGMENTS;
	if (!parse_segment_name(p, &ex->segments.name))
		return false;
	ex->segments.from_given = take_word(p, "from");
	if (ex->segments.from_given && !parse_end(p, &ex->segments.from))
		return false;
	return parse_count(p, &ex->segments.cmp, &ex->segments.n);
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
	if (p->at->kind == TOKEN_COMPARISON && !parse_count(p, &ex->fired.cmp, &ex->fired.n))
		return false;
	*ARRAY_ADD(p->notes->references, p->notes->n_references) =
		(struct fault_reference){p->sc->n_expectations, name};
	return true;
}

static bool at_call(const struct parser *p, enum step_kind *kind)
{
	return p->at->kind == TOKEN_WORD &&
	       step_kind_parse(token_text(p, p->at), p->at->loc.len, kind) && step_is_call(*kind);
}

static bool parse_errno(struct parser *p, int *error)
{
	if (take_word(p, "ok"))
		return true;
	if (p->at->kind != TOKEN_WORD)
		return unexpected(p, "ok or an errno, such as ECONNREFUSED");
	*error = errno_parse(token_text(p, p->at), p->at->loc.len);
	if (!*error) {
		diag_error(p->diags, p->at->loc,
			   "'%.*s' is neither ok nor an errno, such as ECONNREFUSED",
			   (int)MIN(p->at->loc.len, 40), token_text(p, p->at));
		return false;
	}
	p->at++;
	return true;
}

static bool parse_call(struct parser *p, struct expectation *ex)
{
	ex->kind = EXPECT_CALL;
	at_call(p, &ex->call.call);
	p->at++;
	return parse_errno(p, &ex->call.error);
}

/* The words that can begin an expectation, or go on after an end. Return: false */
static bool unknown_expectation(struct parser *p, bool after_end)
{
	const char *words[STEP_KINDS + 5] = {0};
	size_t n = 0;

	if (after_end) {
		words[n++] = "path";
		words[n++] = "in";
	} else {
		words[n++] = "client";
		words[n++] = "server";
		words[n++] = "segments";
		words[n++] = "fault";
		words[n++] = "where";
	}
	for (enum step_kind k = 0; k < STEP_KINDS; k++) {
		if (step_is_call(k))
			words[n++] = step_word(k);
	}
	return unknown_word(p, "expectation", words, n);
}

static bool parse_of_end(struct parser *p, struct expectation *ex)
{
	enum step_kind call;
	enum end end;

	if (!parse_end(p, &end))
		return false;
	if (take_word(p, "path"))
		return parse_path(p, ex, end);
	if (take_word(p, "in"))
		return parse_in_state(p, ex, end);
	if (!at_call(p, &call))
		return unknown_expectation(p, true);
	ex->call.end_given = true;
	ex->call.end = end;
	return parse_call(p, ex);
}

static bool parse_kind(struct parser *p, struct expectation *ex)
{
	enum step_kind call;

	if (token_is(p, p->at, "client") || token_is(p, p->at, "server"))
		return parse_of_end(p, ex);
	if (take_word(p, "segments"))
		return parse_segments(p, ex);
	if (take_word(p, "fault"))
		return parse_fired(p, ex);
	if (at_call(p, &call))
		return parse_call(p, ex);
	return unknown_expectation(p, false);
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
