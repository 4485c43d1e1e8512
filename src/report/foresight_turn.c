/* SPDX-License-Identifier: MIT */
/* Whether a script's next step can be made now. */
#include "base/util.h"
#include "report/foresight.h"

bool script_done(const struct foresight *f, enum end end)
{
	return f->end[end].dead || f->end[end].next >= f->sc->script[end].n;
}

/* ---- what a step waits for ----------------------------------------------------------------- */

/* How many steps of a kind an end has come back from. */
static uint32_t count_returned(const struct foresight *f, enum end end, enum step_kind kind)
{
	uint32_t n = 0;

	for (size_t i = 0; i < f->end[end].next; i++)
		n += f->sc->script[end].steps[i].kind == kind;
	return n;
}

static uint32_t count_sent(const struct foresight *f, const struct wait_condition *wait)
{
	uint32_t n = 0;

	for_each_end(e)
		if (!wait->from_given || wait->end == e)
			n += f->sent[e][wait->segment];
	return n;
}

static bool has_come(const struct foresight *f, const struct wait_condition *wait)
{
	const struct end_foreseen *e = &f->end[wait->end];

	switch (wait->kind) {
	case WAIT_STATE:
		return e->existed && e->state == wait->state && wait->connection <= 1;
	case WAIT_DONE:
		return script_done(f, wait->end);
	case WAIT_STEP:
		return count_returned(f, wait->end, wait->step) >= wait->n;
	case WAIT_LISTENS:
		return listens_on(e, wait->port);
	case WAIT_SEGMENT:
		return count_sent(f, wait) >= wait->n;
	case WAIT_FAULT:
		return f->rules[wait->fault].fired >= wait->n;
	}
	return false;
}

static bool is_over(const struct end_foreseen *e)
{
	return e->fin_received || e->reset || (e->existed && e->state == TCPS_CLOSED);
}

bool state_is_open(enum tcp_state state)
{
	return state == TCPS_ESTABLISHED || state == TCPS_CLOSE_WAIT;
}

/* Whether an end's script is yet to listen on a port. */
static bool will_listen(const struct foresight *f, enum end end, uint16_t port)
{
	const struct script *script = &f->sc->script[end];

	for (size_t i = f->end[end].next; i < script->n && !f->end[end].dead; i++)
		if (script->steps[i].kind == STEP_LISTEN && script->steps[i].listen.port == port)
			return true;
	return false;
}

/* How long the step that waits now may wait at most; NEVER: for ever. */
static nsec_t patience(const struct foresight *f, enum end end)
{
	const struct end_foreseen *e = &f->end[end];
	enum step_kind kind = f->sc->script[end].steps[e->next].kind;
	nsec_t timeout = 0;

	if (kind == STEP_CONNECT && e->opened)
		timeout = e->send_timeout;
	else if (kind == STEP_RECV || kind == STEP_EXPECT_DATA)
		timeout = e->recv_timeout;
	return timeout ? e->began + timeout : NEVER;
}

nsec_t script_due(const struct foresight *f, enum end end)
{
	const struct end_foreseen *e = &f->end[end];

	if (script_done(f, end) || e->frozen)
		return NEVER;
	return e->wakes > f->now ? e->wakes : patience(f, end);
}

static enum turn turn_of_connect(const struct foresight *f, enum end end, uint16_t port)
{
	const struct end_foreseen *e = &f->end[end];
	enum end other = other_end(end);

	if (!e->opened)
		return !listens_on(&f->end[other], port) && will_listen(f, other, port)
			       ? TURN_WAITS
			       : TURN_SENDS;
	return e->state == TCPS_SYN_SENT || e->state == TCPS_SYN_RECEIVED ? TURN_WAITS : TURN_QUIET;
}

static enum turn turn_of_accept(const struct foresight *f, enum end end)
{
	const struct end_foreseen *e = &f->end[end];
	bool there = e->existed && e->state != TCPS_SYN_RECEIVED && !e->opened;

	return there && !e->accepted ? TURN_QUIET : TURN_WAITS;
}

static enum turn turn_of_recv(const struct end_foreseen *e, uint64_t bytes, bool until_eof)
{
	if (is_over(e) || (!until_eof && e->delivered - e->consumed >= bytes))
		return TURN_QUIET;
	return TURN_WAITS;
}

static enum turn turn_of_close(const struct foresight *f, enum end end, const struct step *step)
{
	const struct end_foreseen *e = &f->end[end];
	bool all = step->kind == STEP_CLOSE && step->all;

	if (!all && step->on != e->socket)
		return TURN_QUIET;
	return state_is_open(e->state) && !e->orphan ? TURN_SENDS : TURN_QUIET;
}

enum turn script_turn(const struct foresight *f, enum end end)
{
	const struct end_foreseen *e = &f->end[end];
	const struct step *step;

	if (script_done(f, end) || e->frozen || f->now < e->wakes)
		return TURN_WAITS;
	if (f->now >= patience(f, end))
		return TURN_QUIET; /* it fails */
	step = &f->sc->script[end].steps[e->next];
	switch (step->kind) {
	case STEP_CONNECT:
		return turn_of_connect(f, end, step->connect.port);
	case STEP_ACCEPT:
		return turn_of_accept(f, end);
	case STEP_RECV:
		return turn_of_recv(e, step->recv.bytes, step->recv.until_eof);
	case STEP_EXPECT_DATA:
		return turn_of_recv(e, step->expect.bytes, false);
	case STEP_SEND:
		return state_is_open(e->state) && !e->fin_sent ? TURN_SENDS : TURN_QUIET;
	case STEP_SHUTDOWN:
	case STEP_CLOSE:
	case STEP_ABORT:
		return turn_of_close(f, end, step);
	case STEP_EXIT:
	case STEP_KILL:
		return TURN_SENDS;
	case STEP_WAIT:
		return has_come(f, &step->wait) ? TURN_QUIET : TURN_WAITS;
	case STEP_SOCKET:
	case STEP_BIND:
	case STEP_LISTEN:
	case STEP_CONNECTIONS:
	case STEP_SETSOCKOPT:
	case STEP_EXEC:
	case STEP_FLOOD:
	case STEP_LIMIT:
	case STEP_UNPLUG:
	case STEP_PLUG:
	case STEP_REBOOT:
	case STEP_FREEZE:
	case STEP_THAW:
	case STEP_SLEEP:
	case STEP_AT:
	case STEP_MARK:
		break;
	}
	return TURN_QUIET;
}
