/* SPDX-License-Identifier: MIT */
/* What a step of a script does; "it" is the end whose script it is. */
#include "explain/explain.h"

#include <string.h>
#include <sys/socket.h>

#include "base/translate.h"
#include "explain/nouns.h"
#include "explain/say.h"

static void say_listen(struct sentences *s, const struct step *step)
{
	sentence(s, _("It listens on port %u: connections can come from now on."),
		 step->listen.port);
	if (step->listen.backlog_given)
		sentence(s, _("At most so many of them may wait to be accepted: %u."),
			 step->listen.backlog ? step->listen.backlog : 1);
}

static void say_accept(struct sentences *s, const struct step *step)
{
	if (step->accept.n)
		sentence(s,
			 P_("It waits for %u connection, and takes it.",
			    "It waits for %u connections, and takes each of them.", step->accept.n),
			 step->accept.n);
	else
		sentence(s,
			 _("It waits for a connection whose handshake is complete, and takes it."));
}

static void say_connect(struct sentences *s, enum end end, const struct step *step)
{
	sentence(s, _("It opens a connection to port %u of %s, and waits for the answer."),
		 step->connect.port, noun_end(other_end(end)));
	if (step->connect.from)
		sentence(s, _("The connection comes from port %u."), step->connect.from);
}

static void say_connections(struct sentences *s, enum end end, const struct step *step)
{
	sentence(s,
		 P_("It opens %u connection to port %u of %s, and waits until it is open or has "
		    "failed.",
		    "It opens %u connections at once to port %u of %s, and waits until each of "
		    "them is open or has failed.",
		    step->connections.n),
		 step->connections.n, step->connections.port, noun_end(other_end(end)));
}

static const char *bytes(struct sentences *s, uint64_t n)
{
	return part(s, P_("%llu byte", "%llu bytes", n), (unsigned long long)n);
}

static void say_send(struct sentences *s, const struct step *step)
{
	if (step->send.file)
		sentence(s, _("It sends what stands in the file %s."), step->send.file);
	else if (step->send.text)
		sentence(s, _("It sends %s: the text %s."), bytes(s, step->send.bytes),
			 noun_text(s, step->send.text, step->send.bytes));
	else
		sentence(s, _("It sends %s."), bytes(s, step->send.bytes));
}

static void say_recv(struct sentences *s, enum end end, const struct step *step)
{
	if (step->recv.until_eof)
		sentence(s,
			 _("It receives whatever comes until the stream ends, that is until the "
			   "FIN of %s has come."),
			 noun_end(other_end(end)));
	else
		sentence(s, _("It receives %s, or as much as comes before the stream ends."),
			 bytes(s, step->recv.bytes));
}

static void say_expect_data(struct sentences *s, enum end end, const struct step *step)
{
	if (step->expect.text)
		sentence(s, _("It receives %s, which must be the text %s."),
			 bytes(s, step->expect.bytes),
			 noun_text(s, step->expect.text, step->expect.bytes));
	else
		sentence(s, _("It receives %s, which must be what %s sends, byte by byte."),
			 bytes(s, step->expect.bytes), noun_end(other_end(end)));
}

static void say_shutdown(struct sentences *s, const struct step *step)
{
	if (step->how == SHUT_RD)
		sentence(s, _("It shuts down the direction in which it receives; no segment goes "
			      "out for that."));
	else if (step->how == SHUT_WR)
		sentence(s,
			 _("It shuts down the direction in which it sends: a FIN goes out behind "
			   "its data, and it can still receive."));
	else
		sentence(s, _("It shuts down both directions of the connection: a FIN goes out "
			      "behind its data."));
}

static void say_close(struct sentences *s, const struct step *step)
{
	if (step->all)
		sentence(s, _("It closes every socket that it has, listeners included."));
	else if (step->on == SOCKET_CONNECTION)
		sentence(s,
			 _("It closes the connection: if that is open, a FIN goes out behind its "
			   "data."));
	else
		sentence(s, _("It closes the socket."));
}

static void say_flood(struct sentences *s, enum end end, const struct step *step)
{
	sentence(s,
		 _("It floods port %u of %s with SYNs: %u a second for %s, each from another "
		   "sender that does not exist."),
		 step->flood.port, noun_end(other_end(end)), step->flood.rate,
		 noun_time(s, step->flood.time));
}

/* ---- machines and processes ---------------------------------------------------------------- */

static void say_unplug(struct sentences *s, enum end whose, bool own)
{
	if (own)
		sentence(s, _("It takes its own link down: segments toward it are lost without a "
			      "word, and it sends none."));
	else
		sentence(s,
			 _("It takes the link of %s down: segments toward that are lost without "
			   "a word, and none come from there."),
			 noun_end(whose));
}

static void say_plug(struct sentences *s, enum end whose, bool own)
{
	if (own)
		sentence(s, _("It takes its own link up again."));
	else
		sentence(s, _("It takes the link of %s up again."), noun_end(whose));
}

