/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/utf8.h"
#include "base/util.h"

/* What diags_print() writes about a text; diagnostics are given by byte offset and length. */
struct fixture {
	struct source src;
	struct diags diags;
	char *printed;
};

static struct srcloc loc_at(const struct fixture *f, uint32_t offset, uint32_t len)
{
	struct srcloc loc = {.offset = offset, .len = len, .line = 1, .column = 1};

	for (uint32_t i = 0; i < offset; i++) {
		loc.column++;
		if (f->src.text[i] == '\n') {
			loc.line++;
			loc.column = 1;
		}
	}
	return loc;
}

static void begin(struct fixture *f, const char *text)
{
	*f = (struct fixture){0};
	source_from_text(&f->src, "f", text);
	f->diags.src = &f->src;
}

static void expect_printed(struct fixture *f, const char *expected)
{
	size_t len;
	FILE *out = open_memstream(&f->printed, &len);

	diags_print(&f->diags, out);
	fclose(out);
	ck_assert_str_eq(f->printed, expected);
	free(f->printed);
	diags_free(&f->diags);
	source_free(&f->src);
}

START_TEST(test_carets)
{
	struct fixture f;

	begin(&f, "a\n\tdorp ack\n");
	diag_error(&f.diags, loc_at(&f, 3, 4), "unknown verb '%s'", "dorp");
	ck_assert_uint_eq(f.diags.errors, 1);
	expect_printed(&f, "f:2:2: error: unknown verb 'dorp'\n"
			   "    2 | \tdorp ack\n"
			   "      | \t^~~~\n");
}
END_TEST

START_TEST(test_order_and_one_error_a_line)
{
	struct fixture f;

	begin(&f, "one two\nthree\nfour five\n");
	diag_warning(&f.diags, loc_at(&f, 19, 4), "w2");
	diag_warning(&f.diags, loc_at(&f, 14, 4), "w1");
	diag_error(&f.diags, loc_at(&f, 4, 3), "right");
	diag_error(&f.diags, loc_at(&f, 0, 3), "left");
	diag_error(&f.diags, loc_at(&f, 0, 3), "left, later");
	diag_warning(&f.diags, loc_at(&f, 0, 3), "hidden by the error");
	ck_assert_uint_eq(f.diags.errors, 3);
	expect_printed(&f, "f:1:1: error: left\n"
			   "    1 | one two\n"
			   "      | ^~~\n"
			   "f:3:1: warning: w1\n"
			   "    3 | four five\n"
			   "      | ^~~~\n"
			   "f:3:6: warning: w2\n"
			   "    3 | four five\n"
			   "      |      ^~~~\n");
}
END_TEST

START_TEST(test_wide_and_combining_characters)
{
	struct fixture f;

	begin(&f, "漢e\xcc\x81x y");
	diag_error(&f.diags, loc_at(&f, 8, 1), "here");
	expect_printed(&f, "f:1:9: error: here\n"
			   "    1 | 漢e\xcc\x81x y\n"
			   "      |      ^\n");
	begin(&f, "漢字 x");
	diag_error(&f.diags, loc_at(&f, 0, 6), "here");
	expect_printed(&f, "f:1:1: error: here\n"
			   "    1 | 漢字 x\n"
			   "      | ^~~~\n");
}
END_TEST

START_TEST(test_unprintable_bytes)
{
	struct fixture f;

	begin(&f, "a\x1b[m \xff \xe2\x80\xae!\r\n");
	diag_error(&f.diags, loc_at(&f, 10, 1), "here");
	expect_printed(&f, "f:1:11: error: here\n"
			   "    1 | a\xef\xbf\xbd[m \xef\xbf\xbd \xef\xbf\xbd!\n"
			   "      |         ^\n");
}
END_TEST

START_TEST(test_end_of_line_and_file)
{
	struct fixture f;

	begin(&f, "ab\ncd");
	diag_error(&f.diags, loc_at(&f, 2, 1), "newline");
	diag_error(&f.diags, loc_at(&f, 5, 0), "end");
	expect_printed(&f, "f:1:3: error: newline\n"
			   "    1 | ab\n"
			   "      |   ^\n"
			   "f:2:3: error: end\n"
			   "    2 | cd\n"
			   "      |   ^\n");
}
END_TEST

