/* SPDX-License-Identifier: MIT */
/*
 * The judge on recorded timelines of tests/judge/, changed one thing at a time. Whole outcomes of
 * unchanged ones are compared by tests/judge/run.sh, missing evidence is test_evidence.c's.
 */
#include <check.h>
#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "recorded.h"

/* ---- faults -------------------------------------------------------------------------------- */

static const struct {
	struct near_miss miss;
	const char *said;
} misses[] = {
	{{.segment = 3, .failed = COND_NAME},
	 "segment 3 (handshake-ack from the client) is no such segment"},
	{{.segment = 2, .failed = COND_DIRECTION},
	 "segment 2 (syn-ack from the server) comes from the other end"},
	{{.segment = 3, .failed = COND_WHILE, .state = TCPS_ESTABLISHED},
	 "segment 3 (handshake-ack from the client) was not it, because the server was in "
	 "ESTABLISHED, not CLOSE-WAIT"},
	{{.segment = 1, .failed = COND_EARLIER},
	 "segment 1 (syn from the client) was taken by an earlier rule"},
	{{.segment = 9, .failed = COND_NAME}, "segment 9 came nearest, which is not in the record"},
	{{.failed = COND_NAME}, "there was no segment at all"},
};

START_TEST(nearest_miss)
{
	load("never-fired");
	find(EVENT_FAULT, 0)->fault.miss = misses[_i].miss;
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_INCONCLUSIVE);
	ck_assert_msg(strstr(saw("lose-ack:"), misses[_i].said), "saw: %s", saw("lose-ack:"));
	unload();
}
END_TEST

/* An expectation that 0 satisfies says that the fault need not fire. */
START_TEST(may_not_fire)
{
	static const struct {
		enum comparison cmp;
		uint32_t n;
		enum outcome_kind kind;
	} table[] = {
		{CMP_EQ, 0, OUTCOME_FAIL},	   {CMP_LE, 2, OUTCOME_FAIL},
		{CMP_GE, 0, OUTCOME_FAIL},	   {CMP_GE, 1, OUTCOME_INCONCLUSIVE},
		{CMP_LT, 0, OUTCOME_INCONCLUSIVE},
	};
	struct expectation *last;

	load("never-fired");
	last = &sc.expectations[sc.n_expectations - 1];
	ck_assert_int_eq(last->kind, EXPECT_FIRED);
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		last->fired.cmp = table[i].cmp;
		last->fired.n = table[i].n;
		ck_assert_int_eq(outcome_of(&tl), table[i].kind);
	}
	unload();
}
END_TEST

START_TEST(disabled_fault)
{
	load("never-fired");
	ck_assert(scenario_without_fault(&sc, "lose-ack"));
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_FAIL);
	find(EVENT_SEGMENT, 0)->segment.verdict.fault = 0;
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(saw("lose-ack:"), "a count of 0 and 1 segments");
	unload();
}
END_TEST

/* ---- expectations -------------------------------------------------------------------------- */

/* The sighting that showed the server gone, and the last one before it. */
static void move_end(nsec_t last_seen, nsec_t gone)
{
	struct event *seen = NULL, *closed = NULL;

	for (size_t i = 0; i < tl.n; i++) {
		struct event *ev = &tl.events[i];

		if (ev->kind != EVENT_SIGHTING || ev->end != SERVER)
			continue;
		if (ev->sighting.seen.state == TCPS_SYN_RECEIVED)
			seen = ev;
		else if (ev->sighting.seen.state == TCPS_CLOSED && seen && !closed)
			closed = ev;
	}
	ck_assert(seen && closed);
	seen->sighting.seen.asked.ns = last_seen;
	seen->sighting.seen.answered.ns = seen->at.ns = last_seen;
	closed->sighting.seen.asked.ns = gone;
	closed->sighting.seen.answered.ns = closed->at.ns = gone;
}

/* The server entered SYN-RECEIVED within [E, L]; it left within [last_seen, gone]. */
START_TEST(stay_in_state)
{
	const char *subject = "server in SYN-RECEIVED";
	const nsec_t early = 270000, late = 295000, s = NSEC_PER_SEC, ms = NSEC_PER_MSEC;
	const struct {
		nsec_t last_seen, gone;
		enum outcome_kind kind;
	} table[] = {
		/* 7 s +- 10 % is 6.3 s to 7.7 s */
		{6300 * ms + late, 7700 * ms + early, OUTCOME_PASS},
		{6300 * ms + late - 1, 7000 * ms, OUTCOME_INCONCLUSIVE},
		{7000 * ms, 7700 * ms + early + 1, OUTCOME_INCONCLUSIVE},
		{5 * s, 6300 * ms + early, OUTCOME_INCONCLUSIVE},
		{5 * s, 6300 * ms + early - 1, OUTCOME_FAIL},
		{7700 * ms + late, 9 * s, OUTCOME_INCONCLUSIVE},
		{7700 * ms + late + 1, 9 * s, OUTCOME_FAIL},
		{5 * s, 9 * s, OUTCOME_INCONCLUSIVE},
	};

	load("third-ack-loss");
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		move_end(table[i].last_seen, table[i].gone);
		outcome_of(&tl);
		ck_assert_msg(kind_of(subject) == table[i].kind, "%zu: %s: %s", i,
			      outcome_word(kind_of(subject)), saw(subject));
	}
	unload();
}
END_TEST

