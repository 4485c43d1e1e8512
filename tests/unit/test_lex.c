/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "scenario/lex.h"

/* One letter a kind, so that a line of tokens is a word. */
static const char letters[] = {
	[TOKEN_END] = '$',	  [TOKEN_NEWLINE] = ';', [TOKEN_OPEN] = '{',
	[TOKEN_CLOSE] = '}',	  [TOKEN_WORD] = 'w',	 [TOKEN_FLAGS] = 'f',
	[TOKEN_NUMBER] = 'n',	  [TOKEN_STRING] = 's',	 [TOKEN_COMPARISON] = 'c',
	[TOKEN_PLUS_MINUS] = 'p', [TOKEN_BAD] = '!',
};

struct lexed {
	struct source src;
	struct diags diags;
	struct tokens tokens;
};

static void lex_text(struct lexed *l, const char *text)
{
	*l = (struct lexed){0};
	source_from_text(&l->src, "f", text);
	l->diags.src = &l->src;
	lex(&l->src, &l->diags, &l->tokens);
}

static void free_lexed(struct lexed *l)
{
	free(l->tokens.items);
	diags_free(&l->diags);
	source_free(&l->src);
}

START_TEST(test_kinds)
{
	static const struct {
		const char *text;
		const char *kinds;
		size_t errors;
	} cases[] = {
		{"", "$", 0},
		{" \t # comment", "$", 0},
		{"\n\n", ";;$", 0},
		{"a\r\nb", "w;w$", 0},
		{"fault x{drop syn}", "ww{ww}$", 0},
		{"syn-ack FIN_WAIT1 net.ipv4.tcp_sack _x", "wwww$", 0},
		{"7s+-10%", "npn$", 0},
		{"7s +- -10%", "npn$", 0},
		{"1.5s 10% 7x 6.5.1 -1", "nnnnn$", 0},
		{"=3 != 3 <3 <=3 >3 >=3", "cncncncncncn$", 0},
		{"==", "cc$", 0},
		{"\"a # b\" # c", "s$", 0},
		{"\"\\\" \\\\ \\n \\r \\t\"", "s$", 0},
		{"\"a", "!$", 1},
		{"\"a\nb\"", "!;w!$", 2},
		{"\"a\\\"", "!$", 1},
		{"\"a\\x\" b", "!w$", 1},
		{"\"\x01\"", "!$", 1},
		{"a, b", "w!w$", 1},
		{"a ,b,c d", "w!w$", 1},
		{"a\rb", "w!$", 1},
		{"\xff", "!$", 1},
		{"+ -", "!!$", 2},
		{"SYN,ACK +FIN -PSH,ACK +-FIN", "fffpw$", 0},
		{"SYN, SYN,,ACK +1 -1 +", "w!w!nn!$", 3},
		{"é", "!$", 1},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct lexed l;
		char kinds[64] = "";

		lex_text(&l, cases[i].text);
		ck_assert_uint_lt(l.tokens.n, sizeof(kinds));
		for (size_t t = 0; t < l.tokens.n; t++)
			kinds[t] = letters[l.tokens.items[t].kind];
		ck_assert_msg(!strcmp(kinds, cases[i].kinds), "%s: %s", cases[i].text, kinds);
		ck_assert_uint_eq(l.diags.errors, cases[i].errors);
		free_lexed(&l);
	}
}
END_TEST

START_TEST(test_places)
{
	static const struct srcloc expected[] = {
		{.offset = 1, .len = 3, .line = 1, .column = 2},   /* see */
		{.offset = 5, .len = 5, .line = 1, .column = 6},   /* "éx", e-acute takes two */
		{.offset = 11, .len = 2, .line = 1, .column = 11}, /* 7s */
		{.offset = 13, .len = 1, .line = 1, .column = 13}, /* newline */
		{.offset = 15, .len = 2, .line = 2, .column = 2},  /* >= */
		{.offset = 17, .len = 0, .line = 2, .column = 4},  /* end */
	};
	struct lexed l;

	lex_text(&l, "\tsee \"éx\" 7s\n >=");
	ck_assert_uint_eq(l.tokens.n, ARRAY_SIZE(expected));
	for (size_t i = 0; i < l.tokens.n; i++) {
		const struct srcloc *loc = &l.tokens.items[i].loc;

		ck_assert_uint_eq(loc->offset, expected[i].offset);
		ck_assert_uint_eq(loc->len, expected[i].len);
		ck_assert_uint_eq(loc->line, expected[i].line);
		ck_assert_uint_eq(loc->column, expected[i].column);
	}
	free_lexed(&l);
}
END_TEST

/* Whatever the bytes are, lexing ends, places lie inside the text and follow each other. */
START_TEST(test_any_bytes)
{
	uint32_t random = 1;

	for (int round = 0; round < 2000; round++) {
		static const char often[] = "\"\\\n\r\t {}#<>=!+-.%7sa\xc3\xa9\xff\x01";
		char text[64] = "";
		struct lexed l;
		uint32_t end = 0;

		for (size_t i = 0; i < sizeof(text) - 1; i++) {
			random = random * 1664525 + 1013904223;
			text[i] = often[(random >> 16) % (sizeof(often) - 1)];
		}
		lex_text(&l, text);
		for (size_t i = 0; i < l.tokens.n; i++) {
			ck_assert_uint_ge(l.tokens.items[i].loc.offset, end);
			end = l.tokens.items[i].loc.offset + l.tokens.items[i].loc.len;
		}
		ck_assert_uint_eq(end, strlen(text));
		ck_assert_int_eq(l.tokens.items[l.tokens.n - 1].kind, TOKEN_END);
		free_lexed(&l);
	}
}
END_TEST

START_TEST(test_string_value)
{
	static const char quoted[] = "\"a\\\"b\\\\c\\nd\\re\\tf\"", value[] = "a\"b\\c\nd\re\tf";
	char *text = string_value(quoted, strlen(quoted)), *printed;
	size_t len;
	FILE *out = open_memstream(&printed, &len);

	ck_assert_str_eq(text, value);
	string_print(text, out);
	fclose(out);
	ck_assert_str_eq(printed, quoted);
	free(printed);
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lex");
	TCase *tc = tcase_create("lex");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tc);
	tcase_add_test(tc, test_kinds);
	tcase_add_test(tc, test_places);
	tcase_add_test(tc, test_any_bytes);
	tcase_add_test(tc, test_string_value);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
