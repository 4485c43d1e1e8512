/* SPDX-License-Identifier: MIT */
#include "report/text.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* The lines of @text, with a bar behind each. */
static void ck_lines(const char *text, int room, const char *expected)
{
	char lines[256] = "";

	do {
		const char *next;
		size_t len = text_line(text, room, &next);

		ck_assert_int_le(text_columns(text) - text_columns(text + len), room);
		strncat(lines, text, len);
		strcat(lines, "|");
		ck_assert_ptr_ne(next, text);
		text = next;
	} while (*text);
	ck_assert_str_eq(lines, expected);
}

START_TEST(lines_end_between_words)
{
	ck_lines("it waits for a while", 8, "it waits|for a|while|");
	ck_lines("it waits for a while", 20, "it waits for a while|");
	ck_lines("net.ipv4.tcp_rmem is", 8, "net.ipv4|.tcp_rme|m is|");
}
END_TEST

START_TEST(lines_end_beside_chinese_characters)
{
	ck_lines("等待连接建立", 8, "等待连接|建立|");
	ck_lines("等待 SYN 到来", 8, "等待 SYN|到来|");
}
END_TEST

START_TEST(no_blank_ends_a_line)
{
	ck_lines("至少 0.2 秒后", 9, "至少 0.2|秒后|");
	ck_lines("至少 0.2 秒后", 8, "至少 0.2|秒后|");
}
END_TEST

START_TEST(punctuation_stays_with_its_words)
{
	ck_lines("等待连接。建立", 8, "等待连|接。建立|");
	ck_lines("等待连接。建立", 9, "等待连|接。建立|");
	ck_lines("等待连（接）建立", 7, "等待连|（接）|建立|");
	ck_lines("等待“连接”建立", 5, "等待|“连|接”建|立|");
	ck_lines("经过：CLOSED、LISTEN、SYN-SENT", 14, "经过：CLOSED、|LISTEN、|SYN-SENT|");
	ck_lines("好。”LISTEN（CLOSED）", 6, "好。”|LISTEN|（CLOS|ED）|");
}
END_TEST

START_TEST(number_stays_with_its_unit)
{
	ck_lines("it takes 10 s or so", 12, "it takes|10 s or so|");
	ck_lines("it takes 10 ms", 12, "it takes|10 ms|");
	ck_lines("it takes 10 seconds", 12, "it takes 10|seconds|");
	ck_lines("in 2 minutes", 5, "in 2|minut|es|");
	ck_lines("10 s", 3, "10|s|");
}
END_TEST

START_TEST(whole_characters_are_cut)
{
	char text[] = "a等待";

	ck_assert_int_eq(text_columns(text), 5);
	text_cut(text, 4);
	ck_assert_str_eq(text, "a等");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("text");
	TCase *all = tcase_create("all");
	SRunner *runner;
	int failed;

	tcase_add_test(all, lines_end_between_words);
	tcase_add_test(all, lines_end_beside_chinese_characters);
	tcase_add_test(all, no_blank_ends_a_line);
	tcase_add_test(all, punctuation_stays_with_its_words);
	tcase_add_test(all, number_stays_with_its_unit);
	tcase_add_test(all, whole_characters_are_cut);
	suite_add_tcase(suite, all);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
