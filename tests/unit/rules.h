/* SPDX-License-Identifier: MIT */
/* Rules to decide by, made of structs, for the tests of what they select and do. */
#ifndef UNIT_RULES_H
#define UNIT_RULES_H

#include "fault/rule.h"

/* How often something random is drawn. */
#define DRAWS 1000

extern struct fault faults[3];
extern struct scenario scenario;
extern struct rules rules;

/* What the next segment is and finds. */
extern struct end_states states;
extern struct segment segment;
extern uint32_t number;
extern nsec_t now;
extern uint16_t held[ENDS];

/* begin() - One rule that drops every data segment, ends ESTABLISHED: tests change what they are about. */
void begin(void);
void end(void);

/* decide_on() - A segment of that name; decide(): a first transmission of data from the client. */
struct verdict decide_on(uint32_t connection, enum end from, enum segment_name name,
			 uint16_t retransmission);
struct verdict decide(void);

void assert_verdict(struct verdict v, enum verdict_kind kind, int fault);
void assert_dropped(struct verdict v);
void assert_untouched(struct verdict v);
void assert_miss(size_t fault, uint32_t segment, enum condition failed);

#endif
