/* SPDX-License-Identifier: MIT */
/* Which segments are meant, and segments NAME … = N. */
#include <inttypes.h>

#include "base/translate.h"
#include "judge/hearing.h"

static bool is_transmission(const struct segment_facts *facts, enum transmission transmission)
{
	switch (transmission) {
	case TRANSMISSION_ANY:
		return true;
	case TRANSMISSION_FIRST:
		return !facts->retransmission;
	case TRANSMISSION_AGAIN:
		return facts->retransmission;
	}
	return false;
}

bool segment_is(const struct event *ev, const struct expectation *ex,
		const struct segment_choice *which)
{
	if (ev->kind != EVENT_SEGMENT || ev->segment.origin != ORIGIN_END ||
	    (which->from_given && ev->end != which->from) ||
	    (ex->connection && ev->segment.facts.connection != ex->connection) ||
	    (which->dropped && ev->segment.verdict.kind != VERDICT_DROP))
		return false;
	return ev->segment.facts.names & 1U << which->name &&
	       is_transmission(&ev->segment.facts, which->transmission);
}

const struct event *segment_walk(const struct hearing *h, const struct expectation *ex,
				 const struct segment_choice *which, struct segment_walk *walk)
{
	if (!walk->passed)
		walk->passed = xalloc(hearing_connections(h), sizeof(*walk->passed));
	while (walk->next < h->tl->n) {
		const struct event *ev = &h->tl->events[walk->next++];

		if (segment_is(ev, ex, which) && !ev->segment.facts.retransmission &&
		    ++walk->passed[ev->segment.facts.connection - 1][ev->end] == which->nth)
			return ev;
	}
	free(walk->passed);
	*walk = (struct segment_walk){0};
	return NULL;
}

/* What all transmissions of a segment have in common: of a FIN its own number, as data may join it. */
static uint32_t identity(const struct segment_facts *facts, enum segment_name name)
{
	return name == SEG_FIN ? facts->rel_seq + facts->payload_len : facts->rel_seq;
}

const struct event *segment_again(const struct hearing *h, const struct event *segment,
				  const struct segment_choice *which)
{
	const struct segment_facts *facts = &segment->segment.facts;

	for (const struct event *ev = segment + 1; ev < h->tl->events + h->tl->n; ev++) {
		const struct segment_facts *other = &ev->segment.facts;

		if (ev->kind == EVENT_SEGMENT && ev->segment.origin == ORIGIN_END &&
		    ev->end == segment->end && other->connection == facts->connection &&
		    other->names & 1U << which->name &&
		    identity(other, which->name) == identity(facts, which->name))
			return ev;
	}
	return NULL;
}

void segments_judge(struct hearing *h, const struct expectation *ex)
{
	size_t last = 0;
	uint64_t n = 0;

	if (ex->connection > hearing_connections(h)) {
		struct finding *f = hearing_add_about(h, OUTCOME_FAIL, ex, 0);

		f->expected =
			xasprintf("%s %" PRIu32, comparison_word(ex->segments.cmp), ex->segments.n);
		f->saw = xasprintf(_("no connection %" PRIu32), ex->connection);
		return;
	}
	for (size_t i = 0; i < h->tl->n; i++) {
		if (!segment_is(&h->tl->events[i], ex, &ex->segments.which))
			continue;
		last = timeline_record(i);
		n++;
	}
	judge_count(h, ex, ex->segments.cmp, ex->segments.n, n, last);
}
