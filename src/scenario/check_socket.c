/* SPDX-License-Identifier: MIT */
/* Steps that are about sockets: that there is one, and that it can do that. */
#include "base/util.h"
#include "scenario/walk.h"

/* A step's socket for messages: "the socket of line 3", "'second' of line 3". */
#define SOCKET_TEXT 100

static const char *describe(char text[SOCKET_TEXT], const char *name, const char *what,
			    const struct walk_socket *s)
{
	snprintf(text, SOCKET_TEXT, "%s%.40s%s of line %u", name ? "'" : "", name ? name : what,
		 name ? "'" : "", s->by->loc.line);
	return text;
}

static void make(struct walk_socket *s, enum socket_state state, const struct step *by)
{
	s->state = state;
	s->by = by;
}

static bool is_usable(const struct walk_socket *s)
{
	return s->state == SOCKET_FRESH || s->state == SOCKET_BOUND;
}

/* The place of a new socket must be free. */
static void check_free(struct walk *w, const struct step *step)
{
	const char *name = step->as_name ? step->as_name : step->on_name;
	const struct walk_socket *s = &w->sockets[step->as];
	char text[SOCKET_TEXT];

	if (s->state == SOCKET_NONE)
		return;
	diag_error(w->diags, step->loc, "%s must be closed first%s",
		   describe(text, name,
			    s->state == SOCKET_CONNECTED ? "the connection" : "the socket", s),
		   name ? "" : ", or the new one be named (as NAME)");
}

static void check_socket(struct walk *w, const struct step *step)
{
	check_free(w, step);
	make(&w->sockets[step->as], SOCKET_FRESH, step);
}

static void check_bind(struct walk *w, const struct step *step)
{
	struct walk_socket *s = &w->sockets[step->on];
	char text[SOCKET_TEXT];

	if (s->state == SOCKET_NONE)
		diag_error(w->diags, step->loc, "bind without a socket before it");
	else if (s->state != SOCKET_FRESH)
		diag_error(w->diags, step->loc, "%s has a port already",
			   describe(text, step->on_name, "the socket", s));
	make(s, SOCKET_BOUND, step);
}

static void check_listen_port(struct walk *w, struct step *step, const struct walk_socket *used)
{
	if (!used || used->state != SOCKET_BOUND) {
		if (!step->listen.port_given)
			diag_error(w->diags, step->loc,
				   "listen on which port? No bind before it says so");
	} else if (step->listen.port_given) {
		diag_error(w->diags, step->loc, "the bind of line %u has said the port already",
			   used->by->loc.line);
	} else {
		step->listen.port = used->by->bind.port;
	}
}

static void check_listen(struct walk *w, struct step *step)
{
	struct walk_socket *s = &w->sockets[step->as];
	struct walk_socket *used = step->as_name ? NULL : &w->sockets[step->on];
	char text[SOCKET_TEXT];

	if (used && !is_usable(used)) {
		if (step->on_name)
			diag_error(w->diags, step->loc, "'%.40s' is no socket that could listen",
				   step->on_name);
		used = NULL;
	}
	step->own = !used;
	check_listen_port(w, step, used);
	if (s->state == SOCKET_LISTENS && !step->as_name)
		diag_error(w->diags, step->loc,
			   "the %s listens already, since line %u; name a further listener "
			   "(as NAME)",
			   end_name(w->end), s->by->loc.line);
	else if (s->state != SOCKET_NONE && step->as_name)
		diag_error(w->diags, step->loc, "%s must be closed first",
			   describe(text, step->as_name, "", s));
	if (used)
		make(used, SOCKET_NONE, step);
	make(s, SOCKET_LISTENS, step);
}

static void check_accept(struct walk *w, const struct step *step)
{
	if (w->sockets[step->on].state != SOCKET_LISTENS) {
		if (step->on_name)
			diag_error(w->diags, step->loc, "'%.40s' does not listen", step->on_name);
		else
			diag_error(w->diags, step->loc, "accept without a listen before it");
	}
	if (step->accept.n)
		return;
	check_free(w, step);
	make(&w->sockets[step->as], SOCKET_CONNECTED, step);
}

