/* SPDX-License-Identifier: MIT */
/* Questions made of the recorded timelines of tests/judge/, and what answers mean. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/util.h"
#include "quiz/answer.h"
#include "recorded.h"

static struct quiz quiz;

static void load_quiz(const char *name)
{
	load(name);
	quiz_make(&quiz, &sc, &tl);
}

static void unload_quiz(void)
{
	quiz_free(&quiz);
	unload();
}

/* All questions, a scene a line. */
static char *all_questions(void)
{
	size_t len;
	char *text;
	FILE *out = xmemstream(&text, &len);

	for (size_t i = 0; i < quiz.n_scenes; i++) {
		const struct quiz_scene *scene = &quiz.scenes[i];

		fputs(scene->what, out);
		for (size_t k = 0; k < scene->n; k++) {
			const struct quiz_question *q = &scene->questions[k];

			fprintf(out, "; %s", end_name(q->end));
			if (q->connection > 1)
				fprintf(out, " #%u", q->connection);
			fprintf(out, " %s", tcp_state_name(q->now));
			if (q->next != q->now)
				fprintf(out, " %s", tcp_state_name(q->next));
			if (q->or_listen)
				fprintf(out, "/LISTEN");
		}
		fputc('\n', out);
	}
	fclose(out);
	return text;
}

/* The reason of the question of a scene that is about an end. */
static const char *why(const char *what, enum end end)
{
	for (size_t i = 0; i < quiz.n_scenes; i++)
		for (size_t k = 0; k < quiz.scenes[i].n; k++)
			if (!strcmp(quiz.scenes[i].what, what) &&
			    quiz.scenes[i].questions[k].end == end)
				return quiz.scenes[i].questions[k].why;
	ck_abort_msg("no scene is %s", what);
}

/* ---- questions ----------------------------------------------------------------------------- */

