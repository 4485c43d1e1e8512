/* SPDX-License-Identifier: MIT */
/*
 * A draft: the bytes of a packet that is changed or made, in a buffer of the caller's. Nothing is
 * allocated. Lengths and checksums are stale until draft_seal() puts them right.
 */
#ifndef TCP_DRAFT_H
#define TCP_DRAFT_H

#include "tcp/segment.h"

/* The largest packet that passes the wire: a draft never grows beyond it. */
#define DRAFT_ROOM 1500

struct draft {
	uint8_t *packet; /* from the IP header on */
	size_t room;
	size_t len;
	size_t tcp;	     /* where the TCP header begins */
	bool fixed_checksum; /* the TCP checksum is not recomputed */
};

/* Fields of the IP and TCP headers that can be written. */
enum header_field {
	HEADER_FLAGS,
	HEADER_SEQ,
	HEADER_ACK,
	HEADER_WINDOW,
	HEADER_URGENT,
	HEADER_TTL, /* IPv6: the hop limit */
	HEADER_DSCP,
	HEADER_ECN, /* IP's two bits */
};

#define HEADER_FIELDS 8

/* What a segment of one's own says before its fields are written: who sends it to whom. */
struct addressing {
	uint8_t ip_version;
	const uint8_t *src; /* addresses, 4 or 16 bytes */
	const uint8_t *dst;
	uint16_t src_port;
	uint16_t dst_port;
};

/**
 * draft_copy() - Begin with a copy of a segment
 * @d:		Its packet and room are set by the caller; the rest is filled in
 * @seg:	The segment
 *
 * Return: 0, or -EMSGSIZE if there is no room for it
 */
int draft_copy(struct draft *d, const struct segment *seg);

/**
 * draft_blank() - Begin with a TCP header whose fields are 0, without options and payload
 *
 * The IP header is what the sender's own would be: it may not be fragmented, its TTL is 64.
 * There must be room for it.
 */
void draft_blank(struct draft *d, const struct addressing *a);

/* draft_get() - The value of a field. */
uint32_t draft_get(const struct draft *d, enum header_field field);

/* draft_put() - Write a field; higher bits of @value than it has are lost. */
void draft_put(struct draft *d, enum header_field field, uint32_t value);

/**
 * draft_put_option() - Write a TCP option: in the place of the first of its kind, else at the end
 * @data:	What follows its kind and length
 * @len:	How many bytes; kind, length and these are at most 40
 *
 * Padding goes where it stands in the way. Further options of the kind are taken out.
 *
 * Return: 0, -ENOSPC if the 40 bytes of options do not suffice, -EMSGSIZE if the packet's room
 * does not
 */
int draft_put_option(struct draft *d, uint8_t kind, const void *data, size_t len);

/* draft_strip_option() - Take out all options of a kind, each with the padding before it. */
void draft_strip_option(struct draft *d, uint8_t kind);

/* draft_option() - First option of a kind in the draft: its kind byte, or NULL. */
const uint8_t *draft_option(const struct draft *d, uint8_t kind);

/* draft_payload() - Where the payload is; @len is set to how many bytes it has. */
uint8_t *draft_payload(const struct draft *d, size_t *len);

/**
 * draft_put_payload() - Replace the payload
 * @data:	May be the payload itself, to be cut short
 *
 * Return: 0, or -EMSGSIZE if there is no room for it
 */
int draft_put_payload(struct draft *d, const void *data, size_t len);

/* draft_seal() - Make lengths and checksums right (but for a fixed checksum) and view the result. */
void draft_seal(struct draft *d, struct segment *seg);

#endif
