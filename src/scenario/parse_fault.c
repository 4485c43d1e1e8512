/* SPDX-License-Identifier: MIT */
#include <assert.h>

#include "base/util.h"
#include "scenario/parse.h"

static bool parse_from(struct parser *p, struct match *match)
{
	match->from_given = true;
	return parse_end(p, &match->from);
}

static bool parse_ordinal(struct parser *p, struct match *match, enum ordinal_kind kind)
{
	uint64_t n;

	if (!parse_number(p, kind == ORDINAL_FIRST ? "'first'" : "'nth'", 1, COUNT_MAX, &n))
		return false;
	match->ordinal = kind;
	match->n = n;
	return true;
}

static bool parse_first(struct parser *p, struct match *match)
{
	return parse_ordinal(p, match, ORDINAL_FIRST);
}

static bool parse_nth(struct parser *p, struct match *match)
{
	return parse_ordinal(p, match, ORDINAL_NTH);
}

static bool parse_state_condition(struct parser *p, struct state_condition *condition)
{
	const struct token *word = p->at - 1;

	condition->given = true;
	if (!parse_end(p, &condition->end) || !parse_state(p, NULL, &condition->state))
		return false;
	condition->loc = span_from(p, word);
	return true;
}

static bool parse_while(struct parser *p, struct match *match)
{
	return parse_state_condition(p, &match->while_state);
}

static bool parse_until(struct parser *p, struct match *match)
{
	return parse_state_condition(p, &match->until_state);
}

/* Conditions that share a slot exclude each other. */
static const struct {
	const char *word;
	unsigned int slot;
	bool (*parse)(struct parser *p, struct match *match);
} conditions[] = {
	{"from", 0, parse_from},   {"first", 1, parse_first}, {"nth", 1, parse_nth},
	{"while", 2, parse_while}, {"until", 3, parse_until},
};

/* What narrows a match down, in any order. */
static bool parse_conditions(struct parser *p, struct match *match)
{
	const struct token *taken[ARRAY_SIZE(conditions)] = {0};
	const char *words[ARRAY_SIZE(conditions)];

	while (p->at->kind == TOKEN_WORD) {
		const struct token *word = p->at;
		size_t i = 0;

		for (; i < ARRAY_SIZE(conditions) && !take_word(p, conditions[i].word); i++)
			words[i] = conditions[i].word;
		if (i == ARRAY_SIZE(conditions))
			return unknown_word(p, "condition", words, ARRAY_SIZE(words));
		if (taken[conditions[i].slot]) {
			const struct token *first = taken[conditions[i].slot];

			diag_error(p->diags, word->loc, "'%s' after '%.*s': a rule has one of them",
				   conditions[i].word, (int)first->loc.len, token_text(p, first));
			return false;
		}
		taken[conditions[i].slot] = word;
		if (!conditions[i].parse(p, match))
			return false;
	}
	return true;
}

static bool parse_delay(struct parser *p, struct fault *fault)
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
	return true;
}

/* For a verb that is one word. */
static bool parse_nothing(struct parser *p, struct fault *fault)
{
	(void)p;
	(void)fault;
	return true;
}

static bool (*const parse_verb[])(struct parser *p, struct fault *fault) = {
	[VERB_DROP] = parse_nothing,
	[VERB_DELAY] = parse_delay,
	[VERB_PASS] = parse_nothing,
};
static_assert(ARRAY_SIZE(parse_verb) == VERBS, "a parser for every verb");

static bool parse_verb_word(struct parser *p, enum verb *verb)
{
	const char *words[VERBS];

	for (enum verb v = 0; v < VERBS; v++) {
		words[v] = verb_word(v);
		if (take_word(p, words[v])) {
			*verb = v;
			return true;
		}
	}
	return unknown_word(p, "verb", words, VERBS);
}

bool parse_rule(struct parser *p, void *arg)
{
	struct fault *fault = arg;
	const struct token *word = p->at;

	if (fault->loc.line) {
		diag_error(p->diags, word->loc,
			   "a fault has one rule, and line %u holds it; give this one a fault of "
			   "its own",
			   fault->loc.line);
		return false;
	}
	fault->loc = word->loc;
	if (!parse_verb_word(p, &fault->verb) || !parse_verb[fault->verb](p, fault) ||
	    !parse_segment_name(p, &fault->match.name) || !parse_conditions(p, &fault->match))
		return false;
	fault->loc = span_from(p, word);
	return true;
}
