/* SPDX-License-Identifier: MIT */
/* Expectations of segments: how many, when again, and what stands in one. */
#include <inttypes.h>

#include "base/translate.h"
#include "explain/nouns.h"
#include "explain/say.h"

static const char *in_connection(struct sentences *s, const char *what, uint32_t connection)
{
	return connection ? part(s, C_("segment", "%s in connection %u"), what, connection) : what;
}

static const char *counted_noun(struct sentences *s, const struct expectation *ex)
{
	const struct segment_choice *which = &ex->segments.which;
	const enum end *from = which->from_given ? &which->from : NULL;

	const char *noun =
		ex->segments.n < 2 ? noun_segment(which->name) : noun_segments(which->name);

	return in_connection(s, noun_from(s, noun, from), ex->connection);
}

/* Which of the segments count. */
static void say_counted(struct sentences *s, const struct segment_choice *which)
{
	switch (which->transmission) {
	case TRANSMISSION_ANY:
		break;
	case TRANSMISSION_FIRST:
		sentence(s, _("Only first transmissions count."));
		break;
	case TRANSMISSION_AGAIN:
		sentence(s, _("Only retransmissions count."));
		break;
	}
	if (which->dropped)
		sentence(s, _("Only those count that a fault drops."));
}

void say_segments(struct sentences *s, const struct expectation *ex)
{
	const struct segment_choice *which = &ex->segments.which;
	const char *noun = counted_noun(s, ex);

	if (ex->segments.cmp == CMP_EQ && !ex->segments.n)
		sentence(s, _("The wire carries no %s."), noun);
	else
		/* TRANSLATORS: "The wire carries at least 2 SYNs from the client." */
		sentence(s, _("The wire carries %s %s."),
			 noun_limit(s, ex->segments.cmp, ex->segments.n), noun);
	say_counted(s, which);
}

/* The one segment that an expectation means. */
static const char *the_noun(struct sentences *s, const struct expectation *ex,
			    const struct segment_choice *which)
{
	const enum end *from = which->from_given ? &which->from : NULL;
	const char *noun = noun_nth(s, which->nth > 1 ? which->nth : 1, noun_segment(which->name));

	noun = in_connection(s, noun_from(s, noun, from), ex->connection);
	if (which->retransmission)
		noun = part(s, _("retransmission %u of %s"), which->retransmission, noun);
	return noun;
}

void say_gaps(struct sentences *s, const struct expectation *ex)
{
	const struct expected_time *tolerance = &ex->gaps.gaps[0];
	const char *noun = the_noun(s, ex, &ex->gaps.which), *list = NULL;

	for (size_t i = 0; i < ex->gaps.n; i++) {
		const char *gap = noun_time(s, ex->gaps.gaps[i].time);

		list = list ? part(s, C_("list", "%s, %s"), list, gap) : gap;
	}
	sentence(s,
		 P_("There is %zu retransmission of %s, and no more: %s after the transmission "
		    "before.",
		    "There are %zu retransmissions of %s, and no more: each so long after the "
		    "transmission before: %s.",
		    ex->gaps.n),
		 ex->gaps.n, noun, list);
	switch (tolerance->tolerance) {
	case TOLERANCE_DEFAULT:
		break;
	case TOLERANCE_PERCENT:
		sentence(s,
			 P_("That may be up to %u%% more or less.",
			    "Each of them may be up to %u%% more or less.", ex->gaps.n),
			 tolerance->percent);
		break;
	case TOLERANCE_TIME:
		sentence(s,
			 P_("That may be up to %s more or less.",
			    "Each of them may be up to %s more or less.", ex->gaps.n),
			 noun_time(s, tolerance->plus_minus));
		break;
	}
}

static void say_flags(struct sentences *s, const struct expectation *ex, const char *noun)
{
	const char *flags = noun_flags(s, (uint8_t)ex->field.n);

	if (ex->field.cmp == CMP_EQ)
		sentence(s, _("Just these flags are set in %s: %s."), noun, flags);
	else
		sentence(s, _("Other flags are set in %s than just these: %s."), noun, flags);
}

static void say_has_option(struct sentences *s, const struct expectation *ex, const char *noun)
{
	const char *option = noun_option(s, ex->field.option);

	if (ex->field.n)
		sentence(s, _("There is the TCP option %s in %s."), option, noun);
	else
		sentence(s, _("There is no TCP option %s in %s."), option, noun);
}

void say_field(struct sentences *s, const struct expectation *ex)
{
	const char *noun = the_noun(s, ex, &ex->field.which);
	const char *value = noun_limit(s, ex->field.cmp, ex->field.n);

	switch (ex->field.field) {
	case SEGMENT_FLAGS:
		say_flags(s, ex, noun);
		break;
	case SEGMENT_SEQ:
		sentence(s, _("The sequence number of %s, counted from its sender's SYN, is %s."),
			 noun, value);
		break;
	case SEGMENT_ACK:
		sentence(s,
			 _("The acknowledgment number of %s, counted from the other end's SYN, "
			   "is %s."),
			 noun, value);
		break;
	case SEGMENT_WINDOW:
		sentence(s, _("The window that %s announces, not scaled, is %s."), noun, value);
		break;
	case SEGMENT_PAYLOAD:
		sentence(s,
			 P_("The data of %s are %s byte long.", "The data of %s are %s bytes long.",
			    ex->field.n),
			 noun, value);
		break;
	case SEGMENT_TTL:
		sentence(s, _("The time to live of %s, on the wire, is %s."), noun, value);
		break;
	case SEGMENT_DSCP:
		sentence(s, _("The DSCP of %s is %s."), noun, value);
		break;
	case SEGMENT_ECN:
		sentence(s, _("The ECN bits in the IP header of %s are %s."), noun, value);
		break;
	case SEGMENT_MSS:
		sentence(s, _("The largest segment (MSS) that %s announces is %s bytes."), noun,
			 value);
		break;
	case SEGMENT_WSCALE:
		sentence(s, _("The window scale that %s announces is %s."), noun, value);
		break;
	case SEGMENT_OPTION:
		say_has_option(s, ex, noun);
		break;
	}
}
