/* SPDX-License-Identifier: MIT */
#include "base/util.h"
#include "roles/run.h"

void waits_begin(struct run *run, enum end end)
{
	const struct wait_condition *wait = &run_step(run, end)->wait;
	struct message msg = {.kind = MSG_WATCH};

	run->seat[end].waiting = true;
	if (wait->kind != WAIT_LISTENS)
		return;
	msg.watch.end = wait->end;
	msg.watch.port = wait->port;
	run_tell(run, ROLE_PROBE, &msg);
}

void waits_count(struct run *run, const struct event *ev)
{
	int fault;

	if (ev->kind == EVENT_RETURN)
		run->seat[ev->end].returned[ev->call.step]++;
	if (ev->kind != EVENT_SEGMENT)
		return;
	for (enum segment_name name = 0; name < SEGMENT_NAMES; name++)
		run->seat[ev->end].segments[name] += ev->segment.facts.names >> name & 1;
	fault = ev->segment.verdict.fault;
	if (fault != NO_FAULT)
		run->fired[fault]++;
}

/* Whether a connection of the end is in a state; CLOSED means that it existed and is gone. */
static bool in_state(const struct run *run, const struct wait_condition *wait)
{
	uint32_t connection =
		wait->connection ? wait->connection : transitions_latest(run->now, wait->end);
	bool existed = false;
	enum tcp_state seen = TCPS_CLOSED;

	if (connection)
		seen = transitions_state(run->now, wait->end, connection, &existed);
	return existed && seen == wait->state;
}

static uint32_t count_segments(const struct run *run, const struct wait_condition *wait)
{
	uint32_t n = 0;

	for_each_end(e)
		if (!wait->from_given || wait->end == e)
			n += run->seat[e].segments[wait->segment];
	return n;
}

static bool has_come(const struct run *run, const struct wait_condition *wait)
{
	switch (wait->kind) {
	case WAIT_STATE:
		return in_state(run, wait);
	case WAIT_DONE:
		return run->seat[wait->end].done;
	case WAIT_STEP:
		return run->seat[wait->end].returned[wait->step] >= wait->n;
	case WAIT_LISTENS:
		return transitions_listens(run->now, wait->end, wait->port);
	case WAIT_SEGMENT:
		return count_segments(run, wait) >= wait->n;
	case WAIT_FAULT:
		return run->fired[wait->fault] >= wait->n;
	}
	return false;
}

void waits_check(struct run *run)
{
	for_each_end(e)
		if (run->seat[e].waiting && has_come(run, &run_step(run, e)->wait)) {
			run->seat[e].waiting = false;
			run_come(run, e, 0);
		}
}
