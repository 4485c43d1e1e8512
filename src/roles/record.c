/* SPDX-License-Identifier: MIT */
/* The supervisor's record: events come in from the roles and become the timeline. */
#include "roles/run.h"

#include "base/util.h"

static struct monotime rebase(struct monotime t, struct monotime origin)
{
	return (struct monotime){t.ns - origin.ns};
}

/* Bring an event's instants from the monotonic clock's to the run's. */
static void rebase_event(struct event *ev, struct monotime origin)
{
	ev->at = rebase(ev->at, origin);
	if (ev->kind == EVENT_SIGHTING) {
		ev->sighting.seen.asked = rebase(ev->sighting.seen.asked, origin);
		ev->sighting.seen.answered = rebase(ev->sighting.seen.answered, origin);
	}
}

static void show_next(struct run *run)
{
	const struct event *ev = &run->tl->events[run->shown];

	if (run->req->on_event)
		run->req->on_event(run->req->arg, ev, timeline_record(run->shown));
	run->shown++;
	run->silences = 0;
}

/*
 * How long nothing must have happened until on_silence is called: then what was kept back for what
 * might still have come is complete, and once more for what is kept back longer.
 */
static const nsec_t silences[] = {25 * NSEC_PER_MSEC, 1100 * NSEC_PER_MSEC};

/* When it is to be called next; by then every event has been shown. */
static struct monotime next_silence(const struct run *run)
{
	if (!run->req->on_silence || !run->shown || run->silences == ARRAY_SIZE(silences))
		return MONOTIME_NEVER;
	return (struct monotime){run->tl->events[run->shown - 1].at.ns + run->origin.ns +
				 SHOW_AFTER + silences[run->silences]};
}

static void show_silence(struct run *run, struct monotime now)
{
	while (run->shown == run->tl->n && !monotime_before(now, next_silence(run))) {
		run->silences++;
		run->req->on_silence(run->req->arg,
				     (struct monotime){now.ns - run->origin.ns - SHOW_AFTER});
	}
}

/* The next full second of the run, once its scripts have begun and until its record is closed. */
static struct monotime next_second(const struct run *run)
{
	return run->req->on_second && run->origin.ns && !run->closed ? run->second : MONOTIME_NEVER;
}

static void show_second(struct run *run, struct monotime now)
{
	if (monotime_before(now, next_second(run)))
		return;
	if (run->second.ns)
		run->req->on_second(run->req->arg, rebase(now, run->origin));
	run->second.ns = now.ns - (now.ns - run->origin.ns) % NSEC_PER_SEC + NSEC_PER_SEC;
}

void run_show(struct run *run, struct monotime now)
{
	while (run->shown < run->tl->n &&
	       (now.ns == MONOTIME_NEVER.ns ||
		run->tl->events[run->shown].at.ns + run->origin.ns + SHOW_AFTER <= now.ns))
		show_next(run);
	if (now.ns == MONOTIME_NEVER.ns)
		return;
	show_silence(run, now);
	show_second(run, now);
}

struct monotime run_next_show(const struct run *run)
{
	struct monotime next = next_silence(run);

	if (!run->req->on_event)
		return MONOTIME_NEVER;
	if (run->shown < run->tl->n)
		next.ns = run->tl->events[run->shown].at.ns + run->origin.ns + SHOW_AFTER;
	return monotime_min(next, next_second(run));
}

/* Put an event in its place. One that comes too late for its place in the show is shown at once. */
static void add(struct run *run, const struct event *ev)
{
	bool late = run->shown && ev->at.ns < run->tl->events[run->shown - 1].at.ns;

	timeline_add(run->tl, ev);
	if (late) {
		if (run->req->on_event)
			run->req->on_event(run->req->arg, ev, 0);
		run->shown++;
	}
}

void run_record(struct run *run, struct event ev)
{
	rebase_event(&ev, run->origin);
	switch (ev.kind) {
	case EVENT_QUEUED:
		run->queued[ev.end] = ev;
		return;
	case EVENT_CAPTURED:
		run->captured[ev.end] = ev;
		return;
	case EVENT_LOOKS:
		run->looks = ev;
		return;
	case EVENT_SEGMENT:
		run->undecided++;
		break;
	case EVENT_VERDICT:
		run->undecided--;
		break;
	case EVENT_SIGHTING:
	case EVENT_CALL:
	case EVENT_RETURN:
	case EVENT_SOCKET_ERROR:
	case EVENT_CAPTURE:
	case EVENT_ICMP:
	case EVENT_FAULT:
	case EVENT_MARK:
	case EVENT_SOCKETS:
	case EVENT_COUNTER:
	case EVENT_INFO:
	case EVENT_LOST:
	case EVENT_END:
		break;
	}
	transitions_observe(run->now, &ev, 0);
	add(run, &ev);
}

void run_return_step(struct run *run, enum end end, bool cut)
{
	struct seat *seat = &run->seat[end];
	const struct step *step = run_step(run, end);
	struct event ev = {.kind = EVENT_RETURN, .end = end};

	ev.at = rebase(monotime_now(), run->origin);
	ev.call.number = seat->step + 1;
	ev.call.step = step->kind;
	if (step_has_target(step->kind))
		ev.call.about = step->target.end;
	ev.call.result = cut ? -1 : 0;
	ev.call.cut = cut;
	transitions_observe(run->now, &ev, 0);
	add(run, &ev);
	seat->open = false;
	seat->returned[step->kind] += !cut;
}

void run_close_record(struct run *run, enum end_reason reason)
{
	struct event last = {.kind = EVENT_END, .ended = reason};

	for_each_end(e)
		if (run->seat[e].open)
			run_return_step(run, e, true);
	last.at = rebase(monotime_now(), run->origin);
	for_each_end(e)
		add(run, &run->queued[e]);
	for_each_end(e)
		add(run, &run->captured[e]);
	add(run, &run->looks);
	/* Nothing comes after the end, not even by the rounding of a capture's stamp. */
	if (run->tl->n && last.at.ns < run->tl->events[run->tl->n - 1].at.ns)
		last.at = run->tl->events[run->tl->n - 1].at;
	add(run, &last);
	run->closed = true;
	run_show(run, MONOTIME_NEVER);
}
