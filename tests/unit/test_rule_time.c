/* SPDX-License-Identifier: MIT */
/* Rules about when segments go on: delay by a normal distribution, hold, reorder, rate, partition. */
#include <check.h>

#include "base/util.h"
#include "rules.h"

#define MS(n) ((n)*NSEC_PER_MSEC)

/* One rule, about every segment from the client; each test says which. */
static void begin_any(void)
{
	begin();
	for (size_t i = 0; i < ARRAY_SIZE(faults); i++)
		faults[i].match = (struct match){.name = SEG_ANY, .from_given = true};
	segment.len = 1000;
}

static struct verdict decide_from(enum end from, enum segment_name name)
{
	return decide_on(1, from, name, 0);
}

static void assert_held(struct verdict v, nsec_t delay)
{
	ck_assert_str_eq(verdict_word(v.kind), "hold");
	ck_assert_int_eq(v.fault, 0);
	ck_assert_int_eq(v.delay, delay);
}

/* ---- delay --------------------------------------------------------------------------------- */

#define DELAYS 4000

/* Two thirds lie within one standard deviation, one in twenty beyond two; the mean is the delay. */
START_TEST(jitter_is_normal)
{
	unsigned int within_1 = 0, beyond_2 = 0;
	nsec_t sum = 0;

	faults[0].verb = VERB_DELAY;
	faults[0].delay = MS(100);
	faults[0].jitter = MS(10);
	faults[0].distribution = DISTRIBUTION_NORMAL;
	for (size_t i = 0; i < DELAYS; i++) {
		nsec_t off = decide_from(CLIENT, SEG_DATA).delay - MS(100);

		ck_assert_int_ge(off, -MS(60));
		ck_assert_int_le(off, MS(60));
		sum += off;
		within_1 += off >= -MS(10) && off <= MS(10);
		beyond_2 += off < -MS(20) || off > MS(20);
	}
	ck_assert_int_lt(sum / DELAYS, MS(1));
	ck_assert_int_gt(sum / DELAYS, -MS(1));
	ck_assert_uint_gt(within_1, DELAYS * 66 / 100);
	ck_assert_uint_lt(within_1, DELAYS * 71 / 100);
	ck_assert_uint_gt(beyond_2, DELAYS * 3 / 100);
	ck_assert_uint_lt(beyond_2, DELAYS * 6 / 100);
}
END_TEST

START_TEST(normal_jitter_is_never_negative)
{
	unsigned int zero = 0;

	faults[0].verb = VERB_DELAY;
	faults[0].delay = faults[0].jitter = MS(10);
	faults[0].distribution = DISTRIBUTION_NORMAL;
	for (size_t i = 0; i < DELAYS; i++) {
		nsec_t delay = decide_from(CLIENT, SEG_DATA).delay;

		ck_assert_int_ge(delay, 0);
		zero += delay == 0;
	}
	ck_assert_uint_gt(zero, DELAYS / 10);
}
END_TEST

/* ---- hold ---------------------------------------------------------------------------------- */

/* "hold fin from client until fin from server", and with @both the other way round, too */
static void hold_fins(bool both)
{
	rules_free(&rules);
	scenario.n_faults = both ? 2 : 1;
	rules_init(&rules, &scenario, 1);
	for_each_end(e) {
		faults[e].verb = VERB_HOLD;
		faults[e].match.name = SEG_FIN;
		faults[e].match.from = e;
		faults[e].match.release = (struct release){.kind = RELEASE_SEGMENT,
							   .name = SEG_FIN,
							   .from_given = true,
							   .from = other_end(e)};
	}
}

START_TEST(hold_until_segment)
{
	hold_fins(false);
	assert_held(decide_from(CLIENT, SEG_FIN), HOLD_AWAITS);
	assert_untouched(decide_from(CLIENT, SEG_DATA));
	assert_held(decide_from(CLIENT, SEG_FIN), HOLD_AWAITS);
	assert_untouched(decide_on(2, SERVER, SEG_FIN, 0));
	assert_held(decide_from(CLIENT, SEG_FIN), HOLD_AWAITS);
	assert_untouched(decide_from(SERVER, SEG_FIN));
	assert_untouched(decide_from(CLIENT, SEG_FIN));
	assert_untouched(decide_on(2, CLIENT, SEG_FIN, 0));
	ck_assert_uint_eq(rules.state[0].fired, 3);
}
END_TEST

/* What ends the hold was there before anything could be held: nothing was done. */
START_TEST(hold_too_late)
{
	hold_fins(false);
	assert_untouched(decide_from(SERVER, SEG_FIN));
	assert_untouched(decide_from(CLIENT, SEG_FIN));
	assert_miss(0, 2, COND_RELEASED);
	ck_assert_uint_eq(rules.state[0].fired, 0);
}
END_TEST

