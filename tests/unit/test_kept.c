/* SPDX-License-Identifier: MIT */
#include <check.h>

#include "roles/run.h"

static struct run run;

static void begin(void)
{
	run = (struct run){0};
}

static struct message event(enum event_kind kind, enum end end)
{
	return (struct message){.kind = MSG_EVENT, .event = {.kind = kind, .end = end}};
}

/* What is told by a role that has given its tally. */
static bool kept(enum role role, enum event_kind kind, enum end end)
{
	struct message msg = event(kind, end);

	return kept_back(&run, role, &msg);
}

static void expect_next(enum role role, enum event_kind kind, enum end end)
{
	struct message msg;

	ck_assert(kept_next(&run, role, &msg));
	ck_assert_int_eq(msg.event.kind, kind);
	ck_assert_int_eq(msg.event.end, end);
}

static void expect_none(enum role role)
{
	struct message msg;

	ck_assert(!kept_next(&run, role, &msg));
}

START_TEST(before_a_tally)
{
	ck_assert(!kept(ROLE_INJECTOR, EVENT_SEGMENT, CLIENT));
	ck_assert(!kept(ROLE_PROBE, EVENT_SIGHTING, CLIENT));
	expect_none(ROLE_PROBE);
}

END_TEST

START_TEST(after_a_tally)
{
	struct message captured = {.kind = MSG_CAPTURED};

	run.kept[ROLE_INJECTOR].tallied = run.kept[ROLE_PROBE].tallied = true;
	ck_assert(kept(ROLE_INJECTOR, EVENT_SEGMENT, CLIENT));
	ck_assert(kept(ROLE_INJECTOR, EVENT_SIGHTING, SERVER));
	ck_assert(kept(ROLE_INJECTOR, EVENT_VERDICT, CLIENT));
	ck_assert(kept_back(&run, ROLE_PROBE, &captured));
	expect_next(ROLE_INJECTOR, EVENT_SEGMENT, CLIENT);
	expect_next(ROLE_INJECTOR, EVENT_SIGHTING, SERVER);
	expect_next(ROLE_INJECTOR, EVENT_VERDICT, CLIENT);
	expect_none(ROLE_INJECTOR);
	ck_assert(kept(ROLE_INJECTOR, EVENT_ICMP, SERVER));
	expect_next(ROLE_INJECTOR, EVENT_ICMP, SERVER);
	expect_none(ROLE_INJECTOR);
	kept_free(&run);
}

END_TEST

/* Tallies, the stock taken at the end, and what was lost: a run that waits for them must not lose them. */
START_TEST(never_kept)
{
	static const enum event_kind kinds[] = {
		EVENT_QUEUED,  EVENT_CAPTURED, EVENT_FAULT,   EVENT_LOOKS, EVENT_MARK,
		EVENT_SOCKETS, EVENT_INFO,     EVENT_COUNTER, EVENT_LOST,  EVENT_RETURN,
	};
	struct message settled = {.kind = MSG_SETTLED};

	run.kept[ROLE_PROBE].tallied = true;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		ck_assert(!kept(ROLE_PROBE, kinds[i], SERVER));
	ck_assert(!kept_back(&run, ROLE_PROBE, &settled));
	expect_none(ROLE_PROBE);
}

END_TEST

START_TEST(tallies)
{
	struct message queued = event(EVENT_QUEUED, CLIENT), segment = event(EVENT_SEGMENT, CLIENT);

	ck_assert(kept_is_tally(&queued));
	ck_assert(!kept_is_tally(&segment));
	ck_assert(run_tallies_agree(&run));
	run.captured[CLIENT].captured.out = 5;
	ck_assert(!run_tallies_agree(&run));
	run.queued[CLIENT].queued.queued = 5;
	ck_assert(run_tallies_agree(&run));
	run.queued[CLIENT].queued.accepted = 4;
	ck_assert(!run_tallies_agree(&run));
	run.captured[SERVER].captured.in = 3;
	run.queued[CLIENT].queued.undelivered = 1;
	ck_assert(run_tallies_agree(&run));
}

END_TEST

int main(void)
{
	Suite *suite = suite_create("kept");
	TCase *tcase = tcase_create("kept");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, begin, NULL);
	tcase_add_test(tcase, before_a_tally);
	tcase_add_test(tcase, after_a_tally);
	tcase_add_test(tcase, never_kept);
	tcase_add_test(tcase, tallies);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
