/* SPDX-License-Identifier: MIT */
/* Rules that are never reached, because an earlier one takes every segment that they mean. */
#include "base/util.h"
#include "scenario/check.h"

/* A slot for each "while", and one for its absence. */
#define WHILES (1 + ENDS * TCP_STATES)

static size_t while_slot(const struct match *match)
{
	const struct state_condition *condition = &match->while_state;

	return condition->given ? 1 + condition->end * TCP_STATES + condition->state : 0;
}

/* The first rule that takes every segment of a name and direction while a condition holds. */
struct takers {
	const struct fault *first[SEGMENT_NAMES][ENDS][WHILES];
};

/* Whether a match means every segment of its name and direction while its "while END STATE" holds. */
static bool means_all(const struct match *m)
{
	return m->ordinal == ORDINAL_NONE && m->transmissions <= TRANSMISSIONS_ALL &&
	       !m->connection.given && !m->flags.given && !m->size.given && !m->payload.given &&
	       !m->contains.bytes && !m->filter.text && !m->timer.given &&
	       !m->retransmits.limit.given && !match_has_until(m) && !m->after && !m->length &&
	       m->since.kind == SINCE_START && !m->probability;
}

/* Whoever takes every segment that @match means among those from @from, or NULL. */
static const struct fault *taker(const struct takers *takers, const struct match *match,
				 enum end from)
{
	/* every handshake-ack and fin-ack-of is an ack, too */
	bool is_ack = match->name == SEG_HANDSHAKE_ACK || match->name == SEG_FIN_ACK_OF;
	const enum segment_name names[] = {match->name, is_ack ? SEG_ACK : match->name, SEG_ANY};
	const size_t whiles[] = {0, while_slot(match)};

	for (size_t n = 0; n < ARRAY_SIZE(names); n++) {
		for (size_t w = 0; w < ARRAY_SIZE(whiles); w++) {
			const struct fault *fault = takers->first[names[n]][from][whiles[w]];

			if (fault)
				return fault;
		}
	}
	return NULL;
}

/* Whether a rule takes every segment that its match means, each time. */
static bool takes_all(const struct fault *fault)
{
	switch (fault->verb) {
	case VERB_DROP:
	case VERB_DELAY:
	case VERB_PASS:
	case VERB_REORDER:
	case VERB_RATE:
	case VERB_SET:
	case VERB_OPTION:
	case VERB_PAYLOAD:
	case VERB_CORRUPT:
	case VERB_TRUNCATE:
	case VERB_DUPLICATE:
	case VERB_INJECT:
	case VERB_REPLY:
	case VERB_REJECT:
		return means_all(&fault->match);
	case VERB_HOLD:
	case VERB_PARTITION:
	case VERB_FORGET:
		break;
	}
	return false;
}

void check_reach(const struct scenario *sc, struct diags *diags)
{
	struct takers takers = {0};

	for (size_t i = 0; i < sc->n_faults; i++) {
		const struct fault *fault = &sc->faults[i], *by = NULL;
		const struct match *match = &fault->match;
		bool reached = false;

		for_each_end(from) {
			const struct fault *t;

			if (match->from_given && match->from != from)
				continue;
			t = taker(&takers, match, from);
			if (t)
				by = t;
			else
				reached = true;
			if (!t && takes_all(fault))
				takers.first[match->name][from][while_slot(match)] = fault;
		}
		if (!reached)
			diag_warning(diags, fault->loc,
				     "this rule is never reached: '%s' (%s) takes every "
				     "segment that it means",
				     by->name, source_line(diags->src, by->loc).text);
	}
}
