/* SPDX-License-Identifier: MIT */
#include "roles/due.h"

#include <check.h>

#define MS NSEC_PER_MSEC

static struct due due;

static void begin(void)
{
	due = DUE_NEVER;
}

/* A look at @at_ms has shown a timer that is due in @expires_ms. */
static void see(enum tcp_state state, enum tcp_timer timer, nsec_t at_ms, uint32_t expires_ms,
		bool planned)
{
	const struct sighting seen = {
		.answered = {at_ms * MS}, .state = state, .timer = timer, .expires_ms = expires_ms};

	due_plan(&due, &seen, planned);
}

static void expect_look(nsec_t at_ms)
{
	ck_assert_int_eq(due.next_look.ns, at_ms * MS);
}

START_TEST(no_timer)
{
	see(TCPS_ESTABLISHED, TIMER_NONE, 10, 0, false);
	ck_assert_int_eq(due.next_look.ns, MONOTIME_NEVER.ns);
	see(TCPS_ESTABLISHED, TIMER_RETRANSMIT, 20, 200, false);
	see(TCPS_ESTABLISHED, TIMER_NONE, 30, 0, false);
	ck_assert_int_eq(due.next_look.ns, MONOTIME_NEVER.ns);
}

END_TEST

/* A request socket and TIME-WAIT vanish without a word: 4, 20, 84 ms after the due time. */
START_TEST(without_a_word)
{
	static const struct {
		enum tcp_state state;
		enum tcp_timer timer;
	} kinds[] = {{TCPS_SYN_RECEIVED, TIMER_RETRANSMIT}, {TCPS_FIN_WAIT_2, TIMER_TIME_WAIT}};

	see(kinds[_i].state, kinds[_i].timer, 100, 1000, false);
	expect_look(1104);
	see(kinds[_i].state, kinds[_i].timer, 1104, 0, true);
	expect_look(1120);
	see(kinds[_i].state, kinds[_i].timer, 1120, 0, true);
	expect_look(1184);
}

END_TEST

/* Of others the wire or the kernel tells: an eighth of the time is the wheel's to be late. */
START_TEST(shows_by_itself)
{
	see(TCPS_ESTABLISHED, TIMER_RETRANSMIT, 0, 100000, false);
	expect_look(112500);
	see(TCPS_FIN_WAIT_1, TIMER_RETRANSMIT, 0, 16, false);
	expect_look(20);
}

END_TEST

/* A look for another reason, at a timer that is due already, puts nothing off. */
START_TEST(overdue)
{
	see(TCPS_SYN_RECEIVED, TIMER_RETRANSMIT, 0, 1000, false);
	see(TCPS_SYN_RECEIVED, TIMER_RETRANSMIT, 1002, 0, false);
	expect_look(1004);
}

END_TEST

/* Armed anew: all is counted from there. */
START_TEST(armed_again)
{
	see(TCPS_SYN_RECEIVED, TIMER_RETRANSMIT, 0, 1000, false);
	see(TCPS_SYN_RECEIVED, TIMER_RETRANSMIT, 1004, 0, true);
	see(TCPS_SYN_RECEIVED, TIMER_RETRANSMIT, 1010, 2000, false);
	expect_look(3014);
}

END_TEST

int main(void)
{
	Suite *s = suite_create("due");
	TCase *tc = tcase_create("due");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(tc, begin, NULL);
	tcase_add_test(tc, no_timer);
	tcase_add_loop_test(tc, without_a_word, 0, 2);
	tcase_add_test(tc, shows_by_itself);
	tcase_add_test(tc, overdue);
	tcase_add_test(tc, armed_again);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
