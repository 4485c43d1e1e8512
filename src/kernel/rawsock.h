/* SPDX-License-Identifier: MIT */
/* Packets of one's own, put on a device below IP: no route, no hook and no queue sees them. */
#ifndef KERNEL_RAWSOCK_H
#define KERNEL_RAWSOCK_H

#include <stddef.h>

#include "base/refusal.h"
#include "kernel/rtnl.h"

struct rawsock {
	int fd;
	unsigned int ifindex;
	uint8_t mac[MAC_LEN]; /* who is to receive what is sent */
};

/**
 * rawsock_open() - Get ready to send by a device of the namespace that the process is in
 * @rs:		Filled in
 * @device:	The device's name
 * @mac:	Link address of the other end of the link
 * @why:	Filled in on error
 *
 * Return: 0 or a negative error code
 */
int rawsock_open(struct rawsock *rs, const char *device, const uint8_t mac[MAC_LEN],
		 struct refusal *why);

/**
 * rawsock_send() - Send an IP packet, just as it is
 *
 * It is delivered inside this call, like an accepted packet of the queue. The link being down at
 * the other side is no error.
 *
 * Return: 0 or a negative error code
 */
int rawsock_send(const struct rawsock *rs, const void *packet, size_t len);

#endif
