/* SPDX-License-Identifier: MIT */
/*
 * Evidence: before anything is concluded from a timeline, it must be shown that nothing is missing
 * from it. Two witnesses counted independently, the injector at the queue and the probe at both
 * ends' wires. Per direction, d being who sends and o the other end:
 *
 *	captured[d].out   = queued[d].queued + queued[d].lost
 *	queued[d].queued  = queued[d].accepted + dropped + flushed + held
 *	captured[o].in + queued[d].undelivered = queued[d].accepted + copies + forged
 *
 * "undelivered" comes from a third witness, the kernel's own count of what the wire sent toward o.
 * And each tally must be the number of records that it stands for, segment by segment.
 */
#include <assert.h>
#include <inttypes.h>

#include "base/translate.h"
#include "judge/hearing.h"

/* What the records of one direction, or of one end's wire, add up to. */
struct count {
	uint64_t segments;
	uint64_t accepted;
	uint64_t dropped;
	uint64_t copies;
	uint64_t forged;
	uint64_t out;
	uint64_t in;
	const struct event *queued; /* its tallies; NULL if there is none */
	const struct event *captured;
};

struct ledger {
	struct hearing *h;
	struct count count[ENDS];
	const struct event **segment; /* [number - 1]: the record of that segment or ICMP message */
	bool *decided;		      /* [number - 1]: its verdict was given */
	size_t n;		      /* how many of them there must be */
};

/* Something is wrong with the evidence; takes over @saw. */
static void doubt(struct hearing *h, const struct event *ev, char *subject, char *saw)
{
	size_t record = ev ? record_of(h, ev) : 0;
	struct finding *f = hearing_add(h, OUTCOME_INCONCLUSIVE, NULL, record, subject);

	f->saw = saw;
}

static void contradict(struct hearing *h, const struct event *ev, char *saw)
{
	doubt(h, ev, xasprintf("%s", _("the records agree with each other")), saw);
}

/* ---- losses that were noticed -------------------------------------------------------------- */

static const char *const loss_texts[] = {
	[LOSS_QUEUE_OVERRUN] = N_("the queue overflowed"),
	[LOSS_SOCK_DIAG] = N_("an answer about a socket was lost or cut short"),
	[LOSS_CAPTURE] = N_("a capture missed frames"),
	[LOSS_DESTROY_NOTICES] = N_("notices of destroyed sockets overflowed"),
	[LOSS_SEGMENT_UNREADABLE] = N_("a queued packet could not be read as TCP"),
	[LOSS_FORGET] = N_("the wire could not be made to forget its connections"),
	[LOSS_UNSETTLED] = N_("the wire's and the queue's counts never agreed"),
};
static_assert(ARRAY_SIZE(loss_texts) == LOSSES, "a text for each kind of loss");

static void lose(struct hearing *h, const struct event *ev, char *saw)
{
	doubt(h, ev, xasprintf("%s", _("no evidence was lost")), saw);
}

/* What was lost first of a kind, and how often; the caller frees it. */
static char *loss_text(const struct event_lost *lost, size_t n)
{
	const char *what = _(loss_texts[lost->what]), *error = errno_name(lost->error);

	if (error)
		return xasprintf(P_("%s (%s, %zu time)", "%s (%s, %zu times)", n), what, error, n);
	return xasprintf(P_("%s (%zu time)", "%s (%zu times)", n), what, n);
}

/* One finding for each kind of loss, however often it happened. */
static void judge_losses(struct hearing *h)
{
	const struct event *first[LOSSES] = {NULL};
	size_t times[LOSSES] = {0};

	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		if (ev->kind == EVENT_LOST && !times[ev->lost.what]++)
			first[ev->lost.what] = ev;
	}
	for (enum loss loss = 0; loss < LOSSES; loss++) {
		if (times[loss])
			lose(h, first[loss], loss_text(&first[loss]->lost, times[loss]));
	}
}

/* ---- from records to counts ---------------------------------------------------------------- */

static void file_number(struct ledger *l, const struct event *ev, uint32_t number)
{
	if (number < 1 || number > l->n)
		contradict(l->h, ev,
			   xasprintf(_("the number %" PRIu32 " among %zu segments"), number, l->n));
	else if (l->segment[number - 1])
		contradict(l->h, ev, xasprintf(_("two segments with the number %" PRIu32), number));
	else
		l->segment[number - 1] = ev;
}

