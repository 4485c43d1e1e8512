/* SPDX-License-Identifier: MIT */
#include "lab/stranger.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <string.h>

#include "lab/plan.h"

/* Half of a /24 for each end, a /64 for each. */
#define HOSTS	126
#define PREFIX4 25
#define PREFIX6 64

static struct ip_addr stranger_net(enum end end, unsigned int ip_version, uint8_t host)
{
	static const uint8_t net4[] = {203, 0, 113}, net6[] = {0x20, 0x01, 0x0d, 0xb8, 0x00, 0x0f};
	struct ip_addr a = {.family = ip_version == 4 ? AF_INET : AF_INET6};

	if (ip_version == 4) {
		memcpy(a.bytes, net4, sizeof(net4));
		a.bytes[3] = (end == CLIENT ? 0 : 128) + host;
	} else {
		memcpy(a.bytes, net6, sizeof(net6));
		a.bytes[7] = end == CLIENT ? 1 : 2;
		a.bytes[15] = host;
	}
	return a;
}

void stranger_at(enum end end, uint16_t port, struct ip_addr *address)
{
	if (port >= STRANGER_PORT_FIRST && port < STRANGER_PORT_FIRST + STRANGER_PORTS)
		*address = stranger_net(end, address->family == AF_INET ? 4 : 6,
					1 + port * 40503U % HOSTS);
}

void strangers_route(struct nl *wire, unsigned int ifindex, enum end end)
{
	for (unsigned int ip = 4; ip <= 6; ip += 2) {
		struct ip_addr net = stranger_net(end, ip, 0), via = lab_address(end, ip);

		rtnl_route(wire, ifindex, &net, ip == 4 ? PREFIX4 : PREFIX6, &via);
	}
}

int stranger_open(struct stranger_socket *s, unsigned int ifindex, enum end end,
		  unsigned int ip_version)
{
	struct sockaddr_ll *to = (struct sockaddr_ll *)&s->to;

	memset(&s->to, 0, sizeof(s->to));
	to->sll_family = AF_PACKET;
	to->sll_protocol = htons(ip_version == 4 ? ETH_P_IP : ETH_P_IPV6);
	to->sll_ifindex = (int)ifindex;
	to->sll_halen = MAC_LEN;
	memcpy(to->sll_addr, wire_mac[end], MAC_LEN);
	s->fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return s->fd < 0 ? -errno : 0;
}

int stranger_send(const struct stranger_socket *s, const void *packet, size_t len)
{
	ssize_t n = sendto(s->fd, packet, len, 0, (const struct sockaddr *)&s->to,
			   sizeof(struct sockaddr_ll));

	return n < 0 ? -errno : 0;
}
