/* SPDX-License-Identifier: MIT */
/*
 * An endpoint: one end's script as real system calls of a process of its own. Each step waits for the
 * supervisor's GO, is announced (EVENT_CALL), made, and reported with its result (EVENT_RETURN). The
 * next GO comes when the probe has looked at what the call did.
 *
 * Between steps and while it sleeps or waits, the endpoint keeps an eye on its connections for errors
 * and hang-ups: one that dies of TCP_USER_TIMEOUT or tcp_retries2 may send nothing.
 */
#include "roles/endpoint.h"

#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/util.h"

/* ---- between steps ------------------------------------------------------------------------- */

/* SO_ERROR is left alone: reading it would hide the error from the script's next call. */
static void report_socket_error(struct endpoint *ep)
{
	struct event ev = {.kind = EVENT_SOCKET_ERROR, .end = ep->end, .at = monotime_now()};
	struct epoll_event what;

	if (epoll_wait(ep->epoll, &what, 1, 0) != 1)
		return;
	ev.socket_error.pending = what.events & EPOLLERR;
	ev.socket_error.port = what.data.u32 >> 16;
	ev.socket_error.peer_port = what.data.u32 & UINT16_MAX;
	channel_put_event(ep->channel, &ev);
	channel_flush(ep->channel);
}

/* What the supervisor says. Return: whether it is what is waited for */
static bool hear(struct endpoint *ep, struct awaited what)
{
	struct message msg;
	int ret = channel_get(ep->channel, &msg, NULL);

	if (ret != 1 && ret != -EAGAIN)
		_exit(ret == 0 ? EXIT_PASS : EXIT_BUG);
	if (ret != 1 || msg.kind != MSG_GO || msg.go.step != what.step || msg.go.come != what.come)
		return false;
	ep->origin = msg.go.origin;
	ep->error = msg.go.error;
	return true;
}

bool await_go(struct endpoint *ep, struct awaited what, struct monotime deadline)
{
	struct pollfd pfd[] = {{.fd = ep->channel->fd, .events = POLLIN},
			       {.fd = ep->epoll, .events = POLLIN},
			       {.fd = ep->timer.fd, .events = POLLIN}};

	timer_arm(&ep->timer, deadline);
	for (;;) {
		if (poll(pfd, ARRAY_SIZE(pfd), -1) < 0 && errno != EINTR)
			_exit(EXIT_BUG);
		if (pfd[1].revents)
			report_socket_error(ep);
		if (pfd[0].revents && hear(ep, what))
			return true;
		if (pfd[2].revents)
			return false;
	}
}

/* ---- the script ---------------------------------------------------------------------------- */

/* The socket that a step is on or makes; NULL if it is about none, or about many. */
static const struct sock *socket_of(const struct endpoint *ep, const struct step *step)
{
	unsigned int takes = step_takes(step);

	if (takes & TAKES_AS)
		return &ep->sockets[step->as];
	if (takes & TAKES_ON && step->kind != STEP_ACCEPT) /* accept N makes many */
		return &ep->sockets[step->on];
	return NULL;
}

/* Before a call that makes a socket there are none yet, after one that closes it, those before it. */
static void note_ports(struct event *ev, const struct sock *s)
{
	if (!s || s->fd < 0)
		return;
	ev->call.port = s->port;
	ev->call.peer_port = s->peer_port;
}

static void make_step(struct endpoint *ep, const struct step *step)
{
	struct event ev = {.kind = EVENT_CALL, .end = ep->end, .at = monotime_now()};
	const struct sock *s = socket_of(ep, step);
	int64_t result;

	ev.call.number = ep->number;
	ev.call.step = step->kind;
	if (step_has_target(step->kind))
		ev.call.about = step->target.end;
	note_ports(&ev, s);
	channel_put_event(ep->channel, &ev);
	channel_flush(ep->channel);
	result = step_function(step->kind)(ep, step);
	ev.kind = EVENT_RETURN;
	ev.at = monotime_now();
	note_ports(&ev, s);
	ev.call.result = result < 0 ? -1 : result;
	ev.call.error = result < 0 ? -result : 0;
	if (step->kind == STEP_SEND)
		ev.call.stream = s->sent;
	if (step->kind == STEP_RECV || step->kind == STEP_EXPECT_DATA)
		ev.call.stream = s->received;
	channel_put_event(ep->channel, &ev);
	channel_flush(ep->channel);
}

/* ---- setting up ---------------------------------------------------------------------------- */

static void open_links(struct endpoint *ep, struct refusal *why)
{
	const struct script *script = &ep->args->sc->script[ep->end];

	for_each_end(e)
		if (!why->error && script_touches_link(script, e))
			ep->link[e] = link_open(ep->args->lab, e, why);
	if (!why->error && script_has(script, STEP_REBOOT))
		lab_watch(ep->args->lab, ep->end, ep->args->ip_version, &ep->diag, why);
	if (!why->error)
		lab_enter(ep->args->lab, (enum place)ep->end, why);
}

static void set_up(struct endpoint *ep)
{
	const struct script *script = &ep->args->sc->script[ep->end];
	struct refusal why = {0};

	ep->n_sockets = SOCKETS_UNNAMED + script->n_names;
	ep->sockets = xalloc(ep->n_sockets, sizeof(*ep->sockets));
	for (size_t i = 0; i < ep->n_sockets; i++)
		ep->sockets[i].fd = -1;
	ep->diag.fd = -1;
	ep->epoll = epoll_create1(EPOLL_CLOEXEC);
	ep->pending = epoll_create1(EPOLL_CLOEXEC);
	if (ep->epoll < 0 || ep->pending < 0 || timer_open(&ep->timer) < 0)
		refuse(&why, errno, NULL, "create an epoll set and a timer");
	else if (allow_files(script, &why) == 0)
		open_links(ep, &why);
	if (why.error)
		role_refused(ep->channel, &why);
	lab_close(ep->args->lab);
	role_patient();
	role_ready(ep->channel);
}

_Noreturn void endpoint_main(const struct role_args *args, enum end end)
{
	struct endpoint ep = {.args = args, .channel = args->channel, .end = end};
	const struct script *script = &args->sc->script[end];

	set_up(&ep);
	for (size_t i = 0; i < script->n; i++) {
		ep.number = i + 1;
		await_go(&ep, (struct awaited){ep.number, false}, MONOTIME_NEVER);
		make_step(&ep, &script->steps[i]);
	}
	for (;;) /* until the supervisor ends it */
		await_go(&ep, AWAIT_NOTHING, MONOTIME_NEVER);
}
