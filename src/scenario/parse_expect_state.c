/* SPDX-License-Identifier: MIT */
/* What is expected of an end's states. */
#include "base/util.h"
#include "scenario/parse_expect.h"

/* ---- path STATE …, passes STATE … ---------------------------------------------------------- */

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

/* One more state. A way from CLOSED to CLOSED never comes back to it. */
static bool parse_way_state(struct parser *p, struct expectation *ex)
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
	if (ex->kind == EXPECT_PATH)
		check_move(p, token, before, state);
	*ARRAY_ADD(ex->path.states, ex->path.n) = state;
	return true;
}

static bool parse_way(struct parser *p, struct expectation *ex, enum end end)
{
	ex->path.end = end;
	do {
		if (!parse_way_state(p, ex)) {
			free(ex->path.states);
			return false;
		}
	} while (p->at->kind == TOKEN_WORD);
	return true;
}

/* ---- never STATE, ends in STATE ------------------------------------------------------------ */

static bool parse_never(struct parser *p, struct expectation *ex, enum end end)
{
	ex->visit.end = end;
	return parse_state(p, NULL, &ex->visit.state);
}

static bool parse_ends_in(struct parser *p, struct expectation *ex, enum end end)
{
	ex->visit.end = end;
	return need_word(p, "in") && parse_state(p, NULL, &ex->visit.state);
}

/* ---- in STATE for T, reaches STATE within T | at T ----------------------------------------- */

static bool parse_in_state(struct parser *p, struct expectation *ex, enum end end)
{
	const struct token *token = p->at;

	ex->in_state.end = end;
	if (!parse_state(p, NULL, &ex->in_state.state))
		return false;
	if (ex->in_state.state == TCPS_CLOSED) {
		diag_error(p->diags, token->loc,
			   "no connection is in CLOSED for a time: it is gone for good");
		return false;
	}
	return need_word(p, "for") &&
	       parse_expected_time(p, "a time in a state", &ex->in_state.time);
}

static bool parse_reaches(struct parser *p, struct expectation *ex, enum end end)
{
	ex->in_state.end = end;
	if (!parse_state(p, NULL, &ex->in_state.state))
		return false;
	if (take_word(p, "at"))
		return parse_expected_time(p, "a time of the run", &ex->in_state.time);
	if (!take_word(p, "within"))
		return unexpected(p, "'within' or 'at'");
	ex->in_state.time.cmp = CMP_LE;
	return parse_time(p, "a time of the run", 0, &ex->in_state.time.time);
}

const char *const state_expectation_words[STATE_EXPECTATIONS] = {
	"path", "passes", "never", "ends", "in", "reaches",
};

static const struct {
	enum expectation_kind kind;
	bool (*parse)(struct parser *p, struct expectation *ex, enum end end);
} kinds[STATE_EXPECTATIONS] = {
	{EXPECT_PATH, parse_way},	   {EXPECT_PASSES, parse_way},
	{EXPECT_NEVER, parse_never},	   {EXPECT_ENDS_IN, parse_ends_in},
	{EXPECT_IN_STATE, parse_in_state}, {EXPECT_REACHES, parse_reaches},
};

bool parse_state_expectation(struct parser *p, struct expectation *ex, size_t kind, enum end end)
{
	ex->kind = kinds[kind].kind;
	return kinds[kind].parse(p, ex, end);
}
