/* SPDX-License-Identifier: MIT */
/* Which segments a rule is for: a noun, and sentences for the conditions that it does not tell. */
#include <inttypes.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "explain/nouns.h"
#include "explain/say.h"

/* ---- the noun ------------------------------------------------------------------------------ */

/* "SYN", "retransmitted SYN"; alone or with others */
static const char *plain_noun(struct sentences *s, const struct match *match, bool many)
{
	const char *noun = many ? noun_segments(match->name) : noun_segment(match->name);

	return match->transmissions == TRANSMISSIONS_AGAIN ? part(s, _("retransmitted %s"), noun)
							   : noun;
}

static const char *every_noun(struct sentences *s, uint32_t n, const char *one)
{
	if (n == 1)
		return part(s, _("every %s"), one);
	if (n == 2)
		return part(s, _("every second %s"), one);
	return part(s, _("every %u-th %s"), n, one);
}

static const char *nth_noun(struct sentences *s, const struct match *match)
{
	const char *many = plain_noun(s, match, true);

	if (match->last == UINT32_MAX)
		return part(s, _("all %s but the first %u"), many, match->n - 1);
	if (match->last != match->n)
		return part(s, _("numbers %u to %u of the %s"), match->n, match->last, many);
	return noun_nth(s, match->n, plain_noun(s, match, false));
}

static const char *first_noun(struct sentences *s, const struct match *match)
{
	return match->n == 1 ? noun_nth(s, 1, plain_noun(s, match, false))
			     : part(s, _("each of the first %u %s"), match->n,
				    plain_noun(s, match, true));
}

static const char *ordinal_noun(struct sentences *s, const struct match *match)
{
	switch (match->ordinal) {
	case ORDINAL_NONE:
		break;
	case ORDINAL_FIRST:
		return first_noun(s, match);
	case ORDINAL_NTH:
		return nth_noun(s, match);
	case ORDINAL_EVERY:
		return every_noun(s, match->n, plain_noun(s, match, false));
	}
	return every_noun(s, 1, plain_noun(s, match, false));
}

const char *match_noun(struct sentences *s, const struct match *match)
{
	return noun_from(s, ordinal_noun(s, match), match->from_given ? &match->from : NULL);
}

const char *match_noun_once(struct sentences *s, const struct match *match)
{
	if (match->ordinal != ORDINAL_NONE)
		return match_noun(s, match);
	return noun_from(s, noun_nth(s, 1, plain_noun(s, match, false)),
			 match->from_given ? &match->from : NULL);
}

/* ---- the segment itself -------------------------------------------------------------------- */

static void say_connections(struct sentences *s, const struct range *range)
{
	if (!range->given)
		return;
	if (range->high == UINT32_MAX)
		sentence(s, _("Only the connections from number %u on are meant."), range->low);
	else if (range->high != range->low)
		sentence(s, _("Only the connections %u to %u are meant."), range->low, range->high);
	else
		sentence(s, _("Only connection %u is meant."), range->low);
}

static void say_flags(struct sentences *s, const struct flags_condition *flags)
{
	if (!flags->given)
		return;
	if ((flags->set | flags->clear) == UINT8_MAX)
		sentence(s, _("Only segments with just these flags are meant: %s."),
			 noun_flags(s, flags->set));
	else if (!flags->clear)
		sentence(s,
			 _("Only segments with these flags are meant, whatever others they have: "
			   "%s."),
			 noun_flags(s, flags->set));
	else if (!flags->set)
		sentence(s, _("Only segments without these flags are meant: %s."),
			 noun_flags(s, flags->clear));
	else
		sentence(s,
			 _("Only segments are meant that have these flags: %s; and have none of "
			   "these: %s."),
			 noun_flags(s, flags->set), noun_flags(s, flags->clear));
}

static void say_bytes(struct sentences *s, const struct match *match)
{
	const struct pattern *pattern = &match->contains;

	if (match->size.given)
		sentence(s,
			 _("Only IP packets of this size are meant, headers included: %s bytes."),
			 noun_limit(s, match->size.cmp, match->size.n));
	if (match->payload.given)
		sentence(s, _("Only segments with so many bytes of data are meant: %s."),
			 noun_limit(s, match->payload.cmp, match->payload.n));
	if (pattern->bytes)
		sentence(s, _("Only segments whose data contain %s are meant."),
			 noun_bytes(s, pattern->bytes, pattern->len, pattern->hex));
	if (match->filter.text)
		sentence(s, _("Only segments that this filter takes are meant: %s."),
			 noun_text(s, match->filter.text, strlen(match->filter.text)));
}

/* ---- which of them ------------------------------------------------------------------------- */

static void say_retransmissions(struct sentences *s, const struct range *which)
{
	if (!which->given)
		return;
	if (which->high == UINT32_MAX)
		sentence(s,
			 _("Of each segment only the retransmissions from number %u on are "
			   "meant."),
			 which->low);
	else if (which->high != which->low)
		sentence(s, _("Of each segment only the retransmissions %u to %u are meant."),
			 which->low, which->high);
	else
		sentence(s, _("Of each segment only retransmission %u is meant."), which->low);
}

