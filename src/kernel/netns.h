/* SPDX-License-Identifier: MIT */
/* Network namespaces held by descriptors, and the sysctls of the one that the process is in. */
#ifndef KERNEL_NETNS_H
#define KERNEL_NETNS_H

#include <stddef.h>

/**
 * netns_new() - Move the calling process into a new, empty network namespace
 *
 * Return: a descriptor that keeps the namespace (close-on-exec), or a negative error code
 */
int netns_new(void);

/* netns_enter() - Move the calling process into a namespace. Return: 0 or a negative error code */
int netns_enter(int fd);

/**
 * sysctl_write() - Set a sysctl of the namespace that the process is in
 * @name:	Dotted, below /proc/sys: "net.ipv4.tcp_sack"
 * @value:	As one would echo it
 *
 * Return: 0 or a negative error code; -ENOENT when this kernel has no such sysctl
 */
int sysctl_write(const char *name, const char *value);

/* sysctl_read() - Read a sysctl, without its newline. Return: 0 or a negative error code */
int sysctl_read(const char *name, char *value, size_t size);

#endif
