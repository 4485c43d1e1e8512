/* SPDX-License-Identifier: MIT */
/* flood syn from random: segments of strangers, each another one, forged from within the end. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>
#include <string.h>

#include "base/util.h"
#include "fault/draw.h"
#include "lab/stranger.h"
#include "roles/endpoint.h"
#include "tcp/checksum.h"
#include "tcp/segment.h"

/* The whole TCP header: an MSS option, as every SYN has. */
#define MSS_OPTION 4
#define TCP_LENGTH (sizeof(struct tcphdr) + MSS_OPTION)

/* Which stranger comes next: a walk through all the ports. Prime to STRANGER_PORTS. */
#define STRIDE 12289

struct flood {
	struct stranger_socket socket;
	struct ip_addr to;
	enum end end;
	uint16_t port; /* the one that is flooded */
	uint64_t seed;
};

static size_t put_ipv4(uint8_t *packet, const struct ip_addr *from, const struct ip_addr *to)
{
	struct iphdr ip = {.version = 4,
			   .ihl = sizeof(ip) / 4,
			   .tot_len = htons(sizeof(ip) + TCP_LENGTH),
			   .frag_off = htons(IP_DF),
			   .ttl = IPDEFTTL,
			   .protocol = IPPROTO_TCP};

	memcpy(&ip.saddr, from->bytes, sizeof(ip.saddr));
	memcpy(&ip.daddr, to->bytes, sizeof(ip.daddr));
	ip.check = htons(checksum_fold(checksum_add(0, &ip, sizeof(ip))));
	memcpy(packet, &ip, sizeof(ip));
	return sizeof(ip);
}

static size_t put_ipv6(uint8_t *packet, const struct ip_addr *from, const struct ip_addr *to)
{
	struct ip6_hdr ip = {.ip6_flow = htonl(6U << 28),
			     .ip6_plen = htons(TCP_LENGTH),
			     .ip6_nxt = IPPROTO_TCP,
			     .ip6_hlim = IPDEFTTL};

	memcpy(&ip.ip6_src, from->bytes, sizeof(ip.ip6_src));
	memcpy(&ip.ip6_dst, to->bytes, sizeof(ip.ip6_dst));
	memcpy(packet, &ip, sizeof(ip));
	return sizeof(ip);
}

static void put_syn(uint8_t *tcp_at, const struct flood *f, const struct ip_addr *from,
		    uint16_t from_port, uint32_t seq)
{
	static const uint8_t option[MSS_OPTION] = {TCPOPT_MAXSEG, TCPOLEN_MAXSEG, 1440 >> 8,
						   1440 & 0xff};
	struct tcphdr tcp = {.th_sport = htons(from_port),
			     .th_dport = htons(f->port),
			     .th_seq = htonl(seq),
			     .th_off = TCP_LENGTH / 4,
			     .th_flags = TH_SYN,
			     .th_win = htons(65535)};
	uint32_t sum = IPPROTO_TCP + TCP_LENGTH; /* of the pseudo header */

	sum = checksum_add(sum, from->bytes, ip_addr_len(from));
	sum = checksum_add(sum, f->to.bytes, ip_addr_len(&f->to));
	sum = checksum_add(sum, &tcp, sizeof(tcp));
	tcp.th_sum = htons(checksum_fold(checksum_add(sum, option, sizeof(option))));
	memcpy(tcp_at, &tcp, sizeof(tcp));
	memcpy(tcp_at + sizeof(tcp), option, sizeof(option));
}

static int send_one(const struct flood *f, uint32_t i)
{
	uint16_t port =
		STRANGER_PORT_FIRST +
		(draw_mix(f->seed) % STRANGER_PORTS + (uint64_t)i * STRIDE) % STRANGER_PORTS;
	struct ip_addr from = {.family = f->to.family};
	uint8_t packet[sizeof(struct ip6_hdr) + TCP_LENGTH];
	size_t len;

	stranger_at(f->end, port, &from);
	len = from.family == AF_INET ? put_ipv4(packet, &from, &f->to)
				     : put_ipv6(packet, &from, &f->to);
	put_syn(packet + len, f, &from, port, (uint32_t)draw_mix(f->seed ^ i));
	return stranger_send(&f->socket, packet, len + TCP_LENGTH);
}

int64_t do_flood(struct endpoint *ep, const struct step *step)
{
	const struct role_args *args = ep->args;
	struct flood f = {
		.to = lab_address(other_end(ep->end), args->ip_version),
		.end = ep->end,
		.port = step->flood.port,
		.seed = draw_mix(draw_mix(args->seed) ^ ((uint64_t)ep->number << 1 | ep->end))};
	int64_t n = step->flood.time / NSEC_PER_MSEC * step->flood.rate / 1000, sent = 0;
	struct monotime began = monotime_now();
	int err = stranger_open(&f.socket, args->lab->ifindex[ep->end], ep->end, args->ip_version);

	for (; !err && sent < n; sent += !err) {
		struct monotime due = monotime_add(began, sent * NSEC_PER_SEC / step->flood.rate);

		if (monotime_before(monotime_now(), due))
			await_go(ep, AWAIT_NOTHING, due);
		err = send_one(&f, (uint32_t)sent);
	}
	close_fd(&f.socket.fd);
	return err ? err : sent;
}
