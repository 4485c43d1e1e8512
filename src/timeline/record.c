/* SPDX-License-Identifier: MIT */
#include "timeline/record.h"

#include <assert.h>

#include "base/util.h"
#include "timeline/header.h"
#include "timeline/transition.h"

/* clang-format off: tables */
#define RECORD(table)                      \
	{                                  \
		(table), ARRAY_SIZE(table) \
	}

/* A field that is spelt out of more than one member. */
#define WHOLE(json_name, field_type)                       \
	{                                                  \
		.name = (json_name), .type = &(field_type) \
	}

#define HEADER(member, json_name, type) FIELD(struct run_header, member, json_name, type)

static const struct field header_fields[] = {
	HEADER(tool, "tool", field_text),
	HEADER(scenario, "scenario", field_text),
	HEADER(title, "title", field_text),
	HEADER(run, "run", field_text),
	HEADER(ip_version, "ip", field_number),
	HEADER(kernel, "kernel", field_text),
	HEADER(ruleset, "ruleset", field_text),
	HEADER(seed, "seed", field_seed),
	HEADER(realtime_offset, "realtime_offset", field_signed),
	WHOLE("parameters", field_parameters),
	WHOLE("without_faults", field_without_faults),
	WHOLE("sysctls", field_sysctls),
	WHOLE("sysctls_by_scenario", field_sysctls_by_scenario),
};

const struct record header_record = RECORD(header_fields);

#define EVENT(member, json_name, type) FIELD(struct event, member, json_name, type)
#define EVENT_IF(member, json_name, type, when) \
	FIELD_IF(struct event, member, json_name, type, when)

#define EVENT_OPTIONAL(member, json_name, type, when) \
	FIELD_OPTIONAL(struct event, member, json_name, type, when)

/* What every event has, and every event that is about one end. */
#define TIME	 EVENT(at, "t", field_time)
#define TIME_END TIME, EVENT(end, "end", field_end)

static bool is_held(const void *object)
{
	const struct event *ev = object;

	return ev->segment.verdict.kind == VERDICT_HOLD;
}

static bool any_option(const struct segment_facts *facts)
{
	uint32_t any = 0;

	for (size_t i = 0; i < ARRAY_SIZE(facts->options); i++)
		any |= facts->options[i];
	return any;
}

/* What a segment's header may tell, as it was queued, and as it went on after a change. */
#define HEADER_TELLS(name, told)                                        \
	static bool has_##name(const void *object)                      \
	{                                                               \
		const struct event *ev = object;                        \
		const struct segment_facts *facts = &ev->segment.facts; \
                                                                        \
		return told;                                            \
	}                                                               \
	static bool sent_##name(const void *object)                     \
	{                                                               \
		const struct event *ev = object;                        \
		const struct segment_facts *facts = &ev->verdict.facts; \
                                                                        \
		return ev->verdict.changed && (told);                   \
	}

HEADER_TELLS(ttl, facts->ttl)
HEADER_TELLS(tos, facts->tos)
HEADER_TELLS(options, any_option(facts))
HEADER_TELLS(mss, segment_facts_has_option(facts, TCP_OPTION_MSS))
HEADER_TELLS(wscale, segment_facts_has_option(facts, TCP_OPTION_WSCALE))

static bool is_ours(const void *object)
{
	const struct event *ev = object;

	return ev->segment.origin != ORIGIN_END;
}

static bool is_copy(const void *object)
{
	const struct event *ev = object;

	return ev->segment.origin == ORIGIN_COPY;
}

