/* SPDX-License-Identifier: MIT */
#include "report/phrase.h"

#include <check.h>

/* How long a timer ran, as far as a look at it some milliseconds after its arming tells. */
START_TEST(length)
{
	static const struct {
		nsec_t ms;
		const char *text;
	} cases[] = {
		{36, "timer 36 ms"},   {204, "timer 204 ms"},	{940, "timer 940 ms"},
		{988, "timer 1 s"},    {1000, "timer 1 s"},	{1992, "timer 2 s"},
		{3300, "timer 3.3 s"}, {9940, "timer 9.9 s"},	{9992, "timer 10 s"},
		{27400, "timer 27 s"}, {119988, "timer 120 s"}, {7199992, "timer 7200 s"},
	};
	const struct timer_run timer = {.kind = TIMER_RETRANSMIT,
					.length = cases[_i].ms * NSEC_PER_MSEC};
	char text[TIMER_TEXT];

	phrase_timer_short(text, &timer);
	ck_assert_str_eq(text, cases[_i].text);
}

END_TEST

int main(void)
{
	Suite *s = suite_create("phrase");
	TCase *tc = tcase_create("phrase");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_loop_test(tc, length, 0, 12);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
