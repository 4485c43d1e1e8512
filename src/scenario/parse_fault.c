/* SPDX-License-Identifier: MIT */
#include <assert.h>

#include "base/util.h"
#include "scenario/parse_verb.h"

/* For a verb that is one word. */
static bool parse_nothing(struct parser *p, struct fault *fault)
{
	(void)p;
	(void)fault;
	return true;
}

static verb_fn *const parse_verb[] = {
	[VERB_DROP] = parse_nothing,
	[VERB_DELAY] = parse_delay,
	[VERB_PASS] = parse_nothing,
	[VERB_HOLD] = parse_hold,
	[VERB_REORDER] = parse_reorder,
	[VERB_RATE] = parse_rate,
	[VERB_PARTITION] = parse_partition,
	[VERB_FORGET] = parse_forget,
	[VERB_SET] = parse_set,
	[VERB_OPTION] = parse_option,
	[VERB_PAYLOAD] = parse_payload,
	[VERB_CORRUPT] = parse_corrupt,
	[VERB_TRUNCATE] = parse_truncate,
	[VERB_DUPLICATE] = parse_duplicate,
	[VERB_INJECT] = parse_inject,
	[VERB_REPLY] = parse_reply,
	[VERB_REJECT] = parse_reject,
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
			   "a fault has one rule, and %s holds it; give this one a fault of "
			   "its own",
			   source_line(&p->sc->source, fault->loc).text);
		return false;
	}
	fault->loc = word->loc;
	fault->match.name = SEG_ANY; /* if it begins at a time, with whatever comes */
	if (!parse_verb_word(p, &fault->verb) || !parse_verb[fault->verb](p, fault))
		return false;
	if (!fault->at_given &&
	    (!parse_segment_name(p, &fault->match.name) || !parse_conditions(p, &fault->match)))
		return false;
	if (!parse_held(p, word, &fault->match))
		return false;
	fault->loc = span_from(p, word);
	return true;
}
