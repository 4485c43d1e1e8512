/* SPDX-License-Identifier: MIT */
/*
 * The oracle's comparison: what the kernel's tracepoints said during a run against what the run's
 * timeline says. Pure.
 *
 * For each end of each connection, and for each listener, the kernel's changes of state must be the
 * timeline's transitions, one for one, each at an instant within the transition's interval. Where
 * the tracepoint can't say what is true, an entry of the table of known differences stands for the
 * exact changes concerned; nothing else is forgiven.
 *
 * For each end of each connection, the kernel's retransmissions must be the segments that the
 * timeline counts as retransmissions, at the times at which the end's wire showed them.
 */
#ifndef TESTS_RUN_ORACLE_COMPARE_H
#define TESTS_RUN_ORACLE_COMPARE_H

#include <stdio.h>

#include "oracle_known.h"
#include "oracle_trace.h"
#include "timeline/timeline.h"
#include "timeline/transition.h"

/*
 * How far a trace's time may be outside of a transition's interval: it is rounded to a microsecond,
 * and the two clocks' distance is read twice, once by the run and once by the oracle. That makes 2 us;
 * but the state is stored behind its tracepoint (tcp_set_state()), and on a busy machine a processor
 * may be interrupted there while another one looks: 7 us were seen.
 */
#define TRACE_TOLERANCE (50 * NSEC_PER_USEC)

/*
 * How much earlier a socket's birth may be traced than anybody could see it, and how much later its
 * end: the kernel puts a child into its table, in which sock_diag looks, after that tracepoint; and
 * takes a socket out, or puts a TIME-WAIT socket in its place, before the other. A look from another
 * processor in between sees what is true, not what has been traced.
 */
#define TABLE_TOLERANCE (1 * NSEC_PER_MSEC)

/*
 * How far the tracepoint of a retransmission may be from the capture of the segment: both happen in
 * one pass through the kernel, but anything may come between. The shortest time between two
 * retransmissions is 200 ms.
 */
#define RETRANSMIT_TOLERANCE (50 * NSEC_PER_MSEC)

/* One run, twice seen. */
struct oracle_run {
	const struct timeline *tl;
	const struct transition *transitions;
	size_t n_transitions;
	const struct trace_event *trace;	/* in order; on the timeline's clock */
	size_t n_trace;
};

/**
 * oracle_compare() - Compare
 * @run:	The run
 * @used:	How often each known difference was met is added here
 * @out:	Where differences that are not known are told
 *
 * Return: how many there are
 */
unsigned int oracle_compare(const struct oracle_run *run, unsigned int used[KNOWN_DIFFERENCES],
			    FILE *out);

#endif
