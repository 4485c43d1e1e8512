/* SPDX-License-Identifier: MIT */
/*
 * A test of the transitions plays the roles: it tells the tracker what they would have told the
 * supervisor. The clock goes on by 1 ms with each event, and by 1 ms between a sighting's question
 * and its answer.
 */
#ifndef TESTS_UNIT_PLAY_H
#define TESTS_UNIT_PLAY_H

#include "timeline/transition.h"

extern struct transitions *t;
extern nsec_t now;
extern size_t record;		/* of the latest event */
extern uint64_t cookie[ENDS];	/* of the ends' sockets; a test that makes a new one changes it */

/* Set-up, and tear-down, which fails if a transition was not asserted. */
void begin(void);
void finish(void);

/* ---- what the roles tell ------------------------------------------------------------------- */

struct monotime tick(void);

size_t observe(struct event ev);

void segment(uint32_t number, enum end from, uint8_t flags);
void segment_of(uint32_t connection, uint32_t number, enum end from, uint8_t flags);
void verdict(uint32_t number, enum verdict_kind kind);
void call(enum end end, uint32_t number, enum step_kind step);
void returned(enum end end, uint32_t number, enum step_kind step);

/* seen() - A sighting of the test's connection, as it is about to be told. */
struct event seen(enum end end, enum tcp_state state, enum look look, uint32_t subject);

void look(enum end end, enum tcp_state state, enum look why, uint32_t subject);
void look_at_timer(enum end end, enum tcp_state state, uint32_t expires_ms);
void look_at_listener(enum tcp_state state);

/* The injector's photographs of both ends. */
void before(uint32_t number, enum tcp_state client, enum tcp_state server);
void after(uint32_t number, enum tcp_state client, enum tcp_state server);

/* pass() - Stop motion of a segment that is accepted, all but its after(). */
void pass(uint32_t number, enum end from, uint8_t flags, enum tcp_state client,
	  enum tcp_state server);

/* establish() - A handshake: segments 1 to 3; connect is the client's call 1; 4 transitions. */
void establish(void);

/* established() - The same, and its transitions are taken as asserted. */
void established(void);

/* ---- what the tracker finds ---------------------------------------------------------------- */

/* next() - The next transition that was not asserted yet; it must be this one. */
const struct transition *next(enum end end, enum tcp_state from, enum tcp_state to);

/* assert_next() - The same, of connection 1, seen at both of its ends, with its cause. */
const struct transition *assert_next(enum end end, enum tcp_state from, enum tcp_state to,
				     enum cause_kind cause, uint32_t number);

void assert_next_inferred(enum end end, enum tcp_state from, enum tcp_state to,
			  enum cause_kind cause, uint32_t number);

/* skip() - Take @n transitions as asserted; there must be no more. */
void skip(size_t n);

#endif