static const struct {
	const char *run;
	const char *questions;
} runs[] = {
	/* Whatever comes a second time is not asked about: SYN-ACK and ACK after 3 s. */
	{"recorded-third-ack-loss",
	 "connect(); client CLOSED SYN-SENT\n"
	 "segment 1 (SYN); client SYN-SENT; server LISTEN SYN-RECEIVED\n"
	 "segment 2 (SYN-ACK); client SYN-SENT ESTABLISHED; server SYN-RECEIVED\n"
	 "segment 3 (ACK); client ESTABLISHED; server SYN-RECEIVED\n"
	 "segment 4 (SYN-ACK); client ESTABLISHED; server SYN-RECEIVED\n"
	 "SYN-ACK timer; server SYN-RECEIVED CLOSED\n"},
	/* Data and their ACKs are asked about once, whoever sends them. */
	{"recorded-clean-connection",
	 "connect(); client CLOSED SYN-SENT\n"
	 "segment 1 (SYN); client SYN-SENT; server LISTEN SYN-RECEIVED\n"
	 "segment 2 (SYN-ACK); client SYN-SENT ESTABLISHED; server SYN-RECEIVED\n"
	 "segment 3 (ACK); client ESTABLISHED; server SYN-RECEIVED ESTABLISHED\n"
	 "segment 4 (data 4 B); client ESTABLISHED; server ESTABLISHED\n"
	 "close(); client ESTABLISHED FIN-WAIT-1\n"
	 "segment 8 (FIN, ACK); client FIN-WAIT-1; server ESTABLISHED CLOSE-WAIT\n"
	 "segment 9 (ACK); client FIN-WAIT-1 FIN-WAIT-2; server CLOSE-WAIT\n"
	 "close(); server CLOSE-WAIT LAST-ACK\n"
	 "segment 10 (FIN, ACK); client FIN-WAIT-2 TIME-WAIT; server LAST-ACK\n"
	 "segment 11 (ACK); client TIME-WAIT; server LAST-ACK CLOSED\n"},
	/* One segment takes the server through FIN-WAIT-2, which nobody saw. */
	{"recorded-killed",
	 "connect(); client CLOSED SYN-SENT\n"
	 "segment 1 (SYN); client SYN-SENT; server LISTEN SYN-RECEIVED\n"
	 "segment 2 (SYN-ACK); client SYN-SENT ESTABLISHED; server SYN-RECEIVED\n"
	 "segment 3 (ACK); client ESTABLISHED; server SYN-RECEIVED ESTABLISHED\n"
	 "the end of its process; server ESTABLISHED FIN-WAIT-1\n"
	 "segment 4 (FIN, ACK); client ESTABLISHED CLOSE-WAIT; server FIN-WAIT-1\n"
	 "close(); client CLOSE-WAIT LAST-ACK\n"
	 "segment 5 (FIN, ACK); client LAST-ACK; server FIN-WAIT-1 TIME-WAIT\n"
	 "segment 6 (ACK); client LAST-ACK CLOSED; server TIME-WAIT\n"},
	/* What arrives counts, and of the second connection only what is new. */
	{"recorded-made-rst",
	 "connect(); client CLOSED SYN-SENT\n"
	 "segment 1 (SYN); client SYN-SENT; server LISTEN SYN-RECEIVED\n"
	 "segment 2 (SYN-ACK); client SYN-SENT ESTABLISHED; server SYN-RECEIVED\n"
	 "segment 3 (RST); client ESTABLISHED; server SYN-RECEIVED CLOSED/LISTEN\n"
	 "segment 4 (data 5 B); client ESTABLISHED; server CLOSED\n"
	 "segment 5 (RST); client ESTABLISHED CLOSED; server CLOSED\n"
	 "segment 8 (ACK); client #2 ESTABLISHED; server #2 SYN-RECEIVED ESTABLISHED\n"},
	/* The client listens; the server opens a connection, its own listener beside it. */
	{"recorded-refused-listener",
	 "connect(); server CLOSED SYN-SENT\n"
	 "segment 1 (SYN); client LISTEN SYN-RECEIVED; server SYN-SENT\n"
	 "segment 2 (SYN-ACK); client SYN-RECEIVED; server SYN-SENT ESTABLISHED\n"
	 "segment 3 (ACK); client SYN-RECEIVED ESTABLISHED; server ESTABLISHED\n"
	 "close(); client ESTABLISHED FIN-WAIT-1\n"
	 "segment 4 (FIN, ACK); client FIN-WAIT-1; server ESTABLISHED CLOSE-WAIT\n"
	 "close(); server CLOSE-WAIT LAST-ACK\n"
	 "segment 5 (FIN, ACK); client FIN-WAIT-1 TIME-WAIT; server LAST-ACK\n"
	 "segment 6 (ACK); client TIME-WAIT; server LAST-ACK CLOSED\n"},
	/* A segment that is held goes nowhere, and is not asked about before it does. */
	{"recorded-held-in-vain",
	 "connect(); client CLOSED SYN-SENT\n"
	 "segment 1 (SYN); client SYN-SENT; server LISTEN SYN-RECEIVED\n"
	 "segment 2 (SYN-ACK); client SYN-SENT ESTABLISHED; server SYN-RECEIVED\n"
	 "segment 3 (ACK); client ESTABLISHED; server SYN-RECEIVED ESTABLISHED\n"
	 "close(); server ESTABLISHED FIN-WAIT-1\n"},
	/* The last segment comes of a socket that is gone, to an end without a link. */
	{"recorded-unplugged",
	 "connect(); client CLOSED SYN-SENT\n"
	 "segment 1 (SYN); client SYN-SENT; server LISTEN SYN-RECEIVED\n"
	 "segment 2 (SYN-ACK); client SYN-SENT ESTABLISHED; server SYN-RECEIVED\n"
	 "segment 3 (ACK); client ESTABLISHED; server SYN-RECEIVED ESTABLISHED\n"
	 "segment 4 (ACK); client ESTABLISHED; server ESTABLISHED\n"
	 "keepalive timer; client ESTABLISHED CLOSED\n"
	 "segment 6 (RST, ACK); client CLOSED; server ESTABLISHED\n"},
	/* A connection that is refused at once. */
	{"refused", "connect(); client CLOSED SYN-SENT\n"
		    "segment 1 (SYN); client SYN-SENT; server CLOSED\n"
		    "segment 2 (RST, ACK); client SYN-SENT CLOSED; server CLOSED\n"},
};

START_TEST(questions_of_recorded_runs)
{
	size_t n = 0;
	char *text;

	load_quiz(runs[_i].run);
	text = all_questions();
	ck_assert_msg(!strcmp(text, runs[_i].questions), "%s: asked:\n%swanted:\n%s", runs[_i].run,
		      text, runs[_i].questions);
	free(text);
	for (size_t i = 0; i < quiz.n_scenes; i++)
		n += quiz.scenes[i].n;
	ck_assert_uint_eq(quiz.n_questions, n);
	unload_quiz();
}
END_TEST

/* Forged segments, copies and ICMP messages, in names of ends that know nothing of it. */
START_TEST(segments_that_no_end_sent)
{
	load_quiz("recorded-rewritten");
	ck_assert(strstr(why("segment 3 (SYN-ACK)", SERVER), "fault twice has"));
	ck_assert(strstr(why("segment 13 (RST)", SERVER), "it has not sent this, fault over has"));
	ck_assert(strstr(why("segment 13 (RST)", CLIENT), "CLOSE-WAIT → CLOSED, by segment 13"));
	ck_assert(strstr(why("ICMP port-unreachable", SERVER), "SYN-SENT → CLOSED, by ICMP"));
	unload_quiz();
}
END_TEST

