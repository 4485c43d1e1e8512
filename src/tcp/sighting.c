/* SPDX-License-Identifier: MIT */
#include "tcp/sighting.h"

#include <assert.h>

#include "base/util.h"

static const char *const names[] = {
	[TIMER_NONE] = "none",		 [TIMER_RETRANSMIT] = "retransmit",
	[TIMER_KEEPALIVE] = "keepalive", [TIMER_TIME_WAIT] = "time-wait",
	[TIMER_PROBE] = "probe",
};
static_assert(ARRAY_SIZE(names) == TCP_TIMERS, "every timer has a name");

const char *tcp_timer_name(enum tcp_timer timer)
{
	return names[timer];
}
