/* SPDX-License-Identifier: MIT */
/*
 * The states of a TCP connection (RFC 9293 section 3.3.2), the moves between them, and what can
 * make a connection take each move.
 */
#ifndef TCP_STATES_H
#define TCP_STATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tcp_state {
	TCPS_CLOSED, /* no connection: it never was, or it is gone */
	TCPS_LISTEN,
	TCPS_SYN_SENT,
	TCPS_SYN_RECEIVED, /* Linux: a request socket, or SYN_RECV after a simultaneous open */
	TCPS_ESTABLISHED,
	TCPS_FIN_WAIT_1,
	TCPS_FIN_WAIT_2,
	TCPS_CLOSE_WAIT,
	TCPS_CLOSING,
	TCPS_LAST_ACK,
	TCPS_TIME_WAIT,
};

#define TCP_STATES 11

/* tcp_state_name() - The name that RFC 9293 gives the state: "SYN-RECEIVED". */
const char *tcp_state_name(enum tcp_state state);

/**
 * tcp_state_parse() - Find a state by name
 * @word:	RFC 9293's name or Linux's ("SYN_RECV", "FIN_WAIT1"; "SYN-RECV" in ss(8)), upper or
 *		lower case
 * @len:	Length of @word
 * @state:	Filled in when found
 *
 * Return: whether a state has that name
 */
bool tcp_state_parse(const char *word, size_t len, enum tcp_state *state);

/**
 * tcp_state_from_linux() - Translate the kernel's number (include/net/tcp_states.h)
 *
 * TCP_NEW_SYN_RECV (12) is SYN-RECEIVED, TCP_CLOSE (7) is CLOSED; unknown numbers are CLOSED.
 */
enum tcp_state tcp_state_from_linux(unsigned int number);

/* What can make a connection take a move: a set of bits. */
enum tcp_trigger {
	TRIGGER_SEGMENT = 1 << 0, /* a segment that arrives */
	TRIGGER_CALL = 1 << 1,	  /* a system call of the end's own process, its death included */
	TRIGGER_TIMER = 1 << 2,	  /* a timer of the connection that runs out */
};

/**
 * tcp_move_triggers() - What can make a connection go from one state directly to another
 *
 * The moves are those of RFC 9293 Figure 5 and its text as Linux makes them. FIN-WAIT-1 to
 * TIME-WAIT (Note 2 of the figure) is no move of its own here: Linux passes through FIN-WAIT-2.
 *
 * Return: a set of enum tcp_trigger, 0 when there is no such move
 */
unsigned int tcp_move_triggers(enum tcp_state from, enum tcp_state to);

/**
 * tcp_move_path() - The states passed between two sightings
 * @from:	State seen first
 * @to:		State seen next
 * @passed:	Filled with the states in between, in order (none when there is a direct move)
 *
 * The shortest way along the moves; among equally short ones the one that a peer which follows
 * the usual order of teardown makes it take (FIN-WAIT-2 rather than CLOSING). CLOSED and LISTEN
 * are never passed on the way, and SYN-RECEIVED to FIN-WAIT-1 is no part of a longer one.
 *
 * Return: how many states were passed, -1 when no way leads from @from to @to
 */
int tcp_move_path(enum tcp_state from, enum tcp_state to, enum tcp_state passed[TCP_STATES]);

#endif
