/* SPDX-License-Identifier: MIT */
/* Which of the segments a rule selects by number, transmission, connection, sockets, time, chance. */
#include <check.h>

#include "base/util.h"
#include "rules.h"

/* Which of ten segments are dropped, as a string of bits. */
static void assert_ten(const char *dropped)
{
	char seen[11] = "";

	for (int i = 0; i < 10; i++)
		seen[i] = decide().kind == VERDICT_DROP ? '1' : '0';
	ck_assert_str_eq(seen, dropped);
}

START_TEST(nth_range)
{
	faults[0].match.ordinal = ORDINAL_NTH;
	faults[0].match.n = 2;
	faults[0].match.last = 5;
	assert_ten("0111100000");
}
END_TEST

START_TEST(nth_and_later)
{
	faults[0].match.ordinal = ORDINAL_NTH;
	faults[0].match.n = 8;
	faults[0].match.last = UINT32_MAX;
	assert_ten("0000000111");
	assert_ten("1111111111");
}
END_TEST

START_TEST(every)
{
	faults[0].match.ordinal = ORDINAL_EVERY;
	faults[0].match.n = 3;
	assert_ten("0010010010");
	assert_untouched(decide_on(1, CLIENT, SEG_DATA, 1));
	assert_untouched(decide());
	assert_dropped(decide());
}
END_TEST

START_TEST(retransmissions_only)
{
	faults[0].match.transmissions = TRANSMISSIONS_AGAIN;
	assert_untouched(decide());
	assert_miss(0, 1, COND_RETRANSMISSION);
	assert_dropped(decide_on(1, CLIENT, SEG_DATA, 1));
	assert_dropped(decide_on(1, CLIENT, SEG_DATA, 5));
	faults[0].match.retransmission = (struct range){.given = true, .low = 2, .high = 3};
	assert_untouched(decide_on(1, CLIENT, SEG_DATA, 1));
	assert_dropped(decide_on(1, CLIENT, SEG_DATA, 2));
	assert_dropped(decide_on(1, CLIENT, SEG_DATA, 3));
	assert_untouched(decide_on(1, CLIENT, SEG_DATA, 4));
}
END_TEST

START_TEST(first_transmissions_only)
{
	faults[0].match.transmissions = TRANSMISSIONS_FIRST;
	assert_dropped(decide());
	assert_untouched(decide_on(1, CLIENT, SEG_DATA, 1));
	assert_dropped(decide());
}
END_TEST

/* With an ordinal, what counts is what is meant. */
START_TEST(ordinal_of_transmissions)
{
	faults[0].match.ordinal = ORDINAL_FIRST;
	faults[0].match.n = 2;
	faults[0].match.transmissions = TRANSMISSIONS_ALL;
	assert_dropped(decide());
	assert_dropped(decide_on(1, CLIENT, SEG_DATA, 1));
	assert_untouched(decide_on(1, CLIENT, SEG_DATA, 2));
	faults[0].match.transmissions = TRANSMISSIONS_AGAIN;
	assert_untouched(decide_on(2, CLIENT, SEG_DATA, 0));
	assert_dropped(decide_on(2, CLIENT, SEG_DATA, 1));
	assert_dropped(decide_on(2, CLIENT, SEG_DATA, 4));
	assert_untouched(decide_on(2, CLIENT, SEG_DATA, 1));
}
END_TEST

START_TEST(connection)
{
	faults[0].match.connection = (struct range){.given = true, .low = 2, .high = 3};
	assert_untouched(decide_on(1, CLIENT, SEG_DATA, 0));
	assert_miss(0, 1, COND_CONNECTION);
	assert_dropped(decide_on(2, SERVER, SEG_DATA, 0));
	assert_dropped(decide_on(3, CLIENT, SEG_DATA, 0));
	assert_untouched(decide_on(4, CLIENT, SEG_DATA, 0));
}
END_TEST

START_TEST(while_timer)
{
	faults[0].match.timer = (struct timer_condition){
		.given = true,
		.end = SERVER,
		.timer = TIMER_KEEPALIVE,
	};
	states.timer[SERVER] = TIMER_RETRANSMIT;
	states.timer[CLIENT] = TIMER_KEEPALIVE;
	assert_untouched(decide());
	assert_miss(0, 1, COND_TIMER);
	ck_assert_int_eq(rules.state[0].miss.timer, TIMER_RETRANSMIT);
	states.timer[SERVER] = TIMER_KEEPALIVE;
	assert_dropped(decide());
}
END_TEST

