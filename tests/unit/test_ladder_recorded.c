/* SPDX-License-Identifier: MIT */
/*
 * Ladders of recorded runs, in terminals of several widths, compared with
 * tests/unit/ladder-recorded-NAME-WIDTH.txt: timers, calls, and whether everything fits. In whatever row a
 * call is shown, an end's calls begin and return in the order in which they did.
 */
#include <check.h>
#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "recorded.h"
#include "report/ladder.h"
#include "report/rowmaker.h"

static const struct {
	const char *name;
	int width;
	bool ascii;
} ladders[] = {
	{"third-ack-loss", 80, false},	  {"third-ack-loss", 120, false},
	{"third-ack-loss", 200, true},	  {"clean-connection", 80, true},
	{"clean-connection", 100, false}, {"clean-connection", 120, false},
	{"keepalive", 80, false},	  {"keepalive", 120, true},
	{"unplugged", 80, false},	  {"unplugged", 120, false},
	{"killed", 120, false},		  {"made-rst", 120, false},
	{"rewritten", 120, false},	  {"fast-open", 120, false},
};

static char *read_file(const char *path)
{
	char *text = xalloc(1, 65536);
	FILE *f = fopen(path, "r");

	ck_assert_msg(f != NULL, "%s: %s", path, strerror(errno));
	ck_assert(fread(text, 1, 65535, f) > 0);
	fclose(f);
	return text;
}

static void check_width(const char *drawn, int width)
{
	for (const char *line = drawn, *end; (end = strchr(line, '\n')); line = end + 1) {
		int columns = 0;

		for (const char *c = line; c < end; c++)
			columns += ((unsigned char)*c & 0xc0) != 0x80;
		ck_assert_msg(columns < width, "more than %d columns: %.*s", width - 1,
			      (int)(end - line), line);
	}
}

START_TEST(recorded_ladders)
{
	struct style style = {.width = ladders[_i].width, .ascii = ladders[_i].ascii};
	char *name = xasprintf("recorded-%s", ladders[_i].name);
	char *path = xasprintf("tests/unit/ladder-%s-%d.txt", name, style.width);
	char *drawn, *golden = read_file(path);
	size_t len;
	FILE *out = open_memstream(&drawn, &len);

	load(name);
	ladder_print(out, &sc, &tl, style);
	fclose(out);
	ck_assert_msg(!strcmp(drawn, golden), "%s differs; drawn was\n%s", path, drawn);
	check_width(drawn, style.width);
	unload();
	free(golden);
	free(drawn);
	free(path);
	free(name);
}
END_TEST

/* The latest call of each end that a row has shown to begin. */
static uint32_t begun[ENDS];
static size_t shown;

static void check_calls(void *arg, const struct row *row)
{
	(void)arg;
	for_each_end(e) {
		for (size_t i = 0; i < row->calls[e].n; i++) {
			const struct row_call *call = &row->calls[e].item[i];

			ck_assert_msg(!call->begins || call->number > begun[e],
				      "%s: step %u begins after step %u", end_name(e), call->number,
				      begun[e]);
			if (call->begins)
				begun[e] = call->number;
			ck_assert_msg(!call->ends || call->number == begun[e],
				      "%s: step %u returns after step %u has begun", end_name(e),
				      call->number, begun[e]);
			shown++;
		}
	}
}

START_TEST(calls_stay_in_order)
{
	char *name = xasprintf("recorded-%s", ladders[_i].name);
	struct rowmaker *maker;

	load(name);
	begun[CLIENT] = begun[SERVER] = 0;
	shown = 0;
	maker = rowmaker_new(&sc, check_calls, NULL);
	for (size_t i = 0; i < tl.n; i++)
		rowmaker_event(maker, &tl.events[i], timeline_record(i));
	rowmaker_free(maker);
	ck_assert_uint_ge(shown, 4);
	unload();
	free(name);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("ladder of recorded runs");
	TCase *tc = tcase_create("ladder");

	tcase_add_loop_test(tc, recorded_ladders, 0, (int)ARRAY_SIZE(ladders));
	tcase_add_loop_test(tc, calls_stay_in_order, 0, (int)ARRAY_SIZE(ladders));
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
