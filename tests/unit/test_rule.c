/* SPDX-License-Identifier: MIT */
#include "fault/rule.h"

#include <check.h>

#include "base/util.h"
#include "rules.h"

START_TEST(name)
{
	assert_dropped(decide());
	assert_untouched(decide_on(1, CLIENT, SEG_SYN, 0));
	assert_miss(0, 2, COND_NAME);
	ck_assert_uint_eq(rules.state[0].fired, 1);
	faults[0].match.name = SEG_ANY;
	assert_dropped(decide_on(1, SERVER, SEG_RST, 0));
}
END_TEST

START_TEST(direction)
{
	assert_dropped(decide_on(1, SERVER, SEG_DATA, 0));
	faults[0].match.from_given = true;
	faults[0].match.from = CLIENT;
	assert_untouched(decide_on(1, SERVER, SEG_DATA, 0));
	assert_miss(0, 2, COND_DIRECTION);
	assert_dropped(decide());
}
END_TEST

START_TEST(while_state)
{
	faults[0].match.while_state = (struct state_condition){
		.given = true,
		.end = SERVER,
		.state = TCPS_SYN_RECEIVED,
	};
	assert_untouched(decide());
	assert_miss(0, 1, COND_WHILE);
	ck_assert_int_eq(rules.state[0].miss.state, TCPS_ESTABLISHED);
	states.state[SERVER] = TCPS_SYN_RECEIVED;
	assert_dropped(decide());
	states.state[CLIENT] = TCPS_SYN_RECEIVED;
	states.state[SERVER] = TCPS_ESTABLISHED;
	assert_untouched(decide());
}
END_TEST

/* CLOSED means that the connection existed at that end and is gone. */
START_TEST(while_closed)
{
	faults[0].match.while_state = (struct state_condition){
		.given = true,
		.end = SERVER,
		.state = TCPS_CLOSED,
	};
	states.existed[SERVER] = false;
	states.state[SERVER] = TCPS_CLOSED;
	assert_untouched(decide());
	states.existed[SERVER] = true;
	assert_dropped(decide());
}
END_TEST

START_TEST(until_state)
{
	faults[0].match.until_state = (struct state_condition){
		.given = true,
		.end = CLIENT,
		.state = TCPS_CLOSE_WAIT,
	};
	assert_dropped(decide());
	states.state[CLIENT] = TCPS_CLOSE_WAIT;
	assert_untouched(decide());
	assert_miss(0, 2, COND_UNTIL);
	ck_assert_int_eq(rules.state[0].miss.state, TCPS_CLOSE_WAIT);
	/* It stays over, in both directions, but only for that connection. */
	states.state[CLIENT] = TCPS_ESTABLISHED;
	assert_untouched(decide());
	assert_untouched(decide_on(1, SERVER, SEG_DATA, 0));
	assert_dropped(decide_on(2, CLIENT, SEG_DATA, 0));
}
END_TEST

/* The state ends the rule also when it is seen with a segment that the rule does not mean. */
START_TEST(until_state_seen_in_passing)
{
	faults[0].match.until_state = (struct state_condition){
		.given = true,
		.end = SERVER,
		.state = TCPS_SYN_RECEIVED,
	};
	states.state[SERVER] = TCPS_SYN_RECEIVED;
	assert_untouched(decide_on(1, SERVER, SEG_SYN_ACK, 0));
	states.state[SERVER] = TCPS_ESTABLISHED;
	assert_untouched(decide());
}
END_TEST

START_TEST(first)
{
	faults[0].match.ordinal = ORDINAL_FIRST;
	faults[0].match.n = 2;
	assert_dropped(decide());
	assert_untouched(decide_on(1, CLIENT, SEG_DATA, 1));
	assert_miss(0, 2, COND_RETRANSMISSION);
	assert_dropped(decide());
	assert_untouched(decide());
	assert_miss(0, 4, COND_ORDINAL);
	/* Each direction and each connection counts for itself. */
	assert_dropped(decide_on(1, SERVER, SEG_DATA, 0));
	assert_dropped(decide_on(3, CLIENT, SEG_DATA, 0));
	assert_untouched(decide());
	ck_assert_uint_eq(rules.state[0].fired, 4);
}
END_TEST

START_TEST(nth)
{
	faults[0].match.ordinal = ORDINAL_NTH;
	faults[0].match.n = faults[0].match.last = 2;
	assert_untouched(decide());
	assert_miss(0, 1, COND_ORDINAL);
	assert_untouched(decide_on(1, CLIENT, SEG_DATA, 1));
	assert_dropped(decide());
	assert_untouched(decide());
}
END_TEST

