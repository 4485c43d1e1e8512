/* SPDX-License-Identifier: MIT */
#include "report/remarks.h"

#include <assert.h>

#include "base/util.h"
#include "report/label.h"
#include "timeline/transition.h"

/* A change that was seen within less than that has an instant instead of an interval. */
#define INTERVAL_SHOWN (1 * NSEC_PER_MSEC)

/* No capture. */
#define NOWHERE SIZE_MAX

/*
 * Which capture at its sender's wire shows which segment. Both are in the order of their times, but
 * two processors may change the order between wire and queue: so what a segment is paired with is
 * the first capture that looks like it, and not simply the next one.
 */
struct pairs {
	const struct timeline *tl;
	const struct event **segment; /* by capture: its index among the events */
	size_t *capture;	      /* by the segment's number */
	size_t n_segments;
	size_t next[ENDS]; /* no capture before this one is without its segment */
};

static bool is_sent_by(const struct event *ev, enum end end)
{
	return ev->kind == EVENT_CAPTURE && ev->end == end && ev->capture.outgoing;
}

static bool looks_like(const struct event_capture *c, const struct segment_facts *f)
{
	return c->seq == f->seq && c->ack == f->ack && c->flags == f->flags &&
	       c->payload_len == f->payload_len && c->src_port == f->src_port &&
	       c->dst_port == f->dst_port;
}

/* The injector's own segments pass no sender's wire: their trace is where they arrive, later. */
static void pair_ours(struct pairs *p, size_t segment_at)
{
	const struct timeline *tl = p->tl;
	const struct event *segment = &tl->events[segment_at];
	enum end to = other_end(segment->end);

	for (size_t i = segment_at; i < tl->n; i++) {
		const struct event *ev = &tl->events[i];

		if (ev->kind == EVENT_CAPTURE && ev->end == to && !ev->capture.outgoing &&
		    !p->segment[i] && looks_like(&ev->capture, &segment->segment.facts)) {
			p->segment[i] = segment;
			p->capture[segment->segment.number] = i;
			return;
		}
	}
}

static void pair(struct pairs *p, const struct event *segment)
{
	const struct timeline *tl = p->tl;
	size_t *next = &p->next[segment->end];

	for (size_t i = *next; i < tl->n; i++) {
		const struct event *ev = &tl->events[i];

		if (!is_sent_by(ev, segment->end) || p->segment[i]) {
			if (i == *next)
				++*next;
		} else if (looks_like(&ev->capture, &segment->segment.facts)) {
			p->segment[i] = segment;
			p->capture[segment->segment.number] = i;
			return;
		}
	}
}

static void pair_all(struct pairs *p, const struct timeline *tl)
{
	*p = (struct pairs){.tl = tl, .segment = xalloc(tl->n, sizeof(*p->segment))};
	for (size_t i = 0; i < tl->n; i++)
		if (tl->events[i].kind == EVENT_SEGMENT)
			p->n_segments = MAX(p->n_segments, tl->events[i].segment.number);
	p->capture = xalloc(p->n_segments + 1, sizeof(*p->capture));
	for (size_t i = 0; i <= p->n_segments; i++)
		p->capture[i] = NOWHERE;
	for (size_t i = 0; i < tl->n; i++)
		if (tl->events[i].kind == EVENT_SEGMENT &&
		    tl->events[i].segment.origin == ORIGIN_END)
			pair(p, &tl->events[i]);
		else if (tl->events[i].kind == EVENT_SEGMENT)
			pair_ours(p, i);
}

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
	size_t last = NOWHERE;

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
	if (event == NOWHERE)
		free(text);
	else
		*ARRAY_ADD(remarks->items, remarks->n) = (struct remark){event, text};
}

static void add_faults(struct remarks *remarks, const struct pairs *p, const struct scenario *sc)
{
	for (uint32_t number = 1; number <= p->n_segments; number++) {
		size_t i = p->capture[number];

		if (i != NOWHERE && p->segment[i]->segment.verdict.fault != NO_FAULT)
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
				       : NOWHERE;

		add(remarks, cause != NOWHERE ? cause : place_of(p, tr),
		    transition_remark(sc, tr, cause != NOWHERE));
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
	pair_all(&p, tl);
	remarks->ours = xalloc(tl->n, sizeof(*remarks->ours));
	for (size_t i = 0; i < tl->n; i++)
		remarks->ours[i] = p.segment[i] && p.segment[i]->segment.origin != ORIGIN_END;
	add_faults(remarks, &p, sc);
	add_transitions(remarks, &p, sc);
	sort(remarks);
	free(p.segment);
	free(p.capture);
}

void remarks_free(struct remarks *remarks)
{
	for (size_t i = 0; i < remarks->n; i++)
		free(remarks->items[i].text);
	free(remarks->items);
	free(remarks->ours);
}
