/* SPDX-License-Identifier: MIT */
/* Steps about many connections at once, and how many files there may be. */
#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "base/refusal.h"
#include "base/util.h"
#include "roles/endpoint.h"

int64_t sock_take_many(struct endpoint *ep, int listener, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		struct sock s = {.fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC)};

		if (s.fd < 0)
			return -errno;
		sock_watch(ep, &s);
		*ARRAY_ADD(ep->many, ep->n_many) = s;
	}
	return n;
}

/* Begin one connection; ep->pending will tell what came of it. Return: 0 or a negative errno */
static int begin(struct endpoint *ep, const struct step *step)
{
	struct epoll_event ev = {.events = EPOLLOUT | EPOLLONESHOT, .data.u64 = ep->n_many};
	struct sockaddr_storage sa;
	socklen_t len =
		lab_sockaddr(other_end(ep->end), ep->args->ip_version, step->connections.port, &sa);
	int fd = socket(sa.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), err;

	if (fd < 0)
		return -errno;
	if ((connect(fd, (struct sockaddr *)&sa, len) < 0 && errno != EINPROGRESS) ||
	    epoll_ctl(ep->pending, EPOLL_CTL_ADD, fd, &ev) < 0) {
		err = -errno;
		close(fd);
		return err;
	}
	ARRAY_ADD(ep->many, ep->n_many)->fd = fd;
	return 0;
}

/* What came of one. Return: 0 or a negative errno */
static int finish(struct endpoint *ep, struct sock *s)
{
	int error = 0;
	socklen_t len = sizeof(error);

	getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &len);
	if (error) {
		sock_close(s);
		return -error;
	}
	fcntl(s->fd, F_SETFL, 0);
	epoll_ctl(ep->pending, EPOLL_CTL_DEL, s->fd, NULL);
	return sock_watch(ep, s);
}

/* Begin all, then wait for each; the first that fails says what the step comes to. */
int64_t do_connections(struct endpoint *ep, const struct step *step)
{
	size_t before = ep->n_many;
	int first = 0;

	while (!first && ep->n_many - before < step->connections.n)
		first = begin(ep, step);
	for (size_t done = before; done < ep->n_many;) {
		struct epoll_event ev;
		int err;

		if (epoll_wait(ep->pending, &ev, 1, -1) != 1)
			continue; /* a signal: the end was frozen */
		done++;
		err = finish(ep, &ep->many[ev.data.u64]);
		first = first ? first : err;
	}
	return first ? first : (int64_t)step->connections.n;
}

/* Whether a descriptor is for the script: free, or one of its sockets. */
static bool is_for_script(const struct endpoint *ep, int fd)
{
	if (fcntl(fd, F_GETFD) < 0)
		return true;
	for (size_t i = 0; i < ep->n_sockets; i++)
		if (ep->sockets[i].fd == fd)
			return true;
	for (size_t i = 0; i < ep->n_many; i++)
		if (ep->many[i].fd == fd)
			return true;
	return false;
}

/* The process's own descriptors, and one for each socket that has a place in the script. */
#define FILES_BESIDES 64

/* How many descriptors a script has open at the same time, at most. */
static rlim_t files_needed(const struct script *script)
{
	rlim_t now = 0, most = 0;

	for (size_t i = 0; i < script->n; i++) {
		const struct step *step = &script->steps[i];

		if (step->kind == STEP_CONNECTIONS)
			now += step->connections.n;
		else if (step->kind == STEP_ACCEPT)
			now += step->accept.n;
		else if (step->kind == STEP_CLOSE && step->all)
			now = 0;
		most = MAX(most, now);
	}
	return most + script->n_names + FILES_BESIDES;
}

int allow_files(const struct script *script, struct refusal *why)
{
	rlim_t need = files_needed(script);
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return refuse(why, errno, NULL, "read the limit on open files");
	if (limit.rlim_cur >= need)
		return 0;
	limit.rlim_cur = need;
	limit.rlim_max = MAX(limit.rlim_max, need); /* more than it was takes a privilege */
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
		return refuse(why, errno, "raise the limit (`ulimit -Hn`), or run as root",
			      "open as many sockets as the script does, %llu at most",
			      (unsigned long long)need);
	return 0;
}

/* So many for the script, and those that the process needs for itself. */
int64_t do_limit(struct endpoint *ep, const struct step *step)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return -errno;
	limit.rlim_cur = 0;
	for (uint32_t left = step->files; left > 0; limit.rlim_cur++)
		left -= is_for_script(ep, limit.rlim_cur);
	return setrlimit(RLIMIT_NOFILE, &limit) < 0 ? -errno : 0;
}
