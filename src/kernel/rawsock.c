/* SPDX-License-Identifier: MIT */
#include "kernel/rawsock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>

int rawsock_open(struct rawsock *rs, const char *device, const uint8_t mac[MAC_LEN],
		 struct refusal *why)
{
	memcpy(rs->mac, mac, MAC_LEN);
	rs->ifindex = if_nametoindex(device);
	/* Protocol 0: it receives nothing, and closing it costs no grace period. */
	rs->fd = rs->ifindex ? socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0) : -1;
	if (rs->fd < 0)
		return refuse(why, -errno, "the kernel needs CONFIG_PACKET",
			      "open a packet socket to the %s", device);
	return 0;
}

int rawsock_send(const struct rawsock *rs, const void *packet, size_t len)
{
	bool ipv4 = *(const uint8_t *)packet >> 4 == 4;
	struct sockaddr_ll to = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ipv4 ? ETH_P_IP : ETH_P_IPV6),
		.sll_ifindex = (int)rs->ifindex,
		.sll_halen = MAC_LEN,
	};
	ssize_t sent;

	memcpy(to.sll_addr, rs->mac, MAC_LEN);
	do {
		sent = sendto(rs->fd, packet, len, 0, (struct sockaddr *)&to, sizeof(to));
	} while (sent < 0 && errno == EINTR);
	return sent < 0 && errno != ENETDOWN && errno != ENOBUFS ? -errno : 0;
}
