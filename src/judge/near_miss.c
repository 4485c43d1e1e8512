/* SPDX-License-Identifier: MIT */
#include "judge/near_miss.h"

#include <inttypes.h>

#include "tcp/flags.h"

/* "had 40 bytes, not > 100" */
static char *not_within(const char *what, uint64_t found, const struct limit *limit)
{
	return xasprintf("had %" PRIu64 " %s, not %s %" PRIu32, found, what,
			 comparison_word(limit->cmp), limit->n);
}

static char *other_flags(uint8_t flags)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	fputs("had the flags", out);
	for (unsigned int bit = 0; bit < TCP_FLAGS; bit++)
		if (flags & 1 << bit)
			fprintf(out, " %s", tcp_flag_word(bit));
	if (!flags)
		fputs(" none", out);
	fclose(out);
	return text;
}

static char *another_state(const struct match *m, const struct near_miss *miss)
{
	return xasprintf("was not it, because the %s was in %s, not %s",
			 end_name(m->while_state.end), tcp_state_name(miss->state),
			 tcp_state_name(m->while_state.state));
}

static char *another_timer(const struct match *m, const struct near_miss *miss)
{
	return xasprintf("was not it, because the %s's timer was %s, not %s",
			 end_name(m->timer.end), tcp_timer_name(miss->timer),
			 tcp_timer_name(m->timer.timer));
}

static char *other_retransmits(const struct match *m, const struct near_miss *miss)
{
	const struct retransmits_condition *r = &m->retransmits;

	return xasprintf("was not it, because the %s's retransmits were %" PRIu64
			 ", not %s %" PRIu32,
			 end_name(r->end), miss->found, comparison_word(r->limit.cmp), r->limit.n);
}

static char *over(const struct match *m)
{
	const struct retransmits_condition *r = &m->until_retransmits;

	/* of several nobody knows which it was */
	if (m->until_state.given + m->until_timer.given + r->limit.given != 1)
		return xasprintf("%s", condition_word(COND_UNTIL));
	if (m->until_timer.given)
		return xasprintf("was not it, because the %s's timer had already been %s",
				 end_name(m->until_timer.end),
				 tcp_timer_name(m->until_timer.timer));
	if (r->limit.given)
		return xasprintf("was not it, because the %s's retransmits had already been "
				 "%s %" PRIu32,
				 end_name(r->end), comparison_word(r->limit.cmp), r->limit.n);
	return xasprintf("was not it, because the %s had already been in %s",
			 end_name(m->until_state.end), tcp_state_name(m->until_state.state));
}

static char *not_begun(const struct since *since)
{
	if (since->kind == SINCE_STATE)
		return xasprintf("came before the %s was seen in %s", end_name(since->end),
				 tcp_state_name(since->state));
	return xasprintf("came before any %s from the %s", segment_name_word(since->name),
			 end_name(since->end));
}

static char *at_another_time(const struct match *m, const struct near_miss *miss)
{
	const char *beginning = m->since.kind == SINCE_START ? "the start" : "the event";
	bool early = miss->failed == COND_AFTER;
	char found[NSEC_TEXT], limit[NSEC_TEXT];

	nsec_format(found, (nsec_t)miss->found);
	nsec_format(limit, early ? m->after : m->after + m->length);
	return xasprintf("came %s after %s, not %s %s", found, beginning,
			 early ? "at least" : "less than", limit);
}

static char *taken(const struct scenario *sc, int by)
{
	if (by == NO_FAULT || (size_t)by >= sc->n_faults)
		return xasprintf("%s", condition_word(COND_EARLIER));
	return xasprintf("was taken by fault %s, which stands before", sc->faults[by].name);
}

/* Why the segment that came nearest was not it: the end of a sentence about the segment. */
static char *why_not(const struct scenario *sc, const struct match *m, const struct near_miss *miss,
		     const struct event_segment *segment)
{
	const struct segment_facts *facts = &segment->facts;

	switch (miss->failed) {
	case COND_CONNECTION:
		return xasprintf("belongs to connection %" PRIu32, facts->connection);
	case COND_FLAGS:
		return other_flags(facts->flags);
	case COND_SIZE:
		return not_within("bytes", miss->found, &m->size);
	case COND_PAYLOAD:
		return not_within("bytes of payload", facts->payload_len, &m->payload);
	case COND_WHILE:
		return another_state(m, miss);
	case COND_TIMER:
		return another_timer(m, miss);
	case COND_RETRANSMITS:
		return other_retransmits(m, miss);
	case COND_UNTIL:
		return over(m);
	case COND_SINCE:
		return not_begun(&m->since);
	case COND_AFTER:
	case COND_FOR:
		return at_another_time(m, miss);
	case COND_RETRANSMISSION:
		if (!facts->retransmission)
			return xasprintf("was a first transmission");
		return xasprintf("was retransmission %u", facts->retransmission);
	case COND_ORDINAL:
		return xasprintf("was number %" PRIu64 " of those that the rule counts",
				 miss->found);
	case COND_EARLIER:
		return taken(sc, segment->verdict.fault);
	case COND_NAME:
	case COND_DIRECTION:
	case COND_CONTAINS:
	case COND_MATCH:
	case COND_RELEASED:
	case COND_PROBABILITY:
	case COND_OFF:
	case COND_ALL:
		break;
	}
	return xasprintf("%s", condition_word(miss->failed));
}

char *near_miss_text(const struct scenario *sc, const struct fault *fault,
		     const struct near_miss *miss, const struct event *segment)
{
	char *why, *text;

	if (!miss->segment)
		return xasprintf("it never fired; there was no segment at all");
	if (!segment)
		return xasprintf("it never fired; segment %" PRIu32 " came nearest, "
				 "which is not in the record",
				 miss->segment);
	why = why_not(sc, &fault->match, miss, &segment->segment);
	text = xasprintf("it never fired; nearest miss: segment %" PRIu32 " (%s from the %s) %s",
			 miss->segment,
			 segment_name_word(segment_facts_name(&segment->segment.facts)),
			 end_name(segment->end), why);
	free(why);
	return text;
}
