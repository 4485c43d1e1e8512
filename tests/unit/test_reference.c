/* SPDX-License-Identifier: MIT */
#include "explain/reference.h"

#include <check.h>
#include <ctype.h>
#include <sched.h>
#include <stdbool.h>
#include <string.h>

#include "base/util.h"

/* What translators are asked for; tests/lint/catalogues.sh proves that each language has all of it. */
#define CATALOGUE "po/tcplab.pot"

/* Of these many at least the running kernel must have a value to compare: tables rot unseen. */
#define COMPARED_AT_LEAST 45

static void assert_sentences(const char *of, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	ck_assert_msg(len > 4, "%s: a text is missing", of);
	ck_assert_msg(text[len - 1] == '.' && text[len - 2] != '.', "%s: '%s' ends strangely", of,
		      text);
	ck_assert_msg(!strstr(text, "  "), "%s: two blanks in '%s'", of, text);
}

START_TEST(every_state_is_explained)
{
	const struct reference_state *state = reference_state(_i);
	const char *name = tcp_state_name(_i);

	assert_sentences(name, state->meaning);
	assert_sentences(name, state->who);
	assert_sentences(name, state->leaves);
	assert_sentences(name, state->many);
	assert_sentences(name, state->knobs);
	ck_assert(strstr(state->see, "RFC 9293 section"));
}
END_TEST

/* What leaves a state is said to lead to each state that a move leads to. */
START_TEST(every_way_out_is_named)
{
	for (enum tcp_state to = 0; to < TCP_STATES; to++) {
		if (!tcp_move_triggers(_i, to))
			continue;
		ck_assert_msg(strstr(reference_state(_i)->leaves, tcp_state_name(to)),
			      "%s does not say that it may lead to %s", tcp_state_name(_i),
			      tcp_state_name(to));
	}
}
END_TEST

START_TEST(every_segment_is_explained)
{
	const struct reference_segment *segment = reference_segment(_i);
	const char *name = segment_name_word(_i);

	ck_assert_msg(segment->title && *segment->title, "%s has no title", name);
	assert_sentences(name, segment->meaning);
	assert_sentences(name, segment->sender);
	assert_sentences(name, segment->effect);
	assert_sentences(name, segment->lost);
	ck_assert(strstr(segment->see, "RFC 9293 section"));
}
END_TEST

/* ---- translation ---------------------------------------------------------------------------- */

/* The caller frees it. */
static char *read_catalogue(void)
{
	FILE *file = fopen(CATALOGUE, "re");
	char *text = NULL;
	size_t size = 0;

	ck_assert_msg(file, "%s: %m", CATALOGUE);
	ck_assert_int_gt(getdelim(&text, &size, '\0', file), 0);
	fclose(file);
	return text;
}

/* Numbers and names of flags ("2.6.20", "RST") are the same in every language; NULL is no text. */
static void assert_translatable(const char *catalogue, const char *of, const char *text)
{
	char *entry;

	if (!text || !text[strcspn(text, "abcdefghijklmnopqrstuvwxyz")])
		return;
	entry = xasprintf("\nmsgid \"%s\"\n", text);
	ck_assert_msg(strstr(catalogue, entry), "%s: no translator is asked for '%s': use N_()", of,
		      text);
	free(entry);
}

START_TEST(every_text_can_be_translated)
{
	const struct reference_sysctl *sysctl;
	char *catalogue = read_catalogue();

	for (enum tcp_state s = 0; s < TCP_STATES; s++) {
		const struct reference_state *state = reference_state(s);
		const char *const texts[] = {state->meaning, state->who,   state->leaves,
					     state->many,    state->knobs, state->see};

		for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
			assert_translatable(catalogue, tcp_state_name(s), texts[i]);
	}
	for (enum segment_name s = 0; s < SEGMENT_NAMES; s++) {
		const struct reference_segment *segment = reference_segment(s);
		const char *const texts[] = {segment->title,  segment->meaning, segment->sender,
					     segment->effect, segment->lost,	segment->see};

		for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
			assert_translatable(catalogue, segment_name_word(s), texts[i]);
	}
	for (size_t n = 0; (sysctl = reference_sysctl_at(n)); n++) {
		const char *const texts[] = {sysctl->depends, sysctl->unit, sysctl->meaning,
					     sysctl->limits, sysctl->since};

		for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
			assert_translatable(catalogue, sysctl->name, texts[i]);
	}
	free(catalogue);
}
END_TEST

