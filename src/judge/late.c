/* SPDX-License-Identifier: MIT */
/*
 * Whether tcplab itself was in time. On a busy machine its processes have to wait for a processor, and
 * then the wire is slower and the scripts are later than the scenario says. The record shows by how much:
 *
 *	a segment	from its sender's wire, by the kernel's clock, to its verdict, less its delay
 *	sleep, at	from when it was to end until it ended
 *	any other step	from the end of the one before, until it began
 *
 * That by itself is no fault. But where something failed, and may have for that reason only, the run
 * is inconclusive: times, once something was late by more than they allow for, and anything at all,
 * once it was late by the least retransmission timeout, for then TCP, too, has done something else.
 */
#include <inttypes.h>

#include "base/translate.h"
#include "judge/hearing.h"
#include "timeline/pairs.h"

/* Until when what is expected of times, and of all else, is to be relied on. */
#define TIMES_STAND (50 * NSEC_PER_MSEC)
#define ALL_STANDS  (200 * NSEC_PER_MSEC) /* TCP_RTO_MIN */

/* What was latest. */
struct latest {
	nsec_t by;
	const struct event *event;
};

static void note(struct latest *latest, nsec_t by, const struct event *event)
{
	if (by > latest->by)
		*latest = (struct latest){by, event};
}

/* ---- the wire ------------------------------------------------------------------------------ */

/* How long a segment was on its way, less what its fault wanted; of a hold that waits for something
 * only how long it took until it was held. */
static nsec_t segment_late(const struct pairs *pairs, const struct event *segment,
			   const struct event *verdict)
{
	const struct verdict *decided = &segment->segment.verdict;

	if (decided->kind != VERDICT_HOLD)
		return monotime_between(pairs_sent_at(pairs, segment), verdict->at);
	return monotime_between(pairs_sent_at(pairs, segment),
				decided->delay == HOLD_AWAITS ? segment->at : verdict->at) -
	       (decided->delay == HOLD_AWAITS ? 0 : decided->delay);
}

static void look_at_segments(const struct hearing *h, struct latest *latest)
{
	const struct event **segment;
	struct pairs pairs;

	pairs_make(&pairs, h->tl);
	segment = xalloc(pairs.n_segments + 1, sizeof(*segment));
	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		if (ev->kind == EVENT_SEGMENT && ev->segment.origin == ORIGIN_END)
			segment[ev->segment.number] = ev;
		else if (ev->kind == EVENT_VERDICT && ev->verdict.segment <= pairs.n_segments &&
			 segment[ev->verdict.segment])
			note(latest, segment_late(&pairs, segment[ev->verdict.segment], ev),
			     segment[ev->verdict.segment]);
	}
	free(segment);
	pairs_free(&pairs);
}

/* ---- the scripts --------------------------------------------------------------------------- */

/* An end that is stopped by the scenario is late because it is to be. */
static bool is_ever_frozen(const struct hearing *h, enum end end)
{
	for_each_end(e)
		for (size_t i = 0; i < h->sc->script[e].n; i++)
			if (h->sc->script[e].steps[i].kind == STEP_FREEZE &&
			    h->sc->script[e].steps[i].target.end == end)
				return true;
	return false;
}

/* A connect may have waited for the other end to listen. */
static nsec_t start_late(const struct event *call, struct monotime before)
{
	return call->call.step == STEP_CONNECT ? 0 : monotime_between(before, call->at);
}

static nsec_t end_late(const struct step *step, const struct event *call, const struct event *ret)
{
	if (step->kind == STEP_SLEEP)
		return monotime_between(call->at, ret->at) - step->sleep;
	if (step->kind == STEP_AT)
		return MIN(ret->at.ns - step->at, monotime_between(call->at, ret->at));
	return 0;
}

static void look_at_script(const struct hearing *h, enum end end, struct latest *latest)
{
	const struct event *call = NULL;
	struct monotime before = {0};

	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		if (ev->end != end)
			continue;
		if (ev->kind == EVENT_CALL) {
			call = ev;
			note(latest, start_late(call, before), call);
		} else if (ev->kind == EVENT_RETURN && call) {
			if (!ev->call.cut)
				note(latest, end_late(hearing_step(h, call), call, ev), call);
			before = ev->at;
		}
	}
}

/* ---- what comes of it ---------------------------------------------------------------------- */

static bool may_be_due_to(const struct outcome *out, nsec_t lateness)
{
	for (size_t i = 0; i < out->n; i++)
		if (out->findings[i].kind == OUTCOME_FAIL &&
		    lateness < (out->findings[i].timed ? TIMES_STAND : ALL_STANDS))
			return false;
	return true;
}

static char *late_text(const struct hearing *h, const struct latest *latest)
{
	const struct event *ev = latest->event;
	char by[NSEC_TEXT], *step, *text;

	nsec_format(by, latest->by);
	if (ev->kind == EVENT_SEGMENT)
		return xasprintf(_("segment %" PRIu32 " from the %s was late by %s"),
				 ev->segment.number, _(end_name(ev->end)), by);
	step = step_text(hearing_step(h, ev));
	text = xasprintf(_("the %s's \"%s\" was late by %s"), _(end_name(ev->end)), step, by);
	free(step);
	return text;
}

void late_judge(struct hearing *h)
{
	struct latest latest = {0};
	struct finding *f;
	char limit[NSEC_TEXT];

	if (h->out->kind != OUTCOME_FAIL)
		return;
	look_at_segments(h, &latest);
	for_each_end(e)
		if (!is_ever_frozen(h, e))
			look_at_script(h, e, &latest);
	if (!may_be_due_to(h->out, latest.by))
		return;
	f = hearing_add(h, OUTCOME_INCONCLUSIVE, NULL, record_of(h, latest.event),
			xasprintf("%s", _("the machine was not too busy to tell")));
	f->expected =
		xasprintf(_("nothing of tcplab's late by more than %s"),
			  nsec_format(limit, latest.by < ALL_STANDS ? TIMES_STAND : ALL_STANDS));
	f->saw = late_text(h, &latest);
}