/* The kernel's answer is an experiment like another: RFC 9293 has it send a SYN. */
static void check_connect_of_listener(struct walk *w, const struct step *step,
				      const struct walk_socket *s)
{
	if (step->connect.from)
		diag_error(w->diags, step->loc, "the listen of line %u has said the port already",
			   s->by->loc.line);
}

static void check_connect(struct walk *w, struct step *step)
{
	struct walk_socket *s = &w->sockets[step->as];

	if (step->on_name && s->state == SOCKET_LISTENS) {
		check_connect_of_listener(w, step, s);
		return;
	}
	step->own = step->as_name || !is_usable(s);
	if (step->on_name && s->state == SOCKET_NONE)
		diag_error(w->diags, step->loc, "'%.40s' is closed", step->on_name);
	else if (step->own)
		check_free(w, step);
	else if (s->state == SOCKET_BOUND && step->connect.from)
		diag_error(w->diags, step->loc, "the bind of line %u has said the port already",
			   s->by->loc.line);
	make(s, SOCKET_CONNECTED, step);
}

static void close_one(struct walk_socket *s, const struct step *step)
{
	s->close = step;
	make(s, SOCKET_NONE, step);
}

void walk_close_all(struct walk *w, const struct step *step)
{
	for (size_t i = 0; i < ARRAY_SIZE(w->sockets); i++)
		close_one(&w->sockets[i], step);
}

/* send, recv, expect-data, shutdown; close and abort, which take any socket. */
static void check_use(struct walk *w, const struct step *step)
{
	struct walk_socket *s = &w->sockets[step->on];
	const char *word = step_word(step->kind);
	bool closes = step->kind == STEP_CLOSE || step->kind == STEP_ABORT;

	if (s->state == SOCKET_NONE && s->close)
		diag_error(w->diags, step->loc, "%s after the %s of line %u", word,
			   step_word(s->close->kind), s->close->loc.line);
	else if (s->state == SOCKET_LISTENS && !closes)
		diag_error(w->diags, step->loc, "%s on a listener, that of line %u", word,
			   s->by->loc.line);
	else if (s->state == SOCKET_NONE || (is_usable(s) && !closes))
		diag_error(w->diags, step->loc, "%s without a connect or accept before it", word);
	if (closes)
		close_one(s, step);
}

static void check_setsockopt(struct walk *w, struct step *step)
{
	if (!step->on_name && w->sockets[step->on].state == SOCKET_NONE)
		step->on = SOCKET_LISTENER;
	if (w->sockets[step->on].state == SOCKET_NONE)
		diag_error(w->diags, step->loc,
			   "setsockopt without a socket: no connect, accept, listen or socket "
			   "before it");
}

void check_socket_step(struct walk *w, struct step *step)
{
	switch (step->kind) {
	case STEP_SOCKET:
		check_socket(w, step);
		break;
	case STEP_BIND:
		check_bind(w, step);
		break;
	case STEP_LISTEN:
		check_listen(w, step);
		break;
	case STEP_ACCEPT:
		check_accept(w, step);
		break;
	case STEP_CONNECT:
		check_connect(w, step);
		break;
	case STEP_CLOSE:
		if (step->all)
			walk_close_all(w, step);
		else
			check_use(w, step);
		break;
	case STEP_SEND:
	case STEP_RECV:
	case STEP_EXPECT_DATA:
	case STEP_SHUTDOWN:
	case STEP_ABORT:
		check_use(w, step);
		break;
	case STEP_SETSOCKOPT:
		check_setsockopt(w, step);
		break;
	case STEP_CONNECTIONS:
	case STEP_EXEC:
	case STEP_FLOOD:
	case STEP_LIMIT:
	case STEP_UNPLUG:
	case STEP_PLUG:
	case STEP_REBOOT:
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
}