/* Of two holds that wait for each other's segments both fire, whichever segment comes first. */
START_TEST(barrier)
{
	enum end first = _i, second = other_end(first);
	struct verdict v;

	hold_fins(true);
	assert_verdict(decide_from(first, SEG_FIN), VERDICT_HOLD, first);
	held[first] = 1 << SEG_FIN | 1 << SEG_ANY;
	v = decide_from(second, SEG_FIN);
	assert_verdict(v, VERDICT_HOLD, second);
	ck_assert_int_eq(v.delay, 0);
	held[first] = 0;
	assert_untouched(decide_from(first, SEG_FIN));
	assert_untouched(decide_from(second, SEG_FIN));
}
END_TEST

START_TEST(hold_until_state)
{
	faults[0].verb = VERB_HOLD;
	faults[0].match.release.kind = RELEASE_STATE;
	faults[0].match.until_state = (struct state_condition){
		.given = true,
		.end = SERVER,
		.state = TCPS_CLOSE_WAIT,
	};
	assert_held(decide_from(CLIENT, SEG_DATA), HOLD_AWAITS);
	ck_assert(!rules_see(&rules, 1, SERVER, TCPS_ESTABLISHED));
	ck_assert(!rules_see(&rules, 1, CLIENT, TCPS_CLOSE_WAIT));
	assert_held(decide_from(CLIENT, SEG_DATA), HOLD_AWAITS);
	ck_assert(rules_see(&rules, 1, SERVER, TCPS_CLOSE_WAIT));
	assert_untouched(decide_from(CLIENT, SEG_DATA));
	assert_miss(0, 3, COND_UNTIL);
	assert_held(decide_on(2, CLIENT, SEG_DATA, 0), HOLD_AWAITS);
}
END_TEST

START_TEST(hold_until_time)
{
	faults[0].verb = VERB_HOLD;
	faults[0].match.release = (struct release){.kind = RELEASE_TIME, .time = MS(100)};
	now = MS(30);
	assert_held(decide_from(CLIENT, SEG_DATA), MS(70));
	now = MS(100);
	assert_untouched(decide_from(CLIENT, SEG_DATA));
	assert_miss(0, 2, COND_RELEASED);
}
END_TEST

START_TEST(what_releases)
{
	struct release release = {.kind = RELEASE_SEGMENT, .name = SEG_FIN};
	struct segment_facts fin = {.names = 1 << SEG_FIN | 1 << SEG_ANY};
	struct segment_facts data = {.names = 1 << SEG_DATA | 1 << SEG_ANY};

	ck_assert(release_is(&release, CLIENT, &fin));
	ck_assert(release_is(&release, SERVER, &fin));
	ck_assert(!release_is(&release, SERVER, &data));
	release.from_given = true;
	release.from = SERVER;
	ck_assert(release_is(&release, SERVER, &fin));
	ck_assert(!release_is(&release, CLIENT, &fin));
	release.kind = RELEASE_STATE;
	ck_assert(!release_is(&release, SERVER, &fin));
}
END_TEST

START_TEST(reorder)
{
	faults[0].verb = VERB_REORDER;
	assert_held(decide_from(CLIENT, SEG_DATA), HOLD_AWAITS);
}
END_TEST

/* ---- rate ---------------------------------------------------------------------------------- */

/* 1000 bytes at 8 Mbit/s are 1 ms: each segment takes it, one after the other, directions apart. */
START_TEST(rate)
{
	faults[0].verb = VERB_RATE;
	faults[0].rate = 8000000;
	faults[0].match.from_given = false;
	assert_held(decide_from(CLIENT, SEG_DATA), MS(1));
	assert_held(decide_from(CLIENT, SEG_DATA), MS(2));
	assert_held(decide_from(SERVER, SEG_DATA), MS(1));
	assert_held(decide_on(2, CLIENT, SEG_DATA, 0), MS(3));
	now = MS(2);
	segment.len = 500;
	assert_held(decide_from(CLIENT, SEG_DATA), MS(3) / 2);
	now = MS(100);
	assert_held(decide_from(CLIENT, SEG_DATA), MS(1) / 2);
}
END_TEST

