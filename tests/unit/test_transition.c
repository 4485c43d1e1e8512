/* SPDX-License-Identifier: MIT */
/* What moved, and whose move it was; test_cause.c has why. */
#include "timeline/transition.h"

#include <check.h>

#include "play.h"

START_TEST(handshake)
{
	bool existed;

	ck_assert_int_eq(transitions_state(t, SERVER, 1, &existed), TCPS_CLOSED);
	ck_assert(!existed);
	establish();
	assert_next(CLIENT, TCPS_CLOSED, TCPS_SYN_SENT, CAUSE_CALL, 1);
	assert_next(SERVER, TCPS_CLOSED, TCPS_SYN_RECEIVED, CAUSE_SEGMENT, 1);
	assert_next(CLIENT, TCPS_SYN_SENT, TCPS_ESTABLISHED, CAUSE_SEGMENT, 2);
	assert_next(SERVER, TCPS_SYN_RECEIVED, TCPS_ESTABLISHED, CAUSE_SEGMENT, 3);
	ck_assert_int_eq(transitions_state(t, SERVER, 1, &existed), TCPS_ESTABLISHED);
	ck_assert(existed);
	ck_assert_int_eq(transitions_state(t, SERVER, 2, &existed), TCPS_CLOSED);
	ck_assert(!existed);
}
END_TEST

/* FIN-WAIT-1, FIN-WAIT-2, TIME-WAIT on one FIN that acknowledges the other. */
START_TEST(passage_of_close)
{
	established();
	call(CLIENT, 2, STEP_CLOSE);
	returned(CLIENT, 2, STEP_CLOSE);
	look(CLIENT, TCPS_FIN_WAIT_1, LOOK_CALL, 2);
	skip(1);
	pass(4, SERVER, TCP_FIN | TCP_ACK, TCPS_FIN_WAIT_1, TCPS_ESTABLISHED);
	after(4, TCPS_TIME_WAIT, TCPS_ESTABLISHED);
	assert_next_inferred(CLIENT, TCPS_FIN_WAIT_1, TCPS_FIN_WAIT_2, CAUSE_SEGMENT, 4);
	assert_next_inferred(CLIENT, TCPS_FIN_WAIT_2, TCPS_TIME_WAIT, CAUSE_SEGMENT, 4);
}
END_TEST

