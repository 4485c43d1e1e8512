/* SPDX-License-Identifier: MIT */
/* The oracle's comparison on made-up runs: what is the same passes, what differs is found. */
#include <check.h>

#include "oracle_run.h"

/* ---- states -------------------------------------------------------------------------------- */

START_TEST(same)
{
	client_closes();
	assert_explained_by(0);
}
END_TEST

START_TEST(nothing_at_all)
{
	assert_explained_by(0);
}
END_TEST

START_TEST(only_the_kernel)
{
	client_connects();
	kernel(CLIENT, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, 20);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(only_the_timeline)
{
	client_connects();
	told(CLIENT, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, 19, 21);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(other_order)
{
	client_connects();
	kernel(CLIENT, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, 20);
	kernel(CLIENT, TCPS_FIN_WAIT_1, TCPS_FIN_WAIT_2, 20);
	told(CLIENT, TCPS_FIN_WAIT_1, TCPS_FIN_WAIT_2, 19, 21);
	told(CLIENT, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, 19, 21);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(at_the_other_end)
{
	client_connects();
	kernel(CLIENT, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, 20);
	told(SERVER, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, 19, 21);
	ck_assert_uint_eq(differences(), 2);
}
END_TEST

START_TEST(times)
{
	const double tolerance = (double)TRACE_TOLERANCE / NSEC_PER_MSEC;
	static const struct {
		int sign;
		double more;
		unsigned int differences;
	} cases[] = {{-1, 0, 0}, {-1, 0.001, 1}, {1, 0, 0}, {1, 0.001, 1}};

	client_connects();
	told(CLIENT, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, 20, 21);
	kernel(CLIENT, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, 0);
	trace[n_trace - 1].at =
		at((cases[_i].sign < 0 ? 20 : 21) + cases[_i].sign * (tolerance + cases[_i].more));
	ck_assert_uint_eq(differences(), cases[_i].differences);
}
END_TEST

/* A socket can be seen to be gone a moment before that is traced, not after it. */
START_TEST(times_of_the_end)
{
	const double late = (double)TABLE_TOLERANCE / NSEC_PER_MSEC;

	client_connects();
	told(CLIENT, TCPS_ESTABLISHED, TCPS_CLOSED, 20, 21);
	kernel(CLIENT, TCPS_ESTABLISHED, TCPS_CLOSED, 21 + late);
	ck_assert_uint_eq(differences(), 0);
	trace[n_trace - 1].at = at(21 + late + 0.001);
	ck_assert_uint_eq(differences(), 1);
	trace[n_trace - 1].at = at(20 - late);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(after_the_record)
{
	client_connects();
	kernel(CLIENT, TCPS_ESTABLISHED, TCPS_CLOSED, END_OF_RUN + 1);
	traced(TRACE_RETRANSMIT, CLIENT, END_OF_RUN + 1);
	assert_explained_by(0);
	kernel(CLIENT, TCPS_ESTABLISHED, TCPS_CLOSED, END_OF_RUN - 1);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(listener)
{
	both(SERVER, TCPS_CLOSED, TCPS_LISTEN, 2);
	transitions[0].connection = 0;
	trace[0].peer_port = 0;
	assert_explained_by(0);
	transitions[0].connection = 1;
	ck_assert_uint_eq(differences(), 2);
}
END_TEST

START_TEST(unknown_connection)
{
	client_connects();
	kernel(CLIENT, TCPS_CLOSED, TCPS_SYN_SENT, 20)->port = CLIENT_PORT + 1;
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

/* connect() is traced before it has chosen a port: the second one is the second connection's. */
START_TEST(connect_without_port)
{
	segment(2, CLIENT, CLIENT_PORT + 1, 30, 0, 1 << SEG_SYN);
	client_connects();
	trace[0].port = 0;
	both(CLIENT, TCPS_CLOSED, TCPS_SYN_SENT, 30);
	trace[n_trace - 1].port = 0;
	transitions[n_transitions - 1].connection = 2;
	assert_explained_by(0);
	kernel(CLIENT, TCPS_CLOSED, TCPS_SYN_SENT, 40)->port = 0;
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

/* ---- retransmissions ----------------------------------------------------------------------- */

#define OFF_BY ((double)RETRANSMIT_TOLERANCE / NSEC_PER_MSEC + 1)

START_TEST(retransmissions)
{
	segment(1, CLIENT, CLIENT_PORT, 200, 1, 1 << SEG_SYN);
	segment(1, CLIENT, CLIENT_PORT, 400, 2, 1 << SEG_SYN);
	segment(1, SERVER, CLIENT_PORT, 500, 1, 1 << SEG_SYN_ACK);
	traced(TRACE_RETRANSMIT, CLIENT, 200.5);
	traced(TRACE_RETRANSMIT, CLIENT, 399.5);
	traced(TRACE_RETRANSMIT_SYN_ACK, SERVER, 500.5);
	assert_explained_by(0);
}
END_TEST

START_TEST(retransmission_only_in_the_timeline)
{
	segment(1, CLIENT, CLIENT_PORT, 200, 1, 1 << SEG_SYN);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(retransmission_only_of_the_kernel)
{
	traced(TRACE_RETRANSMIT, CLIENT, 200);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(retransmission_of_the_other_end)
{
	segment(1, CLIENT, CLIENT_PORT, 200, 1, 1 << SEG_DATA);
	traced(TRACE_RETRANSMIT, SERVER, 200);
	ck_assert_uint_eq(differences(), 2);
}
END_TEST

START_TEST(retransmission_at_another_time)
{
	segment(1, CLIENT, CLIENT_PORT, 200, 1, 1 << SEG_DATA);
	traced(TRACE_RETRANSMIT, CLIENT, 200 + (_i ? OFF_BY : -OFF_BY));
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(retransmission_of_another_kind)
{
	segment(1, SERVER, CLIENT_PORT, 200, 1, 1 << SEG_DATA);
	traced(TRACE_RETRANSMIT_SYN_ACK, SERVER, 200);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

static void captured(double ms)
{
	struct event ev = {.kind = EVENT_CAPTURE, .end = CLIENT, .at = at(ms)};

	ev.capture.outgoing = true;
	ev.capture.src_port = CLIENT_PORT;
	ev.capture.dst_port = SERVER_PORT;
	timeline_add(&tl, &ev);
}

/* The injector may be late, even for several; what counts is when they passed the sender's wire. */
START_TEST(retransmissions_captured)
{
	captured(1);
	segment(1, CLIENT, CLIENT_PORT, 400 + OFF_BY, 1, 1 << SEG_SYN);
	segment(1, CLIENT, CLIENT_PORT, 400 + OFF_BY, 2, 1 << SEG_SYN);
	traced(TRACE_RETRANSMIT, CLIENT, 200);
	traced(TRACE_RETRANSMIT, CLIENT, 400);
	ck_assert_uint_eq(differences(), 2);
	captured(200);
	captured(400);
	assert_explained_by(0);
}
END_TEST

static TCase *test_case(Suite *suite, const char *name)
{
	TCase *tc = tcase_create(name);

	tcase_add_checked_fixture(tc, begin_run, end_run);
	suite_add_tcase(suite, tc);
	return tc;
}

int main(void)
{
	Suite *suite = suite_create("oracle");
	TCase *states = test_case(suite, "states");
	TCase *again = test_case(suite, "retransmissions");
	SRunner *runner;
	int failed;

	tcase_add_test(states, same);
	tcase_add_test(states, nothing_at_all);
	tcase_add_test(states, only_the_kernel);
	tcase_add_test(states, only_the_timeline);
	tcase_add_test(states, other_order);
	tcase_add_test(states, at_the_other_end);
	tcase_add_loop_test(states, times, 0, 4);
	tcase_add_test(states, times_of_the_end);
	tcase_add_test(states, after_the_record);
	tcase_add_test(states, listener);
	tcase_add_test(states, unknown_connection);
	tcase_add_test(states, connect_without_port);
	tcase_add_test(again, retransmissions);
	tcase_add_test(again, retransmission_only_in_the_timeline);
	tcase_add_test(again, retransmission_only_of_the_kernel);
	tcase_add_test(again, retransmission_of_the_other_end);
	tcase_add_loop_test(again, retransmission_at_another_time, 0, 2);
	tcase_add_test(again, retransmission_of_another_kind);
	tcase_add_test(again, retransmissions_captured);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
