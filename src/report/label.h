/* SPDX-License-Identifier: MIT */
/* What segments and calls are called in a line of a report. Private to report/ and quiz/. */
#ifndef REPORT_LABEL_H
#define REPORT_LABEL_H

#include "scenario/scenario.h"
#include "tcp/segment.h"

/* Room for the longest label. */
#define SEGMENT_LABEL 128

/**
 * segment_label() - "SYN-ACK (1st retx)  seq 0 ack 1"
 * @f:		The segment
 * @room:	How many cells there are for it; when it would take more, the numbers are left out
 * @label:	Filled in
 */
void segment_label(const struct segment_facts *f, int room, char label[SEGMENT_LABEL]);

/*
 * segment_shown_seq() and segment_shown_ack() - A number as it is shown: relative, so negative when it
 * is older than the connection, or as on the wire if nothing is known that it could be relative to.
 */
int64_t segment_shown_seq(const struct segment_facts *f);
int64_t segment_shown_ack(const struct segment_facts *f);

/* call_word() - The first word of a step, "connect"; "call" if the script has no such step. */
const char *call_word(const struct scenario *sc, enum end end, uint32_t number);

#endif
