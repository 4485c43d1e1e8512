/* SPDX-License-Identifier: MIT */
/*
 * Rules: which fault applies to a segment, and what happens to it. Pure: no I/O, no clock; time is
 * an argument. The scenario's faults are immutable; what changes during a run sits in rule_state.
 *
 * Rules are tried in order, the first that matches wins.
 */
#ifndef FAULT_RULE_H
#define FAULT_RULE_H

#include "base/monotime.h"
#include "scenario/scenario.h"
#include "tcp/segment.h"
#include "tcp/sighting.h"

/* What happens to one segment. */
enum verdict_kind { VERDICT_ACCEPT, VERDICT_DROP, VERDICT_HOLD };

#define VERDICTS 3

/* "accept", "drop", "hold" */
const char *verdict_word(enum verdict_kind kind);

#define NO_FAULT (-1)

/* A verdict's delay: hold until what the fault waits for has come. */
#define HOLD_AWAITS (-1)

struct verdict {
	enum verdict_kind kind;
	int fault;     /* index of the fault that decided, NO_FAULT if none did */
	nsec_t delay;  /* VERDICT_HOLD: accept it this much later, or HOLD_AWAITS */
	uint64_t draw; /* what decides wherever the verb leaves something to chance */
};

/* Why a segment could not be changed as its fault says. */
enum obstacle {
	OBSTACLE_NONE,
	OBSTACLE_OPTIONS,    /* the 40 bytes for options do not suffice */
	OBSTACLE_NO_PAYLOAD, /* nothing to corrupt */
	OBSTACLE_SIZE,	     /* the packet would not fit the wire */
};

#define OBSTACLES 4

/* "none", "options", "no-payload", "size" */
const char *obstacle_word(enum obstacle obstacle);

/* Conditions of a rule, in the order in which they are tried. */
enum condition {
	COND_NAME,
	COND_DIRECTION,
	COND_CONNECTION,
	COND_FLAGS,
	COND_SIZE,
	COND_PAYLOAD,
	COND_CONTAINS,
	COND_MATCH, /* the filter */
	COND_WHILE,
	COND_TIMER,
	COND_RETRANSMITS,
	COND_UNTIL,
	COND_SINCE, /* the event has not happened */
	COND_AFTER,
	COND_FOR,
	COND_RELEASED,	     /* what ends the hold has been */
	COND_RETRANSMISSION, /* the rule means other transmissions */
	COND_PROBABILITY,
	COND_ORDINAL,
	COND_OFF,     /* the fault has not begun, or is over: that goes before all others */
	COND_EARLIER, /* an earlier rule took the segment */
	COND_ALL,     /* every condition held */
};

#define CONDITIONS 22

/* Words for a finding, to be translated: "is no such segment", "comes from the other end" … */
const char *condition_word(enum condition condition);

/* condition_finds_number() - Whether a miss by a condition has a number: near_miss.found. */
bool condition_finds_number(enum condition condition);

/* How close a rule that never fired came: the segment that met most conditions. */
struct near_miss {
	uint32_t segment;      /* its number, 0 when no segment was seen at all */
	enum condition failed; /* the first condition that it did not meet */
	enum tcp_state state;  /* COND_WHILE/UNTIL: the state the end was in instead */
	enum tcp_timer timer;  /* COND_TIMER: the timer that the end had instead */
	uint64_t found;	       /* COND_SIZE: bytes; COND_RETRANSMITS: how many;
					 * COND_AFTER/FOR: nanoseconds since the beginning;
					 * COND_ORDINAL: which one it was of those counted */
};

/* One rule's counts for one direction of a connection. */
struct rule_count {
	uint32_t drawn;	  /* segments that met all but probability and ordinal */
	uint32_t matched; /* segments that met all but the ordinal */
};

/* What a rule remembers of one connection. */
struct rule_connection {
	bool over;		       /* its "until" has been seen, or its hold's release */
	bool begun;		       /* its "since" has been seen … */
	nsec_t began;		       /* … at this time of the run */
	struct rule_count count[ENDS]; /* by direction */
};

struct rule_state {
	uint32_t fired;
	struct near_miss miss;
	struct rule_connection *connection; /* [connection - 1] */
	uint32_t connections;
	bool begun; /* partition, forget */
	nsec_t began;
	nsec_t busy[ENDS]; /* rate: until when the way from an end is taken up */
};

/* All rules of a run. */
struct rules {
	const struct scenario *sc;
	uint64_t seed;
	struct rule_state *state; /* one per fault */
};

/* rules_init() - Begin a run: all counters are zero. @sc must outlive @rules. */
void rules_init(struct rules *rules, const struct scenario *sc, uint64_t seed);

void rules_free(struct rules *rules);

/* What the ends of a segment's connection were found in, as rules see it. */
struct end_states {
	bool existed[ENDS]; /* the end has had this connection; if not, no condition holds */
	enum tcp_state state[ENDS];
	enum tcp_timer timer[ENDS];
	uint8_t retransmits[ENDS];
};

/* A segment that is to be decided on. */
struct candidate {
	uint32_t number; /* in the run, for near misses */
	enum end from;	 /* who sent it */
	nsec_t time;	 /* since the start of the run */
	const struct segment *segment;
	const struct segment_facts *facts;
	const struct end_states *states; /* as photographed before the verdict */
	uint16_t held[ENDS]; /* names of the connection's segments that are held, by sender */
};

/**
 * rules_decide() - What is to happen to a segment
 *
 * The seed, the connection, the direction and the rule's count decide jitter and chance, so that
 * scheduling never changes the choice.
 */
struct verdict rules_decide(struct rules *rules, const struct candidate *c);

/* release_is() - Whether a segment is what ends a hold of its connection. */
bool release_is(const struct release *release, enum end from, const struct segment_facts *facts);

/**
 * rules_see() - A connection's end was seen in a state between two segments
 *
 * Return: whether a hold ends by it
 */
bool rules_see(struct rules *rules, uint32_t connection, enum end end, enum tcp_state state);

#endif