/* A stay that the run's end cut short: only how long it was at least is known. */
START_TEST(stay_until_the_end)
{
	const char *subject = "client in TIME-WAIT";
	struct expectation *ex = NULL;
	static const struct {
		struct expected_time time;
		enum outcome_kind kind;
	} table[] = {
		{{.cmp = CMP_GE, .time = 220 * NSEC_PER_USEC}, OUTCOME_PASS},
		{{.cmp = CMP_GE, .time = 221 * NSEC_PER_USEC}, OUTCOME_INCONCLUSIVE},
		{{.cmp = CMP_LE, .time = 220 * NSEC_PER_USEC}, OUTCOME_INCONCLUSIVE},
		{{.cmp = CMP_LE, .time = 219 * NSEC_PER_USEC}, OUTCOME_FAIL},
	};

	load("teardown");
	for (size_t i = 0; i < sc.n_expectations && !ex; i++)
		if (sc.expectations[i].kind == EXPECT_IN_STATE)
			ex = &sc.expectations[i];
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		ex->in_state.time = table[i].time;
		outcome_of(&tl);
		ck_assert_msg(kind_of(subject) == table[i].kind, "%zu: %s: %s", i,
			      outcome_word(kind_of(subject)), saw(subject));
	}
	ex->in_state.state = TCPS_CLOSING;
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_FAIL);
	ck_assert_str_eq(saw("client in CLOSING"), "the client was never in CLOSING");
	unload();
}
END_TEST

static const struct {
	const char *kernel;
	size_t applicable; /* of "kernel >= 6.5 { 2 } kernel < 6.5 { 1 }" */
} kernels[] = {
	{"6.5", 2},   {"6.5.0-rc1", 2}, {"6.18.5-arch1-1", 2}, {"10.0.0", 2},
	{"6.4.9", 1}, {"5.19.0", 1},	{"6.1.0-28-amd64", 1},
};

START_TEST(where_kernel)
{
	size_t n = 0;

	load("teardown");
	free(tl.header.kernel);
	tl.header.kernel = strdup(kernels[_i].kernel);
	outcome_of(&tl);
	for (size_t i = 0; i < outcome.n; i++)
		n += strcmp(outcome.findings[i].subject, "segments fin = 2") == 0 ||
		     strcmp(outcome.findings[i].subject, "segments any from client >= 4") == 0 ||
		     strcmp(outcome.findings[i].subject, "segments fin = 7") == 0;
	ck_assert_uint_eq(n, kernels[_i].applicable);
	unload();
}
END_TEST

START_TEST(where_sysctl)
{
	load("teardown");
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_PASS);
	for (size_t i = 0; i < tl.header.n_sysctls; i++)
		if (strstr(tl.header.sysctls[i].name, "linear"))
			*tl.header.sysctls[i].value = '\0';
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_FAIL);
	ck_assert_str_eq(saw("segments fin = 8"), "2");
	unload();
}
END_TEST

/* A wait that ran out says what was there instead: of a script, where it stood. */
START_TEST(wait_for_script)
{
	struct event *ret;

	load("timeout");
	ret = find(EVENT_RETURN, 3);
	ck_assert_int_eq(ret->call.step, STEP_WAIT);
	ret->call.cut = false;
	ret->call.error = ETIMEDOUT;
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_FAIL);
	ck_assert_str_eq(saw("client: wait until server done"),
			 "the server still at \"recv 10\" (line 8)");
	unload();
}
END_TEST

/* Where nobody waits when the timeout comes, a segment is still held. */
START_TEST(timeout_without_waiting)
{
	load("delayed");
	tl.events[tl.n - 1].ended = END_TIMEOUT;
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_FAIL);
	ck_assert_str_eq(saw("ends by itself"), "no step waiting; a segment was still held");
	unload();
}
END_TEST

/* Findings stand in the order of the scenario, those about the whole run before them. */
START_TEST(order_of_findings)
{
	load("never-fired");
	outcome_of(&tl);
	ck_assert_uint_gt(outcome.n, 5);
	for (size_t i = 1; i < outcome.n; i++) {
		const struct finding *a = &outcome.findings[i - 1], *b = &outcome.findings[i];

		ck_assert(!a->located || (b->located && a->loc.line <= b->loc.line));
	}
	unload();
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("judge");
	TCase *faults = tcase_create("faults"), *expect = tcase_create("expectations");

	tcase_add_loop_test(faults, nearest_miss, 0, ARRAY_SIZE(misses));
	tcase_add_test(faults, may_not_fire);
	tcase_add_test(faults, disabled_fault);
	suite_add_tcase(s, faults);
	tcase_add_test(expect, stay_in_state);
	tcase_add_test(expect, stay_until_the_end);
	tcase_add_loop_test(expect, where_kernel, 0, ARRAY_SIZE(kernels));
	tcase_add_test(expect, where_sysctl);
	tcase_add_test(expect, wait_for_script);
	tcase_add_test(expect, timeout_without_waiting);
	tcase_add_test(expect, order_of_findings);
	suite_add_tcase(s, expect);
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
