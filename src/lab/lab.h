/* SPDX-License-Identifier: MIT */
/*
 * The lab: a plan of constants, and how it is made to stand.
 *
 *	client netns                 wire netns                     server netns
 *	┌──────────────┐   veth   ┌───────────────────┐   veth   ┌──────────────┐
 *	│ eth0         ├──────────┤ client     server ├──────────┤ eth0         │
 *	│ 192.0.2.1    │          │ .254  router .254 │          │ 198.51.100.1 │
 *	│ 2001:db8:1::1│          │ ::fe  queue   ::fe│          │ 2001:db8:2::1│
 *	└──────────────┘          └───────────────────┘          └──────────────┘
 *
 * The addresses are those set aside for documentation (RFC 5737, RFC 3849). Neighbours are static
 * and there is no duplicate address detection: the only packets in a lab are its experiment's.
 */
#ifndef LAB_LAB_H
#define LAB_LAB_H

#include <sys/socket.h>

#include "base/refusal.h"
#include "kernel/rtnl.h"
#include "kernel/ruleset.h"
#include "kernel/sockdiag.h"
#include "scenario/scenario.h"
#include "timeline/timeline.h"

/* The queue that the wire's segments go through; each lab's wire has its own numbers. */
#define LAB_QUEUE 0

struct lab {
	int netns[PLACES];		 /* descriptors that keep the namespaces; -1 when closed */
	unsigned int ifindex[ENDS];	 /* of eth0 in each end's namespace */
	unsigned int wire_ifindex[ENDS]; /* of the device in the wire that leads to it */
	enum queue_target target;
	enum wire_kind wire;
	bool floods[ENDS];	       /* the end's script has a flood: there are strangers */
	struct sysctl_record *sysctls; /* as they were set, or asked about by "where" */
	size_t n_sysctls;
};

/**
 * lab_up() - Build a lab
 * @lab:	Filled in; released by lab_close(), also after an error
 * @sc:		Its sysctls are set, those that its conditions ask about are read
 * @why:	Filled in on error
 *
 * The calling process leaves its network namespace and ends in the wire's. When the function
 * returns, the first segment of either IP version gets through.
 *
 * Return: 0 or a negative error code
 */
int lab_up(struct lab *lab, const struct scenario *sc, struct refusal *why);

/* lab_enter() - Move the calling process into one of the lab's namespaces. Return: as setns() */
int lab_enter(const struct lab *lab, enum place place, struct refusal *why);

/**
 * lab_watch() - Move the calling process to an end and open its sock_diag there
 * @lab:	The lab
 * @end:	Where
 * @ip_version:	Of the connections that are to be looked at: 4 or 6
 * @sd:		Opened; closed by sockdiag_close()
 * @why:	Filled in on error
 *
 * Return: 0 or a negative error code
 */
int lab_watch(const struct lab *lab, enum end end, unsigned int ip_version, struct sockdiag *sd,
	      struct refusal *why);

/* lab_close() - Let go of the namespaces; they vanish with the last process that holds them. */
void lab_close(struct lab *lab);

/* lab_address() - An end's address in a lab. @ip_version is 4 or 6. */
struct ip_addr lab_address(enum end end, unsigned int ip_version);

/* wire_address() - The wire's address on an end's link. @ip_version is 4 or 6. */
struct ip_addr wire_address(enum end net, unsigned int ip_version);

/* The link addresses of the ends' own halves of their links. */
extern const uint8_t end_mac[ENDS][MAC_LEN];

/**
 * lab_sockaddr() - An end's address as system calls take it
 * @sa:		Filled in
 *
 * Return: its length
 */
socklen_t lab_sockaddr(enum end end, unsigned int ip_version, uint16_t port,
		       struct sockaddr_storage *sa);

#endif
