/* SPDX-License-Identifier: MIT */
#include "base/translate.h"
#include "explain/reference_tables.h"

/* clang-format off */
const struct reference_segment reference_segments[SEGMENT_NAMES] = {
	[SEG_SYN] = {
		.title = "SYN",
		.meaning = N_("A segment with the flag SYN and without ACK: it asks to open a "
			      "connection, and tells the number from which its sender counts its "
			      "bytes."),
		.sender = N_("A client in connect(): it is in SYN-SENT from then on."),
		.effect = N_("A listener answers with a SYN-ACK and has a connection in "
			     "SYN-RECEIVED. Where nobody listens, the kernel answers with a RST."),
		.lost = N_("The client sends it again, after 1 second the first time, until "
			   "net.ipv4.tcp_syn_retries is used up: then connect() fails with "
			   "ETIMEDOUT."),
		.see = N_("RFC 9293 section 3.5, Figure 6"),
	},
	[SEG_SYN_ACK] = {
		.title = "SYN-ACK",
		.meaning = N_("A segment with SYN and ACK: it agrees to open the connection, "
			      "acknowledges the SYN, and tells the number from which its own "
			      "sender counts."),
		.sender = N_("A server that got a SYN, in SYN-RECEIVED; both ends when they open "
			     "at once."),
		.effect = N_("It takes a client from SYN-SENT to ESTABLISHED, and the client "
			     "answers with an ACK. A client that is ESTABLISHED already answers it "
			     "again."),
		.lost = N_("Both ends repeat: the client its SYN, which draws a SYN-ACK each time, "
			   "and the server the SYN-ACK, at most net.ipv4.tcp_synack_retries "
			   "times."),
		.see = N_("RFC 9293 section 3.5, Figure 6"),
	},
	[SEG_RST] = {
		.title = "RST",
		.meaning = N_("A segment with the flag RST: the connection is to end at once, and "
			      "what was under way is lost."),
		.sender = N_("A kernel that gets a segment for which there is no connection or "
			     "listener, or data for a program that has called close(); and an end "
			     "that closes with data unread, or with SO_LINGER set to 0 seconds."),
		.effect = N_("It takes an end to CLOSED: with ECONNREFUSED in SYN-SENT, if it "
			     "acknowledges the SYN; later with ECONNRESET (EPIPE in CLOSE-WAIT), "
			     "if its sequence number is exactly the expected one. One that is only "
			     "within the window draws a challenge ACK (an ACK that asks whether it "
			     "was meant); any other is ignored."),
		.lost = N_("It is never sent again: the other end does not know until it sends "
			   "something itself."),
		.see = N_("RFC 9293 sections 3.5.2 and 3.5.3, RFC 5961 section 3"),
	},
	[SEG_FIN] = {
		.title = "FIN",
		.meaning = N_("A segment with the flag FIN, with data or without: its sender will "
			      "send no more data."),
		.sender = N_("The kernel of an end whose program has called close() or shutdown(), "
			     "or has ended: it is in FIN-WAIT-1 from then on, or in LAST-ACK if it "
			     "closes second."),
		.effect = N_("It takes an end from ESTABLISHED to CLOSE-WAIT, from FIN-WAIT-1 to "
			     "CLOSING or TIME-WAIT, from FIN-WAIT-2 to TIME-WAIT. recv() returns 0 "
			     "once all data before it is read."),
		.lost = N_("It is sent again, on a fast network after 0.2 seconds (a tail loss "
			   "probe), and then with 0.2, 0.4, 0.8 … seconds between: by default 9 "
			   "times within some 107 seconds if no process owns the socket any more "
			   "(net.ipv4.tcp_orphan_retries), else like data."),
		.see = N_("RFC 9293 section 3.6, Figure 12"),
	},
	[SEG_HANDSHAKE_ACK] = {
		.title = N_("ACK of the SYN-ACK"),
		.meaning = N_("The third segment of the handshake: an ACK without data, of the "
			      "SYN-ACK, before the end that opened the connection has sent or "
			      "acknowledged anything else."),
		.sender = N_("A client that is ESTABLISHED; again for each SYN-ACK that comes "
			     "again."),
		.effect = N_("It takes a server from SYN-RECEIVED to ESTABLISHED, and accept() "
			     "returns."),
		.lost = N_("The client never learns of it. The server stays in SYN-RECEIVED until "
			   "its SYN-ACK, sent again, draws another ACK, until data of the client "
			   "come, which also acknowledge the SYN-ACK, or until it gives up."),
		.see = N_("RFC 9293 section 3.5, Figure 6"),
	},
	[SEG_FIN_ACK_OF] = {
		.title = N_("ACK of the FIN"),
		.meaning = N_("An ACK without data that acknowledges the other end's FIN."),
		.sender = N_("An end that got a FIN."),
		.effect = N_("It takes an end from FIN-WAIT-1 to FIN-WAIT-2, from CLOSING to "
			     "TIME-WAIT, from LAST-ACK to CLOSED."),
		.lost = N_("The other end sends its FIN again, which is acknowledged again, also "
			   "in TIME-WAIT: that is one of the reasons for TIME-WAIT."),
		.see = N_("RFC 9293 section 3.6, Figure 12"),
	},
	[SEG_DATA] = {
		.title = N_("data"),
		.meaning = N_("A segment that carries bytes of a program."),
		.sender = N_("An end in ESTABLISHED or CLOSE-WAIT, after send(); how many bytes "
			     "may be under way is limited by the receiver's window and the "
			     "sender's congestion window (its guess of what the network bears)."),
		.effect = N_("recv() gets the bytes in order, once all before them have come. They "
			     "are acknowledged at once, or together with data that go back, or 40 "
			     "to 200 milliseconds later (delayed ACK)."),
		.lost = N_("It is sent again: soon when later segments show that it is missing, "
			   "else after the retransmission timeout (at least 0.2 seconds, doubled "
			   "each time), until net.ipv4.tcp_retries2 is used up: by default after "
			   "some 15 minutes."),
		.see = N_("RFC 9293 section 3.8, RFC 6298, RFC 5681"),
	},
	[SEG_ACK] = {
		.title = "ACK",
		.meaning = N_("A segment with the flag ACK only, without data: it says which byte "
			      "its sender expects next."),
		.sender = N_("An end that got something that takes up sequence numbers: data, a "
			     "SYN or a FIN; also one that wants to tell its window, or to probe "
			     "whether the other end is still there."),
		.effect = N_("The other end need not keep what it acknowledges: its retransmission "
			     "timer stops or starts anew, and there is room for more data."),
		.lost = N_("Mostly nothing: the next one says the same and more. Nobody "
			   "acknowledges an ACK, so it is never sent again for its own sake."),
		.see = N_("RFC 9293 sections 3.4 and 3.8"),
	},
	[SEG_ANY] = {
		.title = N_("any segment"),
		.meaning = N_("Every segment of the connection, whatever it carries."),
		.sender = N_("Either end."),
		.effect = N_("Whatever its flags and data say."),
		.lost = N_("What takes up sequence numbers (data, SYN, FIN) is sent again; nothing "
			   "else is."),
		.see = N_("RFC 9293 section 3.1"),
	},
};
/* clang-format on */