START_TEST(reasons)
{
	load_quiz("recorded-third-ack-loss");
	ck_assert_str_eq(why("connect()", CLIENT), "CLOSED → SYN-SENT: connect(): SYN goes out");
	ck_assert_str_eq(why("segment 1 (SYN)", SERVER),
			 "LISTEN → SYN-RECEIVED, by segment 1 (SYN): SYN heard: a request socket, "
			 "SYN-ACK goes out");
	ck_assert_str_eq(why("segment 3 (ACK)", CLIENT),
			 "stays ESTABLISHED: it does not learn that its segment is lost");
	ck_assert_str_eq(why("segment 3 (ACK)", SERVER),
			 "stays SYN-RECEIVED: fault lose-ack drops ACK, so nothing arrives");
	ck_assert_str_eq(why("segment 4 (SYN-ACK)", CLIENT),
			 "stays ESTABLISHED: SYN-ACK arrives, and changes no state");
	unload_quiz();

	load_quiz("recorded-unplugged");
	ck_assert(strstr(why("segment 4 (ACK)", SERVER), "it has no link"));
	unload_quiz();

	load_quiz("recorded-made-rst");
	ck_assert(strstr(why("segment 3 (RST)", SERVER), "the listener beside it goes on"));
	ck_assert(strstr(why("segment 4 (data 5 B)", SERVER), "where there is no connection"));
	unload_quiz();

	load_quiz("recorded-killed");
	ck_assert_str_eq(why("the end of its process", SERVER),
			 "ESTABLISHED → FIN-WAIT-1: the kernel closes the sockets that a process "
			 "leaves behind");
	ck_assert(
		strstr(why("segment 5 (FIN, ACK)", SERVER),
		       "FIN-WAIT-1 → FIN-WAIT-2, by segment 5 (FIN, ACK): ACK of the FIN heard; in "
		       "the same instant FIN-WAIT-2 → TIME-WAIT"));
	unload_quiz();
}
END_TEST

/* What is shown before the answer gives nothing away: neither the new states, nor later rows. */
START_TEST(nothing_is_given_away)
{
	load_quiz("recorded-clean-connection");
	for (size_t i = 0; i < quiz.n_scenes; i++) {
		const struct quiz_scene *scene = &quiz.scenes[i];

		ck_assert_uint_lt(scene->above, quiz.n_rows);
		ck_assert(!i || scene->above >= scene[-1].above);
		for (size_t k = 0; k < scene->n; k++) {
			const struct quiz_question *q = &scene->questions[k];
			const struct row_states *shown = &scene->row.states[q->end];

			for (size_t s = 0; s < shown->n; s++)
				ck_assert_int_eq(shown->item[s].state, q->now);
		}
	}
	unload_quiz();
}
END_TEST

START_TEST(nothing_happens)
{
	load("recorded-third-ack-loss");
	tl.n = 0;
	quiz_make(&quiz, &sc, &tl);
	ck_assert_uint_eq(quiz.n_questions, 0);
	ck_assert_uint_eq(quiz.n_scenes, 0);
	unload_quiz();
}
END_TEST

/* ---- answers ------------------------------------------------------------------------------- */

static bool is_choice(const struct quiz_question *q, enum tcp_state state)
{
	for (size_t i = 0; i < q->n_choices; i++)
		if (q->choices[i] == state)
			return true;
	return false;
}

START_TEST(choices)
{
	for (enum tcp_state next = 0; next < TCP_STATES; next++) {
		struct quiz_question q = {.now = _i, .next = next};

		answer_choices(&q);
		ck_assert(is_choice(&q, _i));
		ck_assert(is_choice(&q, next));
		ck_assert_uint_ge(q.n_choices, 3);
		ck_assert_uint_le(q.n_choices, 6);
		for (size_t i = 1; i < q.n_choices; i++)
			ck_assert_int_lt(q.choices[i - 1], q.choices[i]);
	}
}
END_TEST

/* Whatever can happen to a state is in its list without the right answer being added to it. */
START_TEST(choices_do_not_tell)
{
	struct quiz_question staying = {.now = TCPS_FIN_WAIT_1, .next = TCPS_FIN_WAIT_1};
	struct quiz_question leaving = {.now = TCPS_FIN_WAIT_1, .next = TCPS_TIME_WAIT};

	answer_choices(&staying);
	answer_choices(&leaving);
	ck_assert_uint_eq(staying.n_choices, leaving.n_choices);
	staying = (struct quiz_question){.now = TCPS_LISTEN, .next = TCPS_LISTEN};
	answer_choices(&staying);
	ck_assert(is_choice(&staying, TCPS_SYN_RECEIVED));
}
END_TEST

