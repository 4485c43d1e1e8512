/* SPDX-License-Identifier: MIT */
/*
 * The packets of tests/packets: "#" begins a comment, "name:" a packet, anything else is its bytes
 * in hexadecimal. In a recorded connection the names are those of the senders.
 */
#ifndef TESTS_UNIT_PACKETS_H
#define TESTS_UNIT_PACKETS_H

#include <stddef.h>
#include <stdint.h>

#include "tcp/segment.h"

struct packet {
	char name[40];
	uint8_t *bytes;		/* an allocation of exactly @len, so that ASan sees who reads on */
	size_t len;
};

struct packets {
	struct packet *items;
	size_t n;
};

/* packets_load() - Read tests/packets/@file; ends the test if that fails. */
struct packets packets_load(const char *file);

/* packets_find() - The packet of that name; ends the test if there is none. */
const struct packet *packets_find(const struct packets *packets, const char *name);

void packets_free(struct packets *packets);

#endif
