/* SPDX-License-Identifier: MIT */
/* Steps that make a socket, or are calls on one. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "base/util.h"
#include "roles/endpoint.h"

/* ---- sockets ------------------------------------------------------------------------------- */

/* The port of one side of a socket; 0 if it has none. */
static uint16_t port_of(int fd, int (*name)(int, struct sockaddr *, socklen_t *))
{
	struct sockaddr_in6 sa = {0}; /* the port is where sockaddr_in has it */
	socklen_t len = sizeof(sa);

	return name(fd, (struct sockaddr *)&sa, &len) < 0 ? 0 : ntohs(sa.sin6_port);
}

int sock_watch(struct endpoint *ep, struct sock *s)
{
	struct epoll_event ev = {.events = EPOLLET}; /* EPOLLERR and EPOLLHUP always count */

	s->port = port_of(s->fd, getsockname);
	if (!s->peer_port)
		s->peer_port = port_of(s->fd, getpeername);
	s->sent = s->received = stream_begin();
	ev.data.u32 = (uint32_t)s->port << 16 | s->peer_port;
	return epoll_ctl(ep->epoll, EPOLL_CTL_ADD, s->fd, &ev) < 0 ? -errno : 0;
}

int sock_close(struct sock *s)
{
	int fd = s->fd;

	s->fd = -1;
	return fd >= 0 && close(fd) < 0 ? -errno : 0;
}

static int sock_open(const struct endpoint *ep, struct sock *s)
{
	sock_close(s);
	*s = (struct sock){.fd = socket(ep->args->ip_version == 4 ? AF_INET : AF_INET6,
					SOCK_STREAM | SOCK_CLOEXEC, 0)};
	return s->fd < 0 ? -errno : 0;
}

/* Bind to a port of the end's own address. */
static int sock_bind(const struct endpoint *ep, const struct sock *s, uint16_t port)
{
	struct sockaddr_storage sa;
	socklen_t len = lab_sockaddr(ep->end, ep->args->ip_version, port, &sa);

	return bind(s->fd, (struct sockaddr *)&sa, len) < 0 ? -errno : 0;
}

/* Of a socket that a step makes for itself: what TIME-WAIT has left does not matter. */
static int sock_bind_again(const struct endpoint *ep, const struct sock *s, uint16_t port)
{
	int on = 1;

	if (setsockopt(s->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0)
		return -errno;
	return sock_bind(ep, s, port);
}

int64_t sock_close_all(struct endpoint *ep)
{
	int64_t n = 0;

	for (size_t i = 0; i < ep->n_sockets; i++) {
		n += ep->sockets[i].fd >= 0;
		sock_close(&ep->sockets[i]);
	}
	for (size_t i = 0; i < ep->n_many; i++)
		sock_close(&ep->many[i]);
	n += ep->n_many;
	ep->n_many = 0;
	return n;
}

/* ---- steps --------------------------------------------------------------------------------- */

int64_t do_socket(struct endpoint *ep, const struct step *step)
{
	return sock_open(ep, &ep->sockets[step->as]);
}

int64_t do_bind(struct endpoint *ep, const struct step *step)
{
	return sock_bind(ep, &ep->sockets[step->on], step->bind.port);
}

int64_t do_listen(struct endpoint *ep, const struct step *step)
{
	struct sock *s = &ep->sockets[step->as], *used = &ep->sockets[step->on];
	int err = 0;

	if (step->own) {
		err = sock_open(ep, s);
	} else if (used != s) {
		sock_close(s);
		*s = *used;
		used->fd = -1;
	}
	if (!err && step->own)
		err = sock_bind_again(ep, s, step->listen.port);
	else if (!err && step->listen.port_given)
		err = sock_bind(ep, s, step->listen.port);
	if (err)
		return err;
	if (listen(s->fd, step->listen.backlog_given ? (int)step->listen.backlog : SOMAXCONN) < 0)
		return -errno;
	s->port = step->listen.port;
	return 0;
}

int64_t do_accept(struct endpoint *ep, const struct step *step)
{
	struct sock *s = &ep->sockets[step->as];
	int listener = ep->sockets[step->on].fd;

	if (step->accept.n)
		return sock_take_many(ep, listener, step->accept.n);
	sock_close(s);
	*s = (struct sock){.fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC)};
	return s->fd < 0 ? -errno : sock_watch(ep, s);
}

int64_t do_connect(struct endpoint *ep, const struct step *step)
{
	struct sock *s = &ep->sockets[step->as];
	struct sockaddr_storage sa;
	socklen_t len =
		lab_sockaddr(other_end(ep->end), ep->args->ip_version, step->connect.port, &sa);
	int err = step->own ? sock_open(ep, s) : 0;

	if (!err && step->connect.from)
		err = step->own ? sock_bind_again(ep, s, step->connect.from)
				: sock_bind(ep, s, step->connect.from);
	if (err)
		return err;
	if (connect(s->fd, (struct sockaddr *)&sa, len) < 0)
		return -errno;
	s->peer_port = step->connect.port; /* with TCP_FASTOPEN_CONNECT there is no peer yet */
	return sock_watch(ep, s);
}

int64_t do_shutdown(struct endpoint *ep, const struct step *step)
{
	return shutdown(ep->sockets[step->on].fd, step->how) < 0 ? -errno : 0;
}

int64_t do_close(struct endpoint *ep, const struct step *step)
{
	struct sock *s = &ep->sockets[step->on];

	if (step->all)
		return sock_close_all(ep);
	return s->fd < 0 ? -EBADF : sock_close(s);
}

int64_t do_abort(struct endpoint *ep, const struct step *step)
{
	struct sock *s = &ep->sockets[step->on];
	struct linger at_once = {.l_onoff = 1, .l_linger = 0};

	if (setsockopt(s->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once)) < 0)
		return -errno;
	return sock_close(s);
}

int64_t do_setsockopt(struct endpoint *ep, const struct step *step)
{
	const struct sockopt_setting *set = &step->sockopt;
	struct linger linger = {.l_onoff = set->value != SOCKOPT_OFF,
				.l_linger = MAX(set->value, 0)};
	struct timeval time = {.tv_sec = set->value / 1000, .tv_usec = set->value % 1000 * 1000};
	bool other = set->option->option6 && ep->args->ip_version == 6;
	const void *value = &set->value;
	socklen_t len = sizeof(set->value);

	switch (set->option->kind) {
	case SOCKOPT_SWITCH:
	case SOCKOPT_NUMBER:
	case SOCKOPT_TIME:
	case SOCKOPT_TIME_OR_OFF:
		break;
	case SOCKOPT_TIMEVAL:
		value = &time;
		len = sizeof(time);
		break;
	case SOCKOPT_LINGER:
		value = &linger;
		len = sizeof(linger);
		break;
	case SOCKOPT_WORD:
		value = set->word;
		len = strlen(set->word);
		break;
	}
	return setsockopt(ep->sockets[step->on].fd, other ? IPPROTO_IPV6 : set->option->level,
			  other ? set->option->option6 : set->option->option, value, len) < 0
		       ? -errno
		       : 0;
}