/* An end that never had the connection has no timer, not even none. */
START_TEST(while_no_timer)
{
	faults[0].match.timer = (struct timer_condition){
		.given = true,
		.end = SERVER,
		.timer = TIMER_NONE,
	};
	states.existed[SERVER] = false;
	assert_untouched(decide());
	states.existed[SERVER] = true;
	assert_dropped(decide());
}
END_TEST

START_TEST(while_retransmits)
{
	faults[0].match.retransmits = (struct retransmits_condition){
		.end = CLIENT,
		.limit = {.given = true, .cmp = CMP_GE, .n = 2},
	};
	states.retransmits[CLIENT] = 1;
	states.retransmits[SERVER] = 2;
	assert_untouched(decide());
	assert_miss(0, 1, COND_RETRANSMITS);
	ck_assert_uint_eq(rules.state[0].miss.found, 1);
	states.retransmits[CLIENT] = 2;
	assert_dropped(decide());
	states.existed[CLIENT] = false;
	assert_untouched(decide());
}
END_TEST

/* Once a segment finds the timer running, the rule is over for the connection. */
START_TEST(until_timer)
{
	faults[0].match.until_timer = (struct timer_condition){
		.given = true,
		.end = SERVER,
		.timer = TIMER_KEEPALIVE,
	};
	states.timer[CLIENT] = TIMER_KEEPALIVE;
	assert_dropped(decide());
	states.timer[SERVER] = TIMER_KEEPALIVE;
	states.existed[SERVER] = false;
	assert_dropped(decide());
	states.existed[SERVER] = true;
	assert_untouched(decide());
	states.timer[SERVER] = TIMER_NONE;
	assert_untouched(decide());
	assert_dropped(decide_on(2, CLIENT, SEG_DATA, 0));
}
END_TEST

/* Of several, the first that comes true ends the rule. */
START_TEST(until_retransmits)
{
	faults[0].match.until_retransmits = (struct retransmits_condition){
		.end = CLIENT,
		.limit = {.given = true, .cmp = CMP_GE, .n = 2},
	};
	faults[0].match.until_timer = (struct timer_condition){true, SERVER, TIMER_PROBE};
	states.retransmits[SERVER] = 2;
	states.retransmits[CLIENT] = 1;
	assert_dropped(decide());
	states.retransmits[CLIENT] = 2;
	assert_untouched(decide());
	states.retransmits[CLIENT] = 0;
	assert_untouched(decide());
}
END_TEST

static struct verdict decide_at(nsec_t ms)
{
	now = ms * NSEC_PER_MSEC;
	return decide();
}

/* From 2 s on, for 1 s: the beginning is in, the end is out. */
START_TEST(after_and_for)
{
	faults[0].match.after = 2 * NSEC_PER_SEC;
	faults[0].match.length = 1 * NSEC_PER_SEC;
	assert_untouched(decide_at(1999));
	assert_miss(0, 1, COND_AFTER);
	ck_assert_uint_eq(rules.state[0].miss.found, 1999 * NSEC_PER_MSEC);
	assert_dropped(decide_at(2000));
	assert_dropped(decide_at(2999));
	assert_untouched(decide_at(3000));
	assert_miss(0, 4, COND_FOR);
}
END_TEST

START_TEST(since_segment)
{
	faults[0].match.since = (struct since){
		.kind = SINCE_SEGMENT,
		.end = SERVER,
		.name = SEG_SYN_ACK,
	};
	faults[0].match.length = 100 * NSEC_PER_MSEC;
	decide_on(1, CLIENT, SEG_SYN_ACK, 0);
	assert_untouched(decide_at(5000));
	assert_miss(0, 2, COND_SINCE);
	decide_on(1, SERVER, SEG_SYN_ACK, 0);
	assert_dropped(decide_at(5050));
	/* The first one counts, and each connection has its own. */
	decide_on(1, SERVER, SEG_SYN_ACK, 1);
	assert_untouched(decide_at(5100));
	assert_untouched(decide_on(2, CLIENT, SEG_DATA, 0));
	decide_on(2, SERVER, SEG_SYN_ACK, 0);
	assert_dropped(decide_on(2, CLIENT, SEG_DATA, 0));
}
END_TEST

