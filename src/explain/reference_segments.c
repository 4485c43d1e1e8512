/* SPDX-License-Identifier: MIT */
#include "explain/reference_tables.h"

/* clang-format off */
const struct reference_segment reference_segments[SEGMENT_NAMES] = {
	[SEG_SYN] = {
		.title = "SYN",
		.meaning = "A segment with the flag SYN and without ACK: it asks to open a "
			   "connection, and tells the number from which its sender counts its "
			   "bytes.",
		.sender = "A client in connect(): it is in SYN-SENT from then on.",
		.effect = "A listener answers with a SYN-ACK and has a connection in "
			  "SYN-RECEIVED. Where nobody listens, the kernel answers with a RST.",
		.lost = "The client sends it again, after 1 second the first time, until "
			"net.ipv4.tcp_syn_retries is used up.",
		.see = "RFC 9293 section 3.5, Figure 6",
	},
	[SEG_SYN_ACK] = {
		.title = "SYN-ACK",
		.meaning = "A segment with SYN and ACK: it agrees to open the connection, "
			   "acknowledges the SYN, and tells the number from which its own sender "
			   "counts.",
		.sender = "A server that got a SYN, in SYN-RECEIVED.",
		.effect = "It takes a client from SYN-SENT to ESTABLISHED, and the client answers "
			  "with an ACK. A client that is ESTABLISHED already answers it again.",
		.lost = "Both ends repeat: the client its SYN, which draws a SYN-ACK each time, "
			"and the server the SYN-ACK, at most net.ipv4.tcp_synack_retries times.",
		.see = "RFC 9293 section 3.5, Figure 6",
	},
	[SEG_RST] = {
		.title = "RST",
		.meaning = "A segment with the flag RST: the connection is to end at once, and "
			   "what was under way is lost.",
		.sender = "A kernel that gets a segment for which there is no connection or "
			  "listener, and an end that closes with data unread, or with SO_LINGER "
			  "on and no time left.",
		.effect = "It takes an end to CLOSED, with ECONNREFUSED in SYN-SENT and "
			  "ECONNRESET later, if its sequence number is exactly the expected one. "
			  "One that is only within the window draws a challenge ACK (an ACK that "
			  "asks whether it was meant); any other is ignored.",
		.lost = "It is never sent again: the other end does not know until it sends "
			"something itself.",
		.see = "RFC 9293 sections 3.5.2 and 3.5.3, RFC 5961 section 3",
	},
	[SEG_FIN] = {
		.title = "FIN",
		.meaning = "A segment with the flag FIN, with data or without: its sender will "
			   "send no more data.",
		.sender = "The kernel of an end whose program has called close() or shutdown(), "
			  "or has ended: it is in FIN-WAIT-1 from then on, or in LAST-ACK if it "
			  "closes second.",
		.effect = "It takes an end from ESTABLISHED to CLOSE-WAIT, from FIN-WAIT-1 to "
			  "CLOSING or TIME-WAIT, from FIN-WAIT-2 to TIME-WAIT. recv() returns 0 "
			  "once all data before it is read.",
		.lost = "It is sent again after 0.2, 0.4, 0.8 … seconds, by default 8 times.",
		.see = "RFC 9293 section 3.6, Figure 12",
	},
	[SEG_HANDSHAKE_ACK] = {
		.title = "ACK of the SYN-ACK",
		.meaning = "The third segment of the handshake: an ACK without data, of the "
			   "SYN-ACK, before the end that opened the connection has sent or "
			   "acknowledged anything else.",
		.sender = "A client that is ESTABLISHED; again for each SYN-ACK that comes again.",
		.effect = "It takes a server from SYN-RECEIVED to ESTABLISHED, and accept() "
			  "returns.",
		.lost = "The client never learns of it. The server stays in SYN-RECEIVED until "
			"its SYN-ACK, sent again, draws another ACK, or until data of the client "
			"come, which also acknowledge the SYN-ACK.",
		.see = "RFC 9293 section 3.5, Figure 6",
	},
	[SEG_FIN_ACK_OF] = {
		.title = "ACK of the FIN",
		.meaning = "An ACK without data that acknowledges the other end's FIN.",
		.sender = "An end that got a FIN.",
		.effect = "It takes an end from FIN-WAIT-1 to FIN-WAIT-2, from CLOSING to "
			  "TIME-WAIT, from LAST-ACK to CLOSED.",
		.lost = "The other end sends its FIN again, which is acknowledged again, also in "
			"TIME-WAIT: for that it is there.",
		.see = "RFC 9293 section 3.6, Figure 12",
	},
	[SEG_DATA] = {
		.title = "data",
		.meaning = "A segment that carries bytes of a program.",
		.sender = "An end in ESTABLISHED or CLOSE-WAIT, after send(); how many bytes may "
			  "be under way is limited by the receiver's window and the sender's "
			  "congestion window (its guess of what the network bears).",
		.effect = "recv() gets the bytes in order, once all before them have come. They "
			  "are acknowledged, often together with data that go back, or 40 to 200 "
			  "milliseconds later.",
		.lost = "It is sent again: soon when later segments show that it is missing, else "
			"after the retransmission timeout (at least 0.2 seconds, doubled each "
			"time), for net.ipv4.tcp_retries2 times.",
		.see = "RFC 9293 section 3.8, RFC 6298, RFC 5681",
	},
	[SEG_ACK] = {
		.title = "ACK",
		.meaning = "A segment with the flag ACK only, without data: it says which byte "
			   "its sender expects next.",
		.sender = "An end that got something that takes up sequence numbers: data, a SYN "
			  "or a FIN; also one that wants to tell its window, or to probe whether "
			  "the other end is still there.",
		.effect = "It stops the other end's retransmission timer and makes room for more "
			  "data.",
		.lost = "Mostly nothing: the next one says the same and more. Nobody acknowledges "
			"an ACK, so it is never sent again for its own sake.",
		.see = "RFC 9293 sections 3.4 and 3.8",
	},
	[SEG_ANY] = {
		.title = "any segment",
		.meaning = "Every segment of the connection, whatever it carries.",
		.sender = "Either end.",
		.effect = "Whatever its flags and data say.",
		.lost = "What takes up sequence numbers (data, SYN, FIN) is sent again; nothing "
			"else is.",
		.see = "RFC 9293 section 3.1",
	},
};
/* clang-format on */
