/* SPDX-License-Identifier: MIT */
#include "tcp/moves.h"

#include "base/translate.h"

#define ANY TCP_STATES

/* Moves that are no single transition; the others are told by what they say. */
static const unsigned int composed[] = {21, 22, 32, 35};

/* clang-format off */
const struct tcp_move tcp_moves[TCP_MOVES] = {
	{1, TCPS_CLOSED, TCPS_LISTEN, MOVE_LISTENER, MOVE_ANY,
	 N_("listen()"), NULL},
	{2, TCPS_CLOSED, TCPS_SYN_SENT, MOVE_ANYONE, MOVE_ANY,
	 N_("connect(): SYN goes out"), NULL},
	{3, TCPS_LISTEN, TCPS_CLOSED, MOVE_LISTENER, MOVE_ANY,
	 N_("close() of a listener"), NULL},
	{4, TCPS_LISTEN, TCPS_SYN_RECEIVED, MOVE_PASSIVE, MOVE_ANY,
	 N_("SYN heard: a request socket, SYN-ACK goes out"), NULL},
	{5, TCPS_LISTEN, TCPS_SYN_SENT, MOVE_LISTENER, MOVE_ANY,
	 N_("send or connect() on a listener"), "__inet_stream_connect(): EISCONN"},
	{6, TCPS_SYN_RECEIVED, TCPS_LISTEN, MOVE_PASSIVE, MOVE_RST,
	 N_("RST heard by a passive opener: the listener goes on"), NULL},
	{7, TCPS_SYN_RECEIVED, TCPS_ESTABLISHED, MOVE_ANYONE, MOVE_ANY,
	 N_("the handshake's ACK heard"), NULL},
	{8, TCPS_SYN_RECEIVED, TCPS_FIN_WAIT_1, MOVE_ACTIVE, MOVE_ANY,
	 N_("close() before the handshake is complete; only a simultaneous opener has a socket to "
	 "close"), NULL},
	{9, TCPS_SYN_SENT, TCPS_SYN_RECEIVED, MOVE_ANYONE, MOVE_ANY,
	 N_("SYN without ACK heard: simultaneous open"), NULL},
	{10, TCPS_SYN_SENT, TCPS_ESTABLISHED, MOVE_ANYONE, MOVE_ANY,
	 N_("SYN-ACK heard"), NULL},
	{11, TCPS_SYN_SENT, TCPS_CLOSED, MOVE_ANYONE, MOVE_CALL,
	 N_("close() while connecting: no segment is sent"), NULL},
	{12, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, MOVE_ANYONE, MOVE_ANY,
	 N_("close() or shutdown(): FIN goes out"), NULL},
	{13, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT, MOVE_ANYONE, MOVE_ANY,
	 N_("FIN heard"), NULL},
	{14, TCPS_FIN_WAIT_1, TCPS_FIN_WAIT_2, MOVE_ANYONE, MOVE_ANY,
	 N_("ACK of the FIN heard"), NULL},
	{15, TCPS_FIN_WAIT_1, TCPS_CLOSING, MOVE_ANYONE, MOVE_ANY,
	 N_("FIN heard before the ACK of one's own: simultaneous close"), NULL},
	{16, TCPS_FIN_WAIT_2, TCPS_TIME_WAIT, MOVE_ANYONE, MOVE_ANY,
	 N_("FIN heard"), NULL},
	{17, TCPS_CLOSING, TCPS_TIME_WAIT, MOVE_ANYONE, MOVE_ANY,
	 N_("ACK of the FIN heard"), NULL},
	{18, TCPS_CLOSE_WAIT, TCPS_LAST_ACK, MOVE_ANYONE, MOVE_ANY,
	 N_("close() or shutdown(): FIN goes out"), NULL},
	{19, TCPS_LAST_ACK, TCPS_CLOSED, MOVE_ANYONE, MOVE_SEGMENT,
	 N_("ACK of the FIN heard"), NULL},
	{20, TCPS_TIME_WAIT, TCPS_CLOSED, MOVE_ANYONE, MOVE_TIMER,
	 N_("2 MSL have passed: 60 s on Linux"), NULL},
	{21, TCPS_FIN_WAIT_1, TCPS_TIME_WAIT, MOVE_ANYONE, MOVE_ANY,
	 N_("FIN with the ACK of one's own heard; Linux passes FIN-WAIT-2 in the same instant"), NULL},
	{22, TCPS_SYN_RECEIVED, TCPS_CLOSE_WAIT, MOVE_PASSIVE, MOVE_ANY,
	 N_("FIN heard before the handshake is complete; Linux passes ESTABLISHED in the same "
	 "instant"), NULL},
	{23, TCPS_SYN_SENT, TCPS_CLOSED, MOVE_ANYONE, MOVE_RST,
	 N_("RST heard: ECONNREFUSED"), NULL},
	{24, TCPS_SYN_RECEIVED, TCPS_CLOSED, MOVE_ACTIVE, MOVE_RST,
	 N_("RST heard by an active opener: ECONNRESET (RFC 9293: connection refused)"), NULL},
	{25, TCPS_SYN_RECEIVED, TCPS_LISTEN, MOVE_PASSIVE, MOVE_SYN,
	 N_("SYN with another sequence number in the window heard: RST goes out"), NULL},
	{26, TCPS_ESTABLISHED, TCPS_CLOSED, MOVE_ANYONE, MOVE_RST,
	 N_("RST heard: ECONNRESET"), NULL},
	{27, TCPS_FIN_WAIT_1, TCPS_CLOSED, MOVE_ANYONE, MOVE_RST,
	 N_("RST heard"), NULL},
	{28, TCPS_FIN_WAIT_2, TCPS_CLOSED, MOVE_ANYONE, MOVE_RST,
	 N_("RST heard"), NULL},
	{29, TCPS_CLOSE_WAIT, TCPS_CLOSED, MOVE_ANYONE, MOVE_RST,
	 N_("RST heard: EPIPE"), NULL},
	{30, TCPS_LAST_ACK, TCPS_CLOSED, MOVE_ANYONE, MOVE_RST,
	 N_("RST heard in CLOSING or LAST-ACK"), NULL},
	{31, TCPS_TIME_WAIT, TCPS_CLOSED, MOVE_ANYONE, MOVE_RST,
	 N_("RST heard, tcp_rfc1337 being 0: TIME-WAIT assassination"), NULL},
	{32, TCPS_TIME_WAIT, TCPS_SYN_RECEIVED, MOVE_ANYONE, MOVE_SYN,
	 N_("SYN above the old connection's numbers heard: the four-tuple is used again"), NULL},
	{33, ANY, TCPS_CLOSED, MOVE_ANYONE, MOVE_CALL,
	 N_("ABORT: close() with SO_LINGER 0 or with data unread; RST goes out"), NULL},
	{34, ANY, TCPS_CLOSED, MOVE_ANYONE, MOVE_TIMER,
	 N_("the user timeout: retransmissions, keepalive or probes given up"), NULL},
	{35, TCPS_TIME_WAIT, TCPS_TIME_WAIT, MOVE_ANYONE, MOVE_SEGMENT,
	 N_("FIN heard again: ACK goes out, 2 MSL begin anew"), NULL},
};
/* clang-format on */

