/* SPDX-License-Identifier: MIT */
/*
 * Held segments: a hold whose end never came, and a reorder that too few segments overtook, are not
 * the experiment that the scenario describes.
 */
#include <inttypes.h>

#include "base/translate.h"
#include "base/util.h"
#include "judge/hearing.h"

/* A segment that its fault holds until something comes. */
struct waiting {
	const struct event *segment;
	uint32_t overtaken; /* by so many */
};

struct holds {
	struct hearing *h;
	const struct event **segment; /* [number - 1]: the record of that segment */
	struct waiting *waiting;
	size_t n;
	size_t *in_vain;       /* [fault]: how many of its segments waited in vain … */
	struct waiting *first; /* … and the first of them */
};

static size_t fault_of(const struct waiting *w)
{
	return (size_t)w->segment->segment.verdict.fault;
}

static void wait_in_vain(struct holds *holds, const struct waiting *w)
{
	size_t fault = fault_of(w);

	if (!holds->in_vain[fault]++)
		holds->first[fault] = *w;
}

static void take_segment(struct holds *holds, const struct event *ev)
{
	const struct verdict *v = &ev->segment.verdict;

	if (ev->segment.number >= 1 && ev->segment.number <= holds->h->tl->n)
		holds->segment[ev->segment.number - 1] = ev;
	if (v->kind == VERDICT_HOLD && v->delay == HOLD_AWAITS && v->fault != NO_FAULT)
		ARRAY_ADD(holds->waiting, holds->n)->segment = ev;
}

/* A segment went on: it may have waited, and it has overtaken those that still do. */
static void go_on(struct holds *holds, const struct event *ev)
{
	size_t kept = 0;

	for (size_t i = 0; i < holds->n; i++) {
		struct waiting *w = &holds->waiting[i];
		const struct event_segment *s = &w->segment->segment;

		if (s->number != ev->segment.number) {
			w->overtaken += s->facts.connection == ev->segment.facts.connection &&
					w->segment->end == ev->end &&
					s->number < ev->segment.number;
			holds->waiting[kept++] = *w;
		} else if (w->overtaken < holds->h->sc->faults[fault_of(w)].behind) {
			wait_in_vain(holds, w);
		}
	}
	holds->n = kept;
}

static void take_verdict(struct holds *holds, const struct event *ev)
{
	uint32_t number = ev->verdict.segment;

	if (ev->verdict.kind == VERDICT_ACCEPT && number >= 1 && number <= holds->h->tl->n &&
	    holds->segment[number - 1])
		go_on(holds, holds->segment[number - 1]);
}

static void report(struct holds *holds, size_t i)
{
	const struct fault *fault = &holds->h->sc->faults[i];
	const struct waiting *w = &holds->first[i];
	size_t record = timeline_record((size_t)(w->segment - holds->h->tl->events));
	char *rule = fault_text(fault), within[NSEC_TEXT];
	struct finding *f = hearing_add(holds->h, OUTCOME_INCONCLUSIVE, &fault->loc, record,
					xasprintf(_("fault %s: %s"), fault->name, rule));
	char *which =
		xasprintf(_("segment %" PRIu32 " (%s from the %s)"), w->segment->segment.number,
			  segment_name_word(segment_facts_name(&w->segment->segment.facts)),
			  _(end_name(w->segment->end)));

	if (fault->verb == VERB_REORDER) {
		f->expected = xasprintf(P_("%" PRIu32 " segment to overtake each within %s",
					   "%" PRIu32 " segments to overtake each within %s",
					   fault->behind),
					fault->behind, nsec_format(within, fault->within));
		f->saw = xasprintf(_("%s overtaken by %" PRIu32 "; %zu in all by too few"), which,
				   w->overtaken, holds->in_vain[i]);
	} else {
		f->expected = xasprintf("%s", _("what ends the hold"));
		f->saw = xasprintf(_("%s still held when the run ended, %zu in all"), which,
				   holds->in_vain[i]);
	}
	free(which);
	free(rule);
}

void holds_judge(struct hearing *h)
{
	struct holds holds = {
		.h = h,
		.segment = xalloc(h->tl->n, sizeof(*holds.segment)),
		.in_vain = xalloc(h->sc->n_faults, sizeof(*holds.in_vain)),
		.first = xalloc(h->sc->n_faults, sizeof(*holds.first)),
	};

	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		if (ev->kind == EVENT_SEGMENT && ev->segment.origin == ORIGIN_END)
			take_segment(&holds, ev);
		else if (ev->kind == EVENT_VERDICT)
			take_verdict(&holds, ev);
	}
	for (size_t i = 0; i < holds.n; i++)
		wait_in_vain(&holds, &holds.waiting[i]);
	for (size_t i = 0; i < h->sc->n_faults; i++)
		if (holds.in_vain[i])
			report(&holds, i);
	free(holds.segment);
	free(holds.waiting);
	free(holds.in_vain);
	free(holds.first);
}
