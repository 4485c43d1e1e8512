/* SPDX-License-Identifier: MIT */
/*
 * Looking at an end's TCP sockets by sock_diag. An exact question by the four-tuple costs some 3 us
 * and finds request sockets and TIME-WAIT, too.
 */
#ifndef KERNEL_SOCKDIAG_H
#define KERNEL_SOCKDIAG_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/rtnl.h"
#include "tcp/sighting.h"

struct sockdiag {
	int fd; /* -1 when closed; a netlink socket in the end's namespace */
	enum end end;
	struct ip_addr address; /* the end's own */
	struct ip_addr peer;
	/* Changes the address of peers on some ports; NULL: all have the same. */
	void (*peer_at)(enum end peer, uint16_t port, struct ip_addr *address);
	uint32_t seq;
	uint64_t requests; /* made so far */
};

/**
 * sockdiag_open() - Open a socket for questions in the namespace that the process is in
 * @sd:		Filled in
 * @end:	Whose namespace it is
 * @address:	The end's address
 * @peer:	The other end's
 *
 * Return: 0 or a negative error code
 */
int sockdiag_open(struct sockdiag *sd, enum end end, const struct ip_addr *address,
		  const struct ip_addr *peer);

void sockdiag_close(struct sockdiag *sd);

/**
 * sockdiag_look() - Look at one connection's socket, or at a listener
 * @sd:		The end
 * @port:	The end's port
 * @peer_port:	The other end's port, 0 to look at the listener on @port
 * @seen:	Filled in; state CLOSED when there is no such socket. The listener beside a
 *		connection never answers for it. When that was is up to the caller, who may look
 *		at more than one at a time: in User Mode Linux the clock is a system call.
 *
 * Return: 0, or a negative error code when no answer could be had
 */
int sockdiag_look(struct sockdiag *sd, uint16_t port, uint16_t peer_port, struct sighting *seen);

/**
 * sockdiag_is_alone() - Whether this process has one processor, and so has everybody else here
 *
 * Then nothing goes on while it looks: what a look does not show, another one right behind it does
 * not show either.
 */
bool sockdiag_is_alone(void);

/**
 * sockdiag_read_answer() - Read what the kernel answered to sockdiag_look()
 * @answer:	A datagram, aligned as netlink messages are
 * @len:	Its length
 * @seq:	The question's number
 * @seen:	The question's ports; the rest is filled in if there is such a socket
 *
 * Return: 1, 0 if this is the answer to another question, or a negative error code
 */
int sockdiag_read_answer(const void *answer, size_t len, uint32_t seq, struct sighting *seen);

/**
 * sockdiag_destroy_all() - End every TCP connection of the end, orphans included
 *
 * An orphan in FIN-WAIT-1 would keep its namespace alive for 107 s.
 *
 * Return: 0 or the first negative error code
 */
int sockdiag_destroy_all(struct sockdiag *sd);

/**
 * sockdiag_count() - How many TCP sockets the end has, listeners not counted
 *
 * Return: their number, or a negative error code
 */
int sockdiag_count(struct sockdiag *sd);

/**
 * sockdiag_can_destroy() - Whether this kernel and this process can destroy sockets
 *
 * Tried on a connection that does not exist.
 *
 * Return: 0 or a negative error code
 */
int sockdiag_can_destroy(struct sockdiag *sd);

/**
 * sockdiag_notices_open() - Join the kernel's announcements of destroyed TCP sockets
 *
 * Return: a non-blocking descriptor, or a negative error code
 */
int sockdiag_notices_open(void);

/**
 * sockdiag_notice() - Read the next announcement
 * @fd:		From sockdiag_notices_open()
 * @port:	Set to the socket's own port
 * @peer_port:	Set to its peer's
 *
 * Return: 1 if there was one, 0 if there is none, a negative error code if some were lost
 */
int sockdiag_notice(int fd, uint16_t *port, uint16_t *peer_port);

/* sockdiag_read_notice() - Read the bytes of an announcement. Return: 1 or a negative error code */
int sockdiag_read_notice(const void *notice, size_t len, uint16_t *port, uint16_t *peer_port);

#endif
