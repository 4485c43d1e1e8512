/* SPDX-License-Identifier: MIT */
/* The conditions of a rule: all but those about a segment's bytes (parse_packet.c). */
#include <string.h>

#include "base/util.h"
#include "scenario/parse_match.h"

/* ---- numbers ------------------------------------------------------------------------------- */

/* A number that is the part of a token from @from on, of @len bytes. */
static bool parse_bound(struct parser *p, const char *what, const struct token *token, size_t from,
			size_t len, uint32_t *n)
{
	struct token part = *token;
	const struct token *next = p->at;
	uint64_t number;
	bool good;

	part.loc.offset += from;
	part.loc.column += from;
	part.loc.len = len;
	p->at = &part;
	good = parse_number(p, what, 1, COUNT_MAX, &number);
	p->at = next;
	if (good)
		*n = number;
	return good;
}

/* N, N.. or N..M. */
static bool parse_range(struct parser *p, const char *what, struct range *range)
{
	const struct token *token = p->at;
	const char *text = token_text(p, token);
	const char *dots = memmem(text, token->loc.len, "..", strlen(".."));
	size_t low = dots ? dots - text : token->loc.len, high = low + strlen("..");

	if (!take_kind(p, TOKEN_NUMBER))
		return unexpected(p, "a number or a range, such as 2..5 or 3..");
	range->given = true;
	range->high = UINT32_MAX;
	if (!parse_bound(p, what, token, 0, low, &range->low))
		return false;
	if (!dots)
		range->high = range->low;
	else if (high < token->loc.len &&
		 !parse_bound(p, what, token, high, token->loc.len - high, &range->high))
		return false;
	if (range->high < range->low) {
		diag_error(p->diags, token->loc, "a range ends with its larger number");
		return false;
	}
	return true;
}

bool parse_condition_limit(struct parser *p, const char *what, uint32_t max, struct limit *limit)
{
	limit->given = true;
	return parse_limit(p, what, max, &limit->cmp, &limit->n);
}

/* ---- which connection, which segment of it, which transmission ----------------------------- */

static bool parse_from(struct parser *p, struct match *match)
{
	match->from_given = true;
	return parse_end(p, &match->from);
}

static bool parse_connection(struct parser *p, struct match *match)
{
	return parse_range(p, "'connection'", &match->connection);
}

static bool parse_ordinal(struct parser *p, struct match *match, const char *what)
{
	uint64_t n;

	if (!parse_number(p, what, 1, COUNT_MAX, &n))
		return false;
	match->n = n;
	return true;
}

static bool parse_first(struct parser *p, struct match *match)
{
	match->ordinal = ORDINAL_FIRST;
	return parse_ordinal(p, match, "'first'");
}

static bool parse_every(struct parser *p, struct match *match)
{
	match->ordinal = ORDINAL_EVERY;
	return parse_ordinal(p, match, "'every'");
}

static bool parse_nth(struct parser *p, struct match *match)
{
	struct range range;

	if (!parse_range(p, "'nth'", &range))
		return false;
	match->ordinal = ORDINAL_NTH;
	match->n = range.low;
	match->last = range.high;
	return true;
}

static bool parse_all(struct parser *p, struct match *match)
{
	match->transmissions = TRANSMISSIONS_ALL;
	return need_word(p, "transmissions");
}

static bool parse_transmission(struct parser *p, struct match *match)
{
	match->transmissions = TRANSMISSIONS_FIRST;
	return need_word(p, "first");
}

static bool parse_first_transmission(struct parser *p, struct match *match)
{
	match->transmissions = TRANSMISSIONS_FIRST;
	return need_word(p, "transmission");
}

static bool parse_retransmission(struct parser *p, struct match *match)
{
	match->transmissions = TRANSMISSIONS_AGAIN;
	return p->at->kind != TOKEN_NUMBER ||
	       parse_range(p, "'retransmission'", &match->retransmission);
}

/* ---- what the ends are in ------------------------------------------------------------------ */

