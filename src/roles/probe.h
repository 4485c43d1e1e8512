/* SPDX-License-Identifier: MIT */
/* The probe's own state; private to the probe's files. */
#ifndef ROLES_PROBE_H
#define ROLES_PROBE_H

#include "kernel/capture.h"
#include "kernel/sockdiag.h"
#include "kernel/timer.h"
#include "roles/due.h"
#include "roles/role.h"
#include "roles/stock.h"
#include "tcp/portmap.h"

/* One end's half of a connection, as last seen. */
struct half {
	bool exists;
	bool look; /* something happened since */
	enum look why;
	struct due timer;
};

struct known {
	uint16_t port[ENDS];
	struct half half[ENDS];
	bool wanted; /* it stands among those that are to be looked at */
};

/* A port on which an end listens, or shall. */
struct listener {
	uint16_t port;
	bool exists;
	struct monotime watched;   /* since when its begin is waited for */
	struct monotime next_look; /* MONOTIME_NEVER: it is not */
};

struct probe {
	const struct role_args *args;
	struct channel *channel;
	struct capture capture[ENDS];
	struct sockdiag diag[ENDS];
	int notices[ENDS];
	struct timer timer;
	struct monotime now; /* since the last sleep: when last read, 0 if not yet */
	struct known *known;
	size_t n_known;
	struct portmap known_by; /* ports: index + 1 */
	size_t *wanted;		 /* indices of those to which something has happened */
	size_t n_wanted;
	struct monotime next_look; /* no timer is due before */
	struct listener *listeners[ENDS];
	size_t n_listeners[ENDS];
	struct event_captured tally[ENDS];
	struct stock stock[ENDS];
	uint64_t stock_requests;
};

/* ---- look.c: looking */

/*
 * probe_present() - A time that has come, and when all that was done since began
 *
 * The clock is read once for each look, not before and after it: in User Mode Linux that is a system
 * call.
 */
struct monotime probe_present(struct probe *p);

/* probe_look() - Look at an end's half of a connection, and tell what was seen. */
void probe_look(struct probe *p, struct known *k, enum end end, enum look why, uint32_t subject);

/* probe_look_at_listener() - Look at one of an end's listeners, likewise. */
void probe_look_at_listener(struct probe *p, enum end end, struct listener *l, enum look why,
			    uint32_t call);

/* probe_watch() - The next look at a port that is waited for, if it is due. */
void probe_watch(struct probe *p, enum end end, struct listener *l, struct monotime now);

/*
 * probe_look_where_due() - Look once at each half that something happened to, or whose look was due
 * until @now; then set the timer for the next
 */
void probe_look_where_due(struct probe *p, struct monotime now);

#endif
