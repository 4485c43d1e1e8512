/* SPDX-License-Identifier: MIT */
#include "oracle_run.h"

#include <check.h>

struct timeline tl;
struct trace_event *trace;
struct transition *transitions;
size_t n_trace, n_transitions;

static unsigned int used[KNOWN_DIFFERENCES];

struct monotime at(double ms)
{
	return (struct monotime){(nsec_t)(ms * NSEC_PER_MSEC)};
}

void segment(uint32_t connection, enum end from, uint16_t client_port, double ms,
	     uint16_t retransmission, uint16_t names)
{
	struct event ev = {.kind = EVENT_SEGMENT, .end = from, .at = at(ms)};

	ev.segment.facts = (struct segment_facts){
		.connection = connection,
		.src_port = from == CLIENT ? client_port : SERVER_PORT,
		.dst_port = from == CLIENT ? SERVER_PORT : client_port,
		.retransmission = retransmission,
		.names = names,
	};
	timeline_add(&tl, &ev);
}

void begin_run(void)
{
	segment(1, CLIENT, CLIENT_PORT, 1, 0, 1 << SEG_SYN);
	timeline_add(&tl, &(struct event){.kind = EVENT_END, .at = at(END_OF_RUN)});
}

void end_run(void)
{
	timeline_free(&tl);
	free(trace);
	free(transitions);
	trace = NULL;
	transitions = NULL;
	n_trace = n_transitions = 0;
	for (size_t i = 0; i < KNOWN_DIFFERENCES; i++)
		used[i] = 0;
}

void told(enum end end, enum tcp_state from, enum tcp_state to, double earliest, double latest)
{
	*ARRAY_ADD(transitions, n_transitions) = (struct transition){
		.end = end,
		.connection = 1,
		.from = from,
		.to = to,
		.earliest = at(earliest),
		.latest = at(latest),
	};
}

struct trace_event *traced(enum trace_kind kind, enum end end, double ms)
{
	struct trace_event *ev = ARRAY_ADD(trace, n_trace);

	*ev = (struct trace_event){
		.kind = kind,
		.at = at(ms),
		.end = end,
		.port = end == CLIENT ? CLIENT_PORT : SERVER_PORT,
		.peer_port = end == CLIENT ? SERVER_PORT : CLIENT_PORT,
	};
	return ev;
}

struct trace_event *kernel(enum end end, enum tcp_state from, enum tcp_state to, double ms)
{
	struct trace_event *ev = traced(TRACE_STATE, end, ms);

	ev->from = from;
	ev->to = to;
	return ev;
}

void both(enum end end, enum tcp_state from, enum tcp_state to, double ms)
{
	kernel(end, from, to, ms);
	told(end, from, to, ms - 1, ms + 1);
}

unsigned int differences(void)
{
	struct oracle_run run = {&tl, transitions, n_transitions, trace, n_trace};
	FILE *out = fopen("/dev/null", "w");
	unsigned int n;

	ck_assert_ptr_nonnull(out);
	n = oracle_compare(&run, used, out);
	fclose(out);
	return n;
}

void assert_explained(const unsigned int expected[KNOWN_DIFFERENCES])
{
	ck_assert_uint_eq(differences(), 0);
	for (enum known_difference k = 0; k < KNOWN_DIFFERENCES; k++)
		ck_assert_msg(used[k] == expected[k], "'%s' met %u times, not %u",
			      known_difference(k)->name, used[k], expected[k]);
}

void client_connects(void)
{
	both(CLIENT, TCPS_CLOSED, TCPS_SYN_SENT, 2);
	both(CLIENT, TCPS_SYN_SENT, TCPS_ESTABLISHED, 10);
}

void client_closes(void)
{
	client_connects();
	both(CLIENT, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, 20);
}