/* Segments that fail another condition are not counted. */
START_TEST(ordinal_counts_the_matching)
{
	faults[0].match.ordinal = ORDINAL_FIRST;
	faults[0].match.n = 1;
	faults[0].match.while_state = (struct state_condition){
		.given = true,
		.end = SERVER,
		.state = TCPS_CLOSE_WAIT,
	};
	assert_untouched(decide());
	states.state[SERVER] = TCPS_CLOSE_WAIT;
	assert_dropped(decide());
}
END_TEST

START_TEST(retransmissions_without_ordinal)
{
	assert_dropped(decide_on(1, CLIENT, SEG_DATA, 0));
	assert_dropped(decide_on(1, CLIENT, SEG_DATA, 7));
}
END_TEST

/* The first that got furthest is kept. */
START_TEST(nearest_miss)
{
	faults[0].match.from_given = true;
	faults[0].match.from = SERVER;
	faults[0].match.ordinal = ORDINAL_NTH;
	faults[0].match.n = faults[0].match.last = 100;
	assert_miss(0, 0, COND_NAME);
	decide_on(1, SERVER, SEG_ACK, 0);
	assert_miss(0, 1, COND_NAME);
	decide();
	decide();
	assert_miss(0, 2, COND_DIRECTION);
	decide_on(1, SERVER, SEG_DATA, 0);
	assert_miss(0, 4, COND_ORDINAL);
	decide_on(1, SERVER, SEG_DATA, 1);
	decide_on(1, SERVER, SEG_DATA, 0);
	assert_miss(0, 4, COND_ORDINAL);
}
END_TEST

/* The first rule that matches wins; the second does not count what the first took. */
START_TEST(earlier_rule)
{
	rules_free(&rules);
	scenario.n_faults = 2;
	rules_init(&rules, &scenario, 1);
	faults[0].match.ordinal = ORDINAL_FIRST;
	faults[0].match.n = 2;
	faults[1].verb = VERB_PASS;
	faults[1].match.ordinal = ORDINAL_NTH;
	faults[1].match.n = faults[1].match.last = 1;
	assert_dropped(decide());
	assert_miss(1, 1, COND_EARLIER);
	assert_dropped(decide());
	assert_verdict(decide(), VERDICT_ACCEPT, 1);
	assert_untouched(decide());
	ck_assert_uint_eq(rules.state[0].fired, 2);
	ck_assert_uint_eq(rules.state[1].fired, 1);
}
END_TEST

START_TEST(disabled)
{
	faults[0].disabled = true;
	assert_untouched(decide());
	assert_miss(0, 0, COND_NAME);
	ck_assert_uint_eq(rules.state[0].fired, 0);
}
END_TEST

START_TEST(delay)
{
	faults[0].verb = VERB_DELAY;
	faults[0].delay = 50 * NSEC_PER_MSEC;
	assert_verdict(decide(), VERDICT_HOLD, 0);
	ck_assert_int_eq(decide().delay, 50 * NSEC_PER_MSEC);
}
END_TEST

static void draw(nsec_t draws[DRAWS], uint64_t seed, uint32_t connection, enum end from)
{
	rules_free(&rules);
	rules_init(&rules, &scenario, seed);
	for (size_t i = 0; i < DRAWS; i++)
		draws[i] = decide_on(connection, from, SEG_DATA, 0).delay;
}

static unsigned int same(const nsec_t a[DRAWS], const nsec_t b[DRAWS])
{
	unsigned int n = 0;

	for (size_t i = 0; i < DRAWS; i++)
		n += a[i] == b[i];
	return n;
}

/* Jitter hangs on the seed, the connection, the direction and the count, and on nothing else. */
START_TEST(jitter_is_seeded)
{
	nsec_t first[DRAWS], other[DRAWS];

	faults[0].verb = VERB_DELAY;
	faults[0].delay = 50 * NSEC_PER_MSEC;
	faults[0].jitter = 10 * NSEC_PER_MSEC;
	draw(first, 1, 1, CLIENT);
	number = 5000;
	draw(other, 1, 1, CLIENT);
	ck_assert_uint_eq(same(first, other), DRAWS);
	draw(other, 2, 1, CLIENT);
	ck_assert_uint_lt(same(first, other), 3);
	draw(other, 1, 2, CLIENT);
	ck_assert_uint_lt(same(first, other), 3);
	draw(other, 1, 1, SERVER);
	ck_assert_uint_lt(same(first, other), 3);
}
END_TEST

