/* SPDX-License-Identifier: MIT */
#include "roles/held.h"

#include <check.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/util.h"

static struct held held;

static void begin(void)
{
	held = (struct held){0};
}

static void end(void)
{
	held_free(&held);
}

static void add(uint32_t number, nsec_t due)
{
	const struct held_segment s = {.due = {due}, .number = number, .id = 1000 + number};

	held_add(&held, &s);
}

/* Take out the next one: it must be this. */
static void take(uint32_t number, nsec_t due)
{
	struct held_segment s;

	ck_assert_int_eq(held_next(&held).ns, due);
	s = held_take(&held);
	ck_assert_uint_eq(s.number, number);
	ck_assert_uint_eq(s.id, 1000 + number);
	ck_assert_int_eq(s.due.ns, due);
}

START_TEST(none)
{
	ck_assert_int_eq(held_next(&held).ns, MONOTIME_NEVER.ns);
	add(1, 5);
	take(1, 5);
	ck_assert_int_eq(held_next(&held).ns, MONOTIME_NEVER.ns);
	ck_assert_uint_eq(held.n, 0);
}
END_TEST

START_TEST(by_deadline)
{
	add(1, 30);
	add(2, 10);
	add(3, 20);
	take(2, 10);
	add(4, 15);
	add(5, 40);
	take(4, 15);
	take(3, 20);
	take(1, 30);
	take(5, 40);
}
END_TEST

START_TEST(same_deadline_by_number)
{
	static const uint32_t order[] = {4, 1, 6, 3, 7, 2, 5};

	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		add(order[i], 10);
	for (uint32_t number = 1; number <= ARRAY_SIZE(order); number++)
		take(number, 10);
}
END_TEST

START_TEST(until_the_end)
{
	add(1, MONOTIME_NEVER.ns);
	add(2, INT64_MAX - 1);
	add(3, MONOTIME_NEVER.ns);
	take(2, INT64_MAX - 1);
	take(1, MONOTIME_NEVER.ns);
	take(3, MONOTIME_NEVER.ns);
}
END_TEST

/* The whole segment is kept, not only what the order depends on. */
START_TEST(whole)
{
	const struct held_segment in = {.due = {1},
					.id = 2,
					.number = 3,
					.from = SERVER,
					.facts = {.connection = 4, .flags = TCP_FIN}};
	struct held_segment out;

	held_add(&held, &in);
	out = held_take(&held);
	ck_assert_int_eq(out.from, SERVER);
	ck_assert_uint_eq(out.facts.connection, 4);
	ck_assert_uint_eq(out.facts.flags, TCP_FIN);
}
END_TEST

/* Many more than there is room for at first, many of them alike; taken out while others come in. */
START_TEST(many)
{
	const uint32_t n = 5000;
	struct held_segment last = {.due = {-1}};
	uint32_t added = 0, taken = 0;
	bool *gone = xalloc(n + 1, sizeof(*gone));

	srand(_i + 1);
	while (added < n / 2)
		add(++added, rand() % 100);
	while (held.n) {
		struct held_segment s = held_take(&held);

		ck_assert(!gone[s.number]);
		gone[s.number] = true;
		taken++;
		ck_assert(s.due.ns > last.due.ns ||
			  (s.due.ns == last.due.ns && s.number > last.number));
		last = s;
		if (added < n)
			add(++added, last.due.ns + rand() % 100);
	}
	ck_assert_uint_eq(taken, n);
	free(gone);
}
END_TEST

/* Held until something comes: of those that wait, every second comes. */
static bool is_even(struct held_segment *s, const void *asked)
{
	++*(uint32_t *)(uintptr_t)asked;
	ck_assert(s->awaits);
	return s->number % 2 == 0;
}

static void add_awaiting(uint32_t number, nsec_t due)
{
	const struct held_segment s = {
		.due = {due}, .number = number, .id = 1000 + number, .awaits = true};

	held_add(&held, &s);
}

START_TEST(come)
{
	const struct monotime now = {20};
	uint32_t asked = 0;

	add_awaiting(4, MONOTIME_NEVER.ns);
	add_awaiting(3, MONOTIME_NEVER.ns);
	add(6, 10);
	add_awaiting(2, MONOTIME_NEVER.ns);
	add_awaiting(8, 15);
	add_awaiting(1, 30);
	held_come(&held, is_even, &asked, now);
	ck_assert_uint_eq(asked, 5);
	take(6, 10);
	take(8, 15);
	take(2, 20);
	take(4, 20);
	take(1, 30);
	take(3, MONOTIME_NEVER.ns);
}
END_TEST

/* Whoever comes is asked no more, and each is asked once, however the heap is turned over. */
START_TEST(come_once)
{
	const uint32_t n = 1000;
	uint32_t asked = 0;

	for (uint32_t i = 1; i <= n; i++)
		add_awaiting(i, 1000000 - i * 7919 % 1009);
	held_come(&held, is_even, &asked, (struct monotime){5});
	ck_assert_uint_eq(asked, n);
	held_come(&held, is_even, &asked, (struct monotime){6});
	ck_assert_uint_eq(asked, n + n / 2);
	for (uint32_t i = 2; i <= n; i += 2)
		take(i, 5);
	ck_assert_uint_eq(held.n, n / 2);
}
END_TEST

START_TEST(free_leaves_it_empty)
{
	add(1, 10);
	held_free(&held);
	ck_assert_int_eq(held_next(&held).ns, MONOTIME_NEVER.ns);
	add(2, 20);
	take(2, 20);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("held");
	TCase *tc = tcase_create("held");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, none);
	tcase_add_test(tc, by_deadline);
	tcase_add_test(tc, same_deadline_by_number);
	tcase_add_test(tc, until_the_end);
	tcase_add_test(tc, whole);
	tcase_add_loop_test(tc, many, 0, 5);
	tcase_add_test(tc, come);
	tcase_add_test(tc, come_once);
	tcase_add_test(tc, free_leaves_it_empty);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
