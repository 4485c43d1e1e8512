/* SPDX-License-Identifier: MIT */
/* The ends' scripts: whose turn it is, and what a step does to the connection. */
#include <string.h>
#include <sys/socket.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/foresight.h"
#include "report/phrase.h"

/* Data that certainly go in one segment, whatever the ends have agreed on. */
#define ONE_SEGMENT 500

/* More in a row may be put together in one segment, while an ACK is awaited (Nagle's algorithm). */
#define SENDS_APART 2

/* ---- what a step does ---------------------------------------------------------------------- */

static void note(struct foresight *f, enum end end, const struct step *step)
{
	struct row *row = foresight_row(f, ROW_NOTE, end);
	char *text = step_text(step);

	snprintf(row->words, sizeof(row->words), C_("step", "%.*s: %s"), 100, text,
		 _(phrase_step(step->kind)));
	free(text);
}

static void make_listen(struct foresight *f, enum end end, const struct step *step)
{
	struct end_foreseen *e = &f->end[end];
	struct row *row;

	if (e->n_ports < PORTS_FORESEEN)
		e->ports[e->n_ports++] = step->listen.port;
	if (e->existed || e->state == TCPS_LISTEN)
		return;
	e->listener = step->as ? step->as : step->on;
	row = foresight_row(f, ROW_CHANGE, end);
	snprintf(row->words, sizeof(row->words), "listen()");
	tcp_change(f, end, TCPS_LISTEN, f->n - 1);
}

static void make_connect(struct foresight *f, enum end end, const struct step *step)
{
	struct end_foreseen *e = &f->end[end];

	if (!step->own && e->n_ports && step->on == e->listener)
		foresight_stop(f, _("what the kernel refuses is not drawn"));
	else if (!e->opened && e->existed)
		foresight_stop(f, _("only the first connection is drawn"));
	else if (!e->opened)
		tcp_connect(f, end, step);
	else if (e->connected++)
		foresight_stop(f, _("only the first connection is drawn"));
}

static void make_accept(struct foresight *f, enum end end, const struct step *step)
{
	struct end_foreseen *e = &f->end[end];

	e->accepted++;
	e->socket = step->as;
	if (step->accept.n > 1)
		foresight_stop(f, _("only the first connection is drawn"));
}

/* Whether a fault may mean some of an end's data, or what acknowledges them. */
static bool may_be_met(const struct foresight *f, enum end end)
{
	for (size_t i = 0; i < f->sc->n_faults; i++) {
		const struct fault *fault = &f->sc->faults[i];
		const struct match *match = &fault->match;
		enum segment_name name = match->name;
		enum end from = name == SEG_ACK ? other_end(end) : end;

		if (fault->at_given ||
		    ((name == SEG_DATA || name == SEG_ACK || name == SEG_ANY) &&
		     (!match->from_given || match->from == from || name == SEG_ANY)))
			return true;
	}
	return false;
}

/* Data in nobody knows how many segments: they stand in a line of their own. */
static void send_much(struct foresight *f, enum end end, uint64_t bytes)
{
	struct end_foreseen *e = &f->end[end], *other = &f->end[other_end(end)];
	struct row *row;

	if (may_be_met(f, end) || other->unplugged || e->unplugged || e->waits || f->n_way) {
		foresight_stop(f, _("how many segments the data take that come now is not drawn"));
		return;
	}
	row = foresight_row(f, ROW_NOTE, end);
	snprintf(row->words, sizeof(row->words), _("%llu bytes of data, in several segments"),
		 (unsigned long long)bytes);
	e->snd_next += (uint32_t)bytes;
	other->rcv_next += (uint32_t)bytes;
	other->delivered += (uint32_t)bytes;
	e->streams = true;
	f->data_vague = true;
}

static void make_send(struct foresight *f, enum end end, const struct step *step)
{
	struct end_foreseen *e = &f->end[end];

	if (step->on != e->socket || !state_is_open(e->state) || e->fin_sent)
		return;
	if (step->send.bytes > ONE_SEGMENT || step->send.file || e->waits || e->streams ||
	    ++e->sends > SENDS_APART)
		send_much(f, end, step->send.bytes);
	else
		tcp_send(f, end, TCP_PSH | TCP_ACK, (uint32_t)step->send.bytes);
}

static void make_recv(struct end_foreseen *e, uint64_t bytes, bool until_eof)
{
	uint32_t there = e->delivered - e->consumed;

	e->consumed += until_eof ? there : (uint32_t)MIN(there, bytes);
}

static void make_close(struct foresight *f, enum end end, const struct step *step)
{
	struct end_foreseen *e = &f->end[end];

	if (step->all || step->on == e->listener) {
		e->n_ports = 0;
		if (e->state == TCPS_SYN_RECEIVED || (e->existed && !e->accepted && !e->opened))
			foresight_stop(f, _("what becomes of a connection without its listener is "
					    "not drawn"));
	}
	if (step->all || (step->on == e->socket && (e->accepted || e->opened)))
		tcp_close(f, end, step_word(step->kind));
}

static void make_setsockopt(struct foresight *f, enum end end, const struct step *step)
{
	static const char *const strange[] = {
		"TCP_FASTOPEN", "TCP_FASTOPEN_CONNECT", "SO_LINGER", "TCP_CORK", "TCP_SYNCNT",
	};
	const char *name = step->sockopt.option->name;
	nsec_t time = step->sockopt.value * step->sockopt.option->unit;

	if (!strcmp(name, "SO_SNDTIMEO"))
		f->end[end].send_timeout = time;
	else if (!strcmp(name, "SO_RCVTIMEO"))
		f->end[end].recv_timeout = time;
	else if (!strcmp(name, "TCP_DEFER_ACCEPT"))
		f->end[end].defers = true;
	for (size_t i = 0; i < ARRAY_SIZE(strange); i++)
		if (!strcmp(name, strange[i]))
			foresight_stop(f, _("what a socket option changes is not drawn"));
}