static void file_tally(struct ledger *l, const struct event *ev, const struct event **tally)
{
	if (*tally)
		contradict(l->h, ev,
			   xasprintf(_("two \"%s\" records for the %s"), event_kind_word(ev->kind),
				     _(end_name(ev->end))));
	*tally = ev;
}

static void file_event(struct ledger *l, const struct event *ev)
{
	struct count *c = &l->count[ev->end];

	switch (ev->kind) {
	case EVENT_SEGMENT:
		c->segments += ev->segment.origin == ORIGIN_END;
		file_number(l, ev, ev->segment.number);
		break;
	case EVENT_ICMP:
		file_number(l, ev, ev->icmp.number);
		break;
	case EVENT_CAPTURE:
		if (ev->capture.outgoing)
			c->out++;
		else
			c->in++;
		break;
	case EVENT_QUEUED:
		file_tally(l, ev, &c->queued);
		break;
	case EVENT_CAPTURED:
		file_tally(l, ev, &c->captured);
		break;
	case EVENT_VERDICT:
	case EVENT_SIGHTING:
	case EVENT_CALL:
	case EVENT_RETURN:
	case EVENT_SOCKET_ERROR:
	case EVENT_FAULT:
	case EVENT_LOOKS:
	case EVENT_MARK:
	case EVENT_SOCKETS:
	case EVENT_COUNTER:
	case EVENT_INFO:
	case EVENT_LOST:
	case EVENT_END:
		break;
	}
}

/* A segment that went on, or was sent by the injector. */
static void count_accepted(struct count *c, enum segment_origin origin)
{
	switch (origin) {
	case ORIGIN_END:
		c->accepted++;
		break;
	case ORIGIN_COPY:
		c->copies++;
		break;
	case ORIGIN_FORGED:
		c->forged++;
		break;
	}
}

/* Verdicts count for the direction of their segment, and must be the one that was decided on. */
static void file_verdict(struct ledger *l, const struct event *ev)
{
	uint32_t number = ev->verdict.segment;
	const struct event *segment = number >= 1 && number <= l->n ? l->segment[number - 1] : NULL;
	bool drop = ev->verdict.kind == VERDICT_DROP;

	if (!segment || segment->kind != EVENT_SEGMENT) {
		contradict(l->h, ev,
			   xasprintf(_("a verdict on segment %" PRIu32
				       ", of which there is no record"),
				     number));
		return;
	}
	if (l->decided[number - 1]) {
		contradict(l->h, ev, xasprintf(_("a second verdict on segment %" PRIu32), number));
		return;
	}
	l->decided[number - 1] = true;
	if (drop != (segment->segment.verdict.kind == VERDICT_DROP))
		contradict(l->h, ev,
			   xasprintf(_("verdict %s on segment %" PRIu32 ", which was to %s"),
				     verdict_word(ev->verdict.kind), number,
				     verdict_word(segment->segment.verdict.kind)));
	if ((ev->verdict.changed || ev->verdict.obstacle != OBSTACLE_NONE) &&
	    segment->segment.verdict.fault == NO_FAULT)
		contradict(
			l->h, ev,
			xasprintf(_("segment %" PRIu32 " was to be changed by no fault"), number));
	if (drop)
		l->count[segment->end].dropped++;
	else
		count_accepted(&l->count[segment->end], segment->segment.origin);
}

static void file_all(struct ledger *l)
{
	const struct timeline *tl = l->h->tl;

	for (size_t i = 0; i < tl->n; i++)
		l->n += tl->events[i].kind == EVENT_SEGMENT || tl->events[i].kind == EVENT_ICMP;
	l->segment = xalloc(l->n, sizeof(*l->segment));
	l->decided = xalloc(l->n, sizeof(*l->decided));
	for (size_t i = 0; i < tl->n; i++)
		file_event(l, &tl->events[i]);
	for (size_t i = 0; i < tl->n; i++)
		if (tl->events[i].kind == EVENT_VERDICT)
			file_verdict(l, &tl->events[i]);
}

/* ---- the balance --------------------------------------------------------------------------- */

static bool has_tallies(struct ledger *l)
{
	bool all = true;

	for_each_end(e) {
		if (!l->count[e].queued)
			contradict(
				l->h, NULL,
				xasprintf(_("no tally of the queue from the %s"), _(end_name(e))));
		if (!l->count[e].captured)
			contradict(l->h, NULL,
				   xasprintf(_("no tally of the %s's wire"), _(end_name(e))));
		all = all && l->count[e].queued && l->count[e].captured;
	}
	return all;
}

