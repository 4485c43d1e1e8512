/* SPDX-License-Identifier: MIT */
/* The plan's constants beyond lab_address(). Private to src/lab/. */
#ifndef LAB_PLAN_H
#define LAB_PLAN_H

#include "lab/lab.h"

/* The device of an end's link in the end's namespace; in the wire's it has the end's name. */
#define END_DEVICE "eth0"

/* The link addresses of the wire's halves of the links. */
extern const uint8_t wire_mac[ENDS][MAC_LEN];

/* lab_peer() - The other end's address as an end sees it: behind NAT, the client is the wire. */
struct ip_addr lab_peer(enum wire_kind wire, enum end end, unsigned int ip_version);

#endif
