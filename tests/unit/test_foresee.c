/* SPDX-License-Identifier: MIT */
/*
 * The ladder that a scenario alone tells: what is not known is not drawn. That what is drawn comes in a
 * run is seen by tests/patient/foreseen.sh.
 */
#include "report/foresee.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"

/* Both ends open and close in the usual order. */
#define SERVER_BLOCK "server {\n listen 8080\n accept\n recv until eof\n close\n}\n"
#define CLIENT_BLOCK \
	"client {\n connect\n wait until server accept\n close\n wait until server CLOSED\n}\n"

static struct scenario sc;
static struct foreseen foreseen;

static void foresee_text(const char *text)
{
	char *whole = xasprintf("scenario \"x\" {\n}\n%s", text);
	struct diags diags = {0};
	struct source src;

	source_from_text(&src, "test", whole);
	ck_assert_msg(scenario_from_source(&sc, &src, &diags), "%s", whole);
	diags_free(&diags);
	free(whole);
	foresee(&foreseen, &sc);
	ck_assert_uint_gt(foreseen.n, 0);
}

static void forget(void)
{
	foreseen_free(&foreseen);
	scenario_free(&sc);
}

static const struct row *last_row(void)
{
	return &foreseen.rows[foreseen.n - 1];
}

static size_t count_segments(enum segment_name name)
{
	size_t n = 0;

	for (size_t i = 0; i < foreseen.n; i++)
		n += foreseen.rows[i].kind == ROW_SEGMENT &&
		     foreseen.rows[i].facts.names & 1 << name;
	return n;
}

static void assert_stops(const char *why)
{
	ck_assert(!foreseen.whole);
	ck_assert_msg(strstr(last_row()->words, why), "'%s' instead of '%s'", last_row()->words,
		      why);
	ck_assert_int_eq(last_row()->words[0], '?');
}

START_TEST(usual_connection_is_told_to_its_end)
{
	foresee_text(SERVER_BLOCK CLIENT_BLOCK
		     "expect {\n client path SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT\n"
		     " server path SYN-RECEIVED ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED\n}\n");
	ck_assert(foreseen.whole);
	ck_assert_uint_eq(count_segments(SEG_SYN), 1);
	ck_assert_uint_eq(count_segments(SEG_FIN), 2);
	ck_assert_uint_eq(count_segments(SEG_RST), 0);
	ck_assert_uint_eq(last_row()->states[SERVER].n, 1);
	ck_assert_uint_eq(last_row()->states[SERVER].item[0].state, TCPS_CLOSED);
	forget();
}
END_TEST

/* What is lost comes again as often as the scenario says, and is marked. */
START_TEST(lost_segment_comes_again)
{
	foresee_text(SERVER_BLOCK CLIENT_BLOCK
		     "fault lose {\n drop fin from client first 2 all transmissions\n}\n");
	ck_assert(foreseen.whole);
	ck_assert_uint_eq(count_segments(SEG_FIN), 4);
	for (size_t i = 0, n = 0; i < foreseen.n; i++) {
		const struct row *row = &foreseen.rows[i];

		if (row->kind != ROW_SEGMENT || row->end != CLIENT ||
		    !(row->facts.names & 1 << SEG_FIN))
			continue;
		ck_assert_uint_eq(row->facts.retransmission, n);
		ck_assert_int_eq(row->verdict, n < 2 ? VERDICT_DROP : VERDICT_ACCEPT);
		ck_assert(n < 2 ? !strcmp(row->fault, "lose") : !row->fault);
		n++;
	}
	forget();
}
END_TEST

/* Nobody knows whether these faults mean the SYN, so it has no arrow. */
START_TEST(doubtful_fault_ends_it)
{
	static const char *const conditions[] = {
		"probability 50%",
		"size > 50",
		"match \"tcp port 8080\"",
		"while client timer retransmit",
		"flags ECE",
	};
	char *text = xasprintf(SERVER_BLOCK CLIENT_BLOCK "fault doubt {\n drop syn %s\n}\n",
			       conditions[_i]);

	foresee_text(text);
	free(text);
	ck_assert_uint_eq(count_segments(SEG_SYN), 0);
	ck_assert_ptr_nonnull(strstr(foreseen.rows[foreseen.n - 2].words, "doubt"));
	ck_assert(!foreseen.whole);
	forget();
}
END_TEST

