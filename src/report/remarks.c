/* SPDX-License-Identifier: MIT */
#include "report/remarks.h"

#include <assert.h>

#include "base/util.h"
#include "report/label.h"
#include "timeline/pairs.h"
#include "timeline/transition.h"

/* A change that was seen within less than that has an instant instead of an interval. */
#define INTERVAL_SHOWN (1 * NSEC_PER_MSEC)

/* ---- what to say --------------------------------------------------------------------------- */

/* What a verb did to the segment that it took. */
static const char *const deeds[] = {
	[VERB_DROP] = "dropped",
	[VERB_DELAY] = "held",
	[VERB_PASS] = "let through",
	[VERB_HOLD] = "held",
	[VERB_REORDER] = "held",
	[VERB_RATE] = "held",
	[VERB_PARTITION] = "dropped",
	[VERB_FORGET] = "connections forgotten",
	[VERB_SET] = "changed",
	[VERB_OPTION] = "changed",
	[VERB_PAYLOAD] = "changed",
	[VERB_CORRUPT] = "corrupted",
	[VERB_TRUNCATE] = "truncated",
	[VERB_DUPLICATE] = "duplicated",
	[VERB_INJECT] = "followed by a forged segment",
	[VERB_REPLY] = "dropped and answered",
	[VERB_REJECT] = "dropped and refused",
};
static_assert(ARRAY_SIZE(deeds) == VERBS, "every verb does something");

static const char *const origins[] = {
	[ORIGIN_END] = NULL,
	[ORIGIN_COPY] = "copied",
	[ORIGIN_FORGED] = "forged",
};
static_assert(ARRAY_SIZE(origins) == SEGMENT_ORIGINS, "whoever sent it");

static char *fault_remark(const struct scenario *sc, const struct timeline *tl,
			  const struct event_segment *segment)
{
	const struct verdict *verdict = &segment->verdict;
	const struct fault *fault = &sc->faults[verdict->fault];
	const char *deed = origins[segment->origin] ? origins[segment->origin] : deeds[fault->verb];
	char wait[NSEC_TEXT + sizeof(" for ")] = "", delay[NSEC_TEXT];

	if (verdict->kind == VERDICT_HOLD && verdict->delay != HOLD_AWAITS)
		snprintf(wait, sizeof(wait), " for %s", nsec_format(delay, verdict->delay));
	return xasprintf("%s%s by %s (%s:%u)", deed, wait, fault->name, tl->header.scenario,
			 fault->loc.line);
}

static char *cause_text(const struct scenario *sc, const struct transition *tr)
{
	switch (tr->cause) {
	case CAUSE_UNKNOWN:
		break;
	case CAUSE_SEGMENT:
		return xasprintf("segment %u", tr->number);
	case CAUSE_CALL:
		return xasprintf("%s()", call_word(sc, tr->end, tr->number));
	case CAUSE_TIMER:
		return xasprintf("timer");
	case CAUSE_KILL:
		return xasprintf("kill");
	case CAUSE_ICMP:
		return xasprintf("ICMP message %u", tr->number);
	}
	return xasprintf("cause unknown");
}

/* @here: at the segment that caused it. */
static char *transition_remark(const struct scenario *sc, const struct transition *tr, bool here)
{
	double from = (double)tr->earliest.ns / NSEC_PER_SEC;
	double to = (double)tr->latest.ns / NSEC_PER_SEC;
	char *change = xasprintf("%s %s → %s%s", end_name(tr->end), tcp_state_name(tr->from),
				 tcp_state_name(tr->to), tr->inferred ? " (inferred)" : "");
	char *cause = cause_text(sc, tr), *text;

	if (here)
		text = xasprintf("%s", change);
	else if (monotime_between(tr->earliest, tr->latest) > INTERVAL_SHOWN)
		text = xasprintf("%s: %s, %.3f..%.3f s", change, cause, from, to);
	else
		text = xasprintf("%s: %s, %.3f s", change, cause, to);
	free(change);
	free(cause);
	return text;
}

/* ---- where to say it ----------------------------------------------------------------------- */

/* The segment at which a transition is told that no segment caused. */
static size_t place_of(const struct pairs *p, const struct transition *tr)
{
	size_t last = NO_CAPTURE;

	for (size_t i = 0; i < p->tl->n; i++) {
		const struct event *segment = p->segment[i];

		if (!segment)
			continue;
		last = i;
		if (segment->end == tr->end && p->tl->events[i].at.ns >= tr->earliest.ns &&
		    (!tr->connection || segment->segment.facts.connection == tr->connection))
			break;
	}
	return last;
}

/* Takes over @text. */
static void add(struct remarks *remarks, size_t event, char *text)
{
	if (event == NO_CAPTURE)
		free(text);
	else
		*ARRAY_ADD(remarks->items, remarks->n) = (struct remark){event, text};
}

static void add_faults(struct remarks *remarks, const struct pairs *p, const struct scenario *sc)
{
	for (uint32_t number = 1; number <= p->n_segments; number++) {
		size_t i = p->capture[number];

		if (i != NO_CAPTURE && p->segment[i]->segment.verdict.fault != NO_FAULT)
			add(remarks, i, fault_remark(sc, p->tl, &p->segment[i]->segment));
	}
}

static void add_transitions(struct remarks *remarks, const struct pairs *p,
			    const struct scenario *sc)
{
	struct transitions *transitions = transitions_new();
	const struct transition *all;
	size_t n;

	for (size_t i = 0; i < p->tl->n; i++)
		transitions_observe(transitions, &p->tl->events[i], timeline_record(i));
	all = transitions_all(transitions, &n);
	for (size_t i = 0; i < n; i++) {
		const struct transition *tr = &all[i];
		size_t cause = tr->cause == CAUSE_SEGMENT && tr->number <= p->n_segments
				       ? p->capture[tr->number]
				       : NO_CAPTURE;

		add(remarks, cause != NO_CAPTURE ? cause : place_of(p, tr),
		    transition_remark(sc, tr, cause != NO_CAPTURE));
	}
	transitions_free(transitions);
}

/* By capture; those of one capture stay in their order. */
static void sort(struct remarks *remarks)
{
	for (size_t i = 1; i < remarks->n; i++) {
		struct remark moved = remarks->items[i];
		size_t j = i;

		for (; j > 0 && remarks->items[j - 1].event > moved.event; j--)
			remarks->items[j] = remarks->items[j - 1];
		remarks->items[j] = moved;
	}
}

void remarks_make(struct remarks *remarks, const struct scenario *sc, const struct timeline *tl)
{
	struct pairs p;

	*remarks = (struct remarks){0};
	pairs_make(&p, tl);
	remarks->ours = xalloc(tl->n, sizeof(*remarks->ours));
	for (size_t i = 0; i < tl->n; i++)
		remarks->ours[i] = p.segment[i] && p.segment[i]->segment.origin != ORIGIN_END;
	add_faults(remarks, &p, sc);
	add_transitions(remarks, &p, sc);
	sort(remarks);
	pairs_free(&p);
}

void remarks_free(struct remarks *remarks)
{
	for (size_t i = 0; i < remarks->n; i++)
		free(remarks->items[i].text);
	free(remarks->items);
	free(remarks->ours);
}
