/* SPDX-License-Identifier: MIT */
/*
 * Events: the one record type that the roles send to the supervisor, that a timeline holds, and
 * that run.jsonl spells out (tcplab-timeline(5)). Observed things only. Plain values, no pointers:
 * an event travels between processes as it is.
 */
#ifndef TIMELINE_EVENT_H
#define TIMELINE_EVENT_H

#include "base/monotime.h"
#include "fault/rule.h"
#include "scenario/scenario.h"
#include "tcp/end.h"
#include "tcp/info.h"
#include "tcp/segment.h"
#include "tcp/sighting.h"

enum event_kind {
	EVENT_SEGMENT,	    /* injector: a segment was queued and decided on, or is sent */
	EVENT_VERDICT,	    /* injector: its verdict was given to the kernel */
	EVENT_SIGHTING,	    /* injector, probe: a socket was looked at */
	EVENT_CALL,	    /* endpoint: a step's system call began */
	EVENT_RETURN,	    /* endpoint: … returned; supervisor: … was cut */
	EVENT_SOCKET_ERROR, /* endpoint: error or hang-up on its socket between steps */
	EVENT_CAPTURE,	    /* probe: a segment passed an end's wire */
	EVENT_ICMP,	    /* injector: an ICMP message was sent to an end */
	EVENT_QUEUED,	    /* injector, at the end: one direction's tally of the queue */
	EVENT_CAPTURED,	    /* probe, at the end: one end's tally of the wire */
	EVENT_FAULT,	    /* injector, at the end: how often a fault fired */
	EVENT_LOOKS,	    /* probe, at the end: sock_diag requests it made */
	EVENT_MARK,	    /* probe: a script came to a mark; what follows is the stock taken */
	EVENT_SOCKETS,	    /* probe, at a moment: an end's sockets by state */
	EVENT_COUNTER,	    /* probe, at a moment: a counter of an end's kernel */
	EVENT_INFO,	    /* probe, at a moment: TCP_INFO of a connection */
	EVENT_LOST,	    /* anyone: evidence was lost */
	EVENT_END,	    /* supervisor: the last event of a complete timeline */
};

#define EVENT_KINDS 18

/* The word in run.jsonl: "segment", "verdict" … */
const char *event_kind_word(enum event_kind kind);

/* Why a socket was looked at. */
enum look {
	LOOK_BEFORE,  /* injector: before the verdict on segment @subject */
	LOOK_AFTER,   /* injector: after it */
	LOOK_SEGMENT, /* probe: a segment passed the end's wire */
	LOOK_CALL,    /* probe: call @subject of the end returned */
	LOOK_TIMER,   /* probe: the socket's timer was due */
	LOOK_ERROR,   /* probe: the endpoint reported an error or hang-up */
	LOOK_GONE,    /* probe: the kernel announced that the socket was destroyed */
	LOOK_WATCH,   /* probe: a script waits until something listens there */
};

#define LOOKS 8

/* The word in run.jsonl: "before", "after" … */
const char *look_word(enum look look);

/* Where a segment comes from. */
enum segment_origin {
	ORIGIN_END,    /* an end sent it, and it was queued */
	ORIGIN_COPY,   /* the injector sent it: a duplicate of another */
	ORIGIN_FORGED, /* the injector sent it in an end's name */
};

#define SEGMENT_ORIGINS 3

/* "end", "copy", "forged" */
const char *segment_origin_word(enum segment_origin origin);

struct event_segment {
	uint32_t number; /* from 1 in the order of queueing, both directions */
	enum segment_origin
		origin; /* unless an end sent it, event.end is who it claims to be from */
	uint32_t of;	/* ORIGIN_COPY: the number of the original */
	struct segment_facts facts;
	struct verdict verdict;
};

struct event_verdict {
	uint32_t segment;
	enum verdict_kind kind; /* VERDICT_ACCEPT or VERDICT_DROP */
	bool undelivered;	/* accepted, but the wire's device toward the end sent nothing */
	bool changed;		/* other bytes went on than were queued */
	struct segment_facts facts; /* … these */
	enum obstacle obstacle;	    /* why a fault that should have changed it did not */
};

/* Its number is of the same counter as the segments' numbers. */
struct event_icmp {
	uint32_t number;
	enum icmp_kind what;
	uint32_t about;	   /* number of the segment that it quotes */
	uint16_t src_port; /* of that segment, which the end sent */
	uint16_t dst_port;
	uint32_t fault; /* index into the scenario's faults */
};

struct event_sighting {
	struct sighting seen;
	enum look look;
	uint32_t subject; /* segment or call number, 0 if there is none */
};

