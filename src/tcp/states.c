/* SPDX-License-Identifier: MIT */
#include "tcp/states.h"

#include <assert.h>
#include <ctype.h>

#include "base/util.h"

static const char *const names[] = {
	[TCPS_CLOSED] = "CLOSED",	    [TCPS_LISTEN] = "LISTEN",
	[TCPS_SYN_SENT] = "SYN-SENT",	    [TCPS_SYN_RECEIVED] = "SYN-RECEIVED",
	[TCPS_ESTABLISHED] = "ESTABLISHED", [TCPS_FIN_WAIT_1] = "FIN-WAIT-1",
	[TCPS_FIN_WAIT_2] = "FIN-WAIT-2",   [TCPS_CLOSE_WAIT] = "CLOSE-WAIT",
	[TCPS_CLOSING] = "CLOSING",	    [TCPS_LAST_ACK] = "LAST-ACK",
	[TCPS_TIME_WAIT] = "TIME-WAIT",
};
static_assert(ARRAY_SIZE(names) == TCP_STATES, "every state has a name");

/* As include/net/tcp_states.h, ss(8) and the kernel's documentation spell them. */
static const char *const linux_names[] = {
	[TCPS_CLOSED] = "CLOSE",
	[TCPS_LISTEN] = "LISTEN",
	[TCPS_SYN_SENT] = "SYN_SENT",
	[TCPS_SYN_RECEIVED] = "SYN_RECV",
	[TCPS_ESTABLISHED] = "ESTABLISHED",
	[TCPS_FIN_WAIT_1] = "FIN_WAIT1",
	[TCPS_FIN_WAIT_2] = "FIN_WAIT2",
	[TCPS_CLOSE_WAIT] = "CLOSE_WAIT",
	[TCPS_CLOSING] = "CLOSING",
	[TCPS_LAST_ACK] = "LAST_ACK",
	[TCPS_TIME_WAIT] = "TIME_WAIT",
};
static_assert(ARRAY_SIZE(linux_names) == TCP_STATES, "every state has Linux's name");

/* Indexed by the kernel's numbers. */
static const enum tcp_state linux_numbers[] = {
	[0] = TCPS_CLOSED,	  [1] = TCPS_ESTABLISHED, [2] = TCPS_SYN_SENT,
	[3] = TCPS_SYN_RECEIVED,  [4] = TCPS_FIN_WAIT_1,  [5] = TCPS_FIN_WAIT_2,
	[6] = TCPS_TIME_WAIT,	  [7] = TCPS_CLOSED,	  [8] = TCPS_CLOSE_WAIT,
	[9] = TCPS_LAST_ACK,	  [10] = TCPS_LISTEN,	  [11] = TCPS_CLOSING,
	[12] = TCPS_SYN_RECEIVED,
};

#define SEGMENT TRIGGER_SEGMENT
#define CALL	TRIGGER_CALL
#define TIMER	TRIGGER_TIMER

/*
 * RFC 9293 Figure 5 and its text, as Linux makes the moves. A passive open's connection is a
 * socket of its own from its request socket on, so it comes out of CLOSED, not out of LISTEN, and
 * goes back there.
 */
static const uint8_t moves[TCP_STATES][TCP_STATES] = {
	[TCPS_CLOSED][TCPS_LISTEN] = CALL,
	[TCPS_CLOSED][TCPS_SYN_SENT] = CALL,
	[TCPS_CLOSED][TCPS_SYN_RECEIVED] = SEGMENT,
	[TCPS_LISTEN][TCPS_CLOSED] = CALL,
	[TCPS_SYN_SENT][TCPS_SYN_RECEIVED] = SEGMENT,
	[TCPS_SYN_SENT][TCPS_ESTABLISHED] = SEGMENT,
	[TCPS_SYN_SENT][TCPS_CLOSED] = SEGMENT | CALL | TIMER,
	[TCPS_SYN_RECEIVED][TCPS_ESTABLISHED] = SEGMENT,
	[TCPS_SYN_RECEIVED][TCPS_FIN_WAIT_1] = CALL,
	[TCPS_SYN_RECEIVED][TCPS_CLOSED] = SEGMENT | CALL | TIMER,
	[TCPS_ESTABLISHED][TCPS_FIN_WAIT_1] = CALL,
	[TCPS_ESTABLISHED][TCPS_CLOSE_WAIT] = SEGMENT,
	[TCPS_ESTABLISHED][TCPS_CLOSED] = SEGMENT | CALL | TIMER,
	[TCPS_FIN_WAIT_1][TCPS_FIN_WAIT_2] = SEGMENT,
	[TCPS_FIN_WAIT_1][TCPS_CLOSING] = SEGMENT,
	[TCPS_FIN_WAIT_1][TCPS_CLOSED] = SEGMENT | CALL | TIMER,
	[TCPS_FIN_WAIT_2][TCPS_TIME_WAIT] = SEGMENT,
	[TCPS_FIN_WAIT_2][TCPS_CLOSED] = SEGMENT | CALL | TIMER,
	[TCPS_CLOSE_WAIT][TCPS_LAST_ACK] = CALL,
	[TCPS_CLOSE_WAIT][TCPS_CLOSED] = SEGMENT | CALL | TIMER,
	[TCPS_CLOSING][TCPS_TIME_WAIT] = SEGMENT,
	[TCPS_CLOSING][TCPS_CLOSED] = SEGMENT | CALL | TIMER,
	[TCPS_LAST_ACK][TCPS_CLOSED] = SEGMENT | CALL | TIMER,
	[TCPS_TIME_WAIT][TCPS_CLOSED] = SEGMENT | TIMER,
};

