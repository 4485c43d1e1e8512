/* SPDX-License-Identifier: MIT */
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

bool parse_conditions(struct parser *p, struct match *match)
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