START_TEST(jitter_is_even)
{
	unsigned int quarter[4] = {0};
	nsec_t draws[DRAWS];

	faults[0].verb = VERB_DELAY;
	faults[0].delay = 50 * NSEC_PER_MSEC;
	faults[0].jitter = 10 * NSEC_PER_MSEC;
	draw(draws, 7, 1, CLIENT);
	for (size_t i = 0; i < DRAWS; i++) {
		ck_assert_int_ge(draws[i], 40 * NSEC_PER_MSEC);
		ck_assert_int_le(draws[i], 60 * NSEC_PER_MSEC);
		quarter[MIN((draws[i] - 40 * NSEC_PER_MSEC) / (5 * NSEC_PER_MSEC), 3)]++;
	}
	for (size_t i = 0; i < 4; i++)
		ck_assert_uint_gt(quarter[i], DRAWS / 5);
}
END_TEST

START_TEST(jitter_is_never_negative)
{
	nsec_t draws[DRAWS];
	unsigned int zero = 0;

	faults[0].verb = VERB_DELAY;
	faults[0].delay = 1 * NSEC_PER_MSEC;
	faults[0].jitter = 10 * NSEC_PER_MSEC;
	draw(draws, 7, 1, CLIENT);
	for (size_t i = 0; i < DRAWS; i++) {
		ck_assert_int_ge(draws[i], 0);
		zero += draws[i] == 0;
	}
	ck_assert_uint_gt(zero, DRAWS / 4);
}
END_TEST

/* What becomes of the segment itself: some verbs answer in its place, others let it through. */
START_TEST(verbs)
{
	static const enum verdict_kind kinds[VERBS] = {
		[VERB_DROP] = VERDICT_DROP,	  [VERB_DELAY] = VERDICT_HOLD,
		[VERB_PASS] = VERDICT_ACCEPT,	  [VERB_HOLD] = VERDICT_HOLD,
		[VERB_REORDER] = VERDICT_HOLD,	  [VERB_RATE] = VERDICT_HOLD,
		[VERB_PARTITION] = VERDICT_DROP,  [VERB_FORGET] = VERDICT_ACCEPT,
		[VERB_SET] = VERDICT_ACCEPT,	  [VERB_OPTION] = VERDICT_ACCEPT,
		[VERB_PAYLOAD] = VERDICT_ACCEPT,  [VERB_CORRUPT] = VERDICT_ACCEPT,
		[VERB_TRUNCATE] = VERDICT_ACCEPT, [VERB_DUPLICATE] = VERDICT_ACCEPT,
		[VERB_INJECT] = VERDICT_ACCEPT,	  [VERB_REPLY] = VERDICT_DROP,
		[VERB_REJECT] = VERDICT_DROP,
	};

	for (enum verb verb = 0; verb < VERBS; verb++) {
		faults[0].verb = verb;
		faults[0].rate = 1000;
		faults[0].lasts = NSEC_PER_SEC;
		rules.state[0].begun = false;
		assert_verdict(decide(), kinds[verb], 0);
	}
}
END_TEST

/* The same seed, fault, connection, direction and count: the same draw. */
START_TEST(draws)
{
	uint64_t first = decide().draw, second = decide().draw;

	ck_assert_uint_ne(first, second);
	ck_assert_uint_ne(decide_on(2, CLIENT, SEG_DATA, 0).draw, first);
	ck_assert_uint_ne(decide_on(2, SERVER, SEG_DATA, 0).draw, first);
	end();
	rules_init(&rules, &scenario, 1);
	decide_on(7, SERVER, SEG_DATA, 0);
	ck_assert_uint_eq(decide().draw, first);
	ck_assert_uint_eq(decide().draw, second);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("rule");
	TCase *tc = tcase_create("rule");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, name);
	tcase_add_test(tc, direction);
	tcase_add_test(tc, while_state);
	tcase_add_test(tc, while_closed);
	tcase_add_test(tc, until_state);
	tcase_add_test(tc, until_state_seen_in_passing);
	tcase_add_test(tc, first);
	tcase_add_test(tc, nth);
	tcase_add_test(tc, ordinal_counts_the_matching);
	tcase_add_test(tc, retransmissions_without_ordinal);
	tcase_add_test(tc, nearest_miss);
	tcase_add_test(tc, earlier_rule);
	tcase_add_test(tc, disabled);
	tcase_add_test(tc, verbs);
	tcase_add_test(tc, draws);
	tcase_add_test(tc, delay);
	tcase_add_test(tc, jitter_is_seeded);
	tcase_add_test(tc, jitter_is_even);
	tcase_add_test(tc, jitter_is_never_negative);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
