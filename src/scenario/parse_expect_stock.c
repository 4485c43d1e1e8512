/* SPDX-License-Identifier: MIT */
/* What is expected of an end's kernel at a moment: TCP_INFO, counters, sockets. */
#include "base/util.h"
#include "scenario/parse_expect.h"

/* at NAME; the mark may come later in the file, so check.c finds it. */
static bool parse_at(struct parser *p)
{
	const struct token *name;

	if (!take_word(p, "at"))
		return true;
	name = p->at;
	if (!take_kind(p, TOKEN_WORD))
		return unexpected(p, "a mark's name");
	*ARRAY_ADD(p->notes->moments, p->notes->n_moments) =
		(struct moment_reference){p->sc->n_expectations, name->loc};
	return true;
}

/* ---- info END [connection N] FIELD CMP VALUE ----------------------------------------------- */

static bool parse_info_field(struct parser *p, enum info_field *field)
{
	const char *words[INFO_FIELDS];

	if (p->at->kind == TOKEN_WORD &&
	    info_field_parse(token_text(p, p->at), p->at->loc.len, field)) {
		p->at++;
		return true;
	}
	for (enum info_field f = 0; f < INFO_FIELDS; f++)
		words[f] = info_field_word(f);
	return unknown_word(p, "field", words, INFO_FIELDS);
}

static bool parse_info_time(struct parser *p, struct expected_time *time)
{
	const struct token *cmp = p->at;

	if (!parse_comparison(p, &time->cmp))
		return false;
	if (time->cmp == CMP_NE) {
		diag_error(p->diags, cmp->loc,
			   "no time is exact: write = 4s, = 4s +- 10%%, or a limit");
		return false;
	}
	return parse_limited_time(p, "a time of TCP_INFO", time);
}

static bool parse_info_state(struct parser *p, struct expectation *ex)
{
	const struct token *cmp = p->at;
	enum tcp_state state;

	if (!parse_comparison(p, &ex->stock.cmp))
		return false;
	if (ex->stock.cmp != CMP_EQ && ex->stock.cmp != CMP_NE) {
		diag_error(p->diags, cmp->loc, "states have no order: write = or !=");
		return false;
	}
	if (!parse_state(p, NULL, &state))
		return false;
	ex->stock.n = state;
	return true;
}

static bool parse_info_value(struct parser *p, struct expectation *ex)
{
	switch (info_field_unit(ex->stock.field)) {
	case INFO_COUNT:
		return parse_limit(p, info_field_word(ex->stock.field), UINT32_MAX, &ex->stock.cmp,
				   &ex->stock.n);
	case INFO_MICROSECONDS:
		return parse_info_time(p, &ex->stock.time);
	case INFO_TCP_STATE:
		return parse_info_state(p, ex);
	}
	return false;
}

bool parse_info(struct parser *p, struct expectation *ex)
{
	ex->kind = EXPECT_INFO;
	return parse_end(p, &ex->stock.end) && parse_connection(p, ex) &&
	       parse_info_field(p, &ex->stock.field) && parse_info_value(p, ex) && parse_at(p);
}

/* ---- counter END NAME CMP N ---------------------------------------------------------------- */

bool parse_counter(struct parser *p, struct expectation *ex)
{
	const struct token *name;

	ex->kind = EXPECT_COUNTER;
	if (!parse_end(p, &ex->stock.end))
		return false;
	name = p->at;
	if (!take_kind(p, TOKEN_WORD))
		return unexpected(p, "a counter, such as TcpExtListenOverflows");
	ex->stock.counter = p->sc->n_counters;
	*ARRAY_ADD(p->sc->counters, p->sc->n_counters) =
		xstrndup(token_text(p, name), name->loc.len);
	return parse_limit(p, "a counter", UINT32_MAX, &ex->stock.cmp, &ex->stock.n) && parse_at(p);
}

/* ---- sockets of END in STATE CMP N --------------------------------------------------------- */

/* Sockets, unlike connections, can be in LISTEN, and never in CLOSED. */
static bool parse_socket_state(struct parser *p, enum tcp_state *state)
{
	const char *words[TCP_STATES];

	if (p->at->kind == TOKEN_WORD &&
	    tcp_state_parse(token_text(p, p->at), p->at->loc.len, state)) {
		if (*state == TCPS_CLOSED) {
			diag_error(p->diags, p->at->loc, "no socket is in CLOSED: it is gone");
			return false;
		}
		p->at++;
		return true;
	}
	for (enum tcp_state s = 0; s < TCP_STATES; s++)
		words[s] = s == TCPS_CLOSED ? NULL : tcp_state_name(s);
	return unknown_word(p, "state", words, ARRAY_SIZE(words));
}

bool parse_sockets(struct parser *p, struct expectation *ex)
{
	ex->kind = EXPECT_SOCKETS;
	return need_word(p, "of") && parse_end(p, &ex->stock.end) && need_word(p, "in") &&
	       parse_socket_state(p, &ex->stock.state) &&
	       parse_limit(p, "a count", COUNT_MAX, &ex->stock.cmp, &ex->stock.n) && parse_at(p);
}
