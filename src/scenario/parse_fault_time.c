/* SPDX-License-Identifier: MIT */
/* Verbs about when segments go on: what stands between the verb and its segment, and a hold's end. */
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "scenario/parse.h"

/* ---- delay --------------------------------------------------------------------------------- */

static bool parse_distribution(struct parser *p, struct fault *fault)
{
	const char *words[DISTRIBUTIONS];

	for (enum distribution d = 0; d < DISTRIBUTIONS; d++) {
		words[d] = distribution_word(d);
		if (take_word(p, words[d])) {
			fault->distribution = d;
			return true;
		}
	}
	return unknown_word(p, "distribution", words, DISTRIBUTIONS);
}

bool parse_delay(struct parser *p, struct fault *fault)
{
	const struct token *jitter;

	if (!parse_time(p, "a delay", NSEC_PER_USEC, &fault->delay))
		return false;
	if (!take_word(p, "jitter"))
		return true;
	jitter = p->at;
	if (!parse_time(p, "a jitter", 1, &fault->jitter))
		return false;
	if (fault->jitter > fault->delay) {
		diag_error(p->diags, jitter->loc,
			   "a jitter larger than the delay would send segments into the past");
		return false;
	}
	return !take_word(p, "distribution") || parse_distribution(p, fault);
}

/* ---- hold ---------------------------------------------------------------------------------- */

bool parse_hold(struct parser *p, struct fault *fault)
{
	(void)p;
	fault->match.holds = true;
	return true;
}

static bool parse_release_segment(struct parser *p, struct release *release)
{
	release->kind = RELEASE_SEGMENT;
	if (!parse_segment_name(p, &release->name))
		return false;
	release->from_given = take_word(p, "from");
	return !release->from_given || parse_end(p, &release->from);
}

/* An end begins a state, a number is a time, anything else names a segment. */
static bool parse_release_what(struct parser *p, struct match *match)
{
	enum end end;

	if (p->at->kind == TOKEN_NUMBER) {
		match->release.kind = RELEASE_TIME;
		return parse_time(p, "the end of a hold", NSEC_PER_USEC, &match->release.time);
	}
	if (p->at->kind != TOKEN_WORD)
		return unexpected(p, "a segment, an end and its state, or a time");
	if (!end_parse(token_text(p, p->at), p->at->loc.len, &end))
		return parse_release_segment(p, &match->release);
	match->release.kind = RELEASE_STATE;
	return parse_state_condition(p, &match->until_state);
}

bool parse_release(struct parser *p, struct match *match)
{
	if (!parse_release_what(p, match))
		return false;
	if (p->at->kind != TOKEN_WORD)
		return true;
	diag_error(p->diags, p->at->loc, "'until' comes last in a hold");
	return false;
}

bool parse_held(struct parser *p, const struct token *verb, const struct match *match)
{
	if (!match->holds || match->release.kind != RELEASE_NONE)
		return true;
	diag_error(p->diags, verb->loc,
		   "a hold until when? End it with 'until' and a segment, an end and its state, or "
		   "a time");
	return false;
}

/* ---- reorder ------------------------------------------------------------------------------- */

bool parse_reorder(struct parser *p, struct fault *fault)
{
	uint64_t n = 1;

	if (p->at->kind == TOKEN_NUMBER && !parse_number(p, "'reorder'", 1, COUNT_MAX, &n))
		return false;
	fault->behind = n;
	fault->within = REORDER_WITHIN;
	return !take_word(p, "within") || parse_time(p, "a limit", NSEC_PER_USEC, &fault->within);
}

/* ---- rate ---------------------------------------------------------------------------------- */

static const struct {
	const char *word;
	uint64_t bits;
} rate_units[] = {
	{"bit", 1},  {"kbit", 1000},  {"mbit", 1000000},  {"gbit", 1000000000},
	{"byte", 8}, {"kbyte", 8000}, {"mbyte", 8000000}, {"gbyte", 8000000000},
};

#define RATE_MIN 8
#define RATE_MAX UINT64_C(100000000000)

/* As much as a burst may be without overflowing the time that it takes at RATE_MIN. */
#define BURST_MAX 1000000000

static bool parse_bits(struct parser *p, uint64_t *rate)
{
	const struct token *token = p->at;
	const char *text = token_text(p, token);
	size_t digits = strspn(text, "0123456789");

	if (!take_kind(p, TOKEN_NUMBER))
		return unexpected(p, "a rate, such as 512kbit or 1mbyte");
	for (size_t i = 0; i < ARRAY_SIZE(rate_units); i++) {
		size_t len = strlen(rate_units[i].word);

		if (!digits || digits + len != token->loc.len ||
		    memcmp(text + digits, rate_units[i].word, len) != 0)
			continue;
		if (!__builtin_mul_overflow(strtoull(text, NULL, 10), rate_units[i].bits, rate) &&
		    *rate >= RATE_MIN && *rate <= RATE_MAX)
			return true;
		diag_error(p->diags, token->loc, "a rate must be from 8bit to 100gbit");
		return false;
	}
	diag_error(p->diags, token->loc,
		   "a rate is a whole number and, without a blank, bit, kbit, mbit, gbit, byte, "
		   "kbyte, mbyte or gbyte: of them a second");
	return false;
}

bool parse_rate(struct parser *p, struct fault *fault)
{
	uint64_t burst;

	if (!parse_bits(p, &fault->rate))
		return false;
	if (!take_word(p, "burst"))
		return true;
	if (!parse_number(p, "a burst in bytes", 1, BURST_MAX, &burst))
		return false;
	fault->burst = burst;
	return true;
}

/* ---- partition, forget --------------------------------------------------------------------- */

/* When it begins: "at TIME", or "on" and what a rule says of its segment. */
bool parse_forget(struct parser *p, struct fault *fault)
{
	fault->at_given = take_word(p, "at");
	if (fault->at_given)
		return parse_time(p, "the beginning", NSEC_PER_USEC, &fault->at);
	return take_word(p, "on") || unexpected(p, "'on' and a segment, or 'at' and a time");
}

bool parse_partition(struct parser *p, struct fault *fault)
{
	return parse_time(p, "a partition", NSEC_PER_USEC, &fault->lasts) && parse_forget(p, fault);
}
