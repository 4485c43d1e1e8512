/* SPDX-License-Identifier: MIT */
#include "timeline/pairs.h"

#include "base/util.h"

struct pairing {
	struct pairs *pairs;
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

static void join(struct pairs *p, const struct event *segment, size_t capture)
{
	p->segment[capture] = segment;
	p->capture[segment->segment.number] = capture;
}

/* The injector's own segments pass no sender's wire: their trace is where they arrive, later. */
static void pair_ours(struct pairs *p, size_t segment_at)
{
	const struct event *segment = &p->tl->events[segment_at];
	enum end to = other_end(segment->end);

	for (size_t i = segment_at; i < p->tl->n; i++) {
		const struct event *ev = &p->tl->events[i];

		if (ev->kind == EVENT_CAPTURE && ev->end == to && !ev->capture.outgoing &&
		    !p->segment[i] && looks_like(&ev->capture, &segment->segment.facts)) {
			join(p, segment, i);
			return;
		}
	}
}

static void pair(struct pairing *pairing, const struct event *segment)
{
	struct pairs *p = pairing->pairs;
	size_t *next = &pairing->next[segment->end];

	for (size_t i = *next; i < p->tl->n; i++) {
		const struct event *ev = &p->tl->events[i];

		if (!is_sent_by(ev, segment->end) || p->segment[i]) {
			if (i == *next)
				++*next;
		} else if (looks_like(&ev->capture, &segment->segment.facts)) {
			join(p, segment, i);
			return;
		}
	}
}

void pairs_make(struct pairs *pairs, const struct timeline *tl)
{
	struct pairing pairing = {.pairs = pairs};

	*pairs = (struct pairs){.tl = tl, .segment = xalloc(tl->n, sizeof(*pairs->segment))};
	for (size_t i = 0; i < tl->n; i++)
		if (tl->events[i].kind == EVENT_SEGMENT)
			pairs->n_segments = MAX(pairs->n_segments, tl->events[i].segment.number);
	pairs->capture = xalloc(pairs->n_segments + 1, sizeof(*pairs->capture));
	for (size_t i = 0; i <= pairs->n_segments; i++)
		pairs->capture[i] = NO_CAPTURE;
	for (size_t i = 0; i < tl->n; i++)
		if (tl->events[i].kind == EVENT_SEGMENT &&
		    tl->events[i].segment.origin == ORIGIN_END)
			pair(&pairing, &tl->events[i]);
		else if (tl->events[i].kind == EVENT_SEGMENT)
			pair_ours(pairs, i);
}

struct monotime pairs_sent_at(const struct pairs *pairs, const struct event *segment)
{
	size_t capture = pairs->capture[segment->segment.number];

	return capture == NO_CAPTURE ? segment->at : pairs->tl->events[capture].at;
}

void pairs_free(struct pairs *pairs)
{
	free(pairs->segment);
	free(pairs->capture);
	*pairs = (struct pairs){0};
}