bool parse_state_condition(struct parser *p, struct state_condition *condition)
{
	const struct token *word = p->at - 1; /* "while" or "until" */

	condition->given = true;
	if (!parse_end(p, &condition->end) || !parse_state(p, NULL, &condition->state))
		return false;
	condition->loc = span_from(p, word);
	return true;
}

/* What may stand behind an end instead of a state. */
static const char *const of_timers[] = {"timer", "retransmits"};

/* Whether a word that looks like one of those stands where they do; if so, it is reported. */
static bool misspells_timer(struct parser *p)
{
	const struct token *end = p->at, *state = end + 1;

	if (end->kind != TOKEN_WORD || state->kind != TOKEN_WORD ||
	    !did_you_mean(token_text(p, state), state->loc.len, of_timers, ARRAY_SIZE(of_timers)))
		return false;
	p->at = state;
	unknown_word(p, "condition", of_timers, ARRAY_SIZE(of_timers));
	return true;
}

static bool parse_while(struct parser *p, struct match *match)
{
	return !misspells_timer(p) && parse_state_condition(p, &match->while_state);
}

static bool parse_until(struct parser *p, struct match *match)
{
	if (match->holds)
		return parse_release(p, match);
	return !misspells_timer(p) && parse_state_condition(p, &match->until_state);
}

/* END timer TIMER */
static bool parse_timer(struct parser *p, struct timer_condition *condition)
{
	const char *words[TCP_TIMERS];

	condition->given = true;
	if (!parse_end(p, &condition->end) || !need_word(p, "timer"))
		return false;
	for (enum tcp_timer t = 0; t < TCP_TIMERS; t++) {
		words[t] = tcp_timer_name(t);
		condition->timer = t;
		if (take_word(p, words[t]))
			return true;
	}
	return unknown_word(p, "timer", words, TCP_TIMERS);
}

static bool parse_while_timer(struct parser *p, struct match *match)
{
	return parse_timer(p, &match->timer);
}

/* idiag_retrans is a byte. */
#define RETRANSMITS_MAX 255

/* END retransmits CMP N */
static bool parse_retransmits(struct parser *p, struct retransmits_condition *r)
{
	return parse_end(p, &r->end) && need_word(p, "retransmits") &&
	       parse_condition_limit(p, "a count of retransmits", RETRANSMITS_MAX, &r->limit);
}

static bool parse_while_retransmits(struct parser *p, struct match *match)
{
	return parse_retransmits(p, &match->retransmits);
}

/* A hold ends by what is seen of it at any time, and timers are looked at with segments only. */
static bool ends_no_hold(struct parser *p, const struct match *match)
{
	if (!match->holds)
		return true;
	diag_error(p->diags, p->at[1].loc,
		   "a hold ends with a segment, an end and its state, or a time");
	return false;
}

static bool parse_until_timer(struct parser *p, struct match *match)
{
	return ends_no_hold(p, match) && parse_timer(p, &match->until_timer);
}

static bool parse_until_retransmits(struct parser *p, struct match *match)
{
	return ends_no_hold(p, match) && parse_retransmits(p, &match->until_retransmits);
}

/* ---- time and chance ----------------------------------------------------------------------- */

static bool parse_after(struct parser *p, struct match *match)
{
	return parse_time(p, "'after'", NSEC_PER_USEC, &match->after);
}

static bool parse_for(struct parser *p, struct match *match)
{
	return parse_time(p, "'for'", NSEC_PER_USEC, &match->length);
}

/* Ends and segments: what can begin an event. */
static bool unknown_event(struct parser *p)
{
	const char *words[ENDS + SEGMENT_NAMES];

	for_each_end(e)
		words[e] = end_name(e);
	for (enum segment_name n = 0; n < SEGMENT_NAMES; n++)
		words[ENDS + n] = segment_name_word(n);
	return unknown_word(p, "event", words, ARRAY_SIZE(words));
}