/* ---- sysctls -------------------------------------------------------------------------------- */

/* Every sysctl that a text speaks of by its whole name is in the table itself. */
static void assert_names_known(const char *text)
{
	char name[80];

	for (const char *at = text; (at = strstr(at, "net.")); at += strlen(name)) {
		size_t len = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789_.");

		len -= at[len - 1] == '.';
		snprintf(name, sizeof(name), "%.*s", (int)len, at);
		ck_assert_msg(reference_sysctl(name), "%s is mentioned, but not explained", name);
	}
}

START_TEST(every_sysctl_mentioned_is_known)
{
	for (enum tcp_state s = 0; s < TCP_STATES; s++) {
		assert_names_known(reference_state(s)->leaves);
		assert_names_known(reference_state(s)->knobs);
	}
	for (enum segment_name s = 0; s < SEGMENT_NAMES; s++)
		assert_names_known(reference_segment(s)->lost);
}
END_TEST

START_TEST(every_sysctl_is_explained_once)
{
	const struct reference_sysctl *s, *other;
	size_t n = 0;

	for (; (s = reference_sysctl_at(n)); n++) {
		ck_assert_int_eq(strncmp(s->name, "net.", 4), 0);
		assert_sentences(s->name, s->meaning);
		if (s->limits)
			assert_sentences(s->name, s->limits);
		ck_assert_msg(s->unit && *s->unit, "%s has no unit", s->name);
		ck_assert_msg(isdigit(s->since[0]), "%s: since '%s'", s->name, s->since);
		ck_assert_msg(!s->standard == !!s->depends, "%s: its default is not clear",
			      s->name);
		other = reference_sysctl(reference_sysctl_short(s));
		ck_assert_msg(other == s, "%s is found as %s", s->name, other->name);
		ck_assert_ptr_eq(reference_sysctl(s->name), s);
	}
	ck_assert_uint_gt(n, 60);
	ck_assert_ptr_null(reference_sysctl_at(n + 1));
	ck_assert_ptr_null(reference_sysctl("tcp_orphan"));
}
END_TEST

/* The kernel's value, tabs as blanks. Return: whether it has such a sysctl */
static bool kernel_value(const char *name, char *value, int size)
{
	char *path = xasprintf("/proc/sys/%s", name), *end;
	bool read;
	FILE *file;

	for (char *c = path; *c; c++)
		*c = *c == '.' ? '/' : *c;
	file = fopen(path, "re");
	free(path);
	if (!file)
		return false;
	read = fgets(value, size, file);
	fclose(file);
	for (char *c = value; read && *c; c++)
		*c = *c == '\t' ? ' ' : *c;
	end = read ? strchr(value, '\n') : NULL;
	if (end)
		*end = '\0';
	return read;
}

/* A network namespace that nobody has changed has the defaults that the table says. */
START_TEST(defaults_are_the_kernels)
{
	const struct reference_sysctl *s;
	char value[128];
	size_t compared = 0;

	if (unshare(CLONE_NEWNET) && unshare(CLONE_NEWUSER | CLONE_NEWNET)) {
		ck_assert_msg(!getenv("TCPLAB_MUST_WORK"), "no network namespace: %m");
		return; /* where none can be made, there is nothing to compare with */
	}
	for (size_t i = 0; (s = reference_sysctl_at(i)); i++) {
		if (!s->standard || !kernel_value(s->name, value, sizeof(value)))
			continue;
		ck_assert_msg(!strcmp(value, s->standard), "%s is %s, the table says %s", s->name,
			      value, s->standard);
		compared++;
	}
	ck_assert_uint_ge(compared, COMPARED_AT_LEAST);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("reference");
	TCase *all = tcase_create("all");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(all, every_state_is_explained, 0, TCP_STATES);
	tcase_add_loop_test(all, every_way_out_is_named, 0, TCP_STATES);
	tcase_add_loop_test(all, every_segment_is_explained, 0, SEGMENT_NAMES);
	tcase_add_test(all, every_text_can_be_translated);
	tcase_add_test(all, every_sysctl_mentioned_is_known);
	tcase_add_test(all, every_sysctl_is_explained_once);
	tcase_add_test(all, defaults_are_the_kernels);
	suite_add_tcase(suite, all);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
