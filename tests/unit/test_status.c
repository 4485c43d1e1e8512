/* SPDX-License-Identifier: MIT */
/* The line below a ladder in the making, with more and less room. */
#include "report/status.h"

#include <check.h>
#include <string.h>

#include "base/util.h"
#include "report/text.h"

static const struct timer_run syn_ack = {
	.kind = TIMER_RETRANSMIT, .state = TCPS_SYN_RECEIVED, .due.ns = 15 * NSEC_PER_SEC + 1};
static const struct timer_run keepalive = {
	.kind = TIMER_KEEPALIVE, .state = TCPS_ESTABLISHED, .due.ns = 7200 * NSEC_PER_SEC};

static void expect(const struct status *s, int room, const char *expected)
{
	char text[STATUS_TEXT];

	status_text(s, room, text);
	ck_assert_str_eq(text, expected);
	ck_assert_int_le(text_columns(text), room);
}

START_TEST(everything)
{
	struct status s = {.now.ns = 12 * NSEC_PER_SEC,
			   .timer = {[CLIENT] = &keepalive, [SERVER] = &syn_ack},
			   .call = {"until server CLOSED", "accept()"},
			   .timeout = 130 * NSEC_PER_SEC};

	expect(&s, 199,
	       "   12 s  server: SYN-ACK timer, 3 s left; client: keepalive timer, 7188 s left; "
	       "client: until server CLOSED; server: accept(); timeout at 130 s");
	expect(&s, 99,
	       "   12 s  server: SYN-ACK timer, 3 s left; client: until server CLOSED; "
	       "timeout at 130 s");
	expect(&s, 63, "   12 s  server: SYN-ACK timer, 3 s left; timeout at 130 s");
	expect(&s, 45, "   12 s  server: SYN-ACK timer, 3 s left");
	expect(&s, 10, "   12 s");
	expect(&s, 3, "");
}
END_TEST

START_TEST(little)
{
	struct status s = {.now.ns = 16 * NSEC_PER_SEC,
			   .timer = {[SERVER] = &syn_ack},
			   .timeout = 30 * NSEC_PER_SEC};

	expect(&s, 79, "   16 s  server: SYN-ACK timer is due; timeout at 30 s");
	s.timer[SERVER] = NULL;
	expect(&s, 79, "   16 s  timeout at 30 s");
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("status");
	TCase *tc = tcase_create("status");

	tcase_add_test(tc, everything);
	tcase_add_test(tc, little);
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
