/* SPDX-License-Identifier: MIT */
#include "judge/near_miss.h"

#include <inttypes.h>

#include "base/translate.h"
#include "tcp/flags.h"

static char *another_size(uint64_t found, const struct limit *limit)
{
	return xasprintf(_("had %" PRIu64 " bytes, not %s %" PRIu32), found,
			 comparison_word(limit->cmp), limit->n);
}

static char *another_payload(uint64_t found, const struct limit *limit)
{
	return xasprintf(_("had %" PRIu64 " bytes of payload, not %s %" PRIu32), found,
			 comparison_word(limit->cmp), limit->n);
}

static char *other_flags(uint8_t flags)
{
	char *words, *text;
	size_t len;
	FILE *out = open_memstream(&words, &len);
	const char *blank = "";

	for (unsigned int bit = 0; bit < TCP_FLAGS; bit++) {
		if (!(flags & 1 << bit))
			continue;
		fprintf(out, "%s%s", blank, tcp_flag_word(bit));
		blank = " ";
	}
	fclose(out);
	text = flags ? xasprintf(_("had the flags %s"), words)
		     : xasprintf("%s", _("had the flags none"));
	free(words);
	return text;
}

static char *another_state(const struct match *m, const struct near_miss *miss)
{
	return xasprintf(_("was not it, because the %s was in %s, not %s"),
			 _(end_name(m->while_state.end)), tcp_state_name(miss->state),
			 tcp_state_name(m->while_state.state));
}

static char *another_timer(const struct match *m, const struct near_miss *miss)
{
	return xasprintf(_("was not it, because the %s's timer was %s, not %s"),
			 _(end_name(m->timer.end)), tcp_timer_name(miss->timer),
			 tcp_timer_name(m->timer.timer));
}

static char *other_retransmits(const struct match *m, const struct near_miss *miss)
{
	const struct retransmits_condition *r = &m->retransmits;

	return xasprintf(
		_("was not it, because the %s's retransmits were %" PRIu64 ", not %s %" PRIu32),
		_(end_name(r->end)), miss->found, comparison_word(r->limit.cmp), r->limit.n);
}

static char *over(const struct match *m)
{
	const struct retransmits_condition *r = &m->until_retransmits;

	/* of several nobody knows which it was */
	if (m->until_state.given + m->until_timer.given + r->limit.given != 1)
		return xasprintf("%s", _(condition_word(COND_UNTIL)));
	if (m->until_timer.given)
		return xasprintf(_("was not it, because the %s's timer had already been %s"),
				 _(end_name(m->until_timer.end)),
				 tcp_timer_name(m->until_timer.timer));
	if (r->limit.given)
		return xasprintf(_("was not it, because the %s's retransmits had already been "
				   "%s %" PRIu32),
				 _(end_name(r->end)), comparison_word(r->limit.cmp), r->limit.n);
	return xasprintf(_("was not it, because the %s had already been in %s"),
			 _(end_name(m->until_state.end)), tcp_state_name(m->until_state.state));
}

static char *not_begun(const struct since *since)
{
	if (since->kind == SINCE_STATE)
		return xasprintf(_("came before the %s was seen in %s"), _(end_name(since->end)),
				 tcp_state_name(since->state));
	return xasprintf(_("came before any %s from the %s"), segment_name_word(since->name),
			 _(end_name(since->end)));
}

static char *at_another_time(const struct match *m, const struct near_miss *miss)
{
	bool from_start = m->since.kind == SINCE_START;
	bool early = miss->failed == COND_AFTER;
	char found[NSEC_TEXT], limit[NSEC_TEXT];

	nsec_format(found, (nsec_t)miss->found);
	nsec_format(limit, early ? m->after : m->after + m->length);
	if (early)
		return xasprintf(from_start ? _("came %s after the start, not at least %s")
					    : _("came %s after the event, not at least %s"),
				 found, limit);
	return xasprintf(from_start ? _("came %s after the start, not less than %s")
				    : _("came %s after the event, not less than %s"),
			 found, limit);
}

static char *taken(const struct scenario *sc, int by)
{
	if (by == NO_FAULT || (size_t)by >= sc->n_faults)
		return xasprintf("%s", _(condition_word(COND_EARLIER)));
	return xasprintf(_("was taken by fault %s, which stands before"), sc->faults[by].name);
}

/* Why the segment that came nearest was not it: the end of a sentence about the segment. */
static char *why_not(const struct scenario *sc, const struct match *m, const struct near_miss *miss,
		     const struct event_segment *segment)
{
	const struct segment_facts *facts = &segment->facts;

	switch (miss->failed) {
	case COND_CONNECTION:
		return xasprintf(_("belongs to connection %" PRIu32), facts->connection);
	case COND_FLAGS:
		return other_flags(facts->flags);
	case COND_SIZE:
		return another_size(miss->found, &m->size);
	case COND_PAYLOAD:
		return another_payload(facts->payload_len, &m->payload);
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
			return xasprintf("%s", _("was a first transmission"));
		return xasprintf(_("was retransmission %u"), facts->retransmission);
	case COND_ORDINAL:
		return xasprintf(_("was number %" PRIu64 " of those that the rule counts"),
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
	return xasprintf("%s", _(condition_word(miss->failed)));
}

char *near_miss_text(const struct scenario *sc, const struct fault *fault,
		     const struct near_miss *miss, const struct event *segment)
{
	char *why, *text;

	if (!miss->segment)
		return xasprintf("%s", _("it never fired; there was no segment at all"));
	if (!segment)
		return xasprintf(_("it never fired; segment %" PRIu32 " came nearest, "
				   "which is not in the record"),
				 miss->segment);
	why = why_not(sc, &fault->match, miss, &segment->segment);
	text = xasprintf(_("it never fired; nearest miss: segment %" PRIu32 " (%s from the %s) %s"),
			 miss->segment,
			 segment_name_word(segment_facts_name(&segment->segment.facts)),
			 _(end_name(segment->end)), why);
	free(why);
	return text;
}