/* A process ends: its kernel closes what it had open. */
static void end_process(struct foresight *f, enum end end, const char *why)
{
	struct end_foreseen *e = &f->end[end];

	e->dead = true;
	e->n_ports = 0;
	if (!e->orphan && e->existed)
		tcp_close(f, end, why);
}

static void make_reboot(struct foresight *f, enum end end)
{
	struct end_foreseen *e = &f->end[end];
	size_t row = f->n - 1;

	e->n_ports = 0;
	e->orphan = true;
	if (e->existed && e->state != TCPS_CLOSED)
		tcp_change(f, end, TCPS_CLOSED, row);
	e->state = TCPS_CLOSED;
}

/* A step about an end's link or process. */
static void make_deed(struct foresight *f, enum end end, const struct step *step)
{
	enum end whose = step->target.given ? step->target.end : end;

	note(f, end, step);
	if (step->kind == STEP_UNPLUG || step->kind == STEP_PLUG)
		f->end[whose].unplugged = step->kind == STEP_UNPLUG;
	else if (step->kind == STEP_FREEZE || step->kind == STEP_THAW)
		f->end[whose].frozen = step->kind == STEP_FREEZE;
	else if (step->kind == STEP_REBOOT)
		make_reboot(f, end);
	else
		end_process(f, whose, step_word(step->kind));
}

static void make_step(struct foresight *f, enum end end)
{
	struct end_foreseen *e = &f->end[end];
	const struct step *step = &f->sc->script[end].steps[e->next];
	bool again = step->kind == STEP_CONNECT && !e->opened; /* it has yet to return */

	if (step_has_target(step->kind)) {
		e->next++;
		make_deed(f, end, step);
		return;
	}
	switch (step->kind) {
	case STEP_LISTEN:
		make_listen(f, end, step);
		break;
	case STEP_CONNECT:
		make_connect(f, end, step);
		break;
	case STEP_ACCEPT:
		make_accept(f, end, step);
		break;
	case STEP_SEND:
		make_send(f, end, step);
		break;
	case STEP_RECV:
		make_recv(e, step->recv.bytes, step->recv.until_eof);
		break;
	case STEP_EXPECT_DATA:
		make_recv(e, step->expect.bytes, false);
		break;
	case STEP_SHUTDOWN:
		if (step->how != SHUT_RD && step->on == e->socket)
			tcp_shutdown(f, end);
		break;
	case STEP_CLOSE:
		make_close(f, end, step);
		break;
	case STEP_ABORT:
		if (step->on == e->socket)
			tcp_abort(f, end);
		break;
	case STEP_SETSOCKOPT:
		make_setsockopt(f, end, step);
		break;
	case STEP_SLEEP:
		e->wakes = f->now + step->sleep;
		break;
	case STEP_AT:
		e->wakes = step->at;
		break;
	case STEP_CONNECTIONS:
	case STEP_FLOOD:
		foresight_stop(f, _("what many connections do is not drawn"));
		break;
	case STEP_EXEC:
		foresight_stop(f, _("what a program does, the scenario does not tell"));
		break;
	case STEP_SOCKET:
	case STEP_BIND:
	case STEP_LIMIT:
	case STEP_WAIT:
	case STEP_MARK:
	case STEP_UNPLUG:
	case STEP_PLUG:
	case STEP_REBOOT:
	case STEP_EXIT:
	case STEP_KILL:
	case STEP_FREEZE:
	case STEP_THAW:
		break;
	}
	e->next += !again;
	e->began = f->now;
}

/* ---- turns --------------------------------------------------------------------------------- */

/* Whether the expectations say which of two ends that can both close does so first. */
static bool closes_first(const struct foresight *f, enum end end)
{
	const struct end_foreseen *e = &f->end[end], *other = &f->end[other_end(end)];
	enum step_kind kind = f->sc->script[end].steps[e->next].kind;

	if (kind != STEP_CLOSE && kind != STEP_SHUTDOWN)
		return false;
	return e->path && other->path && e->state == TCPS_ESTABLISHED &&
	       other->state == TCPS_ESTABLISHED && e->states < e->path->path.n &&
	       other->states < other->path->path.n &&
	       e->path->path.states[e->states] == TCPS_FIN_WAIT_1 &&
	       other->path->path.states[other->states] == TCPS_CLOSE_WAIT;
}

bool script_go(struct foresight *f)
{
	enum turn turn[ENDS];

	for_each_end(e) {
		enum end end = other_end(e); /* the server first: it listens */

		turn[end] = script_turn(f, end);
		if (turn[end] == TURN_QUIET) {
			make_step(f, end);
			return true;
		}
	}
	if (turn[CLIENT] == TURN_SENDS && turn[SERVER] == TURN_SENDS) {
		bool opening = !f->end[CLIENT].opened && !f->end[SERVER].opened;

		if (closes_first(f, SERVER))
			make_step(f, SERVER);
		else if (closes_first(f, CLIENT) || opening)
			make_step(f, CLIENT);
		else
			foresight_stop(f, _("which end is first now, the scenario does not tell"));
		return true;
	}
	for_each_end(e)
		if (turn[e] == TURN_SENDS) {
			make_step(f, e);
			return true;
		}
	return false;
}

nsec_t script_next(const struct foresight *f)
{
	nsec_t next = NEVER;

	for_each_end(e)
		next = MIN(next, script_due(f, e));
	return next;
}
