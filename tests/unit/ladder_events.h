/* SPDX-License-Identifier: MIT */
/*
 * Made-up timelines, drawn as ladders or recorded: each function adds events, a microsecond apart.
 */
#ifndef TESTS_LADDER_EVENTS_H
#define TESTS_LADDER_EVENTS_H

#include "report/ladder.h"

/* Faults of the scenario behind the ladder. */
enum { LOSE_ACK, SLOW, LONG_NAME, AMNESIA };

/* What was drawn; valid after finish(), the caller's to free. */
extern char *drawn;
extern size_t drawn_len;

/* Number of the latest segment. */
extern uint32_t segments;

/* Both ends' states around a segment. */
struct states {
	enum tcp_state client;
	enum tcp_state server;
};

struct sent {
	enum end from;
	uint8_t flags;
	enum segment_name name;
	uint32_t seq;
	uint32_t ack;
	uint32_t len;
	uint16_t retransmission;
	uint32_t connection;	/* 0: the first */
};

/* The segments of a connection without incidents. */
extern const struct sent syn;
extern const struct sent syn_ack;
extern const struct sent client_ack;
extern const struct sent data;
extern const struct sent data_ack;

/* Fault SLOW's verdict. */
extern const struct verdict hold;

/* Both ends ESTABLISHED. */
extern const struct states open_states;

/* begin() - Begin a ladder. */
void begin(struct style style);

/* finish() - End it; the text is in drawn. */
void finish(void);

/* record_into() - Add all events to a timeline from now on, instead of drawing them. */
void record_into(struct timeline *tl);

/* made_up_scenario() - The scenario behind the events. */
const struct scenario *made_up_scenario(void);

/* at_ms() - Set the time of the next event. */
void at_ms(int64_t ms);

/* add() - Add an event as it is, but for its time. */
void add(struct event ev);

/* call() and returned() - An end's step begins, and ends. */
void call(enum end end, uint32_t number);
void returned(enum end end, uint32_t number, int error);

/* look() - A sighting. */
void look(enum end end, enum look why, uint32_t subject, enum tcp_state state,
	  enum tcp_timer timer);

/* give_verdict() - The verdict on a segment, without any look. */
void give_verdict(uint32_t number, enum verdict_kind kind);

/* sends() - A segment is accepted, with looks at both ends before and after. */
void sends(struct sent s, struct states before, struct states after);

/* sends_with() - The same with another verdict; a held segment has no "after" yet. */
void sends_with(struct sent s, struct verdict verdict, struct states before, struct states after);

/* sends_undelivered() - A segment is accepted, by a fault or none, and delivered to nobody. */
void sends_undelivered(struct sent s, int fault);

/* released() - A held segment is accepted. */
void released(uint32_t number, struct states before, struct states after);

/* handshake_begins() - listen, connect, SYN, SYN-ACK. */
void handshake_begins(void);

/* handshake() - The same with the third segment, up to the return from accept. */
void handshake(void);

#endif
