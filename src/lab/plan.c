/* SPDX-License-Identifier: MIT */
#include "lab/plan.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

const uint8_t end_mac[ENDS][MAC_LEN] = {
	[CLIENT] = {0x02, 0, 0, 0, 0x01, 0x01},
	[SERVER] = {0x02, 0, 0, 0, 0x02, 0x01},
};

const uint8_t wire_mac[ENDS][MAC_LEN] = {
	[CLIENT] = {0x02, 0, 0, 0, 0x01, 0xfe},
	[SERVER] = {0x02, 0, 0, 0, 0x02, 0xfe},
};

static struct ip_addr net_address(enum end net, unsigned int ip_version, uint8_t host)
{
	static const uint8_t net4[ENDS][3] = {[CLIENT] = {192, 0, 2}, [SERVER] = {198, 51, 100}};
	struct ip_addr a = {.family = ip_version == 4 ? AF_INET : AF_INET6};

	if (ip_version == 4) {
		memcpy(a.bytes, net4[net], 3);
		a.bytes[3] = host;
	} else {
		static const uint8_t net6[] = {0x20, 0x01, 0x0d, 0xb8, 0x00};

		memcpy(a.bytes, net6, sizeof(net6));
		a.bytes[5] = net == CLIENT ? 1 : 2;
		a.bytes[15] = host;
	}
	return a;
}

struct ip_addr lab_address(enum end end, unsigned int ip_version)
{
	return net_address(end, ip_version, 1);
}

struct ip_addr wire_address(enum end net, unsigned int ip_version)
{
	return net_address(net, ip_version, 254);
}

struct ip_addr lab_peer(enum wire_kind wire, enum end end, unsigned int ip_version)
{
	return wire == WIRE_NAT && end == SERVER ? wire_address(SERVER, ip_version)
						 : lab_address(other_end(end), ip_version);
}

socklen_t lab_sockaddr(enum end end, unsigned int ip_version, uint16_t port,
		       struct sockaddr_storage *sa)
{
	struct ip_addr a = lab_address(end, ip_version);

	memset(sa, 0, sizeof(*sa));
	if (a.family == AF_INET) {
		struct sockaddr_in *in = (struct sockaddr_in *)sa;

		in->sin_family = AF_INET;
		in->sin_port = htons(port);
		memcpy(&in->sin_addr, a.bytes, 4);
		return sizeof(*in);
	}
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)sa;

	in6->sin6_family = AF_INET6;
	in6->sin6_port = htons(port);
	memcpy(&in6->sin6_addr, a.bytes, 16);
	return sizeof(*in6);
}
