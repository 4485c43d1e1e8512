/* SPDX-License-Identifier: MIT */
/*
 * The moves of RFC 9293's state machine, numbered: those of its Figure 5 (1 to 20), of the figure's
 * Note 2 (21) and of its text (22 to 35). What a run observes is counted by them.
 */
#ifndef TCP_MOVES_H
#define TCP_MOVES_H

#include "tcp/states.h"

#define TCP_MOVES 35

/* LISTEN to SYN-SENT, which Linux refuses. */
#define MOVE_CONNECT_OF_LISTENER 5

/* What makes an end take a move, as far as it tells moves between the same two states apart. */
enum move_trigger {
	MOVE_ANY,
	MOVE_CALL,
	MOVE_TIMER,
	MOVE_RST,     /* a segment with RST */
	MOVE_SYN,     /* a segment with SYN, without RST */
	MOVE_SEGMENT, /* any other */
	MOVE_ICMP,    /* an ICMP message: no move of its own */
	MOVE_UNKNOWN, /* the cause could not be told: it is MOVE_ANY alone */
};

/* Who takes it. */
enum move_who {
	MOVE_ANYONE,
	MOVE_LISTENER,
	MOVE_ACTIVE,  /* a connection opened by connect() */
	MOVE_PASSIVE, /* … by a segment that a listener heard */
};

struct tcp_move {
	unsigned int number;
	/* A state, or TCP_STATES for "any". Of a passive open LISTEN is where it comes from. */
	unsigned int from;
	unsigned int to;
	enum move_who who;
	enum move_trigger trigger;
	const char *how;       /* what provokes it, in words */
	const char *forbidden; /* the kernel function that never makes it; NULL: Linux can */
};

/* The moves in the order of their numbers: tcp_moves[i].number is i + 1. */
extern const struct tcp_move tcp_moves[TCP_MOVES];

/**
 * tcp_move_find() - The move that one transition is
 * @from:	The state that was left; CLOSED for a connection that a listener has got
 * @to:		The state that was entered
 * @who:	MOVE_LISTENER, MOVE_ACTIVE or MOVE_PASSIVE
 * @trigger:	What made it
 *
 * 21, 22, 32 and 35 are more, or less, than one transition: they are never found.
 *
 * Return: the move; NULL if RFC 9293 has none such
 */
const struct tcp_move *tcp_move_find(enum tcp_state from, enum tcp_state to, enum move_who who,
				     enum move_trigger trigger);

#endif