static const struct {
	const char *text;
	enum answer_kind kind;
	enum tcp_state state;
} answers[] = {
	{"", ANSWER_STATE, TCPS_SYN_SENT},
	{" \t\r", ANSWER_STATE, TCPS_SYN_SENT},
	{"ESTABLISHED", ANSWER_STATE, TCPS_ESTABLISHED},
	{"est", ANSWER_STATE, TCPS_ESTABLISHED},
	{"e", ANSWER_STATE, TCPS_ESTABLISHED},
	{" syn-r ", ANSWER_STATE, TCPS_SYN_RECEIVED},
	{"SYN_RECV", ANSWER_STATE, TCPS_SYN_RECEIVED},
	{"syn-recv", ANSWER_STATE, TCPS_SYN_RECEIVED},
	{"syn received", ANSWER_STATE, TCPS_SYN_RECEIVED},
	{"FIN_WAIT1", ANSWER_STATE, TCPS_FIN_WAIT_1},
	{"finwait2", ANSWER_STATE, TCPS_FIN_WAIT_2},
	{"Time", ANSWER_STATE, TCPS_TIME_WAIT},
	{"close", ANSWER_STATE, TCPS_CLOSED}, /* Linux calls it that */
	{"closed", ANSWER_STATE, TCPS_CLOSED},
	{"close-", ANSWER_AMBIGUOUS, 0},
	{"close-w", ANSWER_STATE, TCPS_CLOSE_WAIT},
	{"clos", ANSWER_AMBIGUOUS, 0},
	{"syn", ANSWER_AMBIGUOUS, 0},
	{"FIN-WAIT", ANSWER_AMBIGUOUS, 0},
	{"l", ANSWER_AMBIGUOUS, 0},
	{"1", ANSWER_STATE, TCPS_CLOSED},
	{"2", ANSWER_STATE, TCPS_SYN_SENT},
	{"0", ANSWER_NO_NUMBER, 0},
	{"6", ANSWER_NO_NUMBER, 0},
	{"99999999999999999999999", ANSWER_NO_NUMBER, 0},
	{"-1", ANSWER_UNKNOWN, 0},
	{"2x", ANSWER_UNKNOWN, 0},
	{"-", ANSWER_UNKNOWN, 0},
	{"established.", ANSWER_UNKNOWN, 0},
	{"ESTABLISHED ESTABLISHED ESTABLISHED ESTABLISHED", ANSWER_UNKNOWN, 0},
	{"\377\376", ANSWER_UNKNOWN, 0},
	{"?", ANSWER_HELP, 0},
	{"？", ANSWER_HELP, 0},
	{"q", ANSWER_QUIT, 0},
	{"Quit", ANSWER_QUIT, 0},
};

START_TEST(answers_are_read)
{
	struct quiz_question q = {.now = TCPS_SYN_SENT, .next = TCPS_ESTABLISHED};
	struct answer a;

	answer_choices(&q);
	ck_assert_uint_eq(q.n_choices, 5);
	a = answer_read(answers[_i].text, &q);
	ck_assert_msg(a.kind == answers[_i].kind, "'%s' is of kind %d", answers[_i].text, a.kind);
	if (a.kind == ANSWER_STATE)
		ck_assert_msg(a.state == answers[_i].state, "'%s' is %s", answers[_i].text,
			      tcp_state_name(a.state));
}
END_TEST

START_TEST(several_could_be_meant)
{
	struct quiz_question q = {.now = TCPS_SYN_SENT, .next = TCPS_ESTABLISHED};

	answer_choices(&q);
	ck_assert_uint_eq(answer_read("clos", &q).candidates,
			  1U << TCPS_CLOSED | 1U << TCPS_CLOSE_WAIT | 1U << TCPS_CLOSING);
}
END_TEST

START_TEST(right_and_wrong)
{
	struct quiz_question q = {.now = TCPS_SYN_RECEIVED, .next = TCPS_CLOSED};

	ck_assert(answer_is_right(TCPS_CLOSED, &q));
	ck_assert(!answer_is_right(TCPS_LISTEN, &q));
	ck_assert(!answer_is_right(TCPS_SYN_RECEIVED, &q));
	q.or_listen = true;
	ck_assert(answer_is_right(TCPS_LISTEN, &q));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("quiz");
	TCase *all = tcase_create("all");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(all, questions_of_recorded_runs, 0, ARRAY_SIZE(runs));
	tcase_add_test(all, segments_that_no_end_sent);
	tcase_add_test(all, reasons);
	tcase_add_test(all, nothing_is_given_away);
	tcase_add_test(all, nothing_happens);
	tcase_add_loop_test(all, choices, 0, TCP_STATES);
	tcase_add_test(all, choices_do_not_tell);
	tcase_add_loop_test(all, answers_are_read, 0, ARRAY_SIZE(answers));
	tcase_add_test(all, several_could_be_meant);
	tcase_add_test(all, right_and_wrong);
	suite_add_tcase(suite, all);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
