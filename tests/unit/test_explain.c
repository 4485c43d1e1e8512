/* SPDX-License-Identifier: MIT */
/*
 * Explanations of all scenarios and features: every step, fault and expectation has whole sentences,
 * and they leave nothing out. What must stand in them is taken from the language's own words for the
 * same: states, errors, names and numbers.
 */
#include "explain/explain.h"

#include <check.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "scenario/find.h"

/* How many files there are at least, and how many things in them: a test that finds none is blind. */
#define FILES_AT_LEAST	170
#define THINGS_AT_LEAST 2500

/* Smaller numbers may be told as words: "the second". */
#define NUMBER_TOLD 5

static bool seen_step[STEP_KINDS], seen_verb[VERBS], seen_expectation[EXPECTATION_KINDS];
static size_t things;

static bool is_sentence_end(char c)
{
	return c == '.' || c == '?';
}

static void assert_sentences(const struct sentences *s, const char *what)
{
	ck_assert_msg(s->n > 0, "'%s' has no sentence", what);
	for (size_t i = 0; i < s->n; i++) {
		const char *text = s->items[i];
		size_t len = strlen(text);

		ck_assert_msg(len > 10, "'%s': '%s' is no sentence", what, text);
		ck_assert_msg(isupper((unsigned char)text[0]) || isdigit((unsigned char)text[0]),
			      "'%s': '%s' begins strangely", what, text);
		ck_assert_msg(is_sentence_end(text[len - 1]), "'%s': '%s' has no end", what, text);
		ck_assert_msg(!strstr(text, "  ") || strstr(what, "exec"), "'%s': two blanks: '%s'",
			      what, text);
		ck_assert_msg(!strstr(text, "(null)"), "'%s': '%s'", what, text);
		ck_assert_msg(!strstr(text, " ,") && !strstr(text, " ."), "'%s': '%s'", what, text);
	}
}

/* Whether a word stands in a text as a whole. */
static bool stands_in(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = text; (at = strstr(at, word)); at++)
		if ((at == text || !isalnum((unsigned char)at[-1])) &&
		    !isalnum((unsigned char)at[len]))
			return true;
	return false;
}

/* Whether a word of the language must stand in the sentences as it is. */
static bool must_be_told(const char *word)
{
	size_t capitals = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
	char *end;

	if (isupper((unsigned char)word[0]))
		return !word[capitals] && word[1];
	return isdigit((unsigned char)word[0]) && strtoul(word, &end, 10) >= NUMBER_TOLD && !*end;
}

/* The words of the language that @line says it in, but for strings. */
static void assert_told(const struct sentences *s, const char *line)
{
	char *text = sentences_join(s), *words = xasprintf("%s", line), *at = words, *word;

	while ((word = strsep(&at, " "))) {
		if (*word == '"')
			break;
		ck_assert_msg(!must_be_told(word) || stands_in(text, word),
			      "'%s' is explained without %s: %s", line, word, text);
	}
	free(words);
	free(text);
}

static void check_thing(struct sentences *s, char *line)
{
	things++;
	assert_sentences(s, line);
	assert_told(s, line);
	sentences_free(s);
	free(line);
}

static void check_script(const struct scenario *sc, enum end end)
{
	struct sentences s = {0};

	for (size_t i = 0; i < sc->script[end].n; i++) {
		const struct step *step = &sc->script[end].steps[i];

		seen_step[step->kind] = true;
		explain_step(&s, end, step);
		check_thing(&s, step_text(step));
	}
}

static void check_scenario(const struct scenario *sc)
{
	struct sentences s = {0};

	explain_lab(&s, sc);
	explain_end(&s, sc);
	check_thing(&s, xasprintf("the lab of %s", sc->source.name));
	for (size_t i = 0; i < sc->n_sysctls; i++) {
		explain_sysctl(&s, sc, i);
		ck_assert_ptr_nonnull(strstr(s.items[0], sc->sysctls[i].name));
		ck_assert_ptr_nonnull(strstr(s.items[0], sc->sysctls[i].value));
		sentences_free(&s);
	}
	for_each_end(e)
		check_script(sc, e);
	for (size_t i = 0; i < sc->n_faults; i++) {
		seen_verb[sc->faults[i].verb] = true;
		explain_fault(&s, &sc->faults[i]);
		check_thing(&s, fault_text(&sc->faults[i]));
	}
	for (size_t i = 0; i < sc->n_expectations; i++) {
		seen_expectation[sc->expectations[i].kind] = true;
		explain_expectation(&s, sc, &sc->expectations[i]);
		check_thing(&s, expectation_text(sc, &sc->expectations[i]));
	}
}

START_TEST(all_scenarios_are_explained)
{
	char *where[] = {"scenarios", "tests/features"}, **paths;
	size_t n;

	ck_assert_int_eq(scenarios_find(&paths, &n, where, ARRAY_SIZE(where), stderr), 0);
	ck_assert_uint_ge(n, FILES_AT_LEAST);
	for (size_t i = 0; i < n; i++) {
		struct scenarios all = {0};

		ck_assert(scenarios_load(&all, paths[i], NULL, stderr));
		for (size_t k = 0; k < all.n; k++)
			check_scenario(&all.items[k]);
		scenarios_release(&all);
	}
	scenarios_free(paths, n);
	ck_assert_uint_ge(things, THINGS_AT_LEAST);
	for (enum step_kind k = 0; k < STEP_KINDS; k++)
		ck_assert_msg(seen_step[k], "no file has the step %s", step_word(k));
	for (enum verb v = 0; v < VERBS; v++)
		ck_assert_msg(seen_verb[v], "no file has the verb %s", verb_word(v));
	for (size_t k = 0; k < EXPECTATION_KINDS; k++)
		ck_assert_msg(seen_expectation[k], "no file has the expectation %zu", k);
}
END_TEST

/* What an option is for is in a table of its own, beside that of the language. */
START_TEST(every_socket_option_has_a_meaning)
{
	struct step step = {.kind = STEP_SETSOCKOPT};
	struct sentences s = {0};

	step.sockopt.option = &sockopts[_i];
	step.sockopt.value = 1;
	step.sockopt.word = "reno";
	explain_step(&s, CLIENT, &step);
	ck_assert_msg(s.n == 2, "%s has no meaning", sockopts[_i].name);
	assert_sentences(&s, sockopts[_i].name);
	sentences_free(&s);
}
END_TEST

static void assert_joined(const char *first, const char *second, const char *whole)
{
	struct sentences s = {0};
	char *text;

	sentence(&s, "%s", first);
	sentence(&s, "%s", second);
	text = sentences_join(&s);
	ck_assert_str_eq(text, whole);
	free(text);
	sentences_free(&s);
}

/* Between Latin words stands a blank, between Chinese characters none; quoted text stays as it is. */
START_TEST(blanks_stand_where_they_belong)
{
	assert_joined("One thing.", "Another.", "One thing. Another.");
	assert_joined("客户端 发出的 SYN 丢失。", "它 重传。", "客户端发出的 SYN 丢失。它重传。");
	assert_joined("发送 \"你 好\" 。", "Ends.", "发送 \"你 好\" 。Ends.");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("explain");
	TCase *tc = tcase_create("explain");
	SRunner *runner;
	int failed;

	tcase_add_test(tc, all_scenarios_are_explained);
	tcase_add_loop_test(tc, every_socket_option_has_a_meaning, 0, (int)sockopts_n);
	tcase_add_test(tc, blanks_stand_where_they_belong);
	suite_add_tcase(suite, tc);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