static const struct field segment_fields[] = {
	TIME_END,
	EVENT(segment.number, "number", field_number),
	EVENT(segment.facts.connection, "connection", field_number),
	EVENT(segment.facts.ip_version, "ip", field_number),
	EVENT(segment.facts.flags, "flags", field_flags),
	EVENT(segment.facts.names, "names", field_names),
	EVENT(segment.facts.retransmission, "retransmission", field_number),
	EVENT(segment.facts.rel_seq, "rel_seq", field_number),
	EVENT(segment.facts.rel_ack, "rel_ack", field_number),
	EVENT(segment.facts.payload_len, "payload", field_number),
	EVENT(segment.facts.window, "window", field_number),
	EVENT(segment.facts.seq, "seq", field_number),
	EVENT(segment.facts.ack, "ack", field_number),
	EVENT(segment.facts.src_port, "src_port", field_number),
	EVENT(segment.facts.dst_port, "dst_port", field_number),
	EVENT_OPTIONAL(segment.facts.ttl, "ttl", field_number, has_ttl),
	EVENT_OPTIONAL(segment.facts.tos, "tos", field_number, has_tos),
	EVENT_OPTIONAL(segment.facts.options, "options", field_options, has_options),
	EVENT_OPTIONAL(segment.facts.mss, "mss", field_number, has_mss),
	EVENT_OPTIONAL(segment.facts.wscale, "wscale", field_number, has_wscale),
	EVENT(segment.verdict.kind, "verdict", field_decision),
	EVENT(segment.verdict.fault, "fault", field_fault_or_none),
	EVENT_IF(segment.verdict.delay, "delay", field_delay, is_held),
	EVENT_OPTIONAL(segment.origin, "origin", field_origin, is_ours),
	EVENT_IF(segment.of, "of", field_number, is_copy),
};

static bool is_changed(const void *object)
{
	const struct event *ev = object;

	return ev->verdict.changed;
}

static bool is_obstructed(const void *object)
{
	const struct event *ev = object;

	return ev->verdict.obstacle != OBSTACLE_NONE;
}

static const struct field verdict_fields[] = {
	TIME_END,
	EVENT(verdict.segment, "segment", field_number),
	EVENT(verdict.kind, "verdict", field_verdict),
	FIELD_IF_TRUE(struct event, verdict.undelivered, "undelivered"),
	EVENT_OPTIONAL(verdict.obstacle, "obstacle", field_obstacle, is_obstructed),
	EVENT_OPTIONAL(verdict.changed, "changed", field_bool, is_changed),
	EVENT_IF(verdict.facts.connection, "connection", field_number, is_changed),
	EVENT_IF(verdict.facts.ip_version, "ip", field_number, is_changed),
	EVENT_IF(verdict.facts.flags, "flags", field_flags, is_changed),
	EVENT_IF(verdict.facts.names, "names", field_names, is_changed),
	EVENT_IF(verdict.facts.rel_seq, "rel_seq", field_number, is_changed),
	EVENT_IF(verdict.facts.rel_ack, "rel_ack", field_number, is_changed),
	EVENT_IF(verdict.facts.payload_len, "payload", field_number, is_changed),
	EVENT_IF(verdict.facts.window, "window", field_number, is_changed),
	EVENT_IF(verdict.facts.seq, "seq", field_number, is_changed),
	EVENT_IF(verdict.facts.ack, "ack", field_number, is_changed),
	EVENT_IF(verdict.facts.src_port, "src_port", field_number, is_changed),
	EVENT_IF(verdict.facts.dst_port, "dst_port", field_number, is_changed),
	EVENT_OPTIONAL(verdict.facts.ttl, "ttl", field_number, sent_ttl),
	EVENT_OPTIONAL(verdict.facts.tos, "tos", field_number, sent_tos),
	EVENT_OPTIONAL(verdict.facts.options, "options", field_options, sent_options),
	EVENT_OPTIONAL(verdict.facts.mss, "mss", field_number, sent_mss),
	EVENT_OPTIONAL(verdict.facts.wscale, "wscale", field_number, sent_wscale),
};

static bool has_rto(const void *object)
{
	const struct event *ev = object;

	return ev->sighting.seen.rto_us > 0;
}

static bool has_cwnd(const void *object)
{
	const struct event *ev = object;

	return ev->sighting.seen.cwnd > 0;
}

static const struct field sighting_fields[] = {
	TIME_END,
	EVENT(sighting.seen.state, "state", field_state),
	EVENT(sighting.look, "look", field_look),
	EVENT(sighting.subject, "subject", field_number),
	EVENT(sighting.seen.port, "port", field_number),
	EVENT(sighting.seen.peer_port, "peer_port", field_number),
	EVENT(sighting.seen.cookie, "cookie", field_cookie),
	EVENT(sighting.seen.timer, "timer", field_timer),
	EVENT(sighting.seen.expires_ms, "expires_ms", field_number),
	EVENT(sighting.seen.retransmits, "retransmits", field_number),
	EVENT_OPTIONAL(sighting.seen.rto_us, "rto", field_number, has_rto),
	EVENT_OPTIONAL(sighting.seen.cwnd, "cwnd", field_number, has_cwnd),
	EVENT(sighting.seen.asked, "asked", field_time),
	EVENT(sighting.seen.answered, "answered", field_time),
};

