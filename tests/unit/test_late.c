/* SPDX-License-Identifier: MIT */
/*
 * Lateness: a recorded run of tests/judge/ that fails, in which something of tcplab's is made late.
 * Only what may be due to that is no longer a failure, but inconclusive.
 */
#include <check.h>

#include "base/util.h"
#include "recorded.h"

#define MS NSEC_PER_MSEC

static struct expectation *expected(enum expectation_kind kind)
{
	for (size_t i = 0; i < sc.n_expectations; i++)
		if (sc.expectations[i].kind == kind)
			return &sc.expectations[i];
	ck_abort_msg("the scenario expects nothing of that kind");
}

static void expect_wrong_time(void)
{
	expected(EXPECT_IN_STATE)->in_state.time.time = 2 * NSEC_PER_SEC;
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_FAIL);
}

static void expect_wrong_number(void)
{
	expected(EXPECT_SEGMENTS)->segments.n++;
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_FAIL);
}

static struct event *find_call(enum end end, enum event_kind kind, uint32_t number)
{
	for (size_t n = 0;; n++) {
		struct event *ev = find(kind, n);

		if (ev->end == end && ev->call.number == number)
			return ev;
	}
}

/* What comes of a run in which an event is later by so much. */
static enum outcome_kind outcome_with(struct event *ev, nsec_t late)
{
	enum outcome_kind kind;

	ev->at.ns += late;
	kind = outcome_of(&tl);
	ev->at.ns -= late;
	return kind;
}

START_TEST(segment_waits)
{
	struct event *sent = NULL;

	load("recorded-third-ack-loss");
	for (size_t n = 0; !sent; n++) { /* the SYN-ACK that comes again */
		struct event *ev = find(EVENT_CAPTURE, n);

		if (ev->end == SERVER && ev->capture.outgoing && ev->at.ns > 500 * MS)
			sent = ev;
	}
	ck_assert_int_eq(outcome_with(sent, -250 * MS), OUTCOME_PASS);
	expect_wrong_time();
	ck_assert_int_eq(outcome_with(sent, -45 * MS), OUTCOME_FAIL);
	ck_assert_int_eq(outcome_with(sent, -55 * MS), OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(saw("too busy"), "segment 4 from the server was late by 55.4 ms");
	expect_wrong_number();
	ck_assert_int_eq(outcome_with(sent, -150 * MS), OUTCOME_FAIL);
	ck_assert_int_eq(outcome_with(sent, -205 * MS), OUTCOME_INCONCLUSIVE);
	unload();
}
END_TEST

START_TEST(delay_is_no_lateness)
{
	struct event *verdict;

	load("delayed");
	verdict = find(EVENT_VERDICT, 3);
	expect_wrong_number();
	ck_assert_int_eq(outcome_with(verdict, 150 * MS), OUTCOME_FAIL);
	ck_assert_int_eq(outcome_with(verdict, 205 * MS), OUTCOME_INCONCLUSIVE);
	unload();
}
END_TEST

START_TEST(step_begins_late)
{
	struct event *wait, *connect;

	load("recorded-third-ack-loss");
	wait = find_call(CLIENT, EVENT_CALL, 2);
	connect = find_call(CLIENT, EVENT_CALL, 1);
	expect_wrong_time();
	ck_assert_int_eq(outcome_with(wait, 55 * MS), OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(
		saw("too busy"),
		"the client's \"wait until server CLOSED within 10s\" was late by 55.1 ms");
	ck_assert_int_eq(outcome_with(connect, 55 * MS), OUTCOME_FAIL);
	unload();
}
END_TEST

/* The wait is made a sleep, of all but a bit of the time that it took. */
START_TEST(sleep_ends_late)
{
	struct step *step;

	load("recorded-third-ack-loss");
	step = &sc.script[CLIENT].steps[1];
	step->kind = find_call(CLIENT, EVENT_CALL, 2)->call.step = STEP_SLEEP;
	step->sleep = find_call(CLIENT, EVENT_RETURN, 2)->at.ns -
		      find_call(CLIENT, EVENT_CALL, 2)->at.ns - 55 * MS;
	expected(EXPECT_IN_STATE)->in_state.time.time = 2 * NSEC_PER_SEC;
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_INCONCLUSIVE);
	step->sleep += 10 * MS;
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_FAIL);
	unload();
}
END_TEST

START_TEST(frozen_is_no_lateness)
{
	struct step *step;

	load("recorded-third-ack-loss");
	expect_wrong_time();
	step = &sc.script[SERVER].steps[1];
	step->kind = STEP_FREEZE;
	step->target.end = CLIENT;
	ck_assert_int_eq(outcome_with(find_call(CLIENT, EVENT_CALL, 2), 55 * MS), OUTCOME_FAIL);
	unload();
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("late");
	TCase *tc = tcase_create("late");

	tcase_add_test(tc, segment_waits);
	tcase_add_test(tc, delay_is_no_lateness);
	tcase_add_test(tc, step_begins_late);
	tcase_add_test(tc, sleep_ends_late);
	tcase_add_test(tc, frozen_is_no_lateness);
	suite_add_tcase(s, tc);
	return s;
}

int main(void)
{
	SRunner *sr = srunner_create(suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