/* 2000 bytes may go at once, and again when the way has been idle for as long as they take. */
START_TEST(burst)
{
	faults[0].verb = VERB_RATE;
	faults[0].rate = 8000000;
	faults[0].burst = 2000;
	for (now = 0; now <= MS(100); now += MS(100)) {
		assert_held(decide_from(CLIENT, SEG_DATA), 0);
		assert_held(decide_from(CLIENT, SEG_DATA), 0);
		assert_held(decide_from(CLIENT, SEG_DATA), MS(1));
		assert_held(decide_from(CLIENT, SEG_DATA), MS(2));
	}
	now = MS(101);
	assert_held(decide_from(CLIENT, SEG_DATA), MS(2));
}
END_TEST

/* ---- partition, forget --------------------------------------------------------------------- */

START_TEST(partition_on_segment)
{
	faults[0].verb = VERB_PARTITION;
	faults[0].lasts = MS(10);
	faults[0].match.name = SEG_FIN;
	now = MS(5);
	assert_untouched(decide_from(CLIENT, SEG_DATA));
	assert_miss(0, 1, COND_NAME);
	assert_verdict(decide_from(CLIENT, SEG_FIN), VERDICT_DROP, 0);
	now = MS(15) - 1;
	assert_verdict(decide_on(2, SERVER, SEG_SYN, 0), VERDICT_DROP, 0);
	now = MS(15);
	assert_untouched(decide_from(CLIENT, SEG_DATA));
	assert_untouched(decide_from(CLIENT, SEG_FIN));
	ck_assert_uint_eq(rules.state[0].fired, 2);
}
END_TEST

START_TEST(partition_at_time)
{
	faults[0].verb = VERB_PARTITION;
	faults[0].lasts = MS(10);
	faults[0].at_given = true;
	faults[0].at = MS(20);
	now = MS(20) - 1;
	assert_untouched(decide_from(CLIENT, SEG_DATA));
	assert_miss(0, 1, COND_OFF);
	now = MS(25);
	assert_verdict(decide_from(SERVER, SEG_DATA), VERDICT_DROP, 0);
	now = MS(30);
	assert_untouched(decide_from(CLIENT, SEG_DATA));
}
END_TEST

/* An earlier rule's segment neither begins a partition nor is lost in it. */
START_TEST(partition_behind_another_rule)
{
	rules_free(&rules);
	scenario.n_faults = 2;
	rules_init(&rules, &scenario, 1);
	faults[0].verb = VERB_PASS;
	faults[0].match.name = SEG_FIN;
	faults[1].verb = VERB_PARTITION;
	faults[1].lasts = MS(10);
	faults[1].match.name = SEG_ANY;
	assert_verdict(decide_from(CLIENT, SEG_FIN), VERDICT_ACCEPT, 0);
	assert_untouched(decide_from(SERVER, SEG_DATA));
	assert_verdict(decide_from(CLIENT, SEG_DATA), VERDICT_DROP, 1);
	assert_verdict(decide_from(CLIENT, SEG_FIN), VERDICT_ACCEPT, 0);
}
END_TEST

START_TEST(forget_once)
{
	faults[0].verb = VERB_FORGET;
	faults[0].match.name = SEG_FIN;
	assert_untouched(decide_from(CLIENT, SEG_DATA));
	assert_verdict(decide_from(CLIENT, SEG_FIN), VERDICT_ACCEPT, 0);
	assert_untouched(decide_from(CLIENT, SEG_FIN));
	ck_assert_uint_eq(rules.state[0].fired, 1);
}
END_TEST

/* … at a time: with the first segment behind it, whosever it is. */
START_TEST(forget_at_time)
{
	faults[0].verb = VERB_FORGET;
	faults[0].at_given = true;
	faults[0].at = MS(20);
	assert_untouched(decide_from(CLIENT, SEG_DATA));
	now = MS(70);
	assert_verdict(decide_from(SERVER, SEG_DATA), VERDICT_ACCEPT, 0);
	assert_untouched(decide_from(SERVER, SEG_DATA));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("rule_time");
	TCase *tc = tcase_create("rule_time");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(tc, begin_any, end);
	tcase_add_test(tc, jitter_is_normal);
	tcase_add_test(tc, normal_jitter_is_never_negative);
	tcase_add_test(tc, hold_until_segment);
	tcase_add_test(tc, hold_too_late);
	tcase_add_loop_test(tc, barrier, 0, ENDS);
	tcase_add_test(tc, hold_until_state);
	tcase_add_test(tc, hold_until_time);
	tcase_add_test(tc, what_releases);
	tcase_add_test(tc, reorder);
	tcase_add_test(tc, rate);
	tcase_add_test(tc, burst);
	tcase_add_test(tc, partition_on_segment);
	tcase_add_test(tc, partition_at_time);
	tcase_add_test(tc, partition_behind_another_rule);
	tcase_add_test(tc, forget_once);
	tcase_add_test(tc, forget_at_time);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
