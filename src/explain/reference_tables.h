/* SPDX-License-Identifier: MIT */
/* The tables that reference.c searches, one file each. Private to explain/. */
#ifndef EXPLAIN_REFERENCE_TABLES_H
#define EXPLAIN_REFERENCE_TABLES_H

#include "explain/reference.h"

extern const struct reference_state reference_states[TCP_STATES];
extern const struct reference_segment reference_segments[SEGMENT_NAMES];

/* How long TCP waits, and how often it tries. */
extern const struct reference_sysctl reference_waiting[];
extern const size_t reference_waiting_n;

/* How many it keeps: queues, sockets, memory, ports. */
extern const struct reference_sysctl reference_keeping[];
extern const size_t reference_keeping_n;

/* What it says on the wire: options, recovery, sizes. */
extern const struct reference_sysctl reference_speaking[];
extern const size_t reference_speaking_n;

/* What a stateful wire between the ends remembers. */
extern const struct reference_sysctl reference_conntrack[];
extern const size_t reference_conntrack_n;

#endif
