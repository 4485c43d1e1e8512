/* SPDX-License-Identifier: MIT */
/*
 * An endpoint: one end's script as real system calls of a process of its own. Each step waits for the
 * supervisor's GO, is announced (EVENT_CALL), made, and reported with its result (EVENT_RETURN). The
 * next GO comes when the probe has looked at what the call did.
 *
 * Between steps and while it sleeps or waits, the endpoint keeps an eye on its connection for errors
 * and hang-ups: one that dies of TCP_USER_TIMEOUT or tcp_retries2 may send nothing.
 */
#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/util.h"
#include "kernel/timer.h"
#include "lab/link.h"
#include "roles/role.h"
#include "roles/stream.h"

struct endpoint {
	const struct role_args *args;
	struct channel *channel;
	enum end end;
	int listener; /* -1 when there is none, as all descriptors here */
	int connection;
	struct event_stream sent, received; /* over the connection */
	struct link *link;		    /* NULL if its script leaves the link alone */
	int epoll; /* errors and hang-ups of the connection, each edge once */
	struct timer timer;
	uint32_t number; /* of the step that is being made, or comes next */
};

/* ---- between steps ------------------------------------------------------------------------- */

/* SO_ERROR is left alone: reading it would hide the error from the script's next call. */
static void report_socket_error(struct endpoint *ep)
{
	struct event ev = {.kind = EVENT_SOCKET_ERROR, .end = ep->end, .at = monotime_now()};
	struct epoll_event what;

	if (epoll_wait(ep->epoll, &what, 1, 0) != 1)
		return;
	ev.socket_error.pending = what.events & EPOLLERR;
	channel_put_event(ep->channel, &ev);
	channel_flush(ep->channel);
}

/* What an endpoint waits for: that it may make a step, or that what the step waits for has come. */
struct awaited {
	uint32_t step;
	bool come;
};

/* Nothing is ever said of step 0. */
static const struct awaited nothing = {0};

/*
 * Sleep until the supervisor says so (true) or the timer's deadline has come (false). What is said of
 * another step came too late for that: its own deadline had come first. The supervisor's end is this
 * process's end.
 */
static bool await_go(struct endpoint *ep, struct awaited what, struct monotime deadline)
{
	struct pollfd pfd[] = {{.fd = ep->channel->fd, .events = POLLIN},
			       {.fd = ep->epoll, .events = POLLIN},
			       {.fd = ep->timer.fd, .events = POLLIN}};
	struct message msg;

	timer_arm(&ep->timer, deadline);
	for (;;) {
		if (poll(pfd, ARRAY_SIZE(pfd), -1) < 0 && errno != EINTR)
			_exit(EXIT_BUG);
		if (pfd[1].revents)
			report_socket_error(ep);
		if (pfd[0].revents) {
			int ret = channel_get(ep->channel, &msg, NULL);

			if (ret == 1 && msg.kind == MSG_GO && msg.go.step == what.step &&
			    msg.go.come == what.come)
				return true;
			if (ret != 1 && ret != -EAGAIN)
				_exit(ret == 0 ? EXIT_PASS : EXIT_BUG);
		}
		if (pfd[2].revents)
			return false;
	}
}

/* ---- steps --------------------------------------------------------------------------------- */

/* Each makes a step's system calls and returns what they returned, or a negative errno. */
typedef int64_t step_fn(struct endpoint *ep, const struct step *step);

