/* SPDX-License-Identifier: MIT */
/* What a capture file says about its packets: faults and transitions. Private to report/. */
#ifndef REPORT_REMARKS_H
#define REPORT_REMARKS_H

#include "timeline/timeline.h"

struct remark {
	size_t event; /* index of the capture that it is about, at its sender's wire */
	char *text;
};

struct remarks {
	struct remark *items; /* in the order of the captures */
	size_t n;
	bool *ours; /* by event: it captures a segment that no end sent, where it arrives */
};

/**
 * remarks_make() - Find what is to be said about each segment
 * @remarks:	Filled in; released by remarks_free()
 * @sc:		The scenario, for names and lines
 * @tl:		The run
 *
 *	dropped by lose-ack (third-ack-loss.conf:33)
 *	server SYN-RECEIVED → ESTABLISHED
 *	server SYN-RECEIVED → CLOSED: timer, 7.106..7.362 s
 *
 * A transition that no segment caused is told, with its time, at the next segment which that end
 * sends on the connection; if there is none, at the last segment of the run.
 */
void remarks_make(struct remarks *remarks, const struct scenario *sc, const struct timeline *tl);

void remarks_free(struct remarks *remarks);

#endif
