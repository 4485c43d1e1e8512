/* SPDX-License-Identifier: MIT */
/*
 * The cases that parameters make of a text, what a case's own text is, and which line of which file a
 * place is on. Diagnostics are tests/language's.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "scenario/scenario.h"

static struct scenarios all;
static struct definitions defs;
static struct diags diags;

/* The blocks that every scenario has, behind what is tested. */
#define REST "\nclient { connect 80 }\n"

/* Run from the top of the tree, where tests/language/include is. */
static bool parse(const char *text)
{
	struct source src;

	source_from_text(&src, "tests/language/text", text);
	return scenarios_from_source(&all, &src, &defs, &diags);
}

static void clean_up(void)
{
	diags_free(&diags);
	scenarios_release(&all);
	definitions_free(&defs);
}

static void define(const char *argument)
{
	FILE *err = fopen("/dev/null", "w");

	ck_assert(definitions_add(&defs, argument, err));
	fclose(err);
}

START_TEST(test_combinations)
{
	static const char *const titles[] = {"1 x", "1 y", "1 z", "2 x", "2 y", "2 z"};

	ck_assert(parse("param n 1 2\nscenario \"$n $w\" {\n}\nparam w x \"y\" z" REST));
	ck_assert_uint_eq(all.n, ARRAY_SIZE(titles));
	for (size_t i = 0; i < all.n; i++)
		ck_assert_str_eq(all.items[i].title, titles[i]);
	ck_assert_uint_eq(all.items[4].n_parameters, 2);
	ck_assert_str_eq(all.items[4].parameters[0].name, "n");
	ck_assert_str_eq(all.items[4].parameters[0].value, "2");
	ck_assert_str_eq(all.items[4].parameters[1].value, "\"y\"");
	ck_assert(all.items[4].parameters[1].varies);
}
END_TEST

START_TEST(test_definitions)
{
	define("n=7,8");
	define("n=9");
	define("text=a b");
	ck_assert(parse("param n 1 2\nparam text x\nparam twice $(2 * n)\n"
			"scenario \"$n, $twice, $text\" {\n}" REST));
	ck_assert_uint_eq(all.n, 1);
	ck_assert_str_eq(all.items[0].title, "9, 18, a b");
	ck_assert(all.items[0].parameters[0].varies);
	ck_assert(!all.items[0].parameters[2].varies);
	ck_assert(definitions_known(&defs, stderr));
}
END_TEST

START_TEST(test_definitions_that_are_none)
{
	static const char *const wrong[] = {"",	      "n",   "n=",    "=1",    "n=1,",	 "n=,1",
					    "n=1,,2", "1=1", "a-b=1", "n m=1", "n=\x01", "n=\xff"};
	FILE *err = fopen("/dev/null", "w");

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		ck_assert_msg(!definitions_add(&defs, wrong[i], err), "'%s'", wrong[i]);
	ck_assert(!definitions_put(&defs, "a b", "1"));
	ck_assert(!definitions_put(&defs, "a", "\x1b"));
	fclose(err);
}
END_TEST

START_TEST(test_record_counts_less_than_the_command_line)
{
	define("n=2");
	ck_assert(definitions_put(&defs, "n", "1"));
	ck_assert(definitions_put(&defs, "gone", "\"a, b\""));
	ck_assert(parse("param n 1 2 3\nscenario \"$n\" {\n}" REST));
	ck_assert_uint_eq(all.n, 1);
	ck_assert_str_eq(all.items[0].title, "2");
	ck_assert(definitions_known(&defs, stderr)); /* "gone" is the record's */
}
END_TEST

START_TEST(test_unknown_definition)
{
	char *said = NULL;
	size_t len;
	FILE *err = open_memstream(&said, &len);

	define("retrys=1");
	ck_assert(parse("param retries 1\nscenario \"$retries\" {\n}" REST));
	ck_assert(!definitions_known(&defs, err));
	fclose(err);
	ck_assert_str_eq(said, "tcplab: -D: no scenario has a parameter 'retrys'; did you mean "
			       "'retries'?\n");
	free(said);
}
END_TEST

/* As many cases have values for virtual and for real time as the titles say, in this order. */
static void check_values_for(const char *text, size_t n_virtual, const char *const *titles,
			     size_t n)
{
	ck_assert_msg(parse(text), "%s", text);
	ck_assert_uint_eq(all.n, n);
	for (size_t i = 0; i < n; i++) {
		ck_assert_str_eq(all.items[i].title, titles[i]);
		ck_assert_int_eq(all.items[i].values_for, i < n_virtual ? TIME_VIRTUAL : TIME_REAL);
	}
	clean_up();
}

START_TEST(test_values_for_real_time)
{
	static const char *const plain[] = {"6 127s", "2 7s"}, *const more[] = {"1", "2", "3"};
	static const char *const outer[] = {"8080", "80"};

	check_values_for("real param n 2\nreal param t 7s\nparam n 6\nparam t 127s\n"
			 "scenario \"$n $t\" {\n}" REST,
			 1, plain, 2);
	check_values_for("param n 1 2\nreal param n 3\nscenario \"$n\" {\n}" REST, 2, more, 3);
	check_values_for("real param port 80\ninclude \"include/server.inc\"\n"
			 "scenario \"$port\" {\n}\nclient { connect }\n",
			 1, outer, 2);
}
END_TEST

/* What is given further outside counts in either time. */
START_TEST(test_values_for_any_time)
{
	define("n=4");
	ck_assert(parse("param n 6\nreal param n 2\nscenario \"$n\" {\n}" REST));
	ck_assert_uint_eq(all.n, 1);
	ck_assert_str_eq(all.items[0].title, "4");
	ck_assert_int_eq(all.items[0].values_for, TIME_ANY);
	clean_up();
	ck_assert(parse("include \"include/real.inc\"\nparam limit 5s\n"
			"scenario \"$limit\" {\n}" REST));
	ck_assert_uint_eq(all.n, 1);
	ck_assert_str_eq(all.items[0].title, "5s");
}
END_TEST

