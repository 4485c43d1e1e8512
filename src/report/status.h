/* SPDX-License-Identifier: MIT */
/* The line below a ladder in the making: how far the run is, and what it waits for. Private to report/. */
#ifndef REPORT_STATUS_H
#define REPORT_STATUS_H

#include "timeline/timers.h"

struct status {
	struct monotime now;
	const struct timer_run *timer[ENDS]; /* the one that is due first; NULL: none runs */
	const char *call[ENDS];		     /* what the end's script is blocked in; NULL: nothing */
	nsec_t timeout;			     /* the scenario's */
};

/* Bytes of such a line. */
#define STATUS_TEXT 512

/**
 * status_text() - "12 s  server: SYN-ACK timer, 3 s left; client: connect(); timeout at 130 s"
 * @s:		What there is to tell
 * @room:	Columns that there are: the calls and the timer that is due last are left out first
 * @text:	Filled in
 */
void status_text(const struct status *s, int room, char text[STATUS_TEXT]);

#endif
