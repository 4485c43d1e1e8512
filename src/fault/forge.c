/* SPDX-License-Identifier: MIT */
/* Segments of inject and reply: what the claimed sender might have sent just now. */
#include "base/util.h"
#include "fault/change.h"
#include "tcp/bytes.h"

/* What an end that has never been heard of is made to say. */
#define UNKNOWN_WINDOW 65535
#define UNKNOWN_TTL    63

/* How far behind the receiver's window "out-of-window" is. */
#define BEYOND 65536

static uint32_t sequence_number(const struct forging *f)
{
	enum end to = other_end(f->as);
	const struct flow_side *receiver = &f->flow->side[to], *sender = &f->flow->side[f->as];
	uint32_t window = flow_window(f->flow, to), exact = 0;

	if (receiver->expects_known)
		exact = receiver->expects;
	else if (sender->iss_known)
		exact = sender->next;
	else if (f->what->name == SEG_SYN || f->what->name == SEG_SYN_ACK)
		exact = (uint32_t)f->draw;
	switch (f->what->place) {
	case SEQ_OFFSET:
		return exact + (uint32_t)f->what->seq;
	case SEQ_IN_WINDOW:
		return exact + MAX(window / 2, 1U);
	case SEQ_OUT_OF_WINDOW:
		return exact + window + BEYOND;
	}
	return exact;
}

static uint32_t acknowledgment_number(const struct forging *f)
{
	const struct segment_facts *answered = f->answered;
	const struct flow_side *receiver = &f->flow->side[other_end(f->as)];
	const struct flow_side *sender = &f->flow->side[f->as];
	uint32_t exact = sender->expects_known ? sender->expects : receiver->next;

	if (answered)
		exact = answered->seq + segment_facts_len(answered);
	return exact + (uint32_t)f->what->ack;
}

uint8_t fault_forged_flags(const struct forgery *what, bool expects_known)
{
	bool acks = what->ack_given || !expects_known;

	switch (what->name) {
	case SEG_SYN:
		return TCP_SYN;
	case SEG_SYN_ACK:
		return TCP_SYN | TCP_ACK;
	case SEG_RST:
		return TCP_RST | (acks ? TCP_ACK : 0);
	case SEG_FIN:
		return TCP_FIN | TCP_ACK;
	case SEG_DATA:
		return TCP_PSH | TCP_ACK;
	case SEG_ACK:
	case SEG_HANDSHAKE_ACK:
	case SEG_FIN_ACK_OF:
	case SEG_ANY:
		break;
	}
	return TCP_ACK;
}

static void put_mss(struct draft *d)
{
	uint8_t mss[2];

	put16(mss, (uint16_t)(DRAFT_ROOM - d->len));
	draft_put_option(d, TCP_OPTION_MSS, mss, sizeof(mss));
}

void fault_forge(const struct forging *f, struct draft *d)
{
	const struct flow_side *sender = &f->flow->side[f->as];
	uint8_t set = fault_forged_flags(f->what, f->flow->side[other_end(f->as)].expects_known);

	draft_blank(d, &f->addressing);
	draft_put(d, HEADER_FLAGS, set);
	draft_put(d, HEADER_SEQ, sequence_number(f));
	if (set & TCP_ACK)
		draft_put(d, HEADER_ACK, acknowledgment_number(f));
	draft_put(d, HEADER_WINDOW, sender->ttl ? sender->window : UNKNOWN_WINDOW);
	draft_put(d, HEADER_TTL, sender->ttl ? sender->ttl : UNKNOWN_TTL);
	if (set & TCP_SYN)
		put_mss(d);
	if (f->what->payload.len)
		draft_put_payload(d, f->what->payload.data, f->what->payload.len);
}
