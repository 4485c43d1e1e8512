/* SPDX-License-Identifier: MIT */
/*
 * Expectations on recorded timelines of tests/judge/expect-*, with evidence taken away or changed.
 */
#include <check.h>
#include <string.h>

#include "base/util.h"
#include "recorded.h"

#define FIRST_AT_MARK "FIN-WAIT-1 = 1 at fin-lost"

/* A moment that was reached, but of which nothing was recorded, can't be judged. */
START_TEST(missing_stock)
{
	load("expect-stock");
	for (size_t i = 0; i < tl.n; i++)
		if (tl.events[i].kind == EVENT_SOCKETS || tl.events[i].kind == EVENT_COUNTER)
			tl.events[i].kind = EVENT_LOOKS;
	outcome_of(&tl);
	ck_assert_int_eq(kind_of(FIRST_AT_MARK), OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(saw(FIRST_AT_MARK), "no record of it");
	ck_assert_int_eq(kind_of("info client state = CLOSE-WAIT"), OUTCOME_INCONCLUSIVE);
	ck_assert_int_eq(kind_of("TcpRetransSegs = 0"), OUTCOME_INCONCLUSIVE);
	ck_assert_int_eq(kind_of("in CLOSE-WAIT = 0"), OUTCOME_INCONCLUSIVE);
	ck_assert_int_eq(kind_of("= 0 at too-late"), OUTCOME_FAIL);
	unload();
}
END_TEST

/* Without its mark, a moment was never reached. */
START_TEST(missing_mark)
{
	load("expect-stock");
	find(EVENT_SOCKETS, 0)->kind = EVENT_LOOKS;
	find(EVENT_SOCKETS, 0)->kind = EVENT_LOOKS;
	find(EVENT_MARK, 0)->kind = EVENT_LOOKS;
	outcome_of(&tl);
	ck_assert_int_eq(kind_of(FIRST_AT_MARK), OUTCOME_FAIL);
	ck_assert_str_eq(saw(FIRST_AT_MARK), "no script came to mark fin-lost");
	unload();
}
END_TEST

/* The return of the only recv of the client that is about a stream. */
static struct event *find_recv(void)
{
	for (size_t i = 0; i < tl.n; i++) {
		struct event *ev = &tl.events[i];

		if (ev->kind == EVENT_RETURN && ev->end == CLIENT && ev->call.step == STEP_RECV)
			return ev;
	}
	ck_abort_msg("no recv returned");
}

START_TEST(other_bytes)
{
	static const char subject[] = "data received by client equals data sent by server";

	load("expect-calls");
	outcome_of(&tl);
	ck_assert_int_eq(kind_of(subject), OUTCOME_PASS);
	find_recv()->call.stream.digest ^= 1;
	outcome_of(&tl);
	ck_assert_int_eq(kind_of(subject), OUTCOME_FAIL);
	ck_assert_str_eq(saw(subject), "5 bytes at both ends, but others");
	find_recv()->call.stream.digest = 0;
	outcome_of(&tl);
	ck_assert_int_eq(kind_of(subject), OUTCOME_FAIL);
	ck_assert_str_eq(saw(subject), "5 bytes sent, 0 received");
	unload();
}
END_TEST

/* A send that was cut: nobody knows what it had sent. */
START_TEST(cut_send)
{
	static const char subject[] = "data received by client equals data sent by server";

	load("expect-calls");
	for (size_t i = 0; i < tl.n; i++) {
		struct event *ev = &tl.events[i];

		if ((ev->kind == EVENT_CALL || ev->kind == EVENT_RETURN) && ev->end == SERVER &&
		    ev->call.number == sc.script[SERVER].n)
			ev->call.step = STEP_SEND;
	}
	outcome_of(&tl);
	ck_assert_int_eq(kind_of(subject), OUTCOME_FAIL);
	ck_assert_str_eq(saw(subject), "a send still blocked when the run ended");
	unload();
}
END_TEST

/* Every transmission counts: one more than expected is as wrong as one less. */
START_TEST(one_gap_more)
{
	static const char subject[] = "gaps of syn from client = 1s";

	load("expect-segments");
	outcome_of(&tl);
	ck_assert_int_eq(kind_of(subject), OUTCOME_PASS);
	/* the ACK that follows becomes a third SYN, 1.03 s after the first */
	find(EVENT_SEGMENT, 3)->segment.facts.names |= 1 << SEG_SYN;
	find(EVENT_SEGMENT, 3)->segment.facts.retransmission = 2;
	find(EVENT_SEGMENT, 3)->segment.facts.rel_seq = 0;
	outcome_of(&tl);
	ck_assert_int_eq(kind_of(subject), OUTCOME_FAIL);
	unload();
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("expect");
	TCase *stock = tcase_create("stock"), *others = tcase_create("others");

	tcase_add_test(stock, missing_stock);
	tcase_add_test(stock, missing_mark);
	suite_add_tcase(s, stock);
	tcase_add_test(others, other_bytes);
	tcase_add_test(others, cut_send);
	tcase_add_test(others, one_gap_more);
	suite_add_tcase(s, others);
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