/* The third segment was lost, a FIN completes the handshake and closes. */
START_TEST(passage_of_late_handshake)
{
	pass(1, CLIENT, TCP_SYN, TCPS_SYN_SENT, TCPS_CLOSED);
	after(1, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	skip(2);
	pass(2, CLIENT, TCP_FIN | TCP_ACK, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	after(2, TCPS_SYN_SENT, TCPS_CLOSE_WAIT);
	assert_next_inferred(SERVER, TCPS_SYN_RECEIVED, TCPS_ESTABLISHED, CAUSE_SEGMENT, 2);
	assert_next_inferred(SERVER, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT, CAUSE_SEGMENT, 2);
}
END_TEST

/* The handshake completes, accept() returns, the server closes: all between two photographs. */
START_TEST(passage_of_request_socket)
{
	pass(1, CLIENT, TCP_SYN, TCPS_SYN_SENT, TCPS_CLOSED);
	after(1, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	pass(2, SERVER, TCP_SYN | TCP_ACK, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	after(2, TCPS_ESTABLISHED, TCPS_SYN_RECEIVED);
	skip(3);
	pass(3, CLIENT, TCP_ACK, TCPS_ESTABLISHED, TCPS_SYN_RECEIVED);
	call(SERVER, 3, STEP_CLOSE);
	after(3, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1);
	assert_next_inferred(SERVER, TCPS_SYN_RECEIVED, TCPS_ESTABLISHED, CAUSE_SEGMENT, 3);
	assert_next_inferred(SERVER, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, CAUSE_CALL, 3);
}
END_TEST

/* After a simultaneous open SYN-RECEIVED is a full socket: a close can come at once. */
START_TEST(simultaneous_open)
{
	call(CLIENT, 1, STEP_CONNECT);
	call(SERVER, 1, STEP_CONNECT);
	before(1, TCPS_SYN_SENT, TCPS_SYN_SENT);
	segment(1, CLIENT, TCP_SYN);
	segment(2, SERVER, TCP_SYN);
	before(2, TCPS_SYN_SENT, TCPS_SYN_SENT);
	verdict(2, VERDICT_ACCEPT);
	after(2, TCPS_SYN_RECEIVED, TCPS_SYN_SENT);
	assert_next(CLIENT, TCPS_CLOSED, TCPS_SYN_SENT, CAUSE_CALL, 1);
	assert_next(SERVER, TCPS_CLOSED, TCPS_SYN_SENT, CAUSE_CALL, 1);
	assert_next(CLIENT, TCPS_SYN_SENT, TCPS_SYN_RECEIVED, CAUSE_SEGMENT, 2);
	call(CLIENT, 2, STEP_CLOSE);
	look(CLIENT, TCPS_FIN_WAIT_1, LOOK_CALL, 2);
	assert_next(CLIENT, TCPS_SYN_RECEIVED, TCPS_FIN_WAIT_1, CAUSE_CALL, 2);
}
END_TEST

/* A change for which there is no way along the moves is told as it was seen. */
START_TEST(no_way)
{
	established();
	look(SERVER, TCPS_SYN_SENT, LOOK_SEGMENT, 0);
	assert_next(SERVER, TCPS_ESTABLISHED, TCPS_SYN_SENT, CAUSE_UNKNOWN, 0);
}
END_TEST

/* The probe sees the client's socket before the injector has told of its SYN. */
START_TEST(pending)
{
	nsec_t began;
	bool existed;
	const struct transition *tr;

	call(CLIENT, 1, STEP_CONNECT);
	began = now;
	look(CLIENT, TCPS_SYN_SENT, LOOK_SEGMENT, 0);
	look(SERVER, TCPS_CLOSED, LOOK_BEFORE, 1);
	look(CLIENT, TCPS_SYN_SENT, LOOK_BEFORE, 1);
	transitions_state(t, CLIENT, 1, &existed);
	ck_assert(!existed);
	segment(1, CLIENT, TCP_SYN);
	tr = assert_next(CLIENT, TCPS_CLOSED, TCPS_SYN_SENT, CAUSE_CALL, 1);
	ck_assert_uint_eq(tr->record, 3);
	ck_assert_int_eq(tr->earliest.ns, began);
	ck_assert_int_eq(tr->latest.ns, began + 2 * NSEC_PER_MSEC);
}
END_TEST

/* A CLOSED of what never existed is no transition, but tells when it did not exist yet. */
START_TEST(closed_before_first_sight)
{
	struct event none;
	const struct transition *tr;

	segment(1, CLIENT, TCP_SYN);
	now += NSEC_PER_SEC;
	none = seen(SERVER, TCPS_CLOSED, LOOK_SEGMENT, 0);
	ck_assert_uint_eq(observe(none), 0);
	look(SERVER, TCPS_SYN_RECEIVED, LOOK_SEGMENT, 0);
	tr = next(SERVER, TCPS_CLOSED, TCPS_SYN_RECEIVED);
	ck_assert_int_eq(tr->cause, CAUSE_UNKNOWN);
	ck_assert_int_eq(tr->earliest.ns, none.sighting.seen.asked.ns);
}
END_TEST

/* Two lookers: a question put early can be answered late, with what was true then. */
START_TEST(old_news)
{
	struct event late;

	established();
	late = seen(SERVER, TCPS_ESTABLISHED, LOOK_SEGMENT, 0);
	pass(4, CLIENT, TCP_FIN | TCP_ACK, TCPS_ESTABLISHED, TCPS_ESTABLISHED);
	after(4, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT);
	assert_next(SERVER, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT, CAUSE_SEGMENT, 4);
	late.at = late.sighting.seen.answered = tick();
	ck_assert_uint_eq(observe(late), 0);
	look(SERVER, TCPS_CLOSE_WAIT, LOOK_SEGMENT, 0);
}
END_TEST

/* The same with CLOSED, which could also come after. */
START_TEST(old_news_of_birth)
{
	struct event late = seen(SERVER, TCPS_CLOSED, LOOK_SEGMENT, 0);

	pass(1, CLIENT, TCP_SYN, TCPS_SYN_SENT, TCPS_CLOSED);
	after(1, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	skip(2);
	late.at = late.sighting.seen.answered = tick();
	ck_assert_uint_eq(observe(late), 0);
	look(SERVER, TCPS_CLOSED, LOOK_GONE, 0);
	assert_next(SERVER, TCPS_SYN_RECEIVED, TCPS_CLOSED, CAUSE_UNKNOWN, 0);
}
END_TEST

/* What the other end has left meanwhile makes nothing old. */
START_TEST(news_of_other_end)
{
	struct event server;

	call(CLIENT, 1, STEP_CONNECT);
	pass(1, CLIENT, TCP_SYN, TCPS_SYN_SENT, TCPS_CLOSED);
	after(1, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	pass(2, SERVER, TCP_SYN | TCP_ACK, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	after(2, TCPS_ESTABLISHED, TCPS_SYN_RECEIVED);
	pass(3, CLIENT, TCP_ACK, TCPS_ESTABLISHED, TCPS_SYN_RECEIVED);
	skip(3);
	server = seen(SERVER, TCPS_ESTABLISHED, LOOK_SEGMENT, 0);
	call(CLIENT, 2, STEP_CLOSE);
	look(CLIENT, TCPS_FIN_WAIT_1, LOOK_SEGMENT, 0);
	server.at = server.sighting.seen.answered = tick();
	observe(server);
	assert_next(CLIENT, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, CAUSE_CALL, 2);
	assert_next(SERVER, TCPS_SYN_RECEIVED, TCPS_ESTABLISHED, CAUSE_SEGMENT, 3);
}
END_TEST

/* Two connections of one run, told apart by the client's port. */
START_TEST(two_connections)
{
	struct event other;

	established();
	other = seen(CLIENT, TCPS_SYN_SENT, LOOK_SEGMENT, 0);
	other.sighting.seen.port++;
	other.sighting.seen.cookie++;
	ck_assert_uint_eq(observe(other), 0);
	other = (struct event){.kind = EVENT_SEGMENT, .end = CLIENT, .at = tick()};
	other.segment.number = 4;
	other.segment.facts = (struct segment_facts){
		.connection = 2,
		.src_port = 40001,
		.dst_port = 8080,
		.flags = TCP_SYN,
	};
	ck_assert_uint_eq(observe(other), 1);
	ck_assert_uint_eq(next(CLIENT, TCPS_CLOSED, TCPS_SYN_SENT)->connection, 2);
	look(CLIENT, TCPS_ESTABLISHED, LOOK_SEGMENT, 0);
}
END_TEST

/* The listener is neither the connection nor moved by its calls; close() may move both. */
START_TEST(listener)
{
	const struct transition *tr;
	bool existed;

	call(SERVER, 1, STEP_LISTEN);
	returned(SERVER, 1, STEP_LISTEN);
	look_at_listener(TCPS_LISTEN);
	pass(1, CLIENT, TCP_SYN, TCPS_SYN_SENT, TCPS_CLOSED);
	after(1, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	ck_assert_int_eq(transitions_state(t, SERVER, 0, &existed), TCPS_LISTEN);
	ck_assert_int_eq(transitions_state(t, SERVER, 1, &existed), TCPS_SYN_RECEIVED);
	call(SERVER, 2, STEP_CLOSE);
	returned(SERVER, 2, STEP_CLOSE);
	look_at_listener(TCPS_CLOSED);
	look(SERVER, TCPS_CLOSED, LOOK_CALL, 2);
	tr = next(SERVER, TCPS_CLOSED, TCPS_LISTEN);
	ck_assert_uint_eq(tr->connection, 0);
	ck_assert_int_eq(tr->cause, CAUSE_CALL);
	ck_assert_uint_eq(tr->number, 1);
	next(CLIENT, TCPS_CLOSED, TCPS_SYN_SENT);
	assert_next(SERVER, TCPS_CLOSED, TCPS_SYN_RECEIVED, CAUSE_SEGMENT, 1);
	tr = next(SERVER, TCPS_LISTEN, TCPS_CLOSED);
	ck_assert_uint_eq(tr->connection, 0);
	ck_assert_uint_eq(tr->number, 2);
	assert_next(SERVER, TCPS_SYN_RECEIVED, TCPS_CLOSED, CAUSE_CALL, 2);
	transitions_state(t, CLIENT, 0, &existed);
	ck_assert(!existed);
}
END_TEST

/* A second connection between the same ports, while the server keeps the first in TIME-WAIT. */
START_TEST(tuple_reuse)
{
	const struct transition *tr;

	established();
	look(SERVER, TCPS_TIME_WAIT, LOOK_SEGMENT, 0);
	look(CLIENT, TCPS_CLOSED, LOOK_GONE, 0);
	skip(4);
	/* The client's new socket is seen before its SYN tells that this is another connection. */
	call(CLIENT, 5, STEP_CONNECT);
	cookie[CLIENT] = 101;
	before(4, TCPS_SYN_SENT, TCPS_TIME_WAIT);
	skip(0);
	segment_of(2, 4, CLIENT, TCP_SYN);
	tr = next(CLIENT, TCPS_CLOSED, TCPS_SYN_SENT);
	ck_assert_uint_eq(tr->connection, 2);
	ck_assert_int_eq(tr->cause, CAUSE_CALL);
	verdict(4, VERDICT_ACCEPT);
	cookie[SERVER] = 201;
	after(4, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	tr = next(SERVER, TCPS_TIME_WAIT, TCPS_CLOSED);
	ck_assert_uint_eq(tr->connection, 1);
	ck_assert_uint_eq(tr->number, 4);
	ck_assert(tr->inferred);
	tr = next(SERVER, TCPS_CLOSED, TCPS_SYN_RECEIVED);
	ck_assert_uint_eq(tr->connection, 2);
	ck_assert_int_eq(tr->cause, CAUSE_SEGMENT);
	ck_assert_uint_eq(tr->number, 4);
}
END_TEST

/* The server gave up on the connection, then heard the client's SYN again. */
START_TEST(reborn)
{
	pass(1, CLIENT, TCP_SYN, TCPS_SYN_SENT, TCPS_CLOSED);
	after(1, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	look_at_timer(SERVER, TCPS_SYN_RECEIVED, 10);
	now += NSEC_PER_SEC;
	look(SERVER, TCPS_CLOSED, LOOK_TIMER, 0);
	skip(3);
	pass(2, CLIENT, TCP_SYN, TCPS_SYN_SENT, TCPS_CLOSED);
	cookie[SERVER] = 201;
	after(2, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	skip(0);
	before(3, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	segment(3, SERVER, TCP_SYN | TCP_ACK);
	assert_next(SERVER, TCPS_CLOSED, TCPS_SYN_RECEIVED, CAUSE_SEGMENT, 2);
}
END_TEST

/* The same, but nobody looked in between: only the cookie tells. */
START_TEST(reborn_unseen)
{
	pass(1, CLIENT, TCP_SYN, TCPS_SYN_SENT, TCPS_CLOSED);
	after(1, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	skip(2);
	cookie[SERVER] = 201;
	look(SERVER, TCPS_SYN_RECEIVED, LOOK_SEGMENT, 0);
	segment(3, SERVER, TCP_SYN | TCP_ACK);
	assert_next_inferred(SERVER, TCPS_SYN_RECEIVED, TCPS_CLOSED, CAUSE_UNKNOWN, 0);
	assert_next_inferred(SERVER, TCPS_CLOSED, TCPS_SYN_RECEIVED, CAUSE_UNKNOWN, 0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("transition");
	TCase *tc = tcase_create("transition");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(tc, begin, finish);
	tcase_add_test(tc, handshake);
	tcase_add_test(tc, passage_of_close);
	tcase_add_test(tc, passage_of_late_handshake);
	tcase_add_test(tc, passage_of_request_socket);
	tcase_add_test(tc, simultaneous_open);
	tcase_add_test(tc, no_way);
	tcase_add_test(tc, pending);
	tcase_add_test(tc, closed_before_first_sight);
	tcase_add_test(tc, old_news);
	tcase_add_test(tc, old_news_of_birth);
	tcase_add_test(tc, news_of_other_end);
	tcase_add_test(tc, two_connections);
	tcase_add_test(tc, listener);
	tcase_add_test(tc, tuple_reuse);
	tcase_add_test(tc, reborn);
	tcase_add_test(tc, reborn_unseen);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
