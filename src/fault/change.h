/* SPDX-License-Identifier: MIT */
/* What the verbs of faults do to bytes: segments changed, segments made. Pure, like all of fault/. */
#ifndef FAULT_CHANGE_H
#define FAULT_CHANGE_H

#include "fault/rule.h"
#include "tcp/draft.h"
#include "tcp/flow.h"

/* fault_changes() - Whether a fault's verb changes the segments that it decides on. */
bool fault_changes(const struct fault *fault);

/**
 * fault_change() - Change a segment
 * @fault:	A fault that changes segments
 * @flow:	The segment's flow
 * @from:	Who sent it
 * @draw:	The verdict's draw: which bits are corrupted
 * @d:		A copy of the segment; to be sealed if nothing stood in the way
 */
enum obstacle fault_change(const struct fault *fault, const struct flow *flow, enum end from,
			   uint64_t draw, struct draft *d);

/* Of what a segment is forged. */
struct forging {
	const struct forgery *what;
	const struct flow *flow;
	enum end as;			      /* who is claimed to send it */
	const struct segment_facts *answered; /* reply: what it answers; else NULL */
	struct addressing addressing;	      /* from @as to the other end */
	uint64_t draw;			      /* the ISN of an end that has none */
};

/**
 * fault_forged_flags() - The flags of a forged segment
 * @what:		What is forged
 * @expects_known:	Its receiver has heard of the other end. One that has not, in SYN-SENT, takes only
 *			an RST that acknowledges its SYN (RFC 9293 section 3.10.7.3)
 */
uint8_t fault_forged_flags(const struct forgery *what, bool expects_known);

/* fault_forge() - Make the segment of an inject or a reply; there must be DRAFT_ROOM. */
void fault_forge(const struct forging *f, struct draft *d);

#endif
