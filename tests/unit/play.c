/* SPDX-License-Identifier: MIT */
#include "play.h"

#include <check.h>

#define CLIENT_PORT 40000
#define SERVER_PORT 8080

struct transitions *t;
nsec_t now;
uint64_t cookie[ENDS];
size_t record;

static size_t checked; /* transitions that were asserted so far */

void begin(void)
{
	t = transitions_new();
	now = 0;
	record = 1;
	checked = 0;
	cookie[CLIENT] = 100;
	cookie[SERVER] = 200;
}

void finish(void)
{
	size_t n;

	transitions_all(t, &n);
	ck_assert_uint_eq(n, checked);
	transitions_free(t);
}

struct monotime tick(void)
{
	now += NSEC_PER_MSEC;
	return (struct monotime){now};
}

size_t observe(struct event ev)
{
	return transitions_observe(t, &ev, ++record);
}

void segment_of(uint32_t connection, uint32_t number, enum end from, uint8_t flags)
{
	observe((struct event){
		.kind = EVENT_SEGMENT,
		.end = from,
		.at = tick(),
		.segment.number = number,
		.segment.facts =
			{
				.connection = connection,
				.src_port = from == CLIENT ? CLIENT_PORT : SERVER_PORT,
				.dst_port = from == CLIENT ? SERVER_PORT : CLIENT_PORT,
				.flags = flags,
			},
	});
}

void segment(uint32_t number, enum end from, uint8_t flags)
{
	segment_of(1, number, from, flags);
}

void verdict(uint32_t number, enum verdict_kind kind)
{
	observe((struct event){
		.kind = EVENT_VERDICT,
		.at = tick(),
		.verdict = {.segment = number, .kind = kind},
	});
}

void call(enum end end, uint32_t number, enum step_kind step)
{
	observe((struct event){
		.kind = EVENT_CALL,
		.end = end,
		.at = tick(),
		.call = {.number = number, .step = step},
	});
}

void returned(enum end end, uint32_t number, enum step_kind step)
{
	observe((struct event){
		.kind = EVENT_RETURN,
		.end = end,
		.at = tick(),
		.call = {.number = number, .step = step},
	});
}

struct event seen(enum end end, enum tcp_state state, enum look look, uint32_t subject)
{
	struct monotime asked = tick(), answered = tick();

	return (struct event){
		.kind = EVENT_SIGHTING,
		.end = end,
		.at = answered,
		.sighting =
			{
				.seen =
					{
						.asked = asked,
						.answered = answered,
						.cookie = state == TCPS_CLOSED ? 0 : cookie[end],
						.end = end,
						.state = state,
						.port = end == CLIENT ? CLIENT_PORT : SERVER_PORT,
						.peer_port =
							end == CLIENT ? SERVER_PORT : CLIENT_PORT,
					},
				.look = look,
				.subject = subject,
			},
	};
}

void look(enum end end, enum tcp_state state, enum look why, uint32_t subject)
{
	observe(seen(end, state, why, subject));
}

void look_at_timer(enum end end, enum tcp_state state, uint32_t expires_ms)
{
	struct event ev = seen(end, state, LOOK_TIMER, 0);

	ev.sighting.seen.timer = TIMER_RETRANSMIT;
	ev.sighting.seen.expires_ms = expires_ms;
	observe(ev);
}

void look_at_listener(enum tcp_state state)
{
	struct event ev = seen(SERVER, state, LOOK_CALL, 1);

	ev.sighting.seen.peer_port = 0;
	ev.sighting.seen.cookie = 5;
	observe(ev);
}

/* Both ends' photographs. */
static void photograph(enum look why, uint32_t number, enum tcp_state client, enum tcp_state server)
{
	look(CLIENT, client, why, number);
	look(SERVER, server, why, number);
}

void before(uint32_t number, enum tcp_state client, enum tcp_state server)
{
	photograph(LOOK_BEFORE, number, client, server);
}

void after(uint32_t number, enum tcp_state client, enum tcp_state server)
{
	photograph(LOOK_AFTER, number, client, server);
}

void pass(uint32_t number, enum end from, uint8_t flags, enum tcp_state client,
	  enum tcp_state server)
{
	before(number, client, server);
	segment(number, from, flags);
	verdict(number, VERDICT_ACCEPT);
}

const struct transition *next(enum end end, enum tcp_state from, enum tcp_state to)
{
	const struct transition *all;
	size_t n;

	all = transitions_all(t, &n);
	ck_assert_uint_lt(checked, n);
	ck_assert_str_eq(end_name(all[checked].end), end_name(end));
	ck_assert_str_eq(tcp_state_name(all[checked].from), tcp_state_name(from));
	ck_assert_str_eq(tcp_state_name(all[checked].to), tcp_state_name(to));
	return &all[checked++];
}

static const struct transition *assert_next_one(enum end end, enum tcp_state from,
						enum tcp_state to, enum cause_kind cause,
						uint32_t number)
{
	const struct transition *tr = next(end, from, to);

	ck_assert_str_eq(cause_word(tr->cause), cause_word(cause));
	ck_assert_uint_eq(tr->number, number);
	ck_assert_uint_eq(tr->connection, 1);
	ck_assert_int_le(tr->earliest.ns, tr->latest.ns);
	return tr;
}

const struct transition *assert_next(enum end end, enum tcp_state from, enum tcp_state to,
				     enum cause_kind cause, uint32_t number)
{
	const struct transition *tr = assert_next_one(end, from, to, cause, number);

	ck_assert(!tr->inferred);
	return tr;
}

void assert_next_inferred(enum end end, enum tcp_state from, enum tcp_state to,
			  enum cause_kind cause, uint32_t number)
{
	ck_assert(assert_next_one(end, from, to, cause, number)->inferred);
}

void skip(size_t n)
{
	size_t all;

	checked += n;
	transitions_all(t, &all);
	ck_assert_uint_eq(all, checked);
}

void establish(void)
{
	call(CLIENT, 1, STEP_CONNECT);
	pass(1, CLIENT, TCP_SYN, TCPS_SYN_SENT, TCPS_CLOSED);
	after(1, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	pass(2, SERVER, TCP_SYN | TCP_ACK, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	after(2, TCPS_ESTABLISHED, TCPS_SYN_RECEIVED);
	returned(CLIENT, 1, STEP_CONNECT);
	pass(3, CLIENT, TCP_ACK, TCPS_ESTABLISHED, TCPS_SYN_RECEIVED);
	after(3, TCPS_ESTABLISHED, TCPS_ESTABLISHED);
}

void established(void)
{
	establish();
	skip(4);
}
