/* SPDX-License-Identifier: MIT */
/*
 * Sightings become transitions: which end, from which state to which, when at the earliest and at
 * the latest, and why.
 *
 * What is true (measured): a verdict moves the receiver only. Calls and timers go on while a
 * segment is held. So the cause of a change between two sightings is
 *  - segment n, if it is the only one that was being delivered to this end in between (from its
 *    verdict until the end was photographed after it) and can make this move;
 *  - a call of this end that was under way in between and can make this move; a call moves a
 *    connection once;
 *  - a kill of this end's process by the other end's script, likewise;
 *  - a timer that was due in between and can make it;
 *  - unknown, if none or more than one of these could be meant. That a timer is due between the
 *    sightings just before and just after a segment does not make it a rival of the segment.
 *
 * States that are passed too fast for any sighting must still have been passed: the ways through
 * them are transitions of their own, marked inferred, each with a cause of its own.
 */
#ifndef TIMELINE_TRANSITION_H
#define TIMELINE_TRANSITION_H

#include "timeline/event.h"

enum cause_kind {
	CAUSE_UNKNOWN,
	CAUSE_SEGMENT,
	CAUSE_CALL,
	CAUSE_TIMER,
	CAUSE_ICMP,
	CAUSE_KILL,
};

#define CAUSES 6

/* "unknown", "segment" … */
const char *cause_word(enum cause_kind kind);

struct transition {
	enum end end;
	uint32_t connection; /* 0: the end's listener */
	enum tcp_state from;
	enum tcp_state to;
	enum cause_kind cause;
	uint32_t
		number; /* of the segment, ICMP message or call; CAUSE_KILL: a call of the other end */
	bool inferred; /* the state left or entered was never itself seen */
	/* Last seen in the old state, first seen in the new one; and not outside of the time in
	 * which the cause could act (a call: while it was under way, a segment: from its verdict). */
	struct monotime earliest;
	struct monotime latest;
	size_t record; /* of the sighting that showed it (timeline_record()) */
};

struct transitions;

/* transitions_new() - Begin; nothing exists at either end. */
struct transitions *transitions_new(void);

/**
 * transitions_observe() - Take the next event of a timeline, in order
 * @t:		The tracker
 * @ev:		The event
 * @record:	Its record number
 *
 * Return: how many transitions the event added at the end of transitions_all()
 */
size_t transitions_observe(struct transitions *t, const struct event *ev, size_t record);

/* transitions_all() - Every transition so far, in the order found. Valid until the next event. */
const struct transition *transitions_all(const struct transitions *t, size_t *n);

/* transitions_latest() - The connection that existed at an end last; 0 if none did. */
uint32_t transitions_latest(const struct transitions *t, enum end end);

/* transitions_listens() - Whether an end was last seen to listen on a port. */
bool transitions_listens(const struct transitions *t, enum end end, uint16_t port);

/**
 * transitions_state() - What a connection's state was when last seen
 * @connection:	Its number; 0 is the listener that was seen first
 * @existed:	Set to whether the end ever had it
 */
enum tcp_state transitions_state(const struct transitions *t, enum end end, uint32_t connection,
				 bool *existed);

void transitions_free(struct transitions *t);

#endif
