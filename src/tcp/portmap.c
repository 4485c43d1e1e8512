/* SPDX-License-Identifier: MIT */
#include "tcp/portmap.h"

#include "base/util.h"

#define ROOM_FIRST 64

/* The slot of two ports, or the free one where they belong. There is always a free one. */
static struct portmap_slot *find(const struct portmap *map, uint16_t client_port,
				 uint16_t server_port)
{
	uint32_t hash = ((uint32_t)client_port << 16 | server_port) * 2654435761U;

	for (size_t i = hash >> 8;; i++) {
		struct portmap_slot *slot = &map->slots[i & (map->room - 1)];

		if (!slot->number ||
		    (slot->client_port == client_port && slot->server_port == server_port))
			return slot;
	}
}

static void grow(struct portmap *map)
{
	struct portmap old = *map;

	map->room = MAX(2 * old.room, (size_t)ROOM_FIRST);
	map->slots = xalloc(map->room, sizeof(*map->slots));
	for (size_t i = 0; i < old.room; i++) {
		const struct portmap_slot *slot = &old.slots[i];

		if (slot->number)
			*find(map, slot->client_port, slot->server_port) = *slot;
	}
	free(old.slots);
}

uint32_t portmap_get(const struct portmap *map, uint16_t client_port, uint16_t server_port)
{
	return map->room ? find(map, client_port, server_port)->number : 0;
}

void portmap_put(struct portmap *map, uint16_t client_port, uint16_t server_port, uint32_t number)
{
	struct portmap_slot *slot;

	if (2 * (map->n + 1) > map->room)
		grow(map);
	slot = find(map, client_port, server_port);
	map->n += !slot->number;
	*slot = (struct portmap_slot){client_port, server_port, number};
}

void portmap_free(struct portmap *map)
{
	free(map->slots);
	*map = (struct portmap){0};
}
