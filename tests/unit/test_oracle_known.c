/* SPDX-License-Identifier: MIT */
/* Each difference that the oracle knows covers its case, and what is next to that does not pass. */
#include <check.h>

#include "oracle_run.h"

static void request(void)
{
	told(SERVER, TCPS_CLOSED, TCPS_SYN_RECEIVED, 4, 6);
}

START_TEST(request_socket)
{
	request();
	assert_explained_by([KNOWN_REQUEST_SOCKET] = 1);
}
END_TEST

START_TEST(request_socket_not)
{
	static const struct move_not {
		enum tcp_state from, to;
	} cases[] = {{TCPS_CLOSED, TCPS_SYN_SENT},
		     {TCPS_CLOSED, TCPS_ESTABLISHED},
		     {TCPS_SYN_SENT, TCPS_SYN_RECEIVED}};

	told(SERVER, cases[_i].from, cases[_i].to, 4, 6);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(request_socket_but_there_is_one)
{
	request();
	request();
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

static void child(double syn_received, double established)
{
	request();
	kernel(SERVER, TCPS_LISTEN, TCPS_SYN_RECEIVED, syn_received);
	kernel(SERVER, TCPS_SYN_RECEIVED, TCPS_ESTABLISHED, established);
	told(SERVER, TCPS_SYN_RECEIVED, TCPS_ESTABLISHED, 9, 11);
}

START_TEST(child_of_listener)
{
	child(10, 10.01);
	assert_explained_by([KNOWN_REQUEST_SOCKET] = 1, [KNOWN_CHILD] = 1);
}
END_TEST

/* It is traced before it is in the table; what counts is when it comes to ESTABLISHED. */
START_TEST(child_before_it_shows)
{
	child(8.5, 10);
	assert_explained_by([KNOWN_REQUEST_SOCKET] = 1, [KNOWN_CHILD] = 1);
}
END_TEST

START_TEST(child_established_too_early)
{
	child(8.5, 8.9);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(child_too_early)
{
	child(7, 10);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(child_too_late)
{
	child(10, 12);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(child_half)
{
	child(10, 10.01);
	n_trace--;
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(child_untraced)
{
	child(10, 10.01);
	n_trace -= 2;
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(child_without_request)
{
	kernel(SERVER, TCPS_LISTEN, TCPS_SYN_RECEIVED, 10);
	kernel(SERVER, TCPS_SYN_RECEIVED, TCPS_ESTABLISHED, 10);
	told(SERVER, TCPS_SYN_RECEIVED, TCPS_ESTABLISHED, 9, 11);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(request_expires)
{
	request();
	told(SERVER, TCPS_SYN_RECEIVED, TCPS_CLOSED, 700, 720);
	assert_explained_by([KNOWN_REQUEST_SOCKET] = 1, [KNOWN_REQUEST_EXPIRED] = 1);
}
END_TEST

START_TEST(request_expires_but_has_a_child)
{
	request();
	kernel(SERVER, TCPS_LISTEN, TCPS_SYN_RECEIVED, 10);
	told(SERVER, TCPS_SYN_RECEIVED, TCPS_CLOSED, 9, 720);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(request_expires_but_it_is_a_socket)
{
	child(10, 10.01);
	told(SERVER, TCPS_ESTABLISHED, TCPS_CLOSED, 700, 720);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

static void fin_wait_2(void)
{
	client_closes();
	both(CLIENT, TCPS_FIN_WAIT_1, TCPS_FIN_WAIT_2, 30);
}

START_TEST(time_wait)
{
	fin_wait_2();
	kernel(CLIENT, TCPS_FIN_WAIT_2, TCPS_CLOSED, 40);
	told(CLIENT, TCPS_FIN_WAIT_2, TCPS_TIME_WAIT, 39, 41);
	assert_explained_by([KNOWN_TIME_WAIT] = 1);
}
END_TEST

START_TEST(time_wait_at_another_time)
{
	fin_wait_2();
	kernel(CLIENT, TCPS_FIN_WAIT_2, TCPS_CLOSED, 50);
	told(CLIENT, TCPS_FIN_WAIT_2, TCPS_TIME_WAIT, 39, 41);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(time_wait_untraced)
{
	fin_wait_2();
	told(CLIENT, TCPS_FIN_WAIT_2, TCPS_TIME_WAIT, 39, 41);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(time_wait_from_elsewhere)
{
	client_connects();
	kernel(CLIENT, TCPS_ESTABLISHED, TCPS_CLOSED, 40);
	told(CLIENT, TCPS_ESTABLISHED, TCPS_TIME_WAIT, 39, 41);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

/* An expiry of a whole socket is the same in both: not TIME-WAIT. */
START_TEST(fin_wait_2_of_a_socket_expires)
{
	fin_wait_2();
	both(CLIENT, TCPS_FIN_WAIT_2, TCPS_CLOSED, 40);
	assert_explained_by(0);
}
END_TEST

static void closing(enum tcp_state from, double ms)
{
	client_closes();
	both(CLIENT, TCPS_FIN_WAIT_1, from, 30);
	kernel(CLIENT, from, TCPS_CLOSED, ms);
	told(CLIENT, from, TCPS_TIME_WAIT, 39, 41);
}

START_TEST(time_wait_from_closing)
{
	closing(TCPS_CLOSING, 40);
	assert_explained_by([KNOWN_TIME_WAIT_FROM_CLOSING] = 1);
}
END_TEST

START_TEST(time_wait_from_closing_not)
{
	closing(TCPS_LAST_ACK, 40);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(time_wait_from_closing_at_another_time)
{
	closing(TCPS_CLOSING, 43);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

/* Not held any more: the kernel's socket goes with the move to FIN-WAIT-2, at 30. */
static void closed_fin_wait_2(double ms)
{
	fin_wait_2();
	kernel(CLIENT, TCPS_FIN_WAIT_2, TCPS_CLOSED, ms);
}

START_TEST(closed_in_fin_wait_2)
{
	closed_fin_wait_2(30.01);
	assert_explained_by([KNOWN_CLOSED_FIN_WAIT_2] = 1);
}
END_TEST

START_TEST(closed_in_fin_wait_2_too_late)
{
	closed_fin_wait_2(33);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(closed_in_another_state)
{
	client_closes();
	kernel(CLIENT, TCPS_FIN_WAIT_1, TCPS_CLOSED, 20.01);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(fin_at_closed_fin_wait_2)
{
	closed_fin_wait_2(30.01);
	told(CLIENT, TCPS_FIN_WAIT_2, TCPS_TIME_WAIT, 39, 41);
	assert_explained_by([KNOWN_CLOSED_FIN_WAIT_2] = 1, [KNOWN_FIN_AT_CLOSED_FIN_WAIT_2] = 1);
}
END_TEST

START_TEST(fin_at_closed_fin_wait_2_twice)
{
	closed_fin_wait_2(30.01);
	told(CLIENT, TCPS_FIN_WAIT_2, TCPS_TIME_WAIT, 39, 41);
	told(CLIENT, TCPS_TIME_WAIT, TCPS_TIME_WAIT, 49, 51);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(closed_fin_wait_2_expires)
{
	closed_fin_wait_2(30.01);
	told(CLIENT, TCPS_FIN_WAIT_2, TCPS_CLOSED, 600, 700);
	assert_explained_by([KNOWN_CLOSED_FIN_WAIT_2] = 1, [KNOWN_FIN_WAIT_2_EXPIRED] = 1);
}
END_TEST

START_TEST(fin_wait_2_expires_but_it_is_a_socket)
{
	fin_wait_2();
	told(CLIENT, TCPS_FIN_WAIT_2, TCPS_CLOSED, 600, 700);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(time_wait_ends)
{
	fin_wait_2();
	kernel(CLIENT, TCPS_FIN_WAIT_2, TCPS_CLOSED, 40);
	told(CLIENT, TCPS_FIN_WAIT_2, TCPS_TIME_WAIT, 39, 41);
	told(CLIENT, TCPS_TIME_WAIT, TCPS_CLOSED, 600, 700);
	assert_explained_by([KNOWN_TIME_WAIT] = 1, [KNOWN_TIME_WAIT_ENDS] = 1);
}
END_TEST

START_TEST(time_wait_ends_but_it_is_a_socket)
{
	fin_wait_2();
	told(CLIENT, TCPS_TIME_WAIT, TCPS_CLOSED, 600, 700);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

START_TEST(time_wait_ends_twice)
{
	fin_wait_2();
	kernel(CLIENT, TCPS_FIN_WAIT_2, TCPS_CLOSED, 40);
	told(CLIENT, TCPS_FIN_WAIT_2, TCPS_TIME_WAIT, 39, 41);
	told(CLIENT, TCPS_TIME_WAIT, TCPS_CLOSED, 600, 700);
	told(CLIENT, TCPS_TIME_WAIT, TCPS_CLOSED, 600, 700);
	ck_assert_uint_eq(differences(), 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("oracle_known");
	TCase *tc = tcase_create("known differences");
	SRunner *runner;
	int failed;

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, begin_run, end_run);
	tcase_add_test(tc, request_socket);
	tcase_add_loop_test(tc, request_socket_not, 0, 3);
	tcase_add_test(tc, request_socket_but_there_is_one);
	tcase_add_test(tc, child_of_listener);
	tcase_add_test(tc, child_before_it_shows);
	tcase_add_test(tc, child_established_too_early);
	tcase_add_test(tc, child_too_early);
	tcase_add_test(tc, child_too_late);
	tcase_add_test(tc, child_half);
	tcase_add_test(tc, child_untraced);
	tcase_add_test(tc, child_without_request);
	tcase_add_test(tc, request_expires);
	tcase_add_test(tc, request_expires_but_has_a_child);
	tcase_add_test(tc, request_expires_but_it_is_a_socket);
	tcase_add_test(tc, time_wait);
	tcase_add_test(tc, time_wait_at_another_time);
	tcase_add_test(tc, time_wait_untraced);
	tcase_add_test(tc, time_wait_from_elsewhere);
	tcase_add_test(tc, fin_wait_2_of_a_socket_expires);
	tcase_add_test(tc, time_wait_from_closing);
	tcase_add_test(tc, time_wait_from_closing_not);
	tcase_add_test(tc, time_wait_from_closing_at_another_time);
	tcase_add_test(tc, closed_in_fin_wait_2);
	tcase_add_test(tc, closed_in_fin_wait_2_too_late);
	tcase_add_test(tc, closed_in_another_state);
	tcase_add_test(tc, fin_at_closed_fin_wait_2);
	tcase_add_test(tc, fin_at_closed_fin_wait_2_twice);
	tcase_add_test(tc, closed_fin_wait_2_expires);
	tcase_add_test(tc, fin_wait_2_expires_but_it_is_a_socket);
	tcase_add_test(tc, time_wait_ends);
	tcase_add_test(tc, time_wait_ends_but_it_is_a_socket);
	tcase_add_test(tc, time_wait_ends_twice);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