START_TEST(test_arithmetic)
{
	static const struct {
		const char *expression;
		const char *value;
	} cases[] = {
		{"1+2*3", "7"},
		{"(1+2)*3", "9"},
		{"7-2-1", "4"},
		{"12/3/2", "2"},
		{"-3", "-3"},
		{"- -3", "3"},
		{"2*-3", "-6"},
		{"500ms*3", "1500ms"},
		{"3*500ms", "1500ms"},
		{"2s-500ms", "1500ms"},
		{"2s/500ms", "4"},
		{"90s/60", "1500ms"},
		{"59m+60s", "1h"},
		{"1s-1s", "0s"},
		{"1.5s*2", "3s"},
		{" ( 1 + one )  ", "2"},
		{"1s-2s", "-1s"},
		{"0/5", "0"},
		{"second*one", "1s"},
		{"-(1+1)", "-2"},
		{"9223372036854775807", "9223372036854775807"},
		{"one-one-one", "-1"},
		{"((((one))))", "1"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *text = xasprintf("param one 1\nparam second 1s\nparam v $(%s)\n"
				       "scenario \"$v $one $second\" {\n}" REST,
				       cases[i].expression);

		ck_assert_msg(parse(text), "%s", cases[i].expression);
		ck_assert_str_eq(all.items[0].parameters[2].value, cases[i].value);
		free(text);
		clean_up();
	}
}
END_TEST

/* The text of a case has no parameters and no includes any more, and is the same case. */
START_TEST(test_text_of_a_case)
{
	struct scenarios again = {0};
	struct source src;

	ck_assert(parse("param port 81 82\n"
			"include \"include/server.inc\"\n"
			"scenario \"$port\" {\n}\n"
			"client {\n\tconnect $(port)\n}\n"));
	ck_assert_uint_eq(all.n, 2);
	ck_assert_str_eq(all.items[1].source.text,
			 "# param port 81 82\n"
			 "# include \"include/server.inc\"\n"
			 "# A server that takes one connection and reads all of it.\n"
			 "# param port 8080\n"
			 "\n"
			 "server {\n\tlisten 82\n\taccept\n\trecv until eof\n\tclose\n}\n"
			 "scenario \"82\" {\n}\n"
			 "client {\n\tconnect 82\n}\n");
	source_from_text(&src, "copy", all.items[1].source.text);
	ck_assert(scenarios_from_source(&again, &src, NULL, &diags));
	ck_assert_uint_eq(again.n, 1);
	ck_assert_uint_eq(again.items[0].n_parameters, 0);
	ck_assert_uint_eq(again.items[0].script[CLIENT].steps[0].connect.port, 82);
	scenarios_release(&again);
}
END_TEST

START_TEST(test_places)
{
	const struct scenario *sc;

	ck_assert(parse("scenario \"T\" {\n}\n"
			"include \"include/server.inc\"\n"
			"client { connect $port }\n"));
	sc = &all.items[0];
	ck_assert_str_eq(source_file_name(&sc->source, sc->script[SERVER].steps[1].loc),
			 "tests/language/include/server.inc");
	ck_assert_str_eq(source_line(&sc->source, sc->script[SERVER].steps[1].loc).text,
			 "line 6 of tests/language/include/server.inc");
	ck_assert_str_eq(source_file_name(&sc->source, sc->script[CLIENT].loc),
			 "tests/language/text");
	ck_assert_uint_eq(sc->script[CLIENT].steps[0].loc.line, 4);
	ck_assert_uint_eq(sc->script[CLIENT].steps[0].loc.column, 10);
}
END_TEST

START_TEST(test_one_case_is_wanted)
{
	struct scenario sc;
	struct source src;

	source_from_text(&src, "f", "param n 1 2\nscenario \"$n\" { }" REST);
	ck_assert(!scenario_from_source(&sc, &src, &diags));
	ck_assert_str_eq(diags.items[diags.n - 1].text,
			 "there are 2 cases; this is for a single one");
	scenario_free(&sc);
}
END_TEST

/* Cut after any byte, a text is refused or accepted, never worse. */
START_TEST(test_every_prefix)
{
	static const char text[] = "param n 1 2\nparam t $(n * (1s + 500ms)) 3s\n"
				   "real param n 3\n"
				   "include \"include/server.inc\"\n"
				   "scenario \"x $n $t\" {\n\ttimeout $t\n}\n"
				   "client {\n\tconnect $( port )\n\tsleep $(t / 3)\n}\n";

	for (size_t len = 0; len < sizeof(text); len++) {
		char *prefix = xstrndup(text, len);

		parse(prefix);
		free(prefix);
		clean_up();
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("parameters");
	TCase *tc = tcase_create("parameters");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tc, NULL, clean_up);
	tcase_add_test(tc, test_combinations);
	tcase_add_test(tc, test_definitions);
	tcase_add_test(tc, test_definitions_that_are_none);
	tcase_add_test(tc, test_record_counts_less_than_the_command_line);
	tcase_add_test(tc, test_unknown_definition);
	tcase_add_test(tc, test_values_for_real_time);
	tcase_add_test(tc, test_values_for_any_time);
	tcase_add_test(tc, test_arithmetic);
	tcase_add_test(tc, test_text_of_a_case);
	tcase_add_test(tc, test_places);
	tcase_add_test(tc, test_one_case_is_wanted);
	tcase_add_test(tc, test_every_prefix);
	suite_add_tcase(suite, tc);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