static bool has_target(const void *object)
{
	const struct event *ev = object;

	return step_has_target(ev->call.step);
}

static bool has_port(const void *object)
{
	const struct event *ev = object;

	return ev->call.port > 0;
}

static bool has_peer(const void *object)
{
	const struct event *ev = object;

	return ev->call.peer_port > 0;
}

static bool error_has_port(const void *object)
{
	const struct event *ev = object;

	return ev->socket_error.port > 0;
}

static const struct field call_fields[] = {
	TIME_END,
	EVENT(call.number, "number", field_number),
	EVENT(call.step, "step", field_step),
	EVENT_IF(call.about, "about", field_end, has_target),
	EVENT_OPTIONAL(call.port, "port", field_number, has_port),
	EVENT_OPTIONAL(call.peer_port, "peer_port", field_number, has_peer),
};

static bool has_stream(const void *object)
{
	const struct event *ev = object;

	return ev->call.stream.digest;
}

static const struct field return_fields[] = {
	TIME_END,
	EVENT(call.number, "number", field_number),
	EVENT(call.step, "step", field_step),
	EVENT_IF(call.about, "about", field_end, has_target),
	EVENT_OPTIONAL(call.port, "port", field_number, has_port),
	EVENT_OPTIONAL(call.peer_port, "peer_port", field_number, has_peer),
	EVENT(call.result, "result", field_signed),
	EVENT(call.error, "error", field_errno),
	EVENT(call.cut, "cut", field_bool),
	EVENT_OPTIONAL(call.stream.digest, "stream_digest", field_cookie, has_stream),
	EVENT_IF(call.stream.bytes, "stream_bytes", field_number, has_stream),
};

static const struct field socket_error_fields[] = {
	TIME_END,
	EVENT(socket_error.pending, "pending", field_bool),
	EVENT_OPTIONAL(socket_error.port, "port", field_number, error_has_port),
	EVENT_OPTIONAL(socket_error.peer_port, "peer_port", field_number, error_has_port),
};

static const struct field capture_fields[] = {
	TIME_END,
	EVENT(capture.outgoing, "outgoing", field_bool),
	EVENT(capture.flags, "flags", field_flags),
	EVENT(capture.payload_len, "payload", field_number),
	EVENT(capture.seq, "seq", field_number),
	EVENT(capture.ack, "ack", field_number),
	EVENT(capture.src_port, "src_port", field_number),
	EVENT(capture.dst_port, "dst_port", field_number),
};

static const struct field icmp_fields[] = {
	TIME_END,
	EVENT(icmp.number, "number", field_number),
	EVENT(icmp.what, "what", field_icmp),
	EVENT(icmp.about, "about", field_number),
	EVENT(icmp.src_port, "src_port", field_number),
	EVENT(icmp.dst_port, "dst_port", field_number),
	EVENT(icmp.fault, "fault", field_fault),
};

static const struct field queued_fields[] = {
	TIME_END,
	EVENT(queued.queued, "queued", field_number),
	EVENT(queued.accepted, "accepted", field_number),
	EVENT(queued.dropped, "dropped", field_number),
	EVENT(queued.flushed, "flushed", field_number),
	EVENT(queued.held, "held", field_number),
	EVENT(queued.lost, "lost", field_number),
	EVENT(queued.copies, "copies", field_number),
	EVENT(queued.forged, "forged", field_number),
	EVENT(queued.undelivered, "undelivered", field_number),
};

static const struct field captured_fields[] = {
	TIME_END,
	EVENT(captured.out, "out", field_number),
	EVENT(captured.in, "in", field_number),
	EVENT(captured.lost, "lost", field_number),
};

static bool never_fired(const void *object)
{
	const struct event *ev = object;

	return ev->fault.fired == 0;
}

static bool has_near_miss(const void *object)
{
	const struct event *ev = object;

	return never_fired(object) && ev->fault.miss.segment > 0;
}

static bool missed_by_state(const void *object)
{
	const struct event *ev = object;

	return has_near_miss(object) &&
	       (ev->fault.miss.failed == COND_WHILE || ev->fault.miss.failed == COND_UNTIL);
}

static bool missed_by_timer(const void *object)
{
	const struct event *ev = object;

	return has_near_miss(object) && ev->fault.miss.failed == COND_TIMER;
}

