/* SPDX-License-Identifier: MIT */
/* The plan's constants beyond lab_address(). Private to src/lab/. */
#ifndef LAB_PLAN_H
#define LAB_PLAN_H

#include "lab/lab.h"

/* The device of an end's link in the end's namespace; in the wire's it has the end's name. */
#define END_DEVICE "eth0"

/* The link addresses of an end's link: the end's half, the wire's half. */
extern const uint8_t end_mac[ENDS][MAC_LEN];
extern const uint8_t wire_mac[ENDS][MAC_LEN];

/* wire_address() - The wire's address on an end's link. @ip_version is 4 or 6. */
struct ip_addr wire_address(enum end net, unsigned int ip_version);

/* lab_peer() - The other end's address as an end sees it: behind NAT, the client is the wire. */
struct ip_addr lab_peer(enum wire_kind wire, enum end end, unsigned int ip_version);

#endif
