/* SPDX-License-Identifier: MIT */
#include "kernel/timer.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/timerfd.h>

int timer_open(struct timer *timer)
{
	timer->fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	timer->armed = MONOTIME_NEVER;
	return timer->fd < 0 ? -errno : 0;
}

void timer_arm(struct timer *timer, struct monotime at)
{
	struct itimerspec its = {0};

	if (at.ns == timer->armed.ns)
		return; /* an expiry is never read, so it still shows */
	timer->armed = at;
	if (at.ns != MONOTIME_NEVER.ns) {
		nsec_t ns = at.ns > 0 ? at.ns : 1; /* zero would disarm */

		its.it_value.tv_sec = ns / NSEC_PER_SEC;
		its.it_value.tv_nsec = ns % NSEC_PER_SEC;
	}
	if (timerfd_settime(timer->fd, TFD_TIMER_ABSTIME, &its, NULL) < 0)
		abort(); /* only a wrong descriptor or value makes it fail */
}
