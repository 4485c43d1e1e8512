/* SPDX-License-Identifier: MIT */
#include "scenario/command.h"

#include <check.h>
#include <stdlib.h>

#include "base/util.h"

#define WORDS_MAX 6

static const struct {
	const char *text;
	const char *words[WORDS_MAX];
} commands[] = {
	{"true", {"true"}},
	{"  a\tb  c ", {"a", "b", "c"}},
	{"sh -c 'exit 3'", {"sh", "-c", "exit 3"}},
	{"a 'b c'd'' e", {"a", "b cd", "e"}},
	{"a '' b", {"a", "", "b"}},
	{"nc $SERVER $PORT", {"nc", "2001:db8:2::1", "8080"}},
	{"x$SERVER:$PORT.", {"x2001:db8:2::1:8080."}},
	{"sh -c 'echo $PORT $line'", {"sh", "-c", "echo 8080 $line"}},
	{"$PORTS $ $1 $", {"$PORTS", "$", "$1", "$"}},
};

START_TEST(splits)
{
	static const struct command_variable variables[] = {{"SERVER", "2001:db8:2::1"},
							    {"PORT", "8080"}};
	char **words = command_words(commands[_i].text, variables, ARRAY_SIZE(variables));
	size_t n = 0;

	ck_assert_ptr_null(command_error(commands[_i].text));
	for (; words[n]; n++) {
		ck_assert_uint_lt(n, WORDS_MAX);
		ck_assert_ptr_nonnull(commands[_i].words[n]);
		ck_assert_str_eq(words[n], commands[_i].words[n]);
		free(words[n]);
	}
	ck_assert(n == WORDS_MAX || !commands[_i].words[n]);
	free(words);
}
END_TEST

START_TEST(wrong)
{
	static const char *const texts[] = {"", " \t", "''", "a 'b", "'", "a b'c'd'"};

	ck_assert_ptr_nonnull(command_error(texts[_i]));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("command");
	TCase *tc = tcase_create("command");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_loop_test(tc, splits, 0, ARRAY_SIZE(commands));
	tcase_add_loop_test(tc, wrong, 0, 6);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