/* The bytes that went one way through an end's socket so far, by a hash of the whole stream. */
struct event_stream {
	uint64_t bytes;
	uint64_t digest; /* FNV-1a, 64 bits */
};

struct event_call {
	uint32_t number; /* step number within the end's script, from 1 */
	enum step_kind step;
	enum end about;	    /* whose link or process, where step_has_target() */
	uint16_t port;	    /* of the socket that it is on, both 0 if that is not known, */
	uint16_t peer_port; /* … or many; a listener has no peer */
	/* EVENT_RETURN only: */
	int64_t result;		    /* what the call returned: bytes, 0, or -1 */
	int error;		    /* errno if it failed, else 0 */
	bool cut;		    /* still blocked when the run ended */
	struct event_stream stream; /* send, recv: the one that the call was about */
};

struct event_socket_error {
	bool pending;  /* an error waits for the next call; else a plain hang-up */
	uint16_t port; /* of the socket */
	uint16_t peer_port;
};

struct event_capture {
	bool outgoing; /* the end sent it; else it arrives at the end */
	uint8_t flags;
	uint16_t src_port;
	uint16_t dst_port;
	uint32_t seq;
	uint32_t ack;
	uint32_t payload_len;
	uint32_t packet; /* number of its bytes in the timeline, from 1; 0 where none
					 * are kept: run.jsonl does without them */
};

/* One direction, event.end the sender: queued = accepted + dropped + flushed + held. */
struct event_queued {
	uint64_t queued;
	uint64_t accepted;
	uint64_t dropped;
	uint64_t flushed; /* the kernel let go of it before the verdict (ENOENT) */
	uint64_t held;	  /* when the run ended */
	uint64_t lost;	  /* before or in the queue, by the kernel's own counters */
	uint64_t copies;  /* put on the wire besides those accepted: duplicates */
	uint64_t forged;
	uint64_t undelivered; /* accepted, but the receiver's link was down, or the wire
					 * took it for no connection's */
};

/* One end's wire. */
struct event_captured {
	uint64_t out;  /* segments that the end sent */
	uint64_t in;   /* segments that arrived at it */
	uint64_t lost; /* frames that the capture missed */
};

struct event_fault {
	uint32_t fault; /* index into the scenario's faults */
	uint32_t fired;
	struct near_miss miss; /* when fired is 0 */
};

/* Stock, taken at a moment of the scenario (its index). */
struct event_sockets {
	uint32_t moment;
	uint32_t n[TCP_STATES];
};

struct event_counter {
	uint32_t moment;
	uint32_t counter; /* index into the scenario's counters */
	bool known;	  /* this kernel has it */
	uint64_t value;	  /* since the run began */
};

struct event_info {
	uint32_t moment;
	uint16_t port; /* of the end */
	uint16_t peer_port;
	struct info_facts facts;
};

enum loss {
	LOSS_QUEUE_OVERRUN,	 /* NFQUEUE's socket buffer or the queue itself overflowed */
	LOSS_SOCK_DIAG,		 /* a sock_diag answer was lost or interrupted */
	LOSS_CAPTURE,		 /* a packet socket missed frames */
	LOSS_DESTROY_NOTICES,	 /* the destroy multicast overflowed */
	LOSS_SEGMENT_UNREADABLE, /* a queued packet could not be read as TCP */
	LOSS_FORGET,		 /* the wire could not be made to forget its connections */
	LOSS_UNSETTLED,		 /* the wire's and the queue's counts never agreed */
};

#define LOSSES 7

/* The word in run.jsonl. */
const char *loss_word(enum loss loss);

struct event_lost {
	enum loss what;
	int error; /* errno if one told, else 0 */
};

enum end_reason {
	END_DONE,    /* the client's script ended and nothing is held */
	END_TIMEOUT, /* the scenario's timeout passed */
};

#define END_REASONS 2

/* "done", "timeout" */
const char *end_reason_word(enum end_reason reason);

struct event {
	enum event_kind kind;
	enum end end;	    /* the end it is about: who sent, called, was looked at */
	struct monotime at; /* sightings: when answered */
	union {
		struct event_segment segment;
		struct event_verdict verdict;
		struct event_sighting sighting;
		struct event_call call; /* EVENT_CALL, EVENT_RETURN */
		struct event_socket_error socket_error;
		struct event_capture capture;
		struct event_icmp icmp;
		struct event_queued queued;
		struct event_captured captured;
		struct event_fault fault;
		uint64_t looks; /* EVENT_LOOKS */
		uint32_t mark;	/* EVENT_MARK: the moment */
		struct event_sockets sockets;
		struct event_counter counter;
		struct event_info info;
		struct event_lost lost;
		enum end_reason ended;
	};
};

#endif
