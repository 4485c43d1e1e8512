/* SPDX-License-Identifier: MIT */
/* The injector's own state; private to the injector's files. */
#ifndef ROLES_INJECTOR_H
#define ROLES_INJECTOR_H

#include "fault/change.h"
#include "fault/rule.h"
#include "kernel/nfqueue.h"
#include "kernel/rawsock.h"
#include "kernel/sockdiag.h"
#include "kernel/timer.h"
#include "roles/held.h"
#include "roles/role.h"
#include "tcp/flow.h"

/* Verdicts that are remembered: an error about one of them comes with the next receives. */
#define RECENT 64

struct recent {
	uint32_t id;
	enum end from;
	bool accepted;
	bool undelivered;
};

/* What a fault made of a segment's bytes. */
struct change {
	enum obstacle obstacle; /* unless it is OBSTACLE_NONE, the segment goes on as it is */
	bool checksum_ok;	/* else the receiver won't take it */
	struct segment_facts facts;
	size_t len;
	uint8_t packet[DRAFT_ROOM];
};

struct injector {
	const struct role_args *args;
	struct channel *channel;
	struct nfqueue queue;
	struct nl rtnl;		  /* in the wire */
	struct rawsock raw[ENDS]; /* toward an end; open if a fault puts packets on the wire */
	bool loses[ENDS];	  /* what is accepted toward the end may not get there */
	bool awaits;		  /* a fault holds segments until something comes */
	struct monotime origin;	  /* when the scripts began */
	struct sockdiag diag[ENDS];
	struct flows flows;
	struct rules rules;
	struct held held;
	struct timer timer;
	struct monotime now; /* by the last look at the clock */
	uint32_t number;     /* of the latest segment or ICMP message */
	bool stopped;	     /* settled: no more verdicts */
	struct event_queued tally[ENDS];
	struct change change; /* of the segment that is decided on */
	struct recent recent[RECENT];
	unsigned int recent_n;
	bool (*existed)[ENDS]; /* [connection - 1]: the end has been seen to have it */
	uint32_t existed_n;
};

/* ---- photo.c: both ends, photographed */

/* A photograph of one end: an event, if it could be taken. */
struct photo {
	bool taken;
	struct event event;
};

/**
 * photograph() - Photograph both ends for a segment's sake, beginning at @in->now
 * @states:	Filled in; what can't be seen is no state at all
 * @photos:	Filled in; put_photos() sends them
 */
void photograph(struct injector *in, const struct segment_facts *facts, enum end from,
		enum look why, uint32_t number, struct end_states *states,
		struct photo photos[ENDS]);

/* photo_existed() - Whether the end has had the connection, @state being its latest. */
bool photo_existed(struct injector *in, uint32_t connection, enum end end, enum tcp_state state);

/* put_photos() - Send those that were taken. */
void put_photos(struct injector *in, const struct photo photos[ENDS]);

/* photograph_after() - … after a verdict; if nothing moved that should have, look again. */
void photograph_after(struct injector *in, const struct held_segment *s, bool accepted,
		      enum tcp_state before);

/* ---- release.c: verdicts, given or put off */

/**
 * give_verdict() - Tell the kernel, and photograph what came of it
 * @change:	What goes on instead of what was queued; NULL if no fault is to change it
 */
void give_verdict(struct injector *in, const struct held_segment *s, enum verdict_kind kind,
		  enum tcp_state receiver_before, const struct change *change);

/* note_delivered() - A segment has gone on from an end to the other one. */
void note_delivered(struct injector *in, enum end from, const struct segment_facts *facts);

/* sent_to() - How many packets the wire has sent toward an end, if its link may go down at all. */
uint64_t sent_to(struct injector *in, enum end end);

/* hold() - Keep a segment in the queue until @due. */
void hold(struct injector *in, struct held_segment *s, struct monotime due);

/* release_due() - Release what is due. */
void release_due(struct injector *in);

/* note_flushed() - The kernel had let go of a packet before our verdict: it never arrived. */
void note_flushed(struct injector *in, uint32_t id);

/* ---- await.c: what held segments wait for */

/* await_any() - Whether a fault of the scenario holds segments until something comes. */
bool await_any(const struct scenario *sc);

/* await_verdict() - Note what a verdict to hold waits for. Return: when the segment is due */
struct monotime await_verdict(const struct injector *in, struct held_segment *s,
			      const struct verdict *verdict, struct monotime now);

/* await_names() - The names of a connection's segments that are held, by sender. */
void await_names(const struct injector *in, uint32_t connection, uint16_t names[ENDS]);

/* What may end a hold: a segment was queued; one went on; an end was seen in a state. */
void await_queued(struct injector *in, const struct held_segment *s, struct monotime now);
void await_passed(struct injector *in, const struct held_segment *s, struct monotime now);
void await_state(struct injector *in, uint32_t connection, enum end end, enum tcp_state state);

/* await_sighting() - The same, by what the probe saw. */
void await_sighting(struct injector *in, const struct event *ev);

/* ---- besides.c: packets of the injector's own */

/* A segment that was decided on, and has had its verdict. */
struct decided {
	const struct segment *seg; /* as it was queued */
	const struct held_segment *s;
	struct flow *flow;
	const struct verdict *verdict;
};

/* open_raw() - Get ready to send, if any fault of the scenario sends something. */
void open_raw(struct injector *in, struct refusal *why);

/* send_besides() - Send what a fault puts on the wire besides the segment that it decided on. */
void send_besides(struct injector *in, const struct decided *d);

/* send_copy() - Send a copy that was held until now. */
void send_copy(struct injector *in, const struct held_segment *s);

/* ---- tally.c: the end */

/* report_faults() - How often each fault fired, once no verdict will be given any more. */
void report_faults(struct injector *in);

/* report_tallies() - What became of the segments so far; the latest report counts. */
void report_tallies(struct injector *in);

#endif
