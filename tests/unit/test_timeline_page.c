/* SPDX-License-Identifier: MIT */
/* tcplab-timeline(5) names every member that is written, under its record, and no other. */
#include <check.h>
#include <string.h>

#include "base/util.h"
#include "timeline/record.h"

static char *read_page(void)
{
	FILE *in = fopen("man/tcplab-timeline.5", "r");
	char *page = xalloc(1 << 20, 1);

	ck_assert_msg(in != NULL, "run from the top of the tree");
	ck_assert_uint_gt(fread(page, 1, (1 << 20) - 1, in), 0);
	fclose(in);
	return page;
}

/* The section ".Ss @name" of the page. The caller frees it. */
static char *section(const char *page, const char *name)
{
	char *head = xasprintf("\n.Ss %s\n", name);
	const char *begin = strstr(page, head), *end;

	ck_assert_msg(begin, "the page has no section %s", name);
	begin += strlen(head);
	for (end = begin; strncmp(end, "\n.Ss ", 5) != 0 && strncmp(end, "\n.Sh ", 5) != 0; end++)
		ck_assert(*end);
	free(head);
	return xstrndup(begin, (size_t)(end - begin) + 1);
}

/* Whether a line that marks up literals has the word among them. */
static bool is_marked(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *line = text; *line; line = strchrnul(line, '\n'), line += *line != '\0') {
		const char *end = strchrnul(line, '\n');

		if (strncmp(line, ".Cm ", 4) != 0 && strncmp(line, ".It Cm ", 7) != 0)
			continue;
		for (const char *at = line; at + len < end; at++)
			if (*at == ' ' && strncmp(at + 1, word, len) == 0 &&
			    (at[1 + len] == ' ' || at[1 + len] == '\n'))
				return true;
	}
	return false;
}

static bool is_value(const struct field *f, const char *word)
{
	for (unsigned int v = 0; v < f->type->words; v++)
		if (strcmp(f->type->word(v), word) == 0)
			return true;
	return false;
}

/* The members that no table has: what stands before the fields, and what is derived. */
static bool is_member(const struct record *record, const char *name)
{
	if (record == &header_record && strcmp(name, "schema") == 0)
		return true;
	if (record == &event_records[EVENT_SIGHTING] && strcmp(name, "transitions") == 0)
		return true;
	for (size_t i = 0; i < record->n; i++)
		if (strcmp(record->fields[i].name, name) == 0 || is_value(&record->fields[i], name))
			return true;
	return false;
}

static void check_members(const char *page, const char *name, const struct record *record)
{
	char *text = section(page, name);

	for (size_t i = 0; i < record->n; i++) {
		const struct field *f = &record->fields[i];
		char *item = xasprintf(".It Cm %s\n", f->name);

		ck_assert_msg(strstr(text, item), "section %s does not name %s", name, f->name);
		free(item);
		for (unsigned int v = 0; v < f->type->words; v++)
			ck_assert_msg(is_marked(page, f->type->word(v)),
				      "the page does not name %s", f->type->word(v));
	}
	free(text);
}

static void check_no_others(const char *page, const char *name, const struct record *record)
{
	static const char mark[] = ".It Cm ";
	char *text = section(page, name);

	for (char *at = text; (at = strstr(at, mark)); at++) {
		char *item = xstrndup(at + strlen(mark), strcspn(at + strlen(mark), "\n"));

		ck_assert_msg(is_member(record, item), "section %s names %s", name, item);
		free(item);
	}
	free(text);
}

static void check_documented(const char *page, const char *name, const struct record *record)
{
	check_members(page, name, record);
	check_no_others(page, name, record);
}

START_TEST(page_names_every_member)
{
	char *page = read_page();

	check_documented(page, HEADER_WORD, &header_record);
	check_documented(page, "transitions", &transition_record);
	for (enum event_kind kind = 0; kind < EVENT_KINDS; kind++)
		check_documented(page, event_kind_word(kind), &event_records[kind]);
	for (unsigned int i = 0; i < SEGMENT_NAMES; i++)
		ck_assert(is_marked(page, segment_name_word(i)));
	free(page);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("timeline page");
	TCase *page = tcase_create("page");

	tcase_add_test(page, page_names_every_member);
	suite_add_tcase(s, page);
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
