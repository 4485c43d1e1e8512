/* SPDX-License-Identifier: MIT */
/*
 * The timers of the ends' sockets, as sightings show them: which of them run, for how long, and which
 * have gone off. A sighting tells when a timer is due; that it was armed anew shows when that instant
 * moves.
 */
#ifndef TIMELINE_TIMERS_H
#define TIMELINE_TIMERS_H

#include "timeline/event.h"

/* A timer from its arming until it goes off, or is stopped. */
struct timer_run {
	enum tcp_timer kind;   /* TIMER_NONE: there is none */
	enum tcp_state state;  /* the socket's, when the timer was armed */
	struct monotime since; /* first seen */
	nsec_t length;	       /* how long it was to run, then */
	struct monotime due;
	struct monotime over; /* first seen to have gone off; MONOTIME_NEVER: not yet */
};

struct timers;

/* timers_new() - Begin; no timer runs. */
struct timers *timers_new(void);

/* timers_observe() - Take the next event of a timeline, in order. */
void timers_observe(struct timers *t, const struct event *ev);

/**
 * timers_fired() - The timer of a connection's socket that went off just then
 * @t:		The tracker
 * @end:	Whose socket
 * @port:	Its port
 * @peer_port:	The other end's
 * @at:		When: something happened then that may be the timer's doing
 *
 * Return: the timer, valid until the next event, or NULL if none was due
 */
const struct timer_run *timers_fired(const struct timers *t, enum end end, uint16_t port,
				     uint16_t peer_port, struct monotime at);

/* timers_between() - Of an end's timers, one that ran from @from on and was due at @to; or NULL. */
const struct timer_run *timers_between(const struct timers *t, enum end end, struct monotime from,
				       struct monotime to);

/* timers_next() - Of an end's timers, the one that is due first; or NULL. */
const struct timer_run *timers_next(const struct timers *t, enum end end);

void timers_free(struct timers *t);

#endif
