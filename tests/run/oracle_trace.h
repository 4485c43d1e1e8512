/* SPDX-License-Identifier: MIT */
/* What the kernel's tracepoints say about TCP sockets, line by line of a tracefs "trace" file. Pure. */
#ifndef TESTS_RUN_ORACLE_TRACE_H
#define TESTS_RUN_ORACLE_TRACE_H

#include "base/monotime.h"
#include "tcp/end.h"
#include "tcp/states.h"

enum trace_kind {
	TRACE_STATE,		/* sock:inet_sock_set_state */
	TRACE_RETRANSMIT,	/* tcp:tcp_retransmit_skb */
	TRACE_RETRANSMIT_SYN_ACK, /* tcp:tcp_retransmit_synack: a request socket's */
};

#define TRACE_KINDS 3

/* "sock/inet_sock_set_state": where tracefs keeps the event, below events/. */
const char *trace_event_path(enum trace_kind kind);

struct trace_event {
	enum trace_kind kind;
	struct monotime at;
	enum end end;		/* whose socket it is */
	uint16_t port;		/* its own; 0: connect() has not chosen one yet */
	uint16_t peer_port;	/* 0: a listener's */
	enum tcp_state from;	/* TRACE_STATE only */
	enum tcp_state to;
};

/**
 * trace_line() - Read one line
 * @line:	The line
 * @ev:		Filled in; @ev->at is the trace clock's
 *
 * Return: 1 if it is such an event of one of a lab's ends; 0 if it is a comment or about another
 * host's socket; -1 if it can't be understood
 */
int trace_line(const char *line, struct trace_event *ev);

#endif
