/* SPDX-License-Identifier: MIT */
/* What is expected of calls, and of the data that they move. */
#include "base/util.h"
#include "scenario/parse_expect.h"

bool at_call(const struct parser *p, enum step_kind *kind)
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

/* CMP N bytes */
static bool parse_bytes(struct parser *p, struct expectation *ex, const struct token *call)
{
	if (ex->call.call != STEP_SEND && ex->call.call != STEP_RECV) {
		diag_error(p->diags, call->loc, "only send and recv move bytes");
		return false;
	}
	return parse_limit(p, "a count of bytes", UINT32_MAX, &ex->call.cmp, &ex->call.n) &&
	       need_word(p, "bytes");
}

/* exit N: how the program of an exec ends. */
static bool parse_exit_status(struct parser *p, unsigned int *status)
{
	uint64_t number;

	if (!parse_number(p, "an exit status", 0, 255, &number))
		return false;
	*status = number;
	return true;
}

/* on NAME: check.c finds the socket, whose script may come later in the file. */
static bool parse_on(struct parser *p, struct expectation *ex)
{
	const struct token *on = p->at - 1;

	if (ex->call.call == STEP_EXEC || ex->call.call == STEP_CONNECTIONS) {
		diag_error(p->diags, on->loc, "'%s' is on no socket that has a name",
			   step_word(ex->call.call));
		return false;
	}
	ex->call.on_name = p->at->loc;
	return take_kind(p, TOKEN_WORD) || unexpected(p, "a socket's name");
}

/* [N] [on NAME]: which of the calls */
static bool parse_which_call(struct parser *p, struct expectation *ex)
{
	uint64_t nth = 0;

	if (p->at->kind == TOKEN_NUMBER && !parse_number(p, "a call's number", 1, STEPS_MAX, &nth))
		return false;
	ex->call.nth = nth;
	return !take_word(p, "on") || parse_on(p, ex);
}

bool parse_call(struct parser *p, struct expectation *ex)
{
	const struct token *call = p->at;

	at_call(p, &ex->call.call);
	p->at++;
	if (!parse_which_call(p, ex))
		return false;
	if (p->at->kind == TOKEN_COMPARISON) {
		ex->kind = EXPECT_BYTES;
		return parse_bytes(p, ex, call);
	}
	if (take_word(p, "took")) {
		ex->kind = EXPECT_TOOK;
		return parse_expected_time(p, "a call's duration", &ex->call.time);
	}
	ex->kind = EXPECT_CALL;
	if (ex->call.call == STEP_EXEC && take_word(p, "exit"))
		return parse_exit_status(p, &ex->call.status);
	return parse_errno(p, &ex->call.error);
}

/* received by END equals data sent by END [connection N] */
bool parse_data(struct parser *p, struct expectation *ex)
{
	const struct token *sender;
	enum end end;

	ex->kind = EXPECT_DATA;
	if (!need_word(p, "received") || !need_word(p, "by") || !parse_end(p, &ex->receiver) ||
	    !need_word(p, "equals") || !need_word(p, "data") || !need_word(p, "sent") ||
	    !need_word(p, "by"))
		return false;
	sender = p->at;
	if (!parse_end(p, &end))
		return false;
	if (end == ex->receiver) {
		diag_error(p->diags, sender->loc, "what the %s receives is sent by the %s",
			   end_name(end), end_name(other_end(end)));
		return false;
	}
	return parse_connection(p, ex);
}
