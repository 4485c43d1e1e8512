/* SPDX-License-Identifier: MIT */
/*
 * Strangers: the forged senders of a flood. A stranger's address depends on its port alone, so that
 * whoever knows a segment's ports can find the socket that it made. What is sent to strangers is
 * routed back to the end that forged them, whose kernel drops what is not for it without a word.
 *
 * The addresses are set aside for documentation (RFC 5737, RFC 3849) and not used otherwise.
 */
#ifndef LAB_STRANGER_H
#define LAB_STRANGER_H

#include "lab/lab.h"

/* The ports of strangers; an end that floods has no other use for them. */
#define STRANGER_PORT_FIRST 1024
#define STRANGER_PORTS	    31744

/* stranger_at() - Put a stranger's address in the place of the end's, if the port is a stranger's. */
void stranger_at(enum end end, uint16_t port, struct ip_addr *address);

/* strangers_route() - Queue what makes the wire send to an end what is for its strangers. */
void strangers_route(struct nl *wire, unsigned int ifindex, enum end end);

/* Where a flood's packets leave from. */
struct stranger_socket {
	int fd;			    /* -1 when closed */
	struct sockaddr_storage to; /* the wire, by link address */
};

/* stranger_open() - Open one in the end's namespace, where the process is. Return: 0 or -errno */
int stranger_open(struct stranger_socket *s, unsigned int ifindex, enum end end,
		  unsigned int ip_version);

/* stranger_send() - Put an IP packet on the end's link. Return: 0 or -errno */
int stranger_send(const struct stranger_socket *s, const void *packet, size_t len);

#endif