static bool is_composed(unsigned int number)
{
	for (size_t i = 0; i < sizeof(composed) / sizeof(composed[0]); i++)
		if (composed[i] == number)
			return true;
	return false;
}

static bool trigger_fits(enum move_trigger wanted, enum move_trigger seen)
{
	return wanted == MOVE_ANY || wanted == seen;
}

const struct tcp_move *tcp_move_find(enum tcp_state from, enum tcp_state to, enum move_who who,
				     enum move_trigger trigger)
{
	/* RFC 9293 has the connection and its listener in one; here a connection comes and goes. */
	if (who == MOVE_PASSIVE && from == TCPS_CLOSED)
		from = TCPS_LISTEN;
	if (who == MOVE_PASSIVE && from == TCPS_SYN_RECEIVED && to == TCPS_CLOSED &&
	    (trigger == MOVE_RST || trigger == MOVE_SYN))
		to = TCPS_LISTEN;
	/* tcp_fin_timeout is Linux's own: in RFC 9293 nothing ends FIN-WAIT-2. */
	if (from == TCPS_FIN_WAIT_2 && trigger == MOVE_TIMER)
		return NULL;
	if (from == TCPS_CLOSING && to == TCPS_CLOSED && trigger == MOVE_RST)
		from = TCPS_LAST_ACK;
	for (size_t i = 0; i < TCP_MOVES; i++) {
		const struct tcp_move *m = &tcp_moves[i];

		if (!is_composed(m->number) && !m->forbidden &&
		    (m->from == from || m->from == ANY) && m->to == to &&
		    (m->who == MOVE_ANYONE || m->who == who) && trigger_fits(m->trigger, trigger))
			return m;
	}
	return NULL;
}
