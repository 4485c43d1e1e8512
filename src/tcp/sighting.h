/* SPDX-License-Identifier: MIT */
/*
 * A sighting: one reading of one connection's socket at one end, by sock_diag.
 */
#ifndef TCP_SIGHTING_H
#define TCP_SIGHTING_H

#include "base/monotime.h"
#include "tcp/end.h"
#include "tcp/states.h"

/* idiag_timer of inet_diag_msg, in the kernel's order (net/ipv4/inet_diag.c). */
enum tcp_timer {
	TIMER_NONE,
	TIMER_RETRANSMIT, /* also SYN-ACK of a request socket, early retransmit, loss probe */
	TIMER_KEEPALIVE,  /* also FIN-WAIT-2 and the like */
	TIMER_TIME_WAIT,
	TIMER_PROBE, /* zero window probe */
};

#define TCP_TIMERS 5

/* "retransmit", "keepalive", … "none" */
const char *tcp_timer_name(enum tcp_timer timer);

struct sighting {
	struct monotime asked;	  /* just before the question was put to the kernel */
	struct monotime answered; /* just after the answer was read */
	uint64_t cookie;	  /* the socket's; follows a connection from request socket to
					 * TIME-WAIT; 0 when there is no socket */
	enum end end;
	enum tcp_state state; /* CLOSED when there is no socket of this connection */
	enum tcp_timer timer;
	uint32_t expires_ms; /* until the timer is due; 0 when overdue or none */
	uint32_t rto_us; /* retransmission timeout; 0 where the socket has none: request sockets, … */
	uint32_t cwnd;	 /* congestion window in segments; 0 likewise */
	uint8_t retransmits;
	uint16_t port;	    /* of this end, host order */
	uint16_t peer_port; /* of the other end; 0 for a listener */
};

#endif
