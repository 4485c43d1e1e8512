/* SPDX-License-Identifier: MIT */
/*
 * The supervisor directs: which end may make its next step, and when the probe shall look.
 *
 * A call that can change a connection's state is looked at before the end goes on, so that no two
 * calls of one end stand between two sightings. So is one that can start a timer without a segment
 * that would show it.
 */
#include "roles/role.h"
#include "roles/run.h"

/* Let an end make the step that it stands at, or tell it that what the step waits for has come. */
static void go(struct run *run, enum end end, bool come, int error)
{
	struct message msg = {.kind = MSG_GO};

	msg.go.step = run->seat[end].step + 1;
	msg.go.come = come;
	msg.go.error = error;
	msg.go.origin = run->origin;
	run_tell(run, endpoint_of(end), &msg);
}

void run_come(struct run *run, enum end end, int error)
{
	go(run, end, true, error);
}

const struct step *run_step(const struct run *run, enum end end)
{
	return &run->req->sc->script[end].steps[run->seat[end].step];
}

/* ---- the next step ------------------------------------------------------------------------- */

/* Whether one of an end's steps listens on a port, from step @from up to @to. */
static bool listens_between(const struct script *script, size_t from, size_t to, uint16_t port)
{
	for (size_t i = from; i < to; i++)
		if (script->steps[i].kind == STEP_LISTEN && script->steps[i].listen.port == port)
			return true;
	return false;
}

/* The port that a step connects to; 0 if it connects to none. */
static uint16_t port_connected_to(const struct step *step)
{
	if (step->kind == STEP_CONNECT)
		return step->connect.port;
	if (step->kind == STEP_FLOOD)
		return step->flood.port;
	return step->kind == STEP_CONNECTIONS ? step->connections.port : 0;
}

/* Whether the end's next step must wait: a connect, if the other end has yet to listen on the port. */
static bool must_hold_back(const struct run *run, enum end end)
{
	const struct seat *other = &run->seat[other_end(end)];
	const struct script *script = &run->req->sc->script[other_end(end)];
	uint16_t port = port_connected_to(run_step(run, end));

	return port && !other->done && !listens_between(script, 0, other->step, port) &&
	       listens_between(script, other->step, script->n, port);
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
		go(run, end, false, 0);
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
	waits_check(run);
}

void run_end_script(struct run *run, enum end end)
{
	run->seat[end].done = true;
	release_held_back(run);
	waits_check(run);
}

bool run_scripts_over(const struct run *run)
{
	const struct seat *client = &run->seat[CLIENT];

	return client->done && (!client->dead || run->seat[SERVER].done);
}

void run_begin_scripts(struct run *run)
{
	struct message msg = {.kind = MSG_BEGIN, .origin = run->origin};

	run_tell(run, ROLE_INJECTOR, &msg);
	for_each_end(e)
		let_go(run, e);
}

/* ---- looks --------------------------------------------------------------------------------- */

void run_ask_for_look(struct run *run, struct message *msg)
{
	msg->kind = MSG_LOOK;
	run_tell(run, ROLE_PROBE, msg);
}

/* What a call can have changed without a segment that would show it: states, and timers. */
enum needed { LOOK_NOT, LOOK_AT_SOCKET, LOOK_AT_ALL };

static enum needed needed_look(const struct run *run, const struct event *ev)
{
	const struct event_call *call = &ev->call;
	bool socket = call->port > 0;

	switch (call->step) {
	case STEP_LISTEN:
	case STEP_CONNECT:
	case STEP_SHUTDOWN:
	case STEP_CLOSE:
	case STEP_ABORT:
	case STEP_SETSOCKOPT:
		return socket ? LOOK_AT_SOCKET : LOOK_AT_ALL;
	case STEP_CONNECTIONS:
	case STEP_EXEC:
	case STEP_REBOOT:
		return LOOK_AT_ALL;
	case STEP_ACCEPT:
	case STEP_SEND:
	case STEP_RECV:
	case STEP_EXPECT_DATA:
		if (!call->error && !run->seat[ev->end].unplugged)
			return LOOK_NOT;
		return socket ? LOOK_AT_SOCKET : LOOK_AT_ALL;
	case STEP_SOCKET:
	case STEP_BIND:
	case STEP_FLOOD:
	case STEP_LIMIT:
	case STEP_UNPLUG:
	case STEP_PLUG:
	case STEP_EXIT:
	case STEP_KILL:
	case STEP_FREEZE:
	case STEP_THAW:
	case STEP_SLEEP:
	case STEP_AT:
	case STEP_WAIT:
	case STEP_MARK:
		break;
	}
	return LOOK_NOT;
}

/* A script goes on when stock has been taken. */
static void ask_for_stock(struct run *run, enum end end)
{
	struct message msg = {.kind = MSG_STOCK};

	msg.stock.end = end;
	msg.stock.moment = run_step(run, end)->mark.moment;
	run->seat[end].looking = true;
	run_tell(run, ROLE_PROBE, &msg);
}

static void look_after_call(struct run *run, const struct event *ev, enum needed needed)
{
	struct message msg = {0};

	msg.look.end = msg.look.asker = ev->end;
	msg.look.awaited = true;
	msg.look.why = LOOK_CALL;
	msg.look.call = ev->call.number;
	if (needed == LOOK_AT_SOCKET) {
		msg.look.port = ev->call.port;
		msg.look.peer_port = ev->call.peer_port;
	}
	run->seat[ev->end].looking = true;
	run_ask_for_look(run, &msg);
}

static void look_after_error(struct run *run, const struct event *ev)
{
	struct message msg = {0};

	msg.look.end = ev->end;
	msg.look.why = LOOK_ERROR;
	msg.look.port = ev->socket_error.port;
	msg.look.peer_port = ev->socket_error.peer_port;
	run_ask_for_look(run, &msg);
}

/* ---- calls --------------------------------------------------------------------------------- */

static void call_began(struct run *run, const struct event *ev)
{
	struct seat *seat = &run->seat[ev->end];

	seat->open = true;
	if (ev->call.step == STEP_WAIT)
		waits_begin(run, ev->end);
	else if (ev->call.step == STEP_EXIT)
		seat->dying = true;
	else if (ev->call.step == STEP_KILL || ev->call.step == STEP_FREEZE ||
		 ev->call.step == STEP_THAW)
		process_signal(run, ev->end);
	waits_check(run);
}

static void call_returned(struct run *run, const struct event *ev)
{
	struct seat *seat = &run->seat[ev->end];
	enum needed needed = needed_look(run, ev);

	seat->open = seat->waiting = false;
	if (ev->call.step == STEP_UNPLUG || ev->call.step == STEP_PLUG)
		run->seat[ev->call.about].unplugged = ev->call.step == STEP_UNPLUG;
	if (ev->call.step == STEP_WAIT && ev->call.error)
		run_end_script(run, ev->end); /* what the rest relies on has not come */
	else if (ev->call.step == STEP_MARK)
		ask_for_stock(run, ev->end);
	else if (needed != LOOK_NOT)
		look_after_call(run, ev, needed);
	else
		go_on(run, ev->end);
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
	waits_count(run, ev);
	switch (ev->kind) {
	case EVENT_CALL:
		call_began(run, ev);
		break;
	case EVENT_RETURN:
		call_returned(run, ev);
		break;
	case EVENT_SOCKET_ERROR:
		look_after_error(run, ev);
		break;
	case EVENT_SIGHTING:
	case EVENT_SEGMENT:
		waits_check(run);
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
