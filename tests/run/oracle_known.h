/* SPDX-License-Identifier: MIT */
/*
 * The known differences between the kernel's tracepoint sock:inet_sock_set_state and what is true of
 * a connection. Each is keyed by the exact changes concerned and by what the connection is to the
 * kernel at that moment; oracle_known.c says why it is so.
 */
#ifndef TESTS_RUN_ORACLE_KNOWN_H
#define TESTS_RUN_ORACLE_KNOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "tcp/states.h"

enum known_difference {
	KNOWN_REQUEST_SOCKET,
	KNOWN_CHILD,
	KNOWN_REQUEST_EXPIRED,
	KNOWN_TIME_WAIT,
	KNOWN_TIME_WAIT_FROM_CLOSING,
	KNOWN_CLOSED_FIN_WAIT_2,
	KNOWN_FIN_AT_CLOSED_FIN_WAIT_2,
	KNOWN_FIN_WAIT_2_EXPIRED,
	KNOWN_TIME_WAIT_ENDS,
};

#define KNOWN_DIFFERENCES 9

/* What a connection is to the kernel at one end. */
enum body {
	BODY_NONE,
	BODY_REQUEST,	/* a request socket */
	BODY_FULL,	/* a socket */
	BODY_TIME_WAIT, /* a TIME-WAIT socket, which FIN-WAIT-2 may be, too */
};

struct move {
	enum tcp_state from;
	enum tcp_state to;
};

struct difference {
	const char *name;
	size_t n_kernel; /* what the kernel says … */
	struct move kernel[2];
	bool in_timeline; /* … and what it is in the timeline */
	struct move timeline;
	enum body before;
	enum body after;
};

/* known_difference() - An entry of the table */
const struct difference *known_difference(enum known_difference known);

#endif
