/* SPDX-License-Identifier: MIT */
#include "tcp/draft.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "base/util.h"
#include "tcp/bytes.h"
#include "tcp/checksum.h"

#define IPV4_HEADER 20
#define IPV6_HEADER 40
#define TCP_HEADER  20

#define OPTION_END  0
#define OPTION_NOP  1
#define OPTIONS_MAX 40

#define USUAL_TTL 64

static bool is_ipv4(const struct draft *d)
{
	return d->packet[0] >> 4 == 4;
}

int draft_copy(struct draft *d, const struct segment *seg)
{
	if (seg->len > d->room)
		return -EMSGSIZE;
	memcpy(d->packet, seg->packet, seg->len);
	d->len = seg->len;
	d->tcp = (size_t)(seg->tcp - seg->packet);
	d->fixed_checksum = false;
	return 0;
}

static void blank_ipv4(uint8_t *ip, const struct addressing *a)
{
	ip[0] = 4 << 4 | IPV4_HEADER / 4;
	ip[6] = 0x40; /* don't fragment */
	ip[9] = IPPROTO_TCP;
	memcpy(ip + 12, a->src, 4);
	memcpy(ip + 16, a->dst, 4);
}

static void blank_ipv6(uint8_t *ip, const struct addressing *a)
{
	ip[0] = 6 << 4;
	ip[6] = IPPROTO_TCP;
	memcpy(ip + 8, a->src, 16);
	memcpy(ip + 24, a->dst, 16);
}

void draft_blank(struct draft *d, const struct addressing *a)
{
	uint8_t *tcp;

	d->tcp = a->ip_version == 4 ? IPV4_HEADER : IPV6_HEADER;
	d->len = d->tcp + TCP_HEADER;
	d->fixed_checksum = false;
	memset(d->packet, 0, d->len);
	if (a->ip_version == 4)
		blank_ipv4(d->packet, a);
	else
		blank_ipv6(d->packet, a);
	draft_put(d, HEADER_TTL, USUAL_TTL);
	tcp = d->packet + d->tcp;
	put16(tcp, a->src_port);
	put16(tcp + 2, a->dst_port);
	tcp[12] = TCP_HEADER / 4 << 4;
}

/* ---- fields -------------------------------------------------------------------------------- */

/* The byte of IP that DSCP and ECN share; in IPv6 it straddles two bytes. */
static uint8_t traffic_class(const struct draft *d)
{
	const uint8_t *ip = d->packet;

	return is_ipv4(d) ? ip[1] : (uint8_t)(ip[0] << 4 | ip[1] >> 4);
}

static void put_traffic_class(struct draft *d, uint8_t value)
{
	uint8_t *ip = d->packet;

	if (is_ipv4(d)) {
		ip[1] = value;
		return;
	}
	ip[0] = (uint8_t)((ip[0] & 0xf0) | value >> 4);
	ip[1] = (uint8_t)((ip[1] & 0x0f) | value << 4);
}

static uint8_t *ttl_of(const struct draft *d)
{
	return d->packet + (is_ipv4(d) ? 8 : 7);
}

uint32_t draft_get(const struct draft *d, enum header_field field)
{
	const uint8_t *tcp = d->packet + d->tcp;

	switch (field) {
	case HEADER_FLAGS:
		return tcp[13];
	case HEADER_SEQ:
		return get32(tcp + 4);
	case HEADER_ACK:
		return get32(tcp + 8);
	case HEADER_WINDOW:
		return get16(tcp + 14);
	case HEADER_URGENT:
		return get16(tcp + 18);
	case HEADER_TTL:
		return *ttl_of(d);
	case HEADER_DSCP:
		return traffic_class(d) >> 2;
	case HEADER_ECN:
		return traffic_class(d) & 3;
	}
	return 0;
}

void draft_put(struct draft *d, enum header_field field, uint32_t value)
{
	uint8_t *tcp = d->packet + d->tcp;

	switch (field) {
	case HEADER_FLAGS:
		tcp[13] = (uint8_t)value;
		break;
	case HEADER_SEQ:
		put32(tcp + 4, value);
		break;
	case HEADER_ACK:
		put32(tcp + 8, value);
		break;
	case HEADER_WINDOW:
		put16(tcp + 14, (uint16_t)value);
		break;
	case HEADER_URGENT:
		put16(tcp + 18, (uint16_t)value);
		break;
	case HEADER_TTL:
		*ttl_of(d) = (uint8_t)value;
		break;
	case HEADER_DSCP:
		put_traffic_class(d, (uint8_t)(value << 2 | (traffic_class(d) & 3)));
		break;
	case HEADER_ECN:
		put_traffic_class(d, (uint8_t)((traffic_class(d) & ~3) | (value & 3)));
		break;
	}
}

/* ---- options ------------------------------------------------------------------------------- */

static size_t tcp_header_len(const struct draft *d)
{
	return (size_t)(d->packet[d->tcp + 12] >> 4) * 4;
}