static bool missed_by_number(const void *object)
{
	const struct event *ev = object;

	return has_near_miss(object) && condition_finds_number(ev->fault.miss.failed);
}

static const struct field fault_fields[] = {
	TIME,
	EVENT(fault.fault, "fault", field_fault),
	EVENT(fault.fired, "fired", field_number),
	EVENT_IF(fault.miss.segment, "nearest_segment", field_number, never_fired),
	EVENT_IF(fault.miss.failed, "nearest_failed", field_condition, has_near_miss),
	EVENT_IF(fault.miss.state, "nearest_state", field_state, missed_by_state),
	EVENT_IF(fault.miss.timer, "nearest_timer", field_timer, missed_by_timer),
	EVENT_IF(fault.miss.found, "nearest_found", field_number, missed_by_number),
};

static const struct field looks_fields[] = {
	TIME,
	EVENT(looks, "looks", field_number),
};

static const struct field mark_fields[] = {
	TIME_END,
	EVENT(mark, "mark", field_mark),
};

static const struct field sockets_fields[] = {
	TIME_END,
	EVENT(sockets.moment, "at", field_mark_or_end),
	EVENT(sockets.n, "sockets", field_sockets),
};

static bool is_known(const void *object)
{
	const struct event *ev = object;

	return ev->counter.known;
}

static const struct field counter_fields[] = {
	TIME_END,
	EVENT(counter.moment, "at", field_mark_or_end),
	EVENT(counter.counter, "counter", field_counter),
	EVENT(counter.known, "known", field_bool),
	EVENT_IF(counter.value, "value", field_number, is_known),
};

static const struct field info_fields[] = {
	TIME_END,
	EVENT(info.moment, "at", field_mark_or_end),
	EVENT(info.port, "port", field_number),
	EVENT(info.peer_port, "peer_port", field_number),
	EVENT(info.facts, "info", field_info),
};

static const struct field lost_fields[] = {
	TIME,
	EVENT(lost.what, "what", field_loss),
	EVENT(lost.error, "error", field_errno),
};

static const struct field end_fields[] = {
	TIME,
	EVENT(ended, "reason", field_end_reason),
};

const struct record event_records[EVENT_KINDS] = {
	[EVENT_SEGMENT] = RECORD(segment_fields),
	[EVENT_VERDICT] = RECORD(verdict_fields),
	[EVENT_SIGHTING] = RECORD(sighting_fields),
	[EVENT_CALL] = RECORD(call_fields),
	[EVENT_RETURN] = RECORD(return_fields),
	[EVENT_SOCKET_ERROR] = RECORD(socket_error_fields),
	[EVENT_CAPTURE] = RECORD(capture_fields),
	[EVENT_ICMP] = RECORD(icmp_fields),
	[EVENT_QUEUED] = RECORD(queued_fields),
	[EVENT_CAPTURED] = RECORD(captured_fields),
	[EVENT_FAULT] = RECORD(fault_fields),
	[EVENT_LOOKS] = RECORD(looks_fields),
	[EVENT_MARK] = RECORD(mark_fields),
	[EVENT_SOCKETS] = RECORD(sockets_fields),
	[EVENT_COUNTER] = RECORD(counter_fields),
	[EVENT_INFO] = RECORD(info_fields),
	[EVENT_LOST] = RECORD(lost_fields),
	[EVENT_END] = RECORD(end_fields),
};

static bool has_number(const void *object)
{
	const struct transition *tr = object;

	return tr->cause == CAUSE_SEGMENT || tr->cause == CAUSE_CALL || tr->cause == CAUSE_ICMP ||
	       tr->cause == CAUSE_KILL;
}

#define TRANSITION(member, json_name, type) FIELD(struct transition, member, json_name, type)

static const struct field transition_fields[] = {
	TRANSITION(connection, "connection", field_number),
	TRANSITION(from, "from", field_state),
	TRANSITION(to, "to", field_state),
	TRANSITION(cause, "cause", field_cause),
	FIELD_IF(struct transition, number, "number", field_number, has_number),
	TRANSITION(earliest, "earliest", field_time),
	TRANSITION(latest, "latest", field_time),
	TRANSITION(inferred, "inferred", field_bool),
};

const struct record transition_record = RECORD(transition_fields);
/* clang-format on */
