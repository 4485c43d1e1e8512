/* SPDX-License-Identifier: MIT */
/*
 * The bytes of a captured packet, as far as they are kept: all headers, and some data. They go with
 * a run's timeline into run.pcapng; run.jsonl does without them.
 */
#ifndef TIMELINE_PACKET_H
#define TIMELINE_PACKET_H

#include <stdint.h>

/* At most this much of each packet is kept. A message that carries it between processes is then no
 * larger than one that carries a refusal: the bytes cost no room, and no message of their own. */
#define PACKET_SNAP 256

struct packet {
	uint32_t len;		    /* of the packet on the wire */
	uint32_t kept;		    /* bytes of it in @bytes */
	uint8_t bytes[PACKET_SNAP]; /* from the IP header on */
};

#endif
