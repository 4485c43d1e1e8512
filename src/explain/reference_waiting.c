/* SPDX-License-Identifier: MIT */
/* How long TCP waits, and how often it tries: counts of retransmissions, timeouts, keepalive. */
#include "base/translate.h"
#include "base/util.h"
#include "explain/reference_tables.h"

/* clang-format off */
const struct reference_sysctl reference_waiting[] = {
	{
		.name = "net.ipv4.tcp_syn_retries",
		.standard = "6",
		.unit = N_("retransmissions"),
		.meaning = N_("How often a client sends its SYN again before connect() fails with "
			      "ETIMEDOUT. Since Linux 6.5 those of tcp_syn_linear_timeouts come on "
			      "top."),
		.limits = N_("From 1 to 127. With 6 and no linear timeouts the SYNs leave at 0, 1, "
			     "3, 7, 15, 31 and 63 s, and connect() fails after 127 s; with 4 "
			     "linear timeouts before them it takes about 131 s. It fails sooner if "
			     "the time is over that it would take without them (7 s with 2). "
			     "TCP_SYNCNT sets it for one socket."),
		.since = "2.2",
	},
	{
		.name = "net.ipv4.tcp_syn_linear_timeouts",
		.standard = "4",
		.unit = N_("retransmissions"),
		.meaning = N_("So many SYNs are sent again at a steady interval of 1 s, before the "
			      "waiting time doubles each time."),
		.limits = N_("From 0 to 127. 0 doubles from the start, as older kernels do. It has "
			     "no effect on the SYN-ACK of a server."),
		.since = "6.5",
	},
	{
		.name = "net.ipv4.tcp_synack_retries",
		.standard = "5",
		.unit = N_("retransmissions"),
		.meaning = N_("How often a server sends its SYN-ACK again before it forgets the "
			      "connection that is half open."),
		.limits = N_("From 0 to 255. With 5 the SYN-ACKs leave at 0, 1, 3, 7, 15 and 31 s, "
			     "and the request is gone after 63 s; with 2 after 7 s. Extra ones "
			     "that answer a repeated SYN do not count."),
		.since = "2.2",
	},
	{
		.name = "net.ipv4.tcp_retries1",
		.standard = "3",
		.unit = N_("retransmissions"),
		.meaning = N_("After as long as so many retransmissions of the same data take, TCP "
			      "tells the network layer that something is wrong: it looks for "
			      "another route, and may look for a smaller packet size."),
		.limits = N_("From 0 to 255. The connection itself goes on until tcp_retries2."),
		.since = "2.2",
	},
	{
		.name = "net.ipv4.tcp_retries2",
		.standard = "15",
		.unit = N_("retransmissions"),
		.meaning = N_("A connection whose data nobody acknowledges is given up, with "
			      "ETIMEDOUT, after as long as so many retransmissions would take from "
			      "a first timeout of 0.2 s on."),
		.limits = N_("From 0 to 255. 15 means at least 924.6 s (some 15 minutes), 8 at "
			     "least 102.2 s, 5 at least 12.6 s: it is a time, not a count. "
			     "TCP_USER_TIMEOUT overrules it for one socket."),
		.since = "2.2",
	},
	{
		.name = "net.ipv4.tcp_orphan_retries",
		.standard = "0",
		.unit = N_("retransmissions"),
		.meaning = N_("How often an end that no process owns any more (closed, or its "
			      "process is gone) sends its FIN again before it gives up, in "
			      "FIN-WAIT-1, CLOSING or LAST-ACK."),
		.limits = N_("From 0 to 255. 0 means 8, which takes some 107 s; with 2 the end is "
			     "gone after some 3 s: like tcp_retries2 it is a time, not a count, "
			     "and a tail loss probe comes on top. Where ICMP has said that the way "
			     "is broken, 0 may mean 0."),
		.since = "2.4",
	},
	{
		.name = "net.ipv4.tcp_fin_timeout",
		.standard = "60",
		.unit = N_("seconds"),
		.meaning = N_("How long an end that was closed with close() waits in FIN-WAIT-2 "
			      "for the other end's FIN."),
		.limits = N_("TCP_LINGER2 sets it for one socket, up to 120 s; never less than 3.5 "
			     "retransmission timeouts. It changes neither TIME-WAIT, which is "
			     "always 60 s, nor FIN-WAIT-2 of an end that is half closed, which "
			     "lasts for ever."),
		.since = "2.2",
	},
	{
		.name = "net.ipv4.tcp_keepalive_time",
		.standard = "7200",
		.unit = N_("seconds"),
		.meaning = N_("After so long a silence a socket with SO_KEEPALIVE sends its first "
			      "probe, an ACK that asks for an answer."),
		.limits = N_("TCP_KEEPIDLE sets it for one socket, from 1 to 32767 s. Without "
			     "SO_KEEPALIVE no probe is ever sent."),
		.since = "2.2",
	},
	{
		.name = "net.ipv4.tcp_keepalive_intvl",
		.standard = "75",
		.unit = N_("seconds"),
		.meaning = N_("The time between two keepalive probes that get no answer."),
		.limits = N_("TCP_KEEPINTVL sets it for one socket, from 1 to 32767 s."),
		.since = "2.4",
	},
	{
		.name = "net.ipv4.tcp_keepalive_probes",
		.standard = "9",
		.unit = N_("probes"),
		.meaning = N_("After so many keepalive probes without an answer the connection is "
			      "given up, with ETIMEDOUT."),
		.limits = N_("From 0 to 255. With all three at their defaults a dead peer is found "
			     "after 7200 + 9 x 75 = 7875 s (2 h 11 min 15 s) of silence, or a "
			     "little later. TCP_KEEPCNT sets it for one socket, from 1 to 127."),
		.since = "2.2",
	},
	{
		.name = "net.ipv4.tcp_rto_min_us",
		.standard = "200000",
		.unit = N_("microseconds"),
		.meaning = N_("The retransmission timeout (how long an unacknowledged segment "
			      "waits until it is sent again) is never shorter than this, however "
			      "short the round trip is."),
		.limits = N_("From 1; more than 200000 is not advised. The route's rto_min "
			     "overrules it."),
		.since = "6.11",
	},
	{
		.name = "net.ipv4.tcp_rto_max_ms",
		.standard = "120000",
		.unit = N_("milliseconds"),
		.meaning = N_("The retransmission timeout, which doubles with each retransmission, "
			      "never grows beyond this."),
		.limits = N_("From 1000 to 120000. Less makes connections die sooner, too, unless "
			     "tcp_retries2 is raised."),
		.since = "6.15",
	},
	{
		.name = "net.ipv4.tcp_thin_linear_timeouts",
		.standard = "0",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("A connection with fewer than 4 segments under way does not double "
			      "its retransmission timeout the first 6 times, so that a lost "
			      "segment of a quiet connection is made good sooner."),
		.limits = N_("Only in ESTABLISHED. TCP_THIN_LINEAR_TIMEOUTS switches it on for one "
			     "socket."),
		.since = "2.6.34",
	},
	{
		.name = "net.ipv4.tcp_pingpong_thresh",
		.standard = "1",
		.unit = N_("exchanges"),
		.meaning = N_("After so many questions and answers a connection counts as a "
			      "conversation, whose ACKs wait for the answer to carry them (delayed "
			      "ACKs)."),
		.limits = N_("From 1 to 255."),
		.since = "6.7",
	},
	{
		.name = "net.ipv4.tcp_invalid_ratelimit",
		.standard = "500",
		.unit = N_("milliseconds"),
		.meaning = N_("Segments that a connection must not take (outside of its window, "
			      "say) are answered with an ACK at most once in this time, so that "
			      "two confused ends do not answer each other for ever. Challenge ACKs "
			      "of one connection are limited by it as well."),
		.limits = N_("0 answers every one."),
		.since = "4.0",
	},
	{
		.name = "net.ipv4.tcp_challenge_ack_limit",
		.standard = "2147483647",
		.unit = N_("segments a second"),
		.meaning = N_("How many challenge ACKs (answers to a RST or SYN that may be "
			      "forged) all connections together send."),
		.limits = N_("2147483647 is no limit. Older kernels had 100, then 1000, for the "
			     "whole machine, from which an attacker could learn things; it is "
			     "unlimited since 6.1."),
		.since = "3.6",
	},
	{
		.name = "net.ipv4.tcp_frto",
		.standard = "2",
		.unit = N_("0 off, else on"),
		.meaning = N_("After a retransmission timeout the sender first tries whether it "
			      "was a false alarm (the ACKs were only late), and takes the slowing "
			      "down back if so (F-RTO, RFC 5682)."),
		.since = "2.4.21",
	},
	{
		.name = "net.ipv4.tcp_min_rtt_wlen",
		.standard = "300",
		.unit = N_("seconds"),
		.meaning = N_("The shortest round trip that was measured within this time is taken "
			      "for that of an empty path."),
		.limits = N_("From 0 to 86400."),
		.since = "4.4",
	},
};
/* clang-format on */

const size_t reference_waiting_n = ARRAY_SIZE(reference_waiting);
