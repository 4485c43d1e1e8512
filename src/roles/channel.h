/* SPDX-License-Identifier: MIT */
/*
 * The channels between the supervisor and its roles: one SEQPACKET socket each, one message type
 * of one size, of which a packet holds one or more. Roles never talk to each other.
 *
 *	keeper    -> supervisor		SYSCTL…, LAB (with two descriptors), DIED…, DOWN
 *	any role  -> supervisor		READY, or REFUSED and then EOF
 *	endpoint  -> supervisor		EVENT (calls, socket errors)
 *	injector  -> supervisor		EVENT (segments, verdicts, ICMP, sightings), SETTLED
 *	probe     -> supervisor		CAPTURED, EVENT (sightings, stock), LOOKED, STOCKED, SETTLED
 *	keeper    -> supervisor		DIED, SIGNALLED, DOWN
 *	supervisor -> endpoint		GO
 *	supervisor -> probe		LOOK, WATCH, STOCK, SETTLE
 *	supervisor -> keeper		SIGNAL
 *	supervisor -> injector		BEGIN, EVENT (sightings by the probe, for holds), SETTLE
 *
 * EOF from the supervisor means: leave.
 */
#ifndef ROLES_CHANNEL_H
#define ROLES_CHANNEL_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/refusal.h"
#include "kernel/ruleset.h"
#include "roles/supervisor.h"
#include "timeline/timeline.h"

enum message_kind {
	MSG_READY,
	MSG_REFUSED,
	MSG_SYSCTL,
	MSG_LAB,  /* the lab stands; carries sock_diag descriptors of client and server */
	MSG_DIED, /* the keeper has reaped a role */
	MSG_DOWN, /* no socket and no process of the ends is left */
	MSG_EVENT,
	MSG_BEGIN,     /* the scripts begin */
	MSG_CAPTURED,  /* an EVENT_CAPTURE with the packet's bytes */
	MSG_GO,	       /* make a step, or: what that step waits for has come */
	MSG_LOOK,      /* look at an end: a call has returned, or an error was reported */
	MSG_LOOKED,    /* done, sightings are sent */
	MSG_STOCK,     /* take stock of both ends */
	MSG_STOCKED,   /* done, what there is has been sent */
	MSG_WATCH,     /* look at an end's port until something listens there */
	MSG_SIGNAL,    /* freeze, thaw or kill an end's process group */
	MSG_SIGNALLED, /* done: it has stopped, or has been reaped */
	MSG_SETTLE,    /* take in what is there; the injector may then stop giving verdicts */
	MSG_SETTLED,   /* done, tallies are sent */
};

struct message {
	enum message_kind kind;
	union {
		struct refusal refused;
		struct sysctl_record sysctl;
		enum queue_target target; /* MSG_LAB */
		struct {
			enum role role;
			int status; /* as waitpid() gives it */
		} died;
		struct event event; /* MSG_EVENT */
		struct {
			struct event event;
			struct packet packet;
		} captured;
		struct monotime origin; /* MSG_BEGIN: since when times are counted */
		struct {
			uint32_t step;		/* its number, from 1 */
			bool come;		/* what it waits for has come */
			int error;		/* errno of that, else 0 */
			struct monotime origin; /* of the run */
		} go;
		struct {
			enum end end;
			enum end asker; /* whose script waits for the look … */
			bool awaited;	/* … if any does */
			enum look why;
			uint32_t call;	    /* its number, 0 if it is not about a call */
			uint16_t port;	    /* of the connection; 0: all that exist */
			uint16_t peer_port; /* 0: the listener on @port */
		} look;			    /* MSG_LOOK, MSG_LOOKED */
		struct {
			enum end end; /* whose script came to the mark */
			uint32_t moment;
		} stock; /* MSG_STOCK, MSG_STOCKED */
		struct {
			enum end end;
			uint16_t port;
		} watch;
		struct {
			enum end end;	/* whose processes */
			enum end asker; /* whose script says so */
			int signal;
			int error; /* MSG_SIGNALLED: errno, or 0 */
		} signal;	   /* MSG_SIGNAL, MSG_SIGNALLED */
		struct {
			bool stop;     /* to the injector: no more verdicts … */
			bool force;    /* … even while segments are held */
			uint64_t held; /* by the injector; if not 0, it has not stopped */
		} settle;	       /* MSG_SETTLE, MSG_SETTLED */
	};
};

/* Messages that travel as one: a system call for the sender, one and a wake-up for the receiver. */
#define CHANNEL_BATCH 32

#define CHANNEL_FDS 2

/* Who sent a message, and what came with it, for whoever wants to know. */
struct sender {
	pid_t pid;	      /* in the receiver's pid namespace */
	int fds[CHANNEL_FDS]; /* -1 if none came */
};

/* A packet of messages that have come together. */
struct arrived {
	int ret; /* 1; else what channel_get() is to return for it */
	unsigned int n, taken;
	struct sender sender;
};

/* How many such packets whoever drains a channel takes at once: one, and the news that it was all. */
#define CHANNEL_PACKETS 2

/* What is used mostly stands at the beginning: pages that are not touched cost no time. */
struct channel {
	int fd;		      /* -1 when closed */
	bool drained;	      /* whoever receives takes all that there is, each time */
	bool empty;	      /* … and there was no more than is in @in */
	unsigned int n;	      /* messages waiting in @out */
	unsigned int packets; /* in @in */
	unsigned int packet;  /* the one in turn */
	struct arrived in[CHANNEL_PACKETS];
	struct message items[CHANNEL_PACKETS][CHANNEL_BATCH]; /* of each of those */
	struct message out[CHANNEL_BATCH];
};

/* channel_pair() - Make a channel: [0] is the supervisor's end. Return: 0 or -errno */
int channel_pair(int fds[2]);

/* channel_put() - Queue a message; a full batch is sent at once. */
void channel_put(struct channel *ch, const struct message *msg);

/* channel_put_event() - Queue an event. */
void channel_put_event(struct channel *ch, const struct event *ev);

/**
 * channel_flush() - Send what is queued
 *
 * Blocks while the other side's buffer is full. That the other side is gone is no error here: the
 * next channel_get() tells. If the messages can't be sent for another reason, the channel is shut
 * down: the run ends with an error, as if the role had died.
 */
void channel_flush(struct channel *ch);

/**
 * channel_try() - Send one message at once, past what is queued, unless that would block
 *
 * Return: 0, also when it can never be sent (as channel_flush()), or -EAGAIN
 */
int channel_try(struct channel *ch, const struct message *msg);

/* channel_send_fds() - Send a message at once, with descriptors. Return: 0 or -errno */
int channel_send_fds(struct channel *ch, const struct message *msg, const int fds[CHANNEL_FDS]);

/**
 * channel_get() - Take the next message, without blocking
 *
 * What was flushed together arrives together, and poll() tells of it once. The supervisor, to whom
 * batches come, drains a channel: it takes messages until there are none. To a role it says one thing
 * at a time, and the role takes one when poll() tells.
 *
 * @ch:		The channel
 * @msg:	Filled in
 * @sender:	Filled in; may be NULL, descriptors that come are then closed
 *
 * Return: 1, 0 at the end (the other side is gone), -EAGAIN when there is none now, another
 * negative error code when the channel is broken
 */
int channel_get(struct channel *ch, struct message *msg, struct sender *sender);

#endif