/* Whether segments of that name are ever sent again. */
static bool is_repeated(enum segment_name name)
{
	return name != SEG_ACK && name != SEG_FIN_ACK_OF && name != SEG_HANDSHAKE_ACK &&
	       name != SEG_RST;
}

static void say_transmissions(struct sentences *s, const struct match *match)
{
	bool ordinal = match->ordinal != ORDINAL_NONE;

	switch (match->transmissions) {
	case TRANSMISSIONS_DEFAULT:
		if (!is_repeated(match->name))
			break;
		sentence(s, "%s",
			 ordinal ? _("Retransmissions are neither counted nor meant.")
				 : _("Retransmissions are meant as well."));
		break;
	case TRANSMISSIONS_ALL:
		if (ordinal)
			sentence(s, _("Retransmissions are counted and meant as well."));
		break;
	case TRANSMISSIONS_FIRST:
		sentence(s, _("Only first transmissions are meant."));
		break;
	case TRANSMISSIONS_AGAIN:
		say_retransmissions(s, &match->retransmission);
		break;
	}
	if (ordinal && !match->from_given)
		sentence(s, _("Each direction is counted for itself."));
}

/* ---- ends, time, chance -------------------------------------------------------------------- */

static const char *const timers[] = {
	[TIMER_NONE] = NULL,
	[TIMER_RETRANSMIT] = N_("retransmission timer"),
	[TIMER_KEEPALIVE] = N_("keepalive timer"),
	[TIMER_TIME_WAIT] = N_("TIME-WAIT timer"),
	[TIMER_PROBE] = N_("timer for window probes"),
};

static void say_while(struct sentences *s, const struct match *match)
{
	const struct timer_condition *timer = &match->timer;
	const struct retransmits_condition *again = &match->retransmits;

	if (match->while_state.given)
		sentence(s, _("That is done only while %s is in %s."),
			 noun_end(match->while_state.end),
			 tcp_state_name(match->while_state.state));
	if (timer->given && timer->timer == TIMER_NONE)
		sentence(s, _("That is done only while no timer of %s runs."),
			 noun_end(timer->end));
	else if (timer->given)
		sentence(s, _("That is done only while the %s of %s runs."),
			 _(timers[timer->timer]), noun_end(timer->end));
	if (again->limit.given)
		sentence(s,
			 _("That is done only while so many timeouts in a row have come at %s: "
			   "%s."),
			 noun_end(again->end), noun_limit(s, again->limit.cmp, again->limit.n));
}

static void say_until(struct sentences *s, const struct match *match)
{
	const struct timer_condition *timer = &match->until_timer;
	const struct retransmits_condition *again = &match->until_retransmits;

	if (match->until_state.given && !match->holds)
		sentence(s, _("That is over as soon as a segment finds %s in %s."),
			 noun_end(match->until_state.end),
			 tcp_state_name(match->until_state.state));
	if (timer->given && timer->timer == TIMER_NONE)
		sentence(s, _("That is over as soon as a segment finds no timer of %s running."),
			 noun_end(timer->end));
	else if (timer->given)
		sentence(s, _("That is over as soon as a segment finds the %s of %s running."),
			 _(timers[timer->timer]), noun_end(timer->end));
	if (again->limit.given)
		sentence(s,
			 _("That is over as soon as so many timeouts in a row have come at %s: "
			   "%s."),
			 noun_end(again->end), noun_limit(s, again->limit.cmp, again->limit.n));
}

/* What the times are counted from, where it is not the beginning of the run. */
static const char *since_noun(struct sentences *s, const struct since *since)
{
	if (since->kind == SINCE_STATE)
		return part(s, _("the first segment that finds %s in %s"), noun_end(since->end),
			    tcp_state_name(since->state));
	return noun_from(s, noun_nth(s, 1, noun_segment(since->name)), &since->end);
}

static void say_times(struct sentences *s, const struct match *match)
{
	bool from_start = match->since.kind == SINCE_START;

	if (from_start && match->after)
		sentence(s, _("That begins %s after the beginning of the run."),
			 noun_time(s, match->after));
	else if (!from_start && match->after)
		sentence(s, _("That begins %s after %s."), noun_time(s, match->after),
			 since_noun(s, &match->since));
	else if (!from_start)
		sentence(s, _("That begins with %s."), since_noun(s, &match->since));
	if (!match->length)
		return;
	if (from_start && !match->after)
		sentence(s, _("That ends %s after the beginning of the run."),
			 noun_time(s, match->length));
	else
		sentence(s, _("That ends %s later."), noun_time(s, match->length));
}

static void say_chance(struct sentences *s, const struct match *match)
{
	char percent[32];

	if (!match->probability)
		return;
	snprintf(percent, sizeof(percent), "%.6g%%",
		 (double)match->probability / PROBABILITY_PERCENT);
	sentence(s, _("Chance, that is the seed of the run, picks %s of them."), percent);
}

void say_conditions(struct sentences *s, const struct match *match, bool once)
{
	say_connections(s, &match->connection);
	say_flags(s, &match->flags);
	say_bytes(s, match);
	say_while(s, match);
	say_times(s, match);
	say_until(s, match);
	if (!once)
		say_transmissions(s, match);
	say_chance(s, match);
}
