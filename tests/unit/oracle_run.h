/* SPDX-License-Identifier: MIT */
/*
 * A made-up run for the oracle's comparison (tests/run/oracle_compare.h): what the timeline tells of
 * it, and what the kernel's trace does. It ends at END_OF_RUN and has one connection, opened by the
 * client. Times are in milliseconds.
 */
#ifndef TESTS_UNIT_ORACLE_RUN_H
#define TESTS_UNIT_ORACLE_RUN_H

#include "../run/oracle_compare.h"
#include "base/util.h"

#define CLIENT_PORT 40000
#define SERVER_PORT 8080
#define END_OF_RUN  1000

extern struct timeline tl;
extern struct trace_event *trace;
extern struct transition *transitions;
extern size_t n_trace, n_transitions;

/* Set-up and tear-down. */
void begin_run(void);
void end_run(void);

struct monotime at(double ms);

/* segment() - The timeline has a segment of a connection between @client_port and SERVER_PORT. */
void segment(uint32_t connection, enum end from, uint16_t client_port, double ms,
	     uint16_t retransmission, uint16_t names);

/* told() - The timeline has a transition of connection 1. */
void told(enum end end, enum tcp_state from, enum tcp_state to, double earliest, double latest);

/* traced() - The kernel says something of connection 1. Valid until the next one. */
struct trace_event *traced(enum trace_kind kind, enum end end, double ms);

/* kernel() - The kernel says that it goes from one state to another. Likewise. */
struct trace_event *kernel(enum end end, enum tcp_state from, enum tcp_state to, double ms);

/* both() - Timeline and kernel say it. */
void both(enum end end, enum tcp_state from, enum tcp_state to, double ms);

/* The client's side from CLOSED to ESTABLISHED, and from there to FIN-WAIT-1; both say it. */
void client_connects(void);
void client_closes(void);

/* differences() - How many differences there are that are not known. */
unsigned int differences(void);

/* assert_explained() - No others than known ones, each met so often. */
void assert_explained(const unsigned int expected[KNOWN_DIFFERENCES]);

#define assert_explained_by(...)                                                                   \
	assert_explained((const unsigned int[KNOWN_DIFFERENCES]){__VA_ARGS__})

#endif