static void judge_tallied_losses(struct ledger *l, enum end end)
{
	const struct event *queued = l->count[end].queued;
	const struct event *captured = l->count[end].captured;

	if (queued->queued.lost)
		lose(l->h, queued,
		     xasprintf(
			     _("%" PRIu64 " segments from the %s were lost before or in the queue"),
			     queued->queued.lost, _(end_name(end))));
	if (queued->queued.flushed)
		lose(l->h, queued,
		     xasprintf(_("the kernel let go of %" PRIu64 " held segments from the %s"),
			       queued->queued.flushed, _(end_name(end))));
	if (captured->captured.lost)
		lose(l->h, captured,
		     xasprintf(_("the capture of the %s's wire missed %" PRIu64 " frames"),
			       _(end_name(end)), captured->captured.lost));
}

/* An equation that does not hold; takes over @saw. */
static void unbalanced(struct ledger *l, enum end from, const struct event *tally,
		       const char *equation, char *saw)
{
	char *subject =
		xasprintf(_("every segment from the %s is accounted for"), _(end_name(from)));
	struct finding *f =
		hearing_add(l->h, OUTCOME_INCONCLUSIVE, NULL, record_of(l->h, tally), subject);

	f->expected = xasprintf("%s", _(equation));
	f->saw = saw;
}

static void judge_balance(struct ledger *l, enum end from)
{
	const struct event *tally = l->count[from].queued;
	const struct event_queued *q = &tally->queued;
	uint64_t out = l->count[from].captured->captured.out;
	uint64_t in = l->count[other_end(from)].captured->captured.in;

	if (out != q->queued + q->lost)
		unbalanced(
			l, from, tally, N_("captured out = queued + lost"),
			xasprintf("%" PRIu64 " = %" PRIu64 " + %" PRIu64, out, q->queued, q->lost));
	if (q->queued != q->accepted + q->dropped + q->flushed + q->held)
		unbalanced(l, from, tally, N_("queued = accepted + dropped + flushed + held"),
			   xasprintf("%" PRIu64 " = %" PRIu64 " + %" PRIu64 " + %" PRIu64
				     " + %" PRIu64,
				     q->queued, q->accepted, q->dropped, q->flushed, q->held));
	if (in + q->undelivered != q->accepted + q->copies + q->forged)
		unbalanced(l, from, tally,
			   N_("captured in + undelivered = accepted + copies + forged"),
			   xasprintf("%" PRIu64 " + %" PRIu64 " = %" PRIu64 " + %" PRIu64
				     " + %" PRIu64,
				     in, q->undelivered, q->accepted, q->copies, q->forged));
}

/* ---- tallies against records --------------------------------------------------------------- */

static void match(struct ledger *l, const struct event *tally, const char *what, uint64_t tallied,
		  uint64_t recorded)
{
	if (tallied != recorded)
		contradict(l->h, tally,
			   xasprintf(_("%s %s: a tally of %" PRIu64 ", but %" PRIu64 " records"),
				     _(end_name(tally->end)), _(what), tallied, recorded));
}

static void judge_records(struct ledger *l, enum end end)
{
	const struct count *c = &l->count[end];

	match(l, c->queued, N_("segments queued"), c->queued->queued.queued, c->segments);
	match(l, c->queued, N_("segments accepted"), c->queued->queued.accepted, c->accepted);
	match(l, c->queued, N_("segments dropped"), c->queued->queued.dropped, c->dropped);
	match(l, c->queued, N_("copies"), c->queued->queued.copies, c->copies);
	match(l, c->queued, N_("forged segments"), c->queued->queued.forged, c->forged);
	match(l, c->captured, N_("captures out"), c->captured->captured.out, c->out);
	match(l, c->captured, N_("captures in"), c->captured->captured.in, c->in);
}

void evidence_judge(struct hearing *h)
{
	struct ledger l = {.h = h};

	judge_losses(h);
	file_all(&l);
	if (has_tallies(&l)) {
		for_each_end(e) {
			judge_tallied_losses(&l, e);
			judge_balance(&l, e);
			judge_records(&l, e);
		}
	}
	if (h->out->kind == OUTCOME_PASS)
		hearing_add(h, OUTCOME_PASS, NULL, 0,
			    xasprintf(_("every segment is accounted for: %" PRIu64
					" from the client, %" PRIu64 " from the server"),
				      l.count[CLIENT].segments, l.count[SERVER].segments));
	free(l.segment);
	free(l.decided);
}
