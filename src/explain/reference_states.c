/* SPDX-License-Identifier: MIT */
#include "base/translate.h"
#include "explain/reference_tables.h"

/* clang-format off */
const struct reference_state reference_states[TCP_STATES] = {
	[TCPS_CLOSED] = {
		.meaning = N_("There is no connection: it never was, or it is gone."),
		.who = N_("An end before it opens a connection, and after everything about it has "
			  "been forgotten. Linux keeps no socket for it, so tcplab says CLOSED "
			  "when a connection that existed is gone."),
		.leaves = N_("connect() leads to SYN-SENT, listen() to LISTEN. The SYN of a client "
			     "begins a connection in SYN-RECEIVED beside a listener."),
		.many = N_("They cost nothing in the kernel. A program that holds sockets without "
			   "a connection has forgotten to close them after a failed connect()."),
		.knobs = N_("None."),
		.see = N_("RFC 9293 section 3.3.2"),
	},
	[TCPS_LISTEN] = {
		.meaning = N_("The end waits for others to open connections to it."),
		.who = N_("A server that has called listen(). The listener stays in LISTEN while "
			  "it takes connections: each of them is a socket of its own, so LISTEN is "
			  "no state of a connection."),
		.leaves = N_("A SYN begins a new connection beside it, in SYN-RECEIVED. close() "
			     "leads to CLOSED, and resets the connections that nobody has accepted "
			     "yet."),
		.many = N_("One for each port that is served; more when several processes share a "
			   "port (SO_REUSEPORT)."),
		.knobs = N_("The backlog of listen(), at most net.core.somaxconn, says how many "
			    "connections may wait to be accepted, and how many may be half open."),
		.see = N_("RFC 9293 sections 3.5 and 3.10.7.2"),
	},
	[TCPS_SYN_SENT] = {
		.meaning = N_("The end has sent a SYN and waits for the SYN-ACK."),
		.who = N_("A client in connect()."),
		.leaves = N_("The SYN-ACK leads to ESTABLISHED, a SYN without ACK to SYN-RECEIVED "
			     "(both ends open at once), a RST to CLOSED with ECONNREFUSED. Without "
			     "an answer the SYN is sent again some times, and then connect() fails "
			     "with ETIMEDOUT. close() leads to CLOSED, and sends nothing."),
		.many = N_("The servers do not answer: they are down, a firewall drops the SYNs, "
			   "or the queue of a listener is full."),
		.knobs = N_("net.ipv4.tcp_syn_retries and, since Linux 6.5, "
			    "net.ipv4.tcp_syn_linear_timeouts say how often and when the SYN is "
			    "sent again; TCP_SYNCNT does for one socket."),
		.see = N_("RFC 9293 sections 3.5 and 3.10.7.3"),
	},
	[TCPS_SYN_RECEIVED] = {
		.meaning = N_("The end has got a SYN, has answered with a SYN-ACK, and waits for "
			      "the ACK of it: the connection is half open."),
		.who = N_("A server after the first segment of the handshake. Linux keeps only a "
			  "small request socket until the third segment comes; ss shows it as "
			  "SYN-RECV. A client is in it when both ends open at once."),
		.leaves = N_("The ACK leads to ESTABLISHED, a RST to CLOSED (the listener beside "
			     "it stays). Without an answer the SYN-ACK is sent again after 1, 2, 4 "
			     "… seconds, and then the request is forgotten without a word to the "
			     "client. After a simultaneous open, close() leads to FIN-WAIT-1."),
		.many = N_("A SYN flood (an attack with SYNs from senders that never answer), "
			   "clients that vanish, or an accept queue that is full: then the third "
			   "segment is ignored."),
		.knobs = N_("net.ipv4.tcp_synack_retries says how often the SYN-ACK is sent again; "
			    "the backlog of listen() and net.ipv4.tcp_max_syn_backlog how many "
			    "there may be; net.ipv4.tcp_syncookies what happens when there are "
			    "more."),
		.see = N_("RFC 9293 sections 3.5 and 3.10.7.4"),
	},
	[TCPS_ESTABLISHED] = {
		.meaning = N_("The connection is open: data can go both ways."),
		.who = N_("Both ends between the handshake and the first FIN. An end is also in it "
			  "when the other one has vanished without a word: nothing tells it."),
		.leaves = N_("close() or shutdown() sends a FIN and leads to FIN-WAIT-1; but "
			     "close() with data unread sends a RST and leads to CLOSED. The other "
			     "end's FIN leads to CLOSE-WAIT, a RST to CLOSED with ECONNRESET. Data "
			     "or probes that nobody acknowledges end in CLOSED with ETIMEDOUT."),
		.many = N_("Clients that keep connections open, or peers that died without a FIN "
			   "while keepalive is off."),
		.knobs = N_("net.ipv4.tcp_retries2 and TCP_USER_TIMEOUT limit how long data may "
			    "stay unacknowledged; SO_KEEPALIVE with net.ipv4.tcp_keepalive_time, "
			    "net.ipv4.tcp_keepalive_intvl and net.ipv4.tcp_keepalive_probes finds "
			    "dead peers of silent connections."),
		.see = N_("RFC 9293 sections 3.3.2 and 3.8"),
	},
	[TCPS_FIN_WAIT_1] = {
		.meaning = N_("The end has closed and sent its FIN, which is not acknowledged "
			      "yet."),
		.who = N_("The end that closes first, by close(), shutdown(), or because its "
			  "process ended."),
		.leaves = N_("The ACK of the FIN leads to FIN-WAIT-2, the other end's FIN without "
			     "that ACK to CLOSING, both in one segment to TIME-WAIT, a RST to "
			     "CLOSED. Without an answer the FIN is sent again some times until the "
			     "end gives up."),
		.many = N_("The other ends are gone, or their windows are closed so that data "
			   "before the FIN cannot be sent."),
		.knobs = N_("net.ipv4.tcp_orphan_retries says how often an end that no process "
			    "owns any more tries; net.ipv4.tcp_max_orphans how many such ends "
			    "there may be; net.ipv4.tcp_retries2 counts while a process still owns "
			    "it."),
		.see = N_("RFC 9293 sections 3.6 and 3.10.7.4"),
	},
	[TCPS_FIN_WAIT_2] = {
		.meaning = N_("The end's FIN is acknowledged; it waits for the FIN of the other "
			      "end, which may still send data."),
		.who = N_("The end that closed first, while the other end's program has not closed "
			  "yet."),
		.leaves = N_("The other end's FIN leads to TIME-WAIT, a RST to CLOSED. An end that "
			     "was closed with close() waits for net.ipv4.tcp_fin_timeout only, and "
			     "answers data with a RST; one that was half closed with shutdown() "
			     "takes them, and waits as long as it takes."),
		.many = N_("The programs at the other ends do not close: look for CLOSE-WAIT "
			   "there."),
		.knobs = N_("net.ipv4.tcp_fin_timeout, or TCP_LINGER2 for one socket."),
		.see = N_("RFC 9293 section 3.6"),
	},
	[TCPS_CLOSE_WAIT] = {
		.meaning = N_("The other end has closed; this one has not yet, and may still send "
			      "data."),
		.who = N_("The end that got a FIN while its own program has the socket open."),
		.leaves = N_("close() or shutdown() sends its own FIN and leads to LAST-ACK; a RST "
			     "leads to CLOSED, with EPIPE. Nothing else ends it while the end has "
			     "nothing to send: no timer runs, unless keepalive is on."),
		.many = N_("A program that forgets to close() its sockets: a leak of descriptors. "
			   "No sysctl helps."),
		.knobs = N_("None but the program. Keepalive ends it only when the other end's "
			    "kernel is gone or has forgotten the connection."),
		.see = N_("RFC 9293 section 3.6"),
	},
	[TCPS_CLOSING] = {
		.meaning = N_("Both ends have closed at the same time, and this end's FIN is not "
			      "acknowledged yet."),
		.who = N_("An end in FIN-WAIT-1 that gets the other one's FIN before the ACK of "
			  "its own."),
		.leaves = N_("The ACK of its FIN leads to TIME-WAIT, a RST to CLOSED. Without an "
			     "answer the FIN is sent again some times until the end gives up."),
		.many = N_("Rare: ACKs get lost while both ends close."),
		.knobs = N_("net.ipv4.tcp_orphan_retries says how often the FIN is sent again."),
		.see = N_("RFC 9293 section 3.6, Figure 13"),
	},
	[TCPS_LAST_ACK] = {
		.meaning = N_("The end has closed after the other one, and waits for the ACK of "
			      "its FIN."),
		.who = N_("The end that closes second."),
		.leaves = N_("The ACK of its FIN, or a RST, leads to CLOSED. Without an answer the "
			     "FIN is sent again some times until the end gives up."),
		.many = N_("The other ends, or the network to them, are gone before the last ACK."),
		.knobs = N_("net.ipv4.tcp_orphan_retries says how often the FIN is sent again."),
		.see = N_("RFC 9293 sections 3.6 and 3.10.7.4"),
	},
	[TCPS_TIME_WAIT] = {
		.meaning = N_("The connection is over; the end waits until no late segment of it "
			      "can be under way."),
		.who = N_("The end that closed first, or both when they closed at the same time. "
			  "Its process may be long gone: in place of the socket the kernel keeps a "
			  "small record."),
		.leaves = N_("60 seconds, which no sysctl changes, lead to CLOSED. The other end's "
			     "FIN, sent again, is answered and starts the time anew; a RST ends it "
			     "at once; a new SYN with a higher sequence number or timestamp begins "
			     "a new connection in its place."),
		.many = N_("A machine that opens many connections and closes them first. They cost "
			   "little memory, but a client may run out of ports to the same server."),
		.knobs = N_("net.ipv4.tcp_tw_reuse lets a client take such a port again; "
			    "net.ipv4.tcp_max_tw_buckets limits how many there are; "
			    "net.ipv4.tcp_rfc1337 makes RSTs ignored; net.ipv4.ip_local_port_range "
			    "gives more ports."),
		.see = N_("RFC 9293 sections 3.6 and 3.6.1, RFC 1337, RFC 6191"),
	},
};
/* clang-format on */
