/* SPDX-License-Identifier: MIT */
/*
 * The flows of a run: what has to be remembered of earlier segments to name a new one, number its
 * connection, relate its numbers to the ISS of both ends, and count its retransmissions.
 *
 * Pure: no I/O, no clock. Memory is allocated when a new connection appears, never per segment.
 */
#ifndef TCP_FLOW_H
#define TCP_FLOW_H

#include "tcp/end.h"
#include "tcp/portmap.h"
#include "tcp/segment.h"

/* Transmissions of a direction that are remembered one by one, so as to number retransmissions. */
#define FLOW_SENT 64

struct flow_sent {
	uint32_t seq;
	uint32_t len;	/* sequence space taken */
	uint16_t times; /* how often it was sent */
	bool acks;	/* it carried an ACK */
};

/* One direction of a connection, named by the end that sends. */
struct flow_side {
	bool iss_known;
	bool fin_sent;
	bool spoke; /* sent something that is more than its part of the handshake */
	uint32_t iss;
	uint32_t next; /* highest sequence number sent so far, plus one */
	uint32_t fin;  /* sequence number of the FIN, if sent */
	bool expects_known;
	uint32_t expects;   /* what it receives next: by its own ACKs and by what was delivered */
	uint16_t window;    /* the latest that it advertised */
	bool window_scaled; /* … in a segment whose window is scaled if both ends' SYNs scale */
	bool scales;
	uint8_t scale;
	uint8_t ttl;	     /* of its latest segment on the wire; 0: none yet */
	unsigned int sent_n; /* transmissions remembered; a ring */
	struct flow_sent sent[FLOW_SENT];
};

struct flow {
	uint32_t connection; /* number, from 1 */
	uint16_t port[ENDS]; /* host order */
	enum end opener;     /* who sent the first SYN */
	struct flow_side side[ENDS];
};

struct flows {
	struct flow **all;     /* [connection - 1] */
	uint32_t n;	       /* connections so far */
	struct portmap newest; /* the newest connection between two ports */
};

/**
 * flows_observe() - Take notice of a segment and say what it is
 * @flows:	The table; zeroed to start with
 * @from:	The end that sent it
 * @seg:	The segment
 * @facts:	Filled in
 *
 * A SYN from either end whose ports are those of a known connection but whose sequence number is
 * not that end's ISS begins a new connection (unless that end has no ISS yet: a simultaneous open).
 * A SYN-ACK never does: an end that gave up and answers a repeated SYN has a new ISS, but to the
 * opener it is the same connection. A segment of an unknown flow begins one too.
 *
 * Return: the flow, owned by the table
 */
struct flow *flows_observe(struct flows *flows, enum end from, const struct segment *seg,
			   struct segment_facts *facts);

/**
 * flow_describe() - Say what a segment is that no end sent: one that was changed or made
 * @flow:	The flow, which takes no notice of the segment
 * @from:	The end that it claims to come from
 * @seg:	The segment
 * @facts:	Filled in; no retransmission
 */
void flow_describe(const struct flow *flow, enum end from, const struct segment *seg,
		   struct segment_facts *facts);

/* flow_delivered() - Take notice that a segment has gone on from an end to the other one. */
void flow_delivered(struct flow *flow, enum end from, const struct segment_facts *facts);

/* flow_learn() - Take a forged SYN's sequence number for the ISS of an end that has sent none. */
void flow_learn(struct flow *flow, enum end from, const struct segment *seg);

/* flow_window() - How many bytes from @expects on an end would receive; 65535 if it never said. */
uint32_t flow_window(const struct flow *flow, enum end end);

/* flows_find() - The newest connection between two ports, or NULL. */
struct flow *flows_find(const struct flows *flows, uint16_t client_port, uint16_t server_port);

void flows_free(struct flows *flows);

#endif
