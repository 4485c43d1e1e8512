/* SPDX-License-Identifier: MIT */
/*
 * Links, addresses, routes and neighbours by rtnetlink, in @nl's namespace. What changes something is
 * queued, and done by nl_flush(); what asks is done at once, and nothing may be queued then.
 */
#ifndef KERNEL_RTNL_H
#define KERNEL_RTNL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "kernel/nl.h"

#define MAC_LEN 6

/* An IP address, IPv4 or IPv6. */
struct ip_addr {
	uint8_t family;	   /* AF_INET or AF_INET6 */
	uint8_t bytes[16]; /* network order; the first 4 for IPv4 */
};

/* One half of a veth pair. */
struct veth_end {
	const char *name;
	unsigned int ifindex; /* 0: the next one that is free */
	uint8_t mac[MAC_LEN];
};

/* How many bytes an address of its family has. */
static inline unsigned int ip_addr_len(const struct ip_addr *a)
{
	return a->family == AF_INET ? 4 : 16;
}

/**
 * rtnl_veth() - Create a veth pair, each half in its own namespace from the start
 * @nl:		The namespace of @here
 * @here:	This half
 * @there:	The other half
 * @there_ns:	Its namespace's descriptor
 *
 * Moving a device between namespaces later would cost some 57 ms.
 */
void rtnl_veth(struct nl *nl, const struct veth_end *here, const struct veth_end *there,
	       int there_ns);

/* rtnl_link_up(), rtnl_link_down() - Set a device up or down. */
void rtnl_link_up(struct nl *nl, unsigned int ifindex);
void rtnl_link_down(struct nl *nl, unsigned int ifindex);

/* rtnl_address() - Add an address without duplicate address detection. */
void rtnl_address(struct nl *nl, unsigned int ifindex, const struct ip_addr *addr,
		  unsigned int prefix_len);

/* rtnl_route() - Route a net through @via. */
void rtnl_route(struct nl *nl, unsigned int ifindex, const struct ip_addr *net,
		unsigned int prefix_len, const struct ip_addr *via);

/* rtnl_default_route() - Route everything of @via's family through @via. */
void rtnl_default_route(struct nl *nl, unsigned int ifindex, const struct ip_addr *via);

/* rtnl_neighbour() - Add a permanent neighbour: nothing in a lab ever asks who has an address. */
void rtnl_neighbour(struct nl *nl, unsigned int ifindex, const struct ip_addr *addr,
		    const uint8_t mac[MAC_LEN]);

/* rtnl_link_is_up() - 1 if the link's operational state is UP, 0 if not, or an error code. */
int rtnl_link_is_up(struct nl *nl, unsigned int ifindex);

/* rtnl_sent() - How many packets a device has sent so far. Return: 0 or a negative error code */
int rtnl_sent(struct nl *nl, const char *name, uint64_t *sent);

/* rtnl_is_local() - 1 if packets to @addr are delivered here, 0 if not, or an error code. */
int rtnl_is_local(struct nl *nl, const struct ip_addr *addr);

/*
 * What is made of the kernel's answers, for nl_talk(): whether a link is up (@data: int), how many
 * packets it sent (uint64_t), whether an address is a local one (int).
 */
int rtnl_read_operstate(const struct nlmsghdr *nlh, void *data);
int rtnl_read_sent(const struct nlmsghdr *nlh, void *data);
int rtnl_read_local(const struct nlmsghdr *nlh, void *data);

#endif