/* What is left of the expected states stands in the last row. */
START_TEST(expected_states_are_shown_all_the_same)
{
	foresee_text(SERVER_BLOCK CLIENT_BLOCK
		     "fault doubt {\n drop syn-ack probability 50%\n}\n"
		     "expect {\n client path SYN-SENT ESTABLISHED FIN-WAIT-1\n"
		     " server path SYN-RECEIVED ESTABLISHED\n}\n");
	ck_assert(!foreseen.whole);
	ck_assert_uint_eq(last_row()->states[CLIENT].n, 2);
	ck_assert_uint_eq(last_row()->states[CLIENT].item[0].state, TCPS_ESTABLISHED);
	ck_assert_uint_eq(last_row()->states[SERVER].n, 1);
	forget();
}
END_TEST

/* The text says that the ACK arrives, the path that it does not: its row is not shown. */
START_TEST(row_off_the_path_is_not_shown)
{
	foresee_text(SERVER_BLOCK CLIENT_BLOCK "expect {\n server path SYN-RECEIVED CLOSED\n}\n");
	assert_stops("what comes now");
	ck_assert_uint_eq(count_segments(SEG_SYN_ACK), 1);
	ck_assert_uint_eq(count_segments(SEG_ACK), 0);
	ck_assert_uint_eq(last_row()->states[SERVER].item[0].state, TCPS_CLOSED);
	forget();
}
END_TEST

/* A whole ladder that the expectations contradict is no good anywhere. */
START_TEST(contradicted_ladder_is_not_shown)
{
	static const char *const wrong[] = {
		"segments fin from client = 3",
		"segments rst >= 1",
		"server ends in CLOSE-WAIT",
		"client path SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT CLOSED",
	};
	char *text = xasprintf(SERVER_BLOCK CLIENT_BLOCK "expect {\n %s\n}\n", wrong[_i]);

	foresee_text(text);
	free(text);
	assert_stops("the scenario alone does not tell");
	ck_assert_uint_eq(foreseen.n, 1);
	forget();
}
END_TEST

/* Both ends can close: which one is first, only the expected paths tell. */
START_TEST(race_is_nobodys)
{
	const char *scripts = "server {\n listen 8080\n accept\n close\n}\n"
			      "client {\n connect\n wait until server accept\n close\n}\n";
	char *text;

	foresee_text(scripts);
	assert_stops("which end is first");
	forget();
	text = xasprintf(
		"%sexpect {\n client path SYN-SENT ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED\n"
		" server path SYN-RECEIVED ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT\n}\n",
		scripts);
	foresee_text(text);
	free(text);
	ck_assert(foreseen.whole);
	forget();
}
END_TEST

/* A step and a timer at about the same time: nobody knows which is first. */
START_TEST(close_call_is_nobodys)
{
	foresee_text("server {\n listen 8080\n accept\n sleep 210ms\n close\n}\n"
		     "client {\n connect\n close\n wait until server done\n}\n"
		     "fault lose {\n drop fin from client first 1\n}\n");
	assert_stops("what is first now");
	forget();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("foresee");
	TCase *tc = tcase_create("foresee");
	SRunner *runner;
	int failed;

	tcase_add_test(tc, usual_connection_is_told_to_its_end);
	tcase_add_test(tc, lost_segment_comes_again);
	tcase_add_loop_test(tc, doubtful_fault_ends_it, 0, 5);
	tcase_add_test(tc, expected_states_are_shown_all_the_same);
	tcase_add_test(tc, row_off_the_path_is_not_shown);
	tcase_add_loop_test(tc, contradicted_ladder_is_not_shown, 0, 4);
	tcase_add_test(tc, race_is_nobodys);
	tcase_add_test(tc, close_call_is_nobodys);
	suite_add_tcase(suite, tc);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