/*
 * Whom to ask first for the way on, so that the first of equally short ways is the usual one. An
 * active open is always seen in SYN-SENT, while its SYN is held: who comes to ESTABLISHED out of
 * nowhere is a passive one (SYN cookies).
 */
static const enum tcp_state usual[] = {
	TCPS_ESTABLISHED, TCPS_SYN_RECEIVED, TCPS_SYN_SENT, TCPS_FIN_WAIT_1, TCPS_FIN_WAIT_2,
	TCPS_CLOSE_WAIT,  TCPS_CLOSING,	     TCPS_LAST_ACK, TCPS_TIME_WAIT,
};
static_assert(ARRAY_SIZE(usual) == TCP_STATES - 2, "all but CLOSED and LISTEN can be passed");

const char *tcp_state_name(enum tcp_state state)
{
	return names[state];
}

static int fold(char c)
{
	return c == '_' ? '-' : toupper((unsigned char)c);
}

static bool same_word(const char *name, const char *word, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!name[i] || fold(name[i]) != fold(word[i]))
			return false;
	return !name[len];
}

bool tcp_state_parse(const char *word, size_t len, enum tcp_state *state)
{
	for (enum tcp_state s = 0; s < TCP_STATES; s++) {
		if (same_word(names[s], word, len) || same_word(linux_names[s], word, len)) {
			*state = s;
			return true;
		}
	}
	return false;
}

enum tcp_state tcp_state_from_linux(unsigned int number)
{
	return number < ARRAY_SIZE(linux_numbers) ? linux_numbers[number] : TCPS_CLOSED;
}

unsigned int tcp_move_triggers(enum tcp_state from, enum tcp_state to)
{
	return moves[from][to];
}

/* Write the way that leads back from @at over @via (each state's predecessor) to @from. */
static int trace(const enum tcp_state via[TCP_STATES], enum tcp_state from, enum tcp_state at,
		 enum tcp_state passed[TCP_STATES])
{
	int n = 0;

	for (enum tcp_state s = at; s != from; s = via[s])
		n++;
	for (int i = n; i > 0; i--, at = via[at])
		passed[i - 1] = at;
	return n;
}

/* Only after a simultaneous open can a close come in SYN-RECEIVED: no part of a way that is guessed. */
static bool is_rare(enum tcp_state from, enum tcp_state to)
{
	return from == TCPS_SYN_RECEIVED && to == TCPS_FIN_WAIT_1;
}

/* Breadth first, so the first way found is a shortest. */
int tcp_move_path(enum tcp_state from, enum tcp_state to, enum tcp_state passed[TCP_STATES])
{
	enum tcp_state queue[TCP_STATES] = {from}, via[TCP_STATES] = {0};
	bool reached[TCP_STATES] = {0};
	int n = 1;

	reached[from] = true;
	for (int i = 0; i < n; i++) {
		enum tcp_state at = queue[i];

		if (moves[at][to] && (at == from || !is_rare(at, to)))
			return trace(via, from, at, passed);
		for (size_t k = 0; k < ARRAY_SIZE(usual); k++) {
			enum tcp_state next = usual[k];

			if (!moves[at][next] || reached[next] || is_rare(at, next))
				continue;
			reached[next] = true;
			via[next] = at;
			queue[n++] = next;
		}
	}
	return -1;
}
