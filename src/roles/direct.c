/* SPDX-License-Identifier: MIT */
/*
 * The supervisor directs: which end may make its next step, and when the probe shall look.
 *
 * A call that can change a connection's state is looked at before the end goes on, so that no two
 * calls of one end stand between two sightings. So is one that can start a timer without a segment
 * that would show it.
 */
#include "roles/run.h"

void run_tell(struct run *run, enum role role, const struct message *msg)
{
	channel_put(&run->channel[role], msg);
	channel_flush(&run->channel[role]);
}

static enum role endpoint_of(enum end end)
{
	return end == CLIENT ? ROLE_CLIENT : ROLE_SERVER;
}

/* Let an end make the step that it stands at, or tell it that what the step waits for has come. */
static void go(struct run *run, enum end end, bool come)
{
	struct message msg = {.kind = MSG_GO};

	msg.go.step = run->seat[end].step + 1;
	msg.go.come = come;
	run_tell(run, endpoint_of(end), &msg);
}

static const struct step *current_step(const struct run *run, enum end end)
{
	return &run->req->sc->script[end].steps[run->seat[end].step];
}

/* ---- waits --------------------------------------------------------------------------------- */

/* Whether the end's latest connection is in a state; CLOSED means that it existed and is gone. */
static bool in_state(const struct run *run, enum end end, enum tcp_state state)
{
	bool existed;

	for (uint32_t c = transitions_connections(run->now); c > 0; c--) {
		enum tcp_state seen = transitions_state(run->now, end, c, &existed);

		if (existed)
			return seen == state;
	}
	return false;
}

static void check_waits(struct run *run)
{
	for_each_end(e) {
		const struct wait_condition *wait;

		if (!run->seat[e].waiting)
			continue;
		wait = &current_step(run, e)->wait;
		if (wait->done ? run->seat[wait->end].done
			       : in_state(run, wait->end, wait->state)) {
			run->seat[e].waiting = false;
			go(run, e, true);
		}
	}
}

/* ---- the next step ------------------------------------------------------------------------- */

static bool will_listen(const struct run *run, enum end end)
{
	const struct script *script = &run->req->sc->script[end];

	for (size_t i = run->seat[end].step; i < script->n; i++)
		if (script->steps[i].kind == STEP_LISTEN)
			return true;
	return false;
}

/* Whether the end's next step must wait: a connect, until the other end listens if it ever will. */
static bool must_hold_back(const struct run *run, enum end end)
{
	const struct seat *other = &run->seat[other_end(end)];

	return current_step(run, end)->kind == STEP_CONNECT && !other->listening && !other->done &&
	       will_listen(run, other_end(end));
}

/* Let an end make the step that it stands at, or note that there is none left. */
static void let_go(struct run *run, enum end end)
{
	struct seat *seat = &run->seat[end];

	if (seat->step >= run->req->sc->script[end].n) {
		seat->done = true;
		return;
	}
	seat->held_back = must_hold_back(run, end);
	if (!seat->held_back)
		go(run, end, false);
}

static void release_held_back(struct run *run)
{
	for_each_end(e)
		if (run->seat[e].held_back)
			let_go(run, e);
}

static void go_on(struct run *run, enum end end)
{
	run->seat[end].step++;
	let_go(run, end);
	release_held_back(run);
	check_waits(run);
}

void run_begin_scripts(struct run *run)
{
	struct message msg = {.kind = MSG_BEGIN, .origin = run->origin};

	run_tell(run, ROLE_INJECTOR, &msg);
	for_each_end(e)
		let_go(run, e);
}

/* ---- looks --------------------------------------------------------------------------------- */

static void ask_for_look(struct run *run, enum end end, enum look why, uint32_t call, uint16_t port)
{
	struct message msg = {.kind = MSG_LOOK};

	msg.look.end = end;
	msg.look.why = why;
	msg.look.call = call;
	msg.look.listen_port = port;
	run_tell(run, ROLE_PROBE, &msg);
}

/* Whether a call can have changed a connection's state, or its timer without a segment to show it. */
static bool needs_look(const struct seat *seat, const struct event_call *call)
{
	switch (call->step) {
	case STEP_LISTEN:
	case STEP_CONNECT:
	case STEP_SHUTDOWN:
	case STEP_CLOSE:
	case STEP_SETSOCKOPT:
		return true;
	case STEP_ACCEPT:
	case STEP_SEND:
	case STEP_RECV:
		return call->error || seat->unplugged;
	case STEP_UNPLUG:
	case STEP_PLUG:
	case STEP_SLEEP:
	case STEP_WAIT:
	case STEP_MARK:
		break;
	}
	return false;
}

/* A script goes on when stock has been taken. */
static void ask_for_stock(struct run *run, enum end end)
{
	struct message msg = {.kind = MSG_STOCK};

	msg.stock.end = end;
	msg.stock.moment = current_step(run, end)->mark.moment;
	run->seat[end].looking = true;
	run_tell(run, ROLE_PROBE, &msg);
}

static void call_began(struct run *run, const struct event *ev)
{
	struct seat *seat = &run->seat[ev->end];

	seat->open = true;
	seat->waiting = ev->call.step == STEP_WAIT;
	check_waits(run);
}

static void call_returned(struct run *run, const struct event *ev)
{
	struct seat *seat = &run->seat[ev->end];

	seat->open = seat->waiting = false;
	if (ev->call.step == STEP_LISTEN && !ev->call.error)
		seat->listening = true;
	if (ev->call.step == STEP_UNPLUG || ev->call.step == STEP_PLUG)
		seat->unplugged = ev->call.step == STEP_UNPLUG;
	if (ev->call.step == STEP_WAIT && ev->call.error) {
		seat->done = true; /* what the rest of the script relies on has not come */
		release_held_back(run);
		check_waits(run);
	} else if (ev->call.step == STEP_MARK) {
		ask_for_stock(run, ev->end);
	} else if (needs_look(seat, &ev->call)) {
		seat->looking = true;
		ask_for_look(run, ev->end, LOOK_CALL, ev->call.number,
			     ev->call.step == STEP_LISTEN ? current_step(run, ev->end)->listen.port
							  : 0);
	} else {
		go_on(run, ev->end);
	}
}

void run_looked(struct run *run, enum end end)
{
	if (!run->seat[end].looking)
		return;
	run->seat[end].looking = false;
	go_on(run, end);
}

void run_direct(struct run *run, const struct event *ev)
{
	switch (ev->kind) {
	case EVENT_CALL:
		call_began(run, ev);
		break;
	case EVENT_RETURN:
		call_returned(run, ev);
		break;
	case EVENT_SOCKET_ERROR:
		ask_for_look(run, ev->end, LOOK_ERROR, 0, 0);
		break;
	case EVENT_SIGHTING:
	case EVENT_SEGMENT:
		check_waits(run);
		break;
	case EVENT_VERDICT:
	case EVENT_CAPTURE:
	case EVENT_ICMP:
	case EVENT_QUEUED:
	case EVENT_CAPTURED:
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
