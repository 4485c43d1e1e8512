/* SPDX-License-Identifier: MIT */
#include "tcp/segment.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "tcp/bytes.h"
#include "tcp/checksum.h"

#define IPV4_MIN_HEADER	     20
#define IPV4_FRAGMENT_OFFSET 0x1fff
#define IPV6_HEADER	     40
#define IPV6_FRAGMENT_HEADER 8
#define IPV6_FRAGMENT_OFFSET 0xfff8
#define TCP_MIN_HEADER	     20

#define OPTION_END 0
#define OPTION_NOP 1

/* What is left of a packet. */
struct rest {
	const uint8_t *p;
	size_t len;
};

/* Step over @n bytes. Return: where they begin, or NULL if there are not as many */
static const uint8_t *take(struct rest *rest, size_t n)
{
	const uint8_t *p = rest->p;

	if (n > rest->len)
		return NULL;
	rest->p += n;
	rest->len -= n;
	return p;
}

static int parse_ipv4(struct segment *seg, struct rest *rest)
{
	const uint8_t *ip = take(rest, IPV4_MIN_HEADER);
	size_t header, total;

	if (!ip)
		return -EBADMSG;
	header = (ip[0] & 0xf) * 4;
	total = get16(ip + 2);
	if (header < IPV4_MIN_HEADER || total < header || total > seg->len)
		return -EBADMSG;
	if (ip[9] != IPPROTO_TCP || get16(ip + 6) & IPV4_FRAGMENT_OFFSET)
		return -EPROTONOSUPPORT;
	seg->len = total;
	seg->tos = ip[1];
	seg->ttl = ip[8];
	seg->src = ip + 12;
	seg->dst = ip + 16;
	*rest = (struct rest){ip + header, total - header};
	return 0;
}

/* Skip extension headers until TCP is next. */
static int skip_extensions(struct rest *rest, uint8_t next)
{
	const uint8_t *ext;

	while (next != IPPROTO_TCP) {
		switch (next) {
		case IPPROTO_HOPOPTS:
		case IPPROTO_ROUTING:
		case IPPROTO_DSTOPTS:
			ext = take(rest, 8);
			if (!ext || !take(rest, ext[1] * 8))
				return -EBADMSG;
			break;
		case IPPROTO_FRAGMENT:
			ext = take(rest, IPV6_FRAGMENT_HEADER);
			if (!ext)
				return -EBADMSG;
			if (get16(ext + 2) & IPV6_FRAGMENT_OFFSET)
				return -EPROTONOSUPPORT;
			break;
		default:
			return -EPROTONOSUPPORT;
		}
		next = ext[0];
	}
	return 0;
}

static int parse_ipv6(struct segment *seg, struct rest *rest)
{
	const uint8_t *ip = take(rest, IPV6_HEADER);

	if (!ip || get16(ip + 4) > rest->len)
		return -EBADMSG;
	rest->len = get16(ip + 4);
	seg->len = IPV6_HEADER + rest->len;
	seg->tos = (uint8_t)(ip[0] << 4 | ip[1] >> 4);
	seg->ttl = ip[7];
	seg->src = ip + 8;
	seg->dst = ip + 24;
	return skip_extensions(rest, ip[6]);
}

static int parse_tcp(struct segment *seg, struct rest *rest)
{
	const uint8_t *tcp = take(rest, TCP_MIN_HEADER);
	size_t header;

	if (!tcp)
		return -EBADMSG;
	header = (tcp[12] >> 4) * 4;
	if (header < TCP_MIN_HEADER)
		return -EBADMSG;
	seg->tcp = tcp;
	seg->options_len = header - TCP_MIN_HEADER;
	seg->options = take(rest, seg->options_len);
	if (!seg->options)
		return -EBADMSG;
	seg->payload = rest->p;
	seg->payload_len = rest->len;
	seg->src_port = get16(tcp);
	seg->dst_port = get16(tcp + 2);
	seg->seq = get32(tcp + 4);
	seg->flags = tcp[13];
	seg->ack = seg->flags & TCP_ACK ? get32(tcp + 8) : 0;
	seg->window = get16(tcp + 14);
	seg->checksum = get16(tcp + 16);
	seg->urgent = get16(tcp + 18);
	return 0;
}

int segment_parse(struct segment *seg, const void *packet, size_t len)
{
	struct rest rest = {packet, len};
	int err;

	*seg = (struct segment){.packet = packet, .len = len};
	if (!len)
		return -EBADMSG;
	seg->ip_version = seg->packet[0] >> 4;
	if (seg->ip_version == 4)
		err = parse_ipv4(seg, &rest);
	else if (seg->ip_version == 6)
		err = parse_ipv6(seg, &rest);
	else
		err = -EPROTONOSUPPORT;
	return err ? err : parse_tcp(seg, &rest);
}

uint32_t segment_len(const struct segment *seg)
{
	return (uint32_t)seg->payload_len + !!(seg->flags & TCP_SYN) + !!(seg->flags & TCP_FIN);
}

/* Step over the next option. Return: it, or NULL at the end of all and at a broken one */
static const uint8_t *next_option(struct rest *rest)
{
	const uint8_t *option = rest->p;
	size_t len = 1;

	if (!rest->len || option[0] == OPTION_END)
		return NULL;
	if (option[0] != OPTION_NOP) {
		len = rest->len >= 2 ? option[1] : 0;
		if (len < 2)
			return NULL;
	}
	return take(rest, len);
}

const uint8_t *segment_option(const struct segment *seg, uint8_t kind)
{
	struct rest rest = {seg->options, seg->options_len};
	const uint8_t *option;

	while ((option = next_option(&rest)) && option[0] != kind)
		;
	return option;
}

void segment_header_facts(const struct segment *seg, struct segment_facts *facts)
{
	struct rest rest = {seg->options, seg->options_len};
	const uint8_t *option;

	facts->ttl = seg->ttl;
	facts->tos = seg->tos;
	while ((option = next_option(&rest))) {
		if (option[0] != OPTION_NOP)
			segment_facts_add_option(facts, option[0]);
		if (option[0] == TCP_OPTION_MSS && option[1] == 4)
			facts->mss = get16(option + 2);
		if (option[0] == TCP_OPTION_WSCALE && option[1] == 3)
			facts->wscale = option[2];
	}
}

uint16_t segment_sum(const struct segment *seg)
{
	size_t address_len = seg->ip_version == 4 ? 4 : 16;
	size_t len = (size_t)(seg->packet + seg->len - seg->tcp);
	uint8_t pseudo[4] = {0, IPPROTO_TCP, (uint8_t)(len >> 8), (uint8_t)len};
	uint32_t sum;

	/* What IPv6's pseudo header has more are zeros: an IP packet's length takes 16 bits. */
	sum = checksum_add(0, seg->src, address_len);
	sum = checksum_add(sum, seg->dst, address_len);
	sum = checksum_add(sum, pseudo, sizeof(pseudo));
	return checksum_fold(checksum_add(sum, seg->tcp, len));
}

bool segment_checksum_ok(const struct segment *seg)
{
	return segment_sum(seg) == 0;
}
