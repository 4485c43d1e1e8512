/* SPDX-License-Identifier: MIT */
/* From the two ports of a connection to a number: a lab may have thousands of them. */
#ifndef TCP_PORTMAP_H
#define TCP_PORTMAP_H

#include <stddef.h>
#include <stdint.h>

struct portmap_slot {
	uint16_t client_port, server_port;
	uint32_t number; /* 0: the slot is free */
};

/* Zeroed to start with. */
struct portmap {
	struct portmap_slot *slots;
	size_t room; /* a power of two */
	size_t n;
};

/* portmap_get() - The number that was put there for two ports; 0 if none was. */
uint32_t portmap_get(const struct portmap *map, uint16_t client_port, uint16_t server_port);

/* portmap_put() - Put a number, not 0, in the place of what was there. */
void portmap_put(struct portmap *map, uint16_t client_port, uint16_t server_port, uint32_t number);

void portmap_free(struct portmap *map);

#endif
