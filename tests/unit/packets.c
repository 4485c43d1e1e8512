/* SPDX-License-Identifier: MIT */
#include "packets.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/util.h"

static void add_bytes(struct packet *packet, const char *hex)
{
	size_t n = strspn(hex, "0123456789abcdef") / 2;

	ck_assert_msg(hex[2 * n] == '\n', "not hexadecimal: %s", hex);
	packet->bytes = xrealloc(packet->bytes, packet->len + n, 1);
	for (; n > 0; n--, hex += 2)
		ck_assert_int_eq(sscanf(hex, "%2hhx", &packet->bytes[packet->len++]), 1);
}

struct packets packets_load(const char *file)
{
	struct packets packets = {0};
	char path[100], line[1000];
	FILE *in;

	snprintf(path, sizeof(path), "tests/packets/%s", file);
	in = fopen(path, "r");
	ck_assert_msg(in != NULL, "cannot open %s", path);
	while (fgets(line, sizeof(line), in)) {
		size_t name_len = strcspn(line, ":");

		if (line[0] == '#' || line[0] == '\n')
			continue;
		if (line[name_len] == ':')
			snprintf(ARRAY_ADD(packets.items, packets.n)->name,
				 sizeof(packets.items->name), "%.*s", (int)name_len, line);
		else
			add_bytes(&packets.items[packets.n - 1], line);
	}
	fclose(in);
	return packets;
}

const struct packet *packets_find(const struct packets *packets, const char *name)
{
	for (size_t i = 0; i < packets->n; i++) {
		if (!strcmp(packets->items[i].name, name))
			return &packets->items[i];
	}
	ck_abort_msg("no packet is called %s", name);
}

void packets_free(struct packets *packets)
{
	for (size_t i = 0; i < packets->n; i++)
		free(packets->items[i].bytes);
	free(packets->items);
}