/* The state begins the rule also when it is seen with a segment that the rule does not mean. */
START_TEST(since_state)
{
	faults[0].match.since = (struct since){
		.kind = SINCE_STATE,
		.end = CLIENT,
		.state = TCPS_FIN_WAIT_1,
	};
	faults[0].match.after = 10 * NSEC_PER_MSEC;
	assert_untouched(decide_at(1000));
	states.state[CLIENT] = TCPS_FIN_WAIT_1;
	decide_on(1, CLIENT, SEG_FIN, 0);
	states.state[CLIENT] = TCPS_FIN_WAIT_2;
	assert_untouched(decide_at(1009));
	assert_dropped(decide_at(1010));
}
END_TEST

/* The event itself is in. */
START_TEST(since_includes_the_event)
{
	faults[0].match.since = (struct since){
		.kind = SINCE_SEGMENT,
		.end = CLIENT,
		.name = SEG_DATA,
	};
	assert_untouched(decide_on(1, SERVER, SEG_DATA, 0));
	assert_dropped(decide());
	assert_dropped(decide_on(1, SERVER, SEG_DATA, 0));
}
END_TEST

/* Which segments chance takes. */
static unsigned int take_chances(bool taken[DRAWS], uint64_t seed, uint32_t connection)
{
	unsigned int n = 0;

	rules_free(&rules);
	rules_init(&rules, &scenario, seed);
	for (size_t i = 0; i < DRAWS; i++) {
		/* what comes in between and is not meant changes nothing */
		decide_on(connection, SERVER, SEG_ACK, 0);
		taken[i] = decide_on(connection, CLIENT, SEG_DATA, 0).kind == VERDICT_DROP;
		n += taken[i];
	}
	return n;
}

START_TEST(probability)
{
	bool first[DRAWS], again[DRAWS], other[DRAWS];
	unsigned int n;

	faults[0].match.probability = 25 * PROBABILITY_PERCENT;
	n = take_chances(first, 1, 1);
	ck_assert_uint_gt(n, DRAWS / 5);
	ck_assert_uint_lt(n, DRAWS * 3 / 10);
	number = 77;
	take_chances(again, 1, 1);
	ck_assert_mem_eq(first, again, sizeof(first));
	take_chances(other, 2, 1);
	ck_assert_mem_ne(first, other, sizeof(first));
	take_chances(other, 1, 2);
	ck_assert_mem_ne(first, other, sizeof(first));
	assert_miss(0, rules.state[0].miss.segment, COND_PROBABILITY);
}
END_TEST

START_TEST(probability_of_all)
{
	bool taken[DRAWS];

	faults[0].match.probability = 100 * PROBABILITY_PERCENT;
	ck_assert_uint_eq(take_chances(taken, 3, 1), DRAWS);
}
END_TEST

/* An ordinal counts those that chance took. */
START_TEST(ordinal_after_probability)
{
	bool taken[DRAWS];

	faults[0].match.probability = 1 * PROBABILITY_PERCENT;
	faults[0].match.ordinal = ORDINAL_FIRST;
	faults[0].match.n = 3;
	ck_assert_uint_eq(take_chances(taken, 3, 1), 3);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("selection");
	TCase *tc = tcase_create("selection");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, nth_range);
	tcase_add_test(tc, nth_and_later);
	tcase_add_test(tc, every);
	tcase_add_test(tc, retransmissions_only);
	tcase_add_test(tc, first_transmissions_only);
	tcase_add_test(tc, ordinal_of_transmissions);
	tcase_add_test(tc, connection);
	tcase_add_test(tc, while_timer);
	tcase_add_test(tc, while_no_timer);
	tcase_add_test(tc, while_retransmits);
	tcase_add_test(tc, until_timer);
	tcase_add_test(tc, until_retransmits);
	tcase_add_test(tc, after_and_for);
	tcase_add_test(tc, since_segment);
	tcase_add_test(tc, since_state);
	tcase_add_test(tc, since_includes_the_event);
	tcase_add_test(tc, probability);
	tcase_add_test(tc, probability_of_all);
	tcase_add_test(tc, ordinal_after_probability);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
