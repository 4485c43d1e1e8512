/* SPDX-License-Identifier: MIT */
/* The endpoint's own state; private to the endpoint's files. */
#ifndef ROLES_ENDPOINT_H
#define ROLES_ENDPOINT_H

#include <stdint.h>

#include "kernel/sockdiag.h"
#include "kernel/timer.h"
#include "lab/link.h"
#include "roles/role.h"
#include "roles/stream.h"

/* A socket of the script. */
struct sock {
	int fd; /* -1 when there is none */
	uint16_t port;
	uint16_t peer_port; /* 0 where not known, as a listener's */
	struct event_stream sent, received;
};

struct endpoint {
	const struct role_args *args;
	struct channel *channel;
	enum end end;
	struct sock *sockets; /* by their numbers in the script */
	size_t n_sockets;
	struct sock *many; /* those of connections and accept N */
	size_t n_many;
	struct link *link[ENDS]; /* NULL if the script leaves that end's link alone */
	struct sockdiag diag;	 /* of the own end, if the script reboots it */
	int epoll;		 /* errors and hang-ups of connections, each edge once */
	int pending;		 /* epoll set of the connections that are being opened */
	struct timer timer;
	uint32_t number;	/* of the step that is being made, or comes next */
	struct monotime origin; /* of the run */
	int error;		/* what the supervisor's latest GO says of what was waited for */
};

/* Each makes a step's system calls and returns what they returned, or a negative errno. */
typedef int64_t step_fn(struct endpoint *ep, const struct step *step);

/* step_function() - What makes a step of that kind (steps.c). */
step_fn *step_function(enum step_kind kind);

/* In this order: step_socket.c, step_data.c, step_many.c, step_lab.c, step_program.c, step_flood.c */
step_fn do_socket, do_bind, do_listen, do_accept, do_connect, do_shutdown, do_close, do_abort,
	do_setsockopt;
step_fn do_send, do_recv, do_expect_data;
step_fn do_connections, do_limit;
step_fn do_unplug, do_plug, do_reboot, do_exit;
step_fn do_exec;
step_fn do_flood;

/* ---- endpoint.c: waiting */

/* What an endpoint waits for: that it may make a step, or that what the step waits for has come. */
struct awaited {
	uint32_t step;
	bool come;
};

/* Nothing is ever said of step 0. */
#define AWAIT_NOTHING ((struct awaited){0})

/**
 * await_go() - Sleep until the supervisor says so (true) or the deadline has come (false)
 *
 * What is said of another step came too late for that: its own deadline had come first. The
 * supervisor's end is this process's end.
 */
bool await_go(struct endpoint *ep, struct awaited what, struct monotime deadline);

/* ---- step_many.c */

/* allow_files() - Let this process open as many descriptors as the script will. Return: 0 or refused */
int allow_files(const struct script *script, struct refusal *why);

/* ---- step_socket.c */

/* sock_watch() - A connection has been made: learn its ports, watch it for errors and hang-ups. */
int sock_watch(struct endpoint *ep, struct sock *s);

/* sock_close() - Close a socket, if there is one. Return: 0 or a negative errno */
int sock_close(struct sock *s);

/* sock_close_all() - Close every socket of the script. Return: how many there were */
int64_t sock_close_all(struct endpoint *ep);

/* step_many.c: sock_take_many() - accept N */
int64_t sock_take_many(struct endpoint *ep, int listener, uint32_t n);

#endif
