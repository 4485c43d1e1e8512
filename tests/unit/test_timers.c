/* SPDX-License-Identifier: MIT */
/* Which timers run and which have gone off, by made-up sightings. */
#include "timeline/timers.h"

#include <check.h>

#include "base/util.h"

#define PORT 40000
#define PEER 8080

static struct timers *t;

static void setup(void)
{
	t = timers_new();
}

static void teardown(void)
{
	timers_free(t);
}

static struct monotime ms(int64_t n)
{
	return (struct monotime){n * NSEC_PER_MSEC};
}

/* A sighting of the client's socket, asked and answered at @at ms. */
static void see(int64_t at, enum tcp_state state, enum tcp_timer timer, uint32_t expires_ms)
{
	struct event ev = {.kind = EVENT_SIGHTING, .end = CLIENT, .at = ms(at)};

	ev.sighting.seen = (struct sighting){.asked = ms(at),
					     .answered = ms(at),
					     .end = CLIENT,
					     .state = state,
					     .timer = timer,
					     .expires_ms = expires_ms,
					     .port = PORT,
					     .peer_port = PEER};
	timers_observe(t, &ev);
}

static const struct timer_run *fired(int64_t at)
{
	return timers_fired(t, CLIENT, PORT, PEER, ms(at));
}

static const struct timer_run *between(int64_t from, int64_t to)
{
	return timers_between(t, CLIENT, ms(from), ms(to));
}

START_TEST(the_one_that_went_off)
{
	see(0, TCPS_SYN_SENT, TIMER_RETRANSMIT, 1000);
	see(500, TCPS_SYN_SENT, TIMER_RETRANSMIT, 504);
	ck_assert_ptr_null(fired(500));
	see(1016, TCPS_SYN_SENT, TIMER_RETRANSMIT, 2000);
	ck_assert_ptr_nonnull(fired(1016));
	ck_assert_int_eq(fired(1016)->length, NSEC_PER_SEC);
	ck_assert_int_eq(fired(1016)->state, TCPS_SYN_SENT);
	ck_assert_ptr_null(fired(1500));
	ck_assert_int_eq(timers_next(t, CLIENT)->length, 2 * NSEC_PER_SEC);
	ck_assert_ptr_null(timers_next(t, SERVER));
}
END_TEST

/* Until it is seen what came of it, a timer that is overdue is the one that goes off. */
START_TEST(overdue)
{
	see(0, TCPS_ESTABLISHED, TIMER_RETRANSMIT, 204);
	see(206, TCPS_ESTABLISHED, TIMER_RETRANSMIT, 0);
	ck_assert_ptr_nonnull(fired(210));
	ck_assert_int_eq(fired(210)->length, 204 * NSEC_PER_MSEC);
	see(212, TCPS_CLOSED, TIMER_NONE, 0);
	ck_assert_int_eq(fired(212)->length, 204 * NSEC_PER_MSEC);
	ck_assert_ptr_null(timers_next(t, CLIENT));
}
END_TEST

START_TEST(stopped_or_armed_anew)
{
	see(0, TCPS_ESTABLISHED, TIMER_RETRANSMIT, 1000);
	see(300, TCPS_ESTABLISHED, TIMER_RETRANSMIT, 1000);
	ck_assert_ptr_null(fired(300));
	see(600, TCPS_ESTABLISHED, TIMER_KEEPALIVE, 5000);
	ck_assert_ptr_null(fired(600));
	see(700, TCPS_ESTABLISHED, TIMER_NONE, 0);
	ck_assert_ptr_null(fired(700));
	ck_assert_ptr_null(timers_next(t, CLIENT));
}
END_TEST

/* A silence is a timer's if the timer ran from its beginning and was due at its end. */
START_TEST(silences)
{
	see(0, TCPS_ESTABLISHED, TIMER_KEEPALIVE, 7200000);
	ck_assert_ptr_null(between(0, 5000000));
	ck_assert_ptr_nonnull(between(0, 7230000));
	see(7230000, TCPS_ESTABLISHED, TIMER_KEEPALIVE, 75000);
	ck_assert_int_eq(between(0, 7230000)->length, 7200 * NSEC_PER_SEC);
	ck_assert_ptr_null(between(7230000, 7300000));
	ck_assert_int_eq(between(7230000, 7305000)->length, 75 * NSEC_PER_SEC);
}
END_TEST

/* What was asked before another look was answered may be older than that, and is no news. */
START_TEST(an_older_look_is_no_news)
{
	struct event ev = {.kind = EVENT_SIGHTING, .end = CLIENT, .at = ms(1020)};

	see(0, TCPS_SYN_SENT, TIMER_RETRANSMIT, 1000);
	see(1016, TCPS_SYN_SENT, TIMER_RETRANSMIT, 2000);
	ev.sighting.seen = (struct sighting){.asked = ms(1015),
					     .answered = ms(1020),
					     .end = CLIENT,
					     .state = TCPS_SYN_SENT,
					     .timer = TIMER_RETRANSMIT,
					     .port = PORT,
					     .peer_port = PEER};
	timers_observe(t, &ev);
	ck_assert_int_eq(timers_next(t, CLIENT)->length, 2 * NSEC_PER_SEC);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("timers");
	TCase *tc = tcase_create("timers");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, the_one_that_went_off);
	tcase_add_test(tc, overdue);
	tcase_add_test(tc, stopped_or_armed_anew);
	tcase_add_test(tc, silences);
	tcase_add_test(tc, an_older_look_is_no_news);
	suite_add_tcase(s, tc);
	return s;
}

int main(void)
{
	SRunner *runner = srunner_create(suite());
	int failed;

	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
