/* SPDX-License-Identifier: MIT */
#include "tcp/icmp.h"

#include <assert.h>
#include <netinet/in.h>
#include <string.h>

#include "base/util.h"
#include "tcp/bytes.h"
#include "tcp/checksum.h"

#define IPV4_HEADER 20
#define IPV6_HEADER 40
#define ICMP_HEADER 8

/* RFC 1812 section 4.3.2.3. */
#define IPV4_MESSAGE_MAX 576

/* A router's own packets begin with this, a host's have come one hop. */
#define ROUTER_TTL 64
#define HOST_TTL   63

static const char *const words[] = {
	[ICMP_KIND_PORT] = "port-unreachable",
	[ICMP_KIND_HOST] = "host-unreachable",
	[ICMP_KIND_TOO_BIG] = "frag-needed",
};
static_assert(ARRAY_SIZE(words) == ICMP_KINDS, "a word for every kind");

/* Types and codes of RFC 792 and RFC 4443. */
static const struct {
	uint8_t type, code;
} numbers4[] = {[ICMP_KIND_PORT] = {3, 3}, [ICMP_KIND_HOST] = {3, 1}, [ICMP_KIND_TOO_BIG] = {3, 4}},
  numbers6[] = {[ICMP_KIND_PORT] = {1, 4}, [ICMP_KIND_HOST] = {1, 3}, [ICMP_KIND_TOO_BIG] = {2, 0}};

const char *icmp_kind_word(enum icmp_kind kind)
{
	return words[kind];
}

static size_t make_ipv4(uint8_t *ip, enum icmp_kind kind, uint32_t mtu, const struct segment *seg,
			const uint8_t *src)
{
	size_t quoted = MIN(seg->len, (size_t)IPV4_MESSAGE_MAX - IPV4_HEADER - ICMP_HEADER);
	size_t len = IPV4_HEADER + ICMP_HEADER + quoted;
	uint8_t *icmp = ip + IPV4_HEADER;

	ip[0] = 4 << 4 | IPV4_HEADER / 4;
	put16(ip + 2, (uint16_t)len);
	ip[8] = kind == ICMP_KIND_PORT ? HOST_TTL : ROUTER_TTL;
	ip[9] = IPPROTO_ICMP;
	memcpy(ip + 12, src, 4);
	memcpy(ip + 16, seg->src, 4);
	put16(ip + 10, checksum_fold(checksum_add(0, ip, IPV4_HEADER)));
	icmp[0] = numbers4[kind].type;
	icmp[1] = numbers4[kind].code;
	put16(icmp + 6, (uint16_t)mtu);
	memcpy(icmp + ICMP_HEADER, seg->packet, quoted);
	put16(icmp + 2, checksum_fold(checksum_add(0, icmp, ICMP_HEADER + quoted)));
	return len;
}

static size_t make_ipv6(uint8_t *ip, enum icmp_kind kind, uint32_t mtu, const struct segment *seg,
			const uint8_t *src)
{
	size_t quoted = MIN(seg->len, (size_t)ICMP_ROOM - IPV6_HEADER - ICMP_HEADER);
	uint16_t len = (uint16_t)(ICMP_HEADER + quoted);
	const uint8_t pseudo[] = {(uint8_t)(len >> 8), (uint8_t)len, 0, IPPROTO_ICMPV6};
	uint8_t *icmp = ip + IPV6_HEADER;
	uint32_t sum;

	ip[0] = 6 << 4;
	put16(ip + 4, len);
	ip[6] = IPPROTO_ICMPV6;
	ip[7] = kind == ICMP_KIND_PORT ? HOST_TTL : ROUTER_TTL;
	memcpy(ip + 8, src, 16);
	memcpy(ip + 24, seg->src, 16);
	icmp[0] = numbers6[kind].type;
	icmp[1] = numbers6[kind].code;
	put32(icmp + 4, mtu);
	memcpy(icmp + ICMP_HEADER, seg->packet, quoted);
	sum = checksum_add(0, ip + 8, 32);
	sum = checksum_add(sum, pseudo, sizeof(pseudo));
	put16(icmp + 2, checksum_fold(checksum_add(sum, icmp, len)));
	return IPV6_HEADER + (size_t)len;
}

size_t icmp_about(uint8_t packet[ICMP_ROOM], enum icmp_kind kind, uint32_t mtu,
		  const struct segment *seg, const uint8_t *router)
{
	const uint8_t *src = kind == ICMP_KIND_PORT ? seg->dst : router;

	memset(packet, 0, IPV6_HEADER + ICMP_HEADER);
	if (kind != ICMP_KIND_TOO_BIG)
		mtu = 0;
	return seg->ip_version == 4 ? make_ipv4(packet, kind, mtu, seg, src)
				    : make_ipv6(packet, kind, mtu, seg, src);
}
