/* SPDX-License-Identifier: MIT */
/* The counters of a network namespace's kernel: /proc/net/snmp and /proc/net/netstat. */
#ifndef KERNEL_NETSTAT_H
#define KERNEL_NETSTAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The files; each goes on telling of the namespace in which it was opened. */
#define NETSTAT_FILES 2

struct netstat {
	int fd[NETSTAT_FILES]; /* -1 when closed */
};

/* Enough for the text of both. */
#define NETSTAT_TEXT (32 * 1024)

/* netstat_open() - Open both in the namespace that the process is in. Return: 0 or -errno */
int netstat_open(struct netstat *ns);

/* netstat_read() - Read all counters as text, for netstat_find(). Return: 0 or -errno */
int netstat_read(const struct netstat *ns, char text[NETSTAT_TEXT]);

/**
 * netstat_find() - Find a counter
 * @text:	What netstat_read() has read
 * @name:	As nstat(8) calls it: "TcpOutRsts", "TcpExtListenOverflows"; "TcpExt" may be left out
 * @value:	Filled in
 *
 * Return: false if this kernel has no such counter
 */
bool netstat_find(const char *text, const char *name, uint64_t *value);

#endif
