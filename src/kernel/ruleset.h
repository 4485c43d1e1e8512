/* SPDX-License-Identifier: MIT */
/* The wire's ruleset: every TCP packet that it forwards goes to the queue. */
#ifndef KERNEL_RULESET_H
#define KERNEL_RULESET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/refusal.h"

enum queue_target { QUEUE_NFT, QUEUE_XT };

/* "nft queue", "xt NFQUEUE" */
const char *queue_target_name(enum queue_target target);

/**
 * ruleset_load() - Send forwarded TCP, IPv4 and IPv6, to an NFQUEUE
 * @queue:	The queue's number
 * @middlebox:	Queue them as they come in, before the wire follows their connections; else when it
 *		has decided to forward them
 * @target:	Set to what was used: the xt NFQUEUE target through nft_compat where the kernel
 *		has it, else nft's own queue expression
 * @why:	Filled in on error
 *
 * No bypass: without a listener the packets are dropped, so that a dead injector is visible.
 *
 * Return: 0 or a negative error code
 */
int ruleset_load(uint16_t queue, bool middlebox, enum queue_target *target, struct refusal *why);

#endif