static bool parse_since(struct parser *p, struct match *match)
{
	const struct token *word = p->at;
	const char *text = token_text(p, word);
	struct since *since = &match->since;

	if (!take_kind(p, TOKEN_WORD))
		return unknown_event(p);
	if (end_parse(text, word->loc.len, &since->end)) {
		since->kind = SINCE_STATE;
		return parse_state(p, NULL, &since->state);
	}
	if (segment_name_parse(text, word->loc.len, &since->name)) {
		since->kind = SINCE_SEGMENT;
		return need_word(p, "from") && parse_end(p, &since->end);
	}
	p->at = word;
	return unknown_event(p);
}

static bool parse_chance(struct parser *p, struct match *match)
{
	return parse_probability(p, &match->probability);
}

/* ---- all of them --------------------------------------------------------------------------- */

/* Conditions that share a slot exclude each other. */
static const struct condition_word {
	const char *word;
	const char *after_end; /* unless NULL, the word that must follow the end which follows */
	const char *second;    /* unless NULL, the word that must follow at once */
	unsigned int slot;
	bool (*parse)(struct parser *p, struct match *match);
} conditions[] = {
	{"from", NULL, NULL, 0, parse_from},
	{"connection", NULL, NULL, 1, parse_connection},
	{"flags", NULL, NULL, 2, parse_flags},
	{"size", NULL, NULL, 3, parse_size},
	{"payload", NULL, NULL, 4, parse_payload_length},
	{"contains", NULL, NULL, 5, parse_contains},
	{"match", NULL, NULL, 6, parse_filter},
	{"first", NULL, "transmission", 8, parse_first_transmission},
	{"first", NULL, NULL, 7, parse_first},
	{"nth", NULL, NULL, 7, parse_nth},
	{"every", NULL, NULL, 7, parse_every},
	{"all", NULL, NULL, 8, parse_all},
	{"transmission", NULL, NULL, 8, parse_transmission},
	{"retransmission", NULL, NULL, 8, parse_retransmission},
	{"while", "timer", NULL, 9, parse_while_timer},
	{"while", "retransmits", NULL, 10, parse_while_retransmits},
	{"while", NULL, NULL, 11, parse_while},
	{"until", "timer", NULL, 12, parse_until_timer},
	{"until", "retransmits", NULL, 13, parse_until_retransmits},
	{"until", NULL, NULL, 14, parse_until},
	{"after", NULL, NULL, 15, parse_after},
	{"for", NULL, NULL, 16, parse_for},
	{"since", NULL, NULL, 17, parse_since},
	{"probability", NULL, NULL, 18, parse_chance},
};

/* The condition that begins at the next token, or NULL. */
static const struct condition_word *find_condition(const struct parser *p)
{
	for (size_t i = 0; i < ARRAY_SIZE(conditions); i++) {
		const struct condition_word *c = &conditions[i];

		if (token_is(p, p->at, c->word) &&
		    (!c->second || token_is(p, &p->at[1], c->second)) &&
		    (!c->after_end ||
		     (p->at[1].kind == TOKEN_WORD && token_is(p, &p->at[2], c->after_end))))
			return c;
	}
	return NULL;
}

static bool unknown_condition(struct parser *p)
{
	const char *words[ARRAY_SIZE(conditions)];

	for (size_t i = 0; i < ARRAY_SIZE(conditions); i++)
		words[i] =
			conditions[i].after_end || conditions[i].second ? NULL : conditions[i].word;
	return unknown_word(p, "condition", words, ARRAY_SIZE(words));
}

bool parse_conditions(struct parser *p, struct match *match)
{
	const struct token *taken[ARRAY_SIZE(conditions)] = {0};

	while (p->at->kind == TOKEN_WORD) {
		const struct condition_word *c = find_condition(p);
		const struct token *word = p->at, *first;

		if (!c)
			return unknown_condition(p);
		first = taken[c->slot];
		if (first) {
			diag_error(p->diags, word->loc, "'%s' after '%.*s': a rule has one of them",
				   c->word, (int)first->loc.len, token_text(p, first));
			return false;
		}
		taken[c->slot] = word;
		p->at++;
		if (!c->parse(p, match))
			return false;
	}
	return true;
}
