/* SPDX-License-Identifier: MIT */
/* Becoming someone who may build a lab: capabilities, or a user namespace that has them. */
#ifndef KERNEL_USERNS_H
#define KERNEL_USERNS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/refusal.h"

/* A user and group of the host. */
struct identity {
	uid_t uid;
	gid_t gid;
};

/* may_build_labs() - Whether this process may build a lab as it is, without a user namespace. */
bool may_build_labs(void);

/**
 * fork_lab() - fork() into a new pid namespace and, unless may_build_labs(), a new user namespace
 * @rootless:	Set to whether there is a user namespace; the child must then userns_map() itself
 * @why:	Filled in on error
 *
 * The C library does not know about this fork: the child must not use threads or raise().
 *
 * Return: as fork(), but a negative error code
 */
pid_t fork_lab(bool *rootless, struct refusal *why);

/**
 * userns_map() - Become root of the user namespace that the process has just entered
 * @who:	Who it was before; the only user and group that are mapped
 * @why:	Filled in on error
 *
 * Return: 0 or a negative error code
 */
int userns_map(const struct identity *who, struct refusal *why);

#endif
