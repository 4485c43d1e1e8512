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

struct verdict {
	enum verdict_kind kind;
	int fault;			/* index of the fault that decided, NO_FAULT if none did */
	nsec_t delay;			/* VERDICT_HOLD: accept it this much later */
};

/* Conditions of a rule, in the order in which they are tried. */
enum condition {
	COND_NAME,
	COND_DIRECTION,
	COND_WHILE,
	COND_UNTIL,
	COND_RETRANSMISSION,	/* the rule counts, and this is a retransmission */
	COND_ORDINAL,
	COND_EARLIER,		/* an earlier rule took the segment */
	COND_ALL,		/* every condition held */
};

#define CONDITIONS 8

/* Words for a finding: "is no such segment", "comes from the other end" … */
const char *condition_word(enum condition condition);

/* How close a rule that never fired came: the segment that met most conditions. */
struct near_miss {
	uint32_t segment;		/* its number, 0 when no segment was seen at all */
	enum condition failed;		/* the first condition that it did not meet */
	enum tcp_state state;		/* COND_WHILE/UNTIL: the state the end was in instead */
};

/* One rule's counts for one connection. */
struct rule_count {
	uint32_t matched;		/* segments that met all but the ordinal */
	bool over;			/* its "until" has been seen */
};

struct rule_state {
	uint32_t fired;
	struct near_miss miss;
	struct rule_count (*count)[ENDS];	/* [connection - 1][direction] */
	uint32_t connections;
};

/* All rules of a run. */
struct rules {
	const struct scenario *sc;
	uint64_t seed;
	struct rule_state *state;	/* one per fault */
};

/* rules_init() - Begin a run: all counters are zero. @sc must outlive @rules. */
void rules_init(struct rules *rules, const struct scenario *sc, uint64_t seed);

void rules_free(struct rules *rules);

/* The states that the ends of a segment's connection are in, as rules see them. */
struct end_states {
	bool existed[ENDS];		/* the end has had this connection; if not, no condition holds */
	enum tcp_state state[ENDS];
};

/**
 * rules_decide() - What is to happen to a segment
 * @rules:	The rules
 * @number:	The segment's number in the run, for near misses
 * @from:	Who sent it
 * @facts:	The segment
 * @states:	Both ends' states, as photographed before the verdict
 *
 * The seed, the connection, the direction and the rule's count decide jitter, so that scheduling
 * never changes the choice.
 */
struct verdict rules_decide(struct rules *rules, uint32_t number, enum end from,
			    const struct segment_facts *facts, const struct end_states *states);

#endif
