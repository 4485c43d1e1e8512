/* SPDX-License-Identifier: MIT */
#include "report/pcapng.h"

#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "lab/lab.h"
#include "report/blocks.h"
#include "report/remarks.h"

/* Packets begin with the IP header of whatever version. */
#define LINKTYPE_RAW 101

/* Options and records, each of its own kind of block. */
enum {
	SECTION_SYSTEM = 3,
	SECTION_PROGRAM = 4,
	INTERFACE_NAME = 2,
	INTERFACE_RESOLUTION = 9,
	NAME_OF_IPV4 = 1,
	NAME_OF_IPV6 = 2,
	PACKET_FLAGS = 2,
};

/* Of PACKET_FLAGS. */
enum { PACKET_CAME_IN = 1, PACKET_WENT_OUT = 2 };

static void put_section(FILE *out, const struct run_header *h)
{
	static const uint32_t byte_order = 0x1a2b3c4d;
	static const uint16_t version[] = {1, 0};
	static const int64_t unknown_length = -1;
	char *os = xasprintf("Linux %s", h->kernel);
	char *what = xasprintf("%s: %s", h->run, h->title);
	struct block b;

	block_begin(&b, BLOCK_SECTION);
	block_put(&b, &byte_order, sizeof(byte_order));
	block_put(&b, version, sizeof(version));
	block_put(&b, &unknown_length, sizeof(unknown_length));
	block_text(&b, OPTION_COMMENT, what);
	block_text(&b, SECTION_SYSTEM, os);
	block_text(&b, SECTION_PROGRAM, h->tool);
	block_end(&b, out);
	free(os);
	free(what);
}

/* Interfaces are numbered in the order in which they are described: as the ends are. */
static void put_interface(FILE *out, enum end end)
{
	static const uint16_t link[] = {LINKTYPE_RAW, 0};
	static const uint8_t nanoseconds = 9;
	struct block b;

	block_begin(&b, BLOCK_INTERFACE);
	block_put(&b, link, sizeof(link));
	block_put_u32(&b, PACKET_SNAP);
	block_text(&b, INTERFACE_NAME, end_name(end));
	block_record(&b, INTERFACE_RESOLUTION, &nanoseconds, sizeof(nanoseconds));
	block_end(&b, out);
}

static void put_names(FILE *out, unsigned int ip_version)
{
	struct block b;

	block_begin(&b, BLOCK_NAMES);
	for_each_end(e) {
		struct ip_addr address = lab_address(e, ip_version);
		const unsigned int len = ip_addr_len(&address);
		const char *name = end_name(e);
		uint8_t record[sizeof(address.bytes) + 8];

		memcpy(record, address.bytes, len);
		strcpy((char *)record + len, name);
		block_record(&b, ip_version == 4 ? NAME_OF_IPV4 : NAME_OF_IPV6, record,
			     len + strlen(name) + 1);
	}
	block_put_u32(&b, 0); /* the end of the records */
	block_end(&b, out);
}

/* @remarks: those that are about this packet. */
static void put_packet(FILE *out, const struct timeline *tl, const struct event *ev,
		       const struct remark *remarks, size_t n_remarks)
{
	const struct packet *packet = &tl->packets[ev->capture.packet - 1];
	const uint64_t stamp = ev->at.ns + tl->header.realtime_offset;
	const uint32_t direction = ev->capture.outgoing ? PACKET_WENT_OUT : PACKET_CAME_IN;
	struct block b;

	block_begin(&b, BLOCK_PACKET);
	block_put_u32(&b, ev->end);
	block_put_u32(&b, stamp >> 32);
	block_put_u32(&b, (uint32_t)stamp);
	block_put_u32(&b, packet->kept);
	block_put_u32(&b, packet->len);
	block_put(&b, packet->bytes, packet->kept);
	block_pad(&b);
	for (size_t i = 0; i < n_remarks; i++)
		block_text(&b, OPTION_COMMENT, remarks[i].text);
	block_record(&b, PACKET_FLAGS, &direction, sizeof(direction));
	block_end(&b, out);
}

static void put_packets(FILE *out, const struct timeline *tl, const struct remarks *remarks,
			enum wires wires)
{
	size_t next = 0;

	for (size_t i = 0; i < tl->n; i++) {
		const struct event *ev = &tl->events[i];
		size_t first = next;

		while (next < remarks->n && remarks->items[next].event == i)
			next++;
		if (ev->kind == EVENT_CAPTURE && ev->capture.packet &&
		    (ev->capture.outgoing || wires == WIRES_OF_BOTH || remarks->ours[i]))
			put_packet(out, tl, ev, &remarks->items[first], next - first);
	}
}

void pcapng_write(FILE *out, const struct scenario *sc, const struct timeline *tl, enum wires wires)
{
	struct remarks remarks;

	translate_pause();
	remarks_make(&remarks, sc, tl);
	put_section(out, &tl->header);
	for_each_end(e)
		put_interface(out, e);
	put_names(out, tl->header.ip_version);
	put_packets(out, tl, &remarks, wires);
	remarks_free(&remarks);
	translate_resume();
}
