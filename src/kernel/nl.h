/* SPDX-License-Identifier: MIT */
/* A netlink dialogue over libmnl: request, acknowledgement, answer. */
#ifndef KERNEL_NL_H
#define KERNEL_NL_H

#include <libmnl/libmnl.h>
#include <stdint.h>

/* Enough for any request or answer that this program deals in. */
#define NL_BUFFER 8192

/* What a request may have of it: so much of it is left when others are queued. */
#define NL_REQUEST 1024

struct nl {
	struct mnl_socket *socket; /* NULL when closed */
	uint32_t seq;
	size_t queued;	     /* bytes of requests in @buf that wait to be sent */
	size_t last;	     /* where the last of those begins */
	char message[128];   /* what the kernel said about the last error (extended ack) */
	char buf[NL_BUFFER]; /* requests under construction, then the answer */
};

/**
 * nl_open() - Open a netlink socket in the calling process's network namespace
 * @nl:		Filled in
 * @bus:	NETLINK_ROUTE, NETLINK_NETFILTER …
 *
 * Return: 0 or a negative error code
 */
int nl_open(struct nl *nl, int bus);

void nl_close(struct nl *nl);

int nl_fd(const struct nl *nl);

/**
 * nl_listen() - Open a netlink socket on which the kernel announces something
 * @bus:	NETLINK_ROUTE …
 * @groups:	Multicast groups to join (as a bit mask)
 *
 * Return: the socket (close-on-exec), or a negative error code
 */
int nl_listen(int bus, unsigned int groups);

/* nl_begin() - Begin a request in @nl->buf; NLM_F_REQUEST | NLM_F_ACK are added to @flags. */
struct nlmsghdr *nl_begin(struct nl *nl, uint16_t type, uint16_t flags);

/* nl_begin_get() - The same, without NLM_F_ACK: one message is the answer, or an error. */
struct nlmsghdr *nl_begin_get(struct nl *nl, uint16_t type);

/**
 * nl_queue() - Keep a request for nl_flush()
 * @nl:		The dialogue
 * @nlh:	Begun by nl_begin()
 */
void nl_queue(struct nl *nl, struct nlmsghdr *nlh);

/**
 * nl_flush() - Send the requests that were queued, and wait until they have been carried out
 * @nl:		The dialogue
 *
 * They travel together, and the kernel acknowledges the last. One that it refuses does not keep it
 * from those behind it.
 *
 * Return: 0 or the kernel's negative error code for the first that it refused; @nl->message then says
 * what it said about it
 */
int nl_flush(struct nl *nl);

/**
 * nl_talk() - Send the request and wait for its acknowledgement, if it asks for one
 * @nl:		The dialogue; nothing is queued
 * @nlh:	A request, begun by nl_begin() or nl_begin_get()
 * @cb:		Called for each message of the answer; NULL if none is expected
 * @data:	For @cb
 *
 * Return: 0 or the kernel's negative error code; @nl->message then says what it said about it
 */
int nl_talk(struct nl *nl, struct nlmsghdr *nlh, mnl_cb_t cb, void *data);

/**
 * nl_read() - Read one datagram of an answer
 * @answer:	Its bytes, aligned as netlink messages are, in a buffer of NLMSG_ALIGN(@len)
 * @seq:	The request's number
 *
 * Return: as mnl_cb_run(): more than MNL_CB_STOP if the answer goes on, below 0 with errno set
 */
int nl_read(struct nl *nl, const void *answer, size_t len, uint32_t seq, mnl_cb_t cb, void *data);

#endif