/* The cut falls into two-byte characters on both sides. */
START_TEST(test_long_line_is_cut)
{
	char text[1024] = "x", expected[1024] = "f:1:202: error: here\n    1 | …";
	struct fixture f;

	for (int i = 0; i < 100; i++)
		strcat(text, "é");
	strcat(text, "H");
	for (int i = 0; i < 100; i++)
		strcat(text, "é");
	strcat(text, "\n");
	begin(&f, text);
	diag_error(&f.diags, loc_at(&f, 201, 1), "here");
	for (int i = 0; i < 60; i++)
		strcat(expected, "é");
	strcat(expected, "H");
	for (int i = 0; i < 59; i++)
		strcat(expected, "é");
	strcat(expected, "…\n      |  ");
	for (int i = 0; i < 60; i++)
		strcat(expected, " ");
	strcat(expected, "^\n");
	expect_printed(&f, expected);
}
END_TEST

START_TEST(test_did_you_mean)
{
	static const char *const words[] = {"drop", NULL, "delay", "pass", "syn-ack"};
	static const struct {
		const char *word;
		const char *meant;
	} cases[] = {
		{"dorp", "drop"}, {"drpo", "drop"},	 {"dro", "drop"},	{"ddrop", "drop"},
		{"DROP", "drop"}, {"DORP", "drop"},	 {"synack", "syn-ack"}, {"hold", NULL},
		{"dr", NULL},	  {"dealy", "delay"},	 {"passsss", NULL},	{"brap", NULL},
		{"", NULL},	  {"snyack", "syn-ack"}, {"yack", NULL},
	};
	char endless[1000];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *meant = did_you_mean(cases[i].word, strlen(cases[i].word), words,
						 ARRAY_SIZE(words));

		ck_assert_msg(meant == cases[i].meant ||
				      (meant && cases[i].meant && !strcmp(meant, cases[i].meant)),
			      "%s: %s", cases[i].word, meant ? meant : "nothing");
	}
	memset(endless, 'd', sizeof(endless));
	ck_assert_ptr_null(did_you_mean(endless, sizeof(endless), words, ARRAY_SIZE(words)));
}
END_TEST

START_TEST(test_source_read)
{
	struct source src;
	const char *why = NULL;

	ck_assert_int_eq(source_read(&src, "/", &why), -EISDIR);
	ck_assert_str_eq(src.name, "/");
	ck_assert_str_eq(why, strerror(EISDIR));
	source_free(&src);
	ck_assert_int_eq(source_read(&src, "/nonexistent/f", &why), -ENOENT);
	source_free(&src);
	ck_assert_int_eq(source_read(&src, "/dev/zero", &why), -EFBIG);
	source_free(&src);
	ck_assert_int_eq(source_read(&src, "/dev/null", &why), 0);
	ck_assert_uint_eq(src.len, 0);
	ck_assert_str_eq(src.text, "");
	source_free(&src);
}
END_TEST

START_TEST(test_utf8)
{
	static const struct {
		const char *bytes;
		unsigned int n;
		uint32_t c;
	} cases[] = {
		{"a", 1, 'a'},
		{"\xc3\xa9", 2, 0xe9},
		{"\xe6\xbc\xa2", 3, 0x6f22},
		{"\xf0\x9f\x98\x80", 4, 0x1f600},
		{"\x80", 0, 0},			/* a continuation */
		{"\xc0\x80", 0, 0},		/* overlong NUL */
		{"\xe0\x80\xaf", 0, 0},		/* overlong slash */
		{"\xed\xa0\x80", 0, 0},		/* surrogate */
		{"\xf4\x90\x80\x80", 0, 0},	/* past U+10FFFF */
		{"\xf8\x88\x80\x80\x80", 0, 0}, /* five bytes */
		{"\xe6\xbc", 0, 0},		/* cut short */
		{"\xe6x\xa2", 0, 0},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		uint32_t c = 0;

		ck_assert_uint_eq(utf8_decode(cases[i].bytes, strlen(cases[i].bytes), &c),
				  cases[i].n);
		if (cases[i].n)
			ck_assert_uint_eq(c, cases[i].c);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("diag");
	TCase *tc = tcase_create("diag");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tc);
	tcase_add_test(tc, test_carets);
	tcase_add_test(tc, test_order_and_one_error_a_line);
	tcase_add_test(tc, test_wide_and_combining_characters);
	tcase_add_test(tc, test_unprintable_bytes);
	tcase_add_test(tc, test_end_of_line_and_file);
	tcase_add_test(tc, test_long_line_is_cut);
	tcase_add_test(tc, test_did_you_mean);
	tcase_add_test(tc, test_source_read);
	tcase_add_test(tc, test_utf8);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
