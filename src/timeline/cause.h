/* SPDX-License-Identifier: MIT */
/*
 * What may have made a connection move: the segments that were accepted toward its ends, the calls
 * of the ends, and the timer that a sighting showed. Private to timeline/.
 */
#ifndef TIMELINE_CAUSE_H
#define TIMELINE_CAUSE_H

#include "timeline/transition.h"

/* A segment with the injector: queued, not yet accepted or dropped. */
struct queued_segment {
	uint32_t number;
	bool known; /* its EVENT_SEGMENT has come */
	enum end to;
	uint16_t port[ENDS];
	uint8_t flags;
	struct monotime before[ENDS]; /* when the ends were last photographed for its sake */
};

/*
 * A segment that went on to an end. Its delivery takes from its verdict until the receiver is
 * photographed after it (the last time, if that takes several tries); and as the injector sees to
 * one segment at a time, no longer than until the next verdict.
 */
struct accepted_segment {
	uint32_t number;
	bool icmp; /* an ICMP message instead, about a segment between these ports */
	enum end to;
	uint16_t port[ENDS];
	uint8_t flags;
	struct monotime at;	/* just before the kernel was told */
	struct monotime until;	/* delivered by then; MONOTIME_NEVER while not known */
	struct monotime before; /* when its receiver was photographed, or never */
};

struct made_call {
	uint32_t number;
	enum step_kind step;
	bool by_other;	 /* a kill: the other end's script made it … */
	bool at_process; /* … and this end's process is killed */
	uint16_t port;	 /* of the socket that it is on; 0: not known, or many */
	uint16_t peer_port;
	struct monotime began;
	struct monotime returned; /* MONOTIME_NEVER while it is under way */
	bool moved;		  /* it made a connection move, @connection last */
	uint32_t connection;
};

struct causes {
	struct queued_segment *queued;
	size_t n_queued;
	struct accepted_segment *accepted; /* in the order of their verdicts */
	size_t n_accepted;
	struct made_call *calls[ENDS];
	size_t n_calls[ENDS];
};

/* causes_observe() - Take notice of an event; those that can't cause anything are ignored. */
void causes_observe(struct causes *causes, const struct event *ev);

void causes_free(struct causes *causes);

/* A move that was found between two sightings of a connection. */
struct move {
	enum end end;
	uint32_t connection;
	enum tcp_state from;
	enum tcp_state to;
	const struct sighting *old;
	const struct event_sighting *new;
	uint32_t *mover; /* the call that made the connection move last, 0: none did */
};

struct cause {
	enum cause_kind kind;
	uint32_t number;
	struct monotime earliest; /* the move's interval: that of the sightings, narrowed */
	struct monotime latest;	  /* to when the cause could act */
};

/**
 * cause_of() - Why a connection moved
 *
 * A call makes one move of a connection: the call that is found to be the cause is no candidate
 * for its next, and a connect for none of another's.
 */
struct cause cause_of(struct causes *causes, const struct move *mv);

#endif
