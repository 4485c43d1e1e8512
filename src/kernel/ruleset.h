/* SPDX-License-Identifier: MIT */
/* The wire's ruleset, by libnftnl: every TCP packet that is forwarded goes to the queue. */
#ifndef KERNEL_RULESET_H
#define KERNEL_RULESET_H

#include <stdint.h>

#include "base/refusal.h"

enum queue_target { QUEUE_NFT, QUEUE_XT };

/* "nft queue", "xt NFQUEUE" */
const char *queue_target_name(enum queue_target target);

/**
 * ruleset_load() - Send forwarded TCP, IPv4 and IPv6, to an NFQUEUE
 * @queue:	The queue's number
 * @target:	Set to what was used: the xt NFQUEUE target through nft_compat where the kernel
 *		has it, else nft's own queue expression
 * @why:	Filled in on error
 *
 * No bypass: without a listener the packets are dropped, so that a dead injector is visible.
 *
 * Return: 0 or a negative error code
 */
int ruleset_load(uint16_t queue, enum queue_target *target, struct refusal *why);

#endif
