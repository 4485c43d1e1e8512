/* SPDX-License-Identifier: MIT */
/* The wire as a middlebox: it follows connections, and loses what belongs to none. */
#ifndef KERNEL_MIDDLEBOX_H
#define KERNEL_MIDDLEBOX_H

#include <stdbool.h>

#include "base/refusal.h"

/**
 * middlebox_load() - Make the namespace that the process is in follow connections
 * @nat:	Hide who speaks toward the device @outside behind that device's address, and lose
 *		connections that come from there
 * @why:	Filled in on error
 *
 * After ruleset_load(), whose table it adds to.
 *
 * Return: 0 or a negative error code
 */
int middlebox_load(bool nat, const char *outside, struct refusal *why);

/* middlebox_forget() - Forget all connections. Return: 0 or a negative error code */
int middlebox_forget(void);

#endif
