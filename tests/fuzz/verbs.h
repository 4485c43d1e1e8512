/* SPDX-License-Identifier: MIT */
/*
 * What the injector does with the bytes of a segment when its verdict is known, done in memory, and
 * what must hold of the result whatever the segment is.
 */
#ifndef TESTS_FUZZ_VERBS_H
#define TESTS_FUZZ_VERBS_H

#include "fault/rule.h"
#include "tcp/flow.h"

/* A segment that a fault has decided on. */
struct decided {
	const struct fault *fault;
	const struct candidate *c;
	struct flow *flow;
	uint64_t draw; /* the verdict's */
};

/**
 * verbs_change() - Change the segment, if its fault does
 * @facts:	Those of the segment, put right if another one goes on
 *
 * Return: whether its receiver takes what goes on, as far as checksums are concerned
 */
bool verbs_change(const struct decided *d, struct segment_facts *facts);

/* verbs_send() - Copy it, forge others, answer by ICMP: whatever the fault does besides. */
void verbs_send(const struct decided *d);

#endif