/* A step about an end's link or process. */
static void say_target(struct sentences *s, enum end end, const struct step *step)
{
	enum end whose = step->target.given ? step->target.end : end;

	if (step->kind == STEP_REBOOT)
		sentence(s, _("It loses its power and comes back: all its sockets are gone, and no "
			      "segment says so."));
	else if (step->kind == STEP_EXIT)
		sentence(s, _("Its process ends, and its kernel closes what that had open."));
	else if (step->kind == STEP_UNPLUG)
		say_unplug(s, whose, whose == end);
	else if (step->kind == STEP_PLUG)
		say_plug(s, whose, whose == end);
	else if (step->kind == STEP_KILL)
		sentence(s,
			 _("It kills the process of %s by SIGKILL: the kernel closes what that "
			   "had open."),
			 noun_end(whose));
	else if (step->kind == STEP_FREEZE)
		sentence(s,
			 _("It stops the process of %s by SIGSTOP; the kernel there goes on "
			   "answering."),
			 noun_end(whose));
	else
		sentence(s, _("It lets the process of %s go on, by SIGCONT."), noun_end(whose));
}

/* ---- moments ------------------------------------------------------------------------------- */

static void say_at(struct sentences *s, nsec_t at)
{
	sentence(s, _("It waits until %s after the beginning of the run."), noun_time(s, at));
}

static void say_mark(struct sentences *s, const char *name)
{
	sentence(s,
		 _("Here is the moment that the expectations call %s: stock is taken of both "
		   "ends."),
		 name);
}

/* ---- all of them --------------------------------------------------------------------------- */

static void say_what(struct sentences *s, enum end end, const struct step *step)
{
	switch (step->kind) {
	case STEP_SOCKET:
		sentence(s, _("It makes a socket, which is not connected yet."));
		break;
	case STEP_BIND:
		sentence(s, _("It binds the socket to port %u of its own address."),
			 step->bind.port);
		break;
	case STEP_LISTEN:
		say_listen(s, step);
		break;
	case STEP_ACCEPT:
		say_accept(s, step);
		break;
	case STEP_CONNECT:
		say_connect(s, end, step);
		break;
	case STEP_CONNECTIONS:
		say_connections(s, end, step);
		break;
	case STEP_SEND:
		say_send(s, step);
		break;
	case STEP_RECV:
		say_recv(s, end, step);
		break;
	case STEP_EXPECT_DATA:
		say_expect_data(s, end, step);
		break;
	case STEP_SHUTDOWN:
		say_shutdown(s, step);
		break;
	case STEP_CLOSE:
		say_close(s, step);
		break;
	case STEP_ABORT:
		sentence(s, _("It aborts the connection: a RST goes out instead of a FIN."));
		break;
	case STEP_SETSOCKOPT:
		say_sockopt(s, &step->sockopt);
		break;
	case STEP_EXEC:
		sentence(s, _("It runs the program %s, and waits for its end."),
			 noun_text(s, step->command, strlen(step->command)));
		break;
	case STEP_FLOOD:
		say_flood(s, end, step);
		break;
	case STEP_LIMIT:
		sentence(s,
			 P_("From now on it may have %u socket open at a time.",
			    "From now on it may have %u sockets open at a time.", step->files),
			 step->files);
		break;
	case STEP_UNPLUG:
	case STEP_PLUG:
	case STEP_REBOOT:
	case STEP_EXIT:
	case STEP_KILL:
	case STEP_FREEZE:
	case STEP_THAW:
		say_target(s, end, step);
		break;

	case STEP_SLEEP:
		sentence(s, _("It does nothing for %s."), noun_time(s, step->sleep));
		break;
	case STEP_AT:
		say_at(s, step->at);
		break;
	case STEP_WAIT:
		say_wait(s, end, &step->wait);
		break;
	case STEP_MARK:
		say_mark(s, step->mark.name);
		break;
	}
}

void explain_step(struct sentences *s, enum end end, const struct step *step)
{
	say_what(s, end, step);
	if (step->on_name)
		sentence(s, _("That is on the socket with the name %s."), step->on_name);
	if (step->as_name)
		sentence(s, _("The socket gets the name %s."), step->as_name);
}

void explain_repeat(struct sentences *s, uint32_t steps, uint32_t times)
{
	if (steps == 1)
		sentence(s, _("The next step is made %u times over:"), times);
	else
		sentence(s,
			 _("The next %u steps are made %u times over, one turn after the other:"),
			 steps, times);
}

void explain_end(struct sentences *s, const struct scenario *sc)
{
	bool gone = script_has(&sc->script[CLIENT], STEP_EXIT);

	for_each_end(e) {
		const struct script *script = &sc->script[e];

		for (size_t i = 0; i < script->n; i++)
			gone |= script->steps[i].kind == STEP_KILL &&
				script->steps[i].target.end == CLIENT;
	}
	if (gone)
		sentence(s, _("The run is over when both scripts are over and no segment is held "
			      "any more."));
	else
		sentence(s,
			 _("The run is over when the script of the client is over and no segment "
			   "is held any more; a step of the server that is still waiting then is "
			   "cut off."));
}