/* Replace @old bytes at @at by @new others, which are left to be written. */
static int resize(struct draft *d, size_t at, size_t old, size_t new)
{
	if (new > old &&new - old > d->room - d->len)
		return -EMSGSIZE;
	memmove(d->packet + at + new, d->packet + at + old, d->len - at - old);
	d->len += new - old;
	return 0;
}

/* Options that are put together anew; never more than were there and one. */
struct options {
	uint8_t bytes[2 * OPTIONS_MAX];
	size_t len;
};

static void add_bytes(struct options *options, const uint8_t *bytes, size_t len)
{
	memcpy(options->bytes + options->len, bytes, len);
	options->len += len;
}

/*
 * Copy the options but for those of a kind: @instead stands for the first of them, or at the end. A
 * malformed one and what follows it are lost.
 */
static void rebuild(const struct draft *d, uint8_t kind, const struct options *instead,
		    bool with_padding, struct options *out)
{
	const uint8_t *p = d->packet + d->tcp + TCP_HEADER;
	const uint8_t *end = d->packet + d->tcp + tcp_header_len(d);
	bool replaced = !instead;
	size_t padding = 0, len;

	out->len = 0;
	for (; p < end && *p != OPTION_END; p += len) {
		len = *p == OPTION_NOP ? 1 : end - p < 2 ? 0 : p[1];
		if (*p != OPTION_NOP && (len < 2 || len > (size_t)(end - p)))
			break;
		if (*p == kind && replaced) {
			out->len -= padding;
		} else if (*p == kind) {
			add_bytes(out, instead->bytes, instead->len);
			replaced = true;
		} else if (*p != OPTION_NOP || with_padding) {
			add_bytes(out, p, len);
		}
		padding = *p == OPTION_NOP && with_padding ? padding + 1 : 0;
	}
	if (!replaced)
		add_bytes(out, instead->bytes, instead->len);
}

/* Write rebuilt options back; what is left of the last four bytes ends the list. */
static int put_options(struct draft *d, struct options *options)
{
	size_t old = tcp_header_len(d) - TCP_HEADER;
	size_t new = (options->len + 3) / 4 * 4;
	uint8_t *tcp = d->packet + d->tcp;
	int err = resize(d, d->tcp + TCP_HEADER, old, new);

	if (err)
		return err;
	memset(options->bytes + options->len, OPTION_END, new - options->len);
	memcpy(tcp + TCP_HEADER, options->bytes, new);
	tcp[12] = (uint8_t)((TCP_HEADER + new) / 4 << 4 | (tcp[12] & 0xf));
	return 0;
}

int draft_put_option(struct draft *d, uint8_t kind, const void *data, size_t len)
{
	struct options option = {{kind, (uint8_t)(2 + len)}, 2}, all;

	if (2 + len > OPTIONS_MAX)
		return -ENOSPC;
	add_bytes(&option, data, len);
	rebuild(d, kind, &option, true, &all);
	if (all.len > OPTIONS_MAX)
		rebuild(d, kind, &option, false, &all);
	return all.len > OPTIONS_MAX ? -ENOSPC : put_options(d, &all);
}

void draft_strip_option(struct draft *d, uint8_t kind)
{
	struct options all;

	rebuild(d, kind, NULL, true, &all);
	put_options(d, &all);
}

const uint8_t *draft_option(const struct draft *d, uint8_t kind)
{
	const struct segment seg = {
		.options = d->packet + d->tcp + TCP_HEADER,
		.options_len = tcp_header_len(d) - TCP_HEADER,
	};

	return segment_option(&seg, kind);
}

/* ---- payload ------------------------------------------------------------------------------- */

uint8_t *draft_payload(const struct draft *d, size_t *len)
{
	size_t at = d->tcp + tcp_header_len(d);

	*len = d->len - at;
	return d->packet + at;
}

int draft_put_payload(struct draft *d, const void *data, size_t len)
{
	size_t old;
	uint8_t *payload = draft_payload(d, &old);
	int err = resize(d, (size_t)(payload - d->packet), old, len);

	if (!err)
		memmove(payload, data, len); /* @data may be its own beginning */
	return err;
}

/* ---- the end ------------------------------------------------------------------------------- */

static void seal_ip(struct draft *d)
{
	uint8_t *ip = d->packet;
	size_t header = (size_t)(ip[0] & 0xf) * 4;

	if (!is_ipv4(d)) {
		put16(ip + 4, (uint16_t)(d->len - IPV6_HEADER));
		return;
	}
	put16(ip + 2, (uint16_t)d->len);
	put16(ip + 10, 0);
	put16(ip + 10, checksum_fold(checksum_add(0, ip, header)));
}

void draft_seal(struct draft *d, struct segment *seg)
{
	uint8_t *tcp = d->packet + d->tcp;

	seal_ip(d);
	segment_parse(seg, d->packet, d->len);
	if (d->fixed_checksum)
		return;
	put16(tcp + 16, 0);
	put16(tcp + 16, segment_sum(seg));
	seg->checksum = get16(tcp + 16);
}