static int64_t do_listen(struct endpoint *ep, const struct step *step)
{
	struct sockaddr_storage sa;
	socklen_t len = lab_sockaddr(ep->end, ep->args->ip_version, step->listen.port, &sa);
	int on = 1;

	close_fd(&ep->listener);
	ep->listener = socket(sa.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (ep->listener < 0 ||
	    setsockopt(ep->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0 ||
	    bind(ep->listener, (struct sockaddr *)&sa, len) < 0 ||
	    listen(ep->listener, SOMAXCONN) < 0)
		return -errno;
	return 0;
}

/* A connection has been made: watch it for errors and hang-ups. */
static int64_t watch(struct endpoint *ep)
{
	struct epoll_event ev = {.events = EPOLLET}; /* EPOLLERR and EPOLLHUP always count */

	return epoll_ctl(ep->epoll, EPOLL_CTL_ADD, ep->connection, &ev) < 0 ? -errno : 0;
}

/* The port of one side of a connection; 0 if it has none. */
static uint16_t port_of(int fd, int (*name)(int, struct sockaddr *, socklen_t *))
{
	struct sockaddr_in6 sa = {0}; /* the port is where sockaddr_in has it */
	socklen_t len = sizeof(sa);

	return name(fd, (struct sockaddr *)&sa, &len) < 0 ? 0 : ntohs(sa.sin6_port);
}

/* There is no connection now: nothing is said of what the last one's streams were. */
static void drop_connection(struct endpoint *ep)
{
	close_fd(&ep->connection);
	ep->sent = ep->received = (struct event_stream){0};
}

/* A connection has been made: nothing has gone through it yet. */
static int64_t begin_connection(struct endpoint *ep)
{
	ep->sent = stream_begin(port_of(ep->connection, getsockname),
				port_of(ep->connection, getpeername));
	ep->received = ep->sent;
	return watch(ep);
}

static int64_t do_accept(struct endpoint *ep, const struct step *step)
{
	(void)step;
	drop_connection(ep);
	ep->connection = accept4(ep->listener, NULL, NULL, SOCK_CLOEXEC);
	return ep->connection < 0 ? -errno : begin_connection(ep);
}

static int64_t do_connect(struct endpoint *ep, const struct step *step)
{
	struct sockaddr_storage sa;
	socklen_t len =
		lab_sockaddr(other_end(ep->end), ep->args->ip_version, step->connect.port, &sa);

	drop_connection(ep);
	ep->connection = socket(sa.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (ep->connection < 0 || connect(ep->connection, (struct sockaddr *)&sa, len) < 0)
		return -errno;
	return begin_connection(ep);
}

/* Bytes that say where in the stream they stand. */
static void fill_pattern(char *buf, size_t len, uint64_t offset)
{
	for (size_t i = 0; i < len; i++)
		buf[i] = 'a' + (offset + i) % 26;
}

static int64_t do_send(struct endpoint *ep, const struct step *step)
{
	uint64_t sent = 0;

	while (sent < step->send.bytes) {
		char buf[16384];
		size_t len = MIN(sizeof(buf), step->send.bytes - sent);
		ssize_t n;

		if (step->send.text)
			memcpy(buf, step->send.text + sent, len);
		else
			fill_pattern(buf, len, sent);
		n = send(ep->connection, buf, len, MSG_NOSIGNAL);
		if (n < 0)
			return -errno;
		stream_add(&ep->sent, buf, n);
		sent += n;
	}
	return sent;
}

static int64_t do_recv(struct endpoint *ep, const struct step *step)
{
	uint64_t received = 0;

	while (step->recv.until_eof || received < step->recv.bytes) {
		char buf[16384];
		size_t len = step->recv.until_eof ? sizeof(buf)
						  : MIN(sizeof(buf), step->recv.bytes - received);
		ssize_t n = recv(ep->connection, buf, len, 0);

		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		stream_add(&ep->received, buf, n);
		received += n;
	}
	return received;
}

static int64_t do_shutdown(struct endpoint *ep, const struct step *step)
{
	return shutdown(ep->connection, step->how) < 0 ? -errno : 0;
}

static int64_t do_close(struct endpoint *ep, const struct step *step)
{
	int fd = ep->connection;

	(void)step;
	ep->connection = -1;
	return close(fd) < 0 ? -errno : 0;
}

/* The option of the connection if there is one, else of the listener. */
static int64_t do_setsockopt(struct endpoint *ep, const struct step *step)
{
	const struct sockopt_setting *s = &step->sockopt;
	struct linger linger = {.l_onoff = s->value != LINGER_OFF, .l_linger = MAX(s->value, 0)};
	int fd = ep->connection >= 0 ? ep->connection : ep->listener;
	socklen_t len = sizeof(s->value);
	const void *value = &s->value;

	switch (s->option->kind) {
	case SOCKOPT_SWITCH:
	case SOCKOPT_NUMBER:
	case SOCKOPT_TIME:
		break;
	case SOCKOPT_LINGER:
		value = &linger;
		len = sizeof(linger);
		break;
	case SOCKOPT_WORD:
		value = s->word;
		len = strlen(s->word);
		break;
	}
	return setsockopt(fd, s->option->level, s->option->option, value, len) < 0 ? -errno : 0;
}

static int64_t do_unplug(struct endpoint *ep, const struct step *step)
{
	(void)step;
	return link_unplug(ep->link);
}

static int64_t do_plug(struct endpoint *ep, const struct step *step)
{
	(void)step;
	return link_plug(ep->link);
}

static int64_t do_sleep(struct endpoint *ep, const struct step *step)
{
	await_go(ep, nothing, monotime_add(monotime_now(), step->sleep));
	return 0;
}

/* The supervisor knows the states of both ends: it says GO when the condition holds. */
static int64_t do_wait(struct endpoint *ep, const struct step *step)
{
	struct monotime limit = MONOTIME_NEVER;

	if (step->wait.limited)
		limit = monotime_add(monotime_now(), step->wait.within);
	return await_go(ep, (struct awaited){ep->number, true}, limit) ? 0 : -ETIMEDOUT;
}

/* The supervisor has stock taken before the script goes on. */
static int64_t do_mark(struct endpoint *ep, const struct step *step)
{
	(void)ep;
	(void)step;
	return 0;
}

static step_fn *const steps[] = {
	[STEP_LISTEN] = do_listen,   [STEP_ACCEPT] = do_accept,
	[STEP_CONNECT] = do_connect, [STEP_SEND] = do_send,
	[STEP_RECV] = do_recv,	     [STEP_SHUTDOWN] = do_shutdown,
	[STEP_CLOSE] = do_close,     [STEP_SETSOCKOPT] = do_setsockopt,
	[STEP_UNPLUG] = do_unplug,   [STEP_PLUG] = do_plug,
	[STEP_SLEEP] = do_sleep,     [STEP_WAIT] = do_wait,
	[STEP_MARK] = do_mark,
};

static_assert(ARRAY_SIZE(steps) == STEP_KINDS, "every step can be made");

/* ---- the script ---------------------------------------------------------------------------- */

static void make_step(struct endpoint *ep, const struct step *step)
{
	struct event ev = {.kind = EVENT_CALL, .end = ep->end, .at = monotime_now()};
	int64_t result;

	ev.call.number = ep->number;
	ev.call.step = step->kind;
	channel_put_event(ep->channel, &ev);
	channel_flush(ep->channel);
	result = steps[step->kind](ep, step);
	ev.kind = EVENT_RETURN;
	ev.at = monotime_now();
	ev.call.result = result < 0 ? -1 : result;
	ev.call.error = result < 0 ? -result : 0;
	if (step->kind == STEP_SEND)
		ev.call.stream = ep->sent;
	if (step->kind == STEP_RECV)
		ev.call.stream = ep->received;
	channel_put_event(ep->channel, &ev);
	channel_flush(ep->channel);
}

static void set_up(struct endpoint *ep)
{
	const struct script *script = &ep->args->sc->script[ep->end];
	struct refusal why = {0};

	ep->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (ep->epoll < 0 || timer_open(&ep->timer) < 0)
		refuse(&why, errno, NULL, "create an epoll set and a timer");
	else if (script_has(script, STEP_UNPLUG))
		ep->link = link_open(ep->args->lab, ep->end, &why);
	else
		lab_enter(ep->args->lab, (enum place)ep->end, &why);
	if (why.error)
		role_refused(ep->channel, &why);
	lab_close(ep->args->lab);
	role_patient();
	role_ready(ep->channel);
}

_Noreturn void endpoint_main(const struct role_args *args, enum end end)
{
	struct endpoint ep = {.args = args,
			      .channel = args->channel,
			      .end = end,
			      .listener = -1,
			      .connection = -1};
	const struct script *script = &args->sc->script[end];

	set_up(&ep);
	for (size_t i = 0; i < script->n; i++) {
		ep.number = i + 1;
		await_go(&ep, (struct awaited){ep.number, false}, MONOTIME_NEVER);
		make_step(&ep, &script->steps[i]);
	}
	for (;;) /* until the supervisor ends it */
		await_go(&ep, nothing, MONOTIME_NEVER);
}
