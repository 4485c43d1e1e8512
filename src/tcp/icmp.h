/* SPDX-License-Identifier: MIT */
/* ICMP and ICMPv6 messages about a segment: what its sender is told that became of it. */
#ifndef TCP_ICMP_H
#define TCP_ICMP_H

#include "tcp/segment.h"

enum icmp_kind {
	ICMP_KIND_PORT,	   /* port unreachable, from the host that the segment was for */
	ICMP_KIND_HOST,	   /* host unreachable (IPv6: address unreachable), from a router */
	ICMP_KIND_TOO_BIG, /* fragmentation needed (IPv6: packet too big), from a router */
};

#define ICMP_KINDS 3

/* "port-unreachable", "host-unreachable", "frag-needed" */
const char *icmp_kind_word(enum icmp_kind kind);

/* The longest message: IPv6 quotes as much as fits its smallest MTU. */
#define ICMP_ROOM 1280

/**
 * icmp_about() - Make the message to the sender of a segment
 * @packet:	ICMP_ROOM bytes, filled in from the IP header on
 * @kind:	What it says
 * @mtu:	ICMP_KIND_TOO_BIG: the largest packet that would have got through
 * @seg:	The segment, of which it quotes the beginning
 * @router:	Address of the router that says so, 4 or 16 bytes
 *
 * Return: the message's length
 */
size_t icmp_about(uint8_t packet[ICMP_ROOM], enum icmp_kind kind, uint32_t mtu,
		  const struct segment *seg, const uint8_t *router);

#endif
