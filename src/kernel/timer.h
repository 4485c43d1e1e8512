/* SPDX-License-Identifier: MIT */
/* One timerfd for the earliest of a role's deadlines. */
#ifndef KERNEL_TIMER_H
#define KERNEL_TIMER_H

#include "base/monotime.h"

struct timer {
	int fd;
	struct monotime armed; /* for when; MONOTIME_NEVER: it is not */
};

/* timer_open() - Make a timer that is not armed. Return: 0 or a negative error code */
int timer_open(struct timer *timer);

/**
 * timer_arm() - Make the timer's descriptor readable at an instant
 * @timer:	From timer_open()
 * @at:		When; MONOTIME_NEVER disarms, an instant in the past fires at once
 *
 * Arming for another instant replaces what was armed before and clears its expiry.
 */
void timer_arm(struct timer *timer, struct monotime at);

#endif
