/* SPDX-License-Identifier: MIT */
/* All TCP sockets of a network namespace at once, with TCP_INFO: a dump, where sockdiag.h looks at one. */
#ifndef KERNEL_TCPINFO_H
#define KERNEL_TCPINFO_H

#include "kernel/nl.h"
#include "tcp/info.h"
#include "tcp/states.h"

/* What is told of a socket: its TCP_INFO, NULL for one that has none (listeners are given none). */
struct dumped_socket {
	enum tcp_state state;
	uint16_t port;
	uint16_t peer_port;
	const struct info_facts *info;
};

/* Called for each socket. */
typedef void dumped_fn(void *arg, const struct dumped_socket *socket);

/* tcpinfo_open() - Open a dialogue in the namespace that the process is in. Return: 0 or -errno */
int tcpinfo_open(struct nl *nl);

/**
 * tcpinfo_dump() - Go through every TCP socket of either IP version, request sockets and TIME-WAIT too
 * @nl:		From tcpinfo_open()
 * @fn:		Called for each
 * @arg:	Passed to it
 *
 * Return: 0 or a negative error code: -EINTR when sockets came and went meanwhile
 */
int tcpinfo_dump(struct nl *nl, dumped_fn *fn, void *arg);

/* Who is told of the sockets. */
struct dumped_to {
	dumped_fn *fn;
	void *arg;
};

/* tcpinfo_read_socket() - What is made of the kernel's answers, for nl_talk(); @data: struct dumped_to. */
int tcpinfo_read_socket(const struct nlmsghdr *nlh, void *data);

#endif
