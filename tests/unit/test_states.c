/* SPDX-License-Identifier: MIT */
#include "tcp/states.h"

#include <check.h>
#include <string.h>

#include "base/util.h"
#include "tcp/end.h"
#include "tcp/sighting.h"

static void assert_parses(const char *word, enum tcp_state expected)
{
	enum tcp_state state;

	ck_assert_msg(tcp_state_parse(word, strlen(word), &state), "%s is not found", word);
	ck_assert_str_eq(tcp_state_name(state), tcp_state_name(expected));
}

START_TEST(names)
{
	enum tcp_state state;

	for (enum tcp_state s = 0; s < TCP_STATES; s++)
		assert_parses(tcp_state_name(s), s);
	assert_parses("SYN_RECV", TCPS_SYN_RECEIVED);
	assert_parses("SYN-RECV", TCPS_SYN_RECEIVED);
	assert_parses("fin_wait1", TCPS_FIN_WAIT_1);
	assert_parses("FIN_WAIT_1", TCPS_FIN_WAIT_1);
	assert_parses("Fin-Wait-2", TCPS_FIN_WAIT_2);
	assert_parses("CLOSE", TCPS_CLOSED);
	assert_parses("CLOSE_WAIT", TCPS_CLOSE_WAIT);
	ck_assert(tcp_state_parse("LISTENER", 6, &state) && state == TCPS_LISTEN);
	ck_assert(!tcp_state_parse("LISTE", 5, &state));
	ck_assert(!tcp_state_parse("LISTENER", 8, &state));
	ck_assert(!tcp_state_parse("", 0, &state));
}
END_TEST

START_TEST(linux_numbers)
{
	static const enum tcp_state expected[] = {
		TCPS_CLOSED,	   TCPS_ESTABLISHED, TCPS_SYN_SENT,  TCPS_SYN_RECEIVED,
		TCPS_FIN_WAIT_1,   TCPS_FIN_WAIT_2,  TCPS_TIME_WAIT, TCPS_CLOSED,
		TCPS_CLOSE_WAIT,   TCPS_LAST_ACK,    TCPS_LISTEN,    TCPS_CLOSING,
		TCPS_SYN_RECEIVED,
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(expected); i++)
		ck_assert_int_eq(tcp_state_from_linux(i), expected[i]);
	ck_assert_int_eq(tcp_state_from_linux(13), TCPS_CLOSED);
	ck_assert_int_eq(tcp_state_from_linux(UINT32_MAX), TCPS_CLOSED);
}
END_TEST

START_TEST(moves)
{
	static const struct {
		enum tcp_state from, to;
		unsigned int triggers;
	} cases[] = {
		{TCPS_CLOSED, TCPS_LISTEN, TRIGGER_CALL},
		{TCPS_CLOSED, TCPS_SYN_SENT, TRIGGER_CALL},
		{TCPS_CLOSED, TCPS_SYN_RECEIVED, TRIGGER_SEGMENT},
		{TCPS_SYN_SENT, TCPS_ESTABLISHED, TRIGGER_SEGMENT},
		{TCPS_SYN_RECEIVED, TCPS_ESTABLISHED, TRIGGER_SEGMENT},
		{TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, TRIGGER_CALL},
		{TCPS_ESTABLISHED, TCPS_CLOSE_WAIT, TRIGGER_SEGMENT},
		{TCPS_CLOSE_WAIT, TCPS_LAST_ACK, TRIGGER_CALL},
		{TCPS_TIME_WAIT, TCPS_CLOSED, TRIGGER_SEGMENT | TRIGGER_TIMER},
		/* No moves: Note 2 of Figure 5, and others that Linux does not make. */
		{TCPS_FIN_WAIT_1, TCPS_TIME_WAIT, 0},
		{TCPS_LISTEN, TCPS_SYN_SENT, 0},
		{TCPS_LISTEN, TCPS_SYN_RECEIVED, 0},
		{TCPS_ESTABLISHED, TCPS_SYN_SENT, 0},
		{TCPS_CLOSED, TCPS_ESTABLISHED, 0},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		ck_assert_msg(tcp_move_triggers(cases[i].from, cases[i].to) == cases[i].triggers,
			      "%s to %s", tcp_state_name(cases[i].from),
			      tcp_state_name(cases[i].to));
	/* A reset, or giving up, ends a connection in every state but before it exists. */
	for (enum tcp_state s = TCPS_SYN_SENT; s < TCP_STATES; s++)
		ck_assert_uint_eq(tcp_move_triggers(s, TCPS_CLOSED) &
					  (TRIGGER_SEGMENT | TRIGGER_TIMER),
				  TRIGGER_SEGMENT | TRIGGER_TIMER);
	for (enum tcp_state s = 0; s < TCP_STATES; s++)
		ck_assert_uint_eq(tcp_move_triggers(s, s), 0);
}
END_TEST

/* "A B" and "A X Y B" as arrays, to compare paths with. */
static void assert_path(enum tcp_state from, enum tcp_state to, int n,
			const enum tcp_state expected[])
{
	enum tcp_state passed[TCP_STATES];

	ck_assert_int_eq(tcp_move_path(from, to, passed), n);
	for (int i = 0; i < n; i++)
		ck_assert_str_eq(tcp_state_name(passed[i]), tcp_state_name(expected[i]));
}

#define PATH(...)                \
	(const enum tcp_state[]) \
	{                        \
		__VA_ARGS__      \
	}

START_TEST(paths)
{
	assert_path(TCPS_ESTABLISHED, TCPS_CLOSE_WAIT, 0, NULL);
	assert_path(TCPS_FIN_WAIT_1, TCPS_TIME_WAIT, 1, PATH(TCPS_FIN_WAIT_2));
	assert_path(TCPS_SYN_RECEIVED, TCPS_CLOSE_WAIT, 1, PATH(TCPS_ESTABLISHED));
	assert_path(TCPS_ESTABLISHED, TCPS_LAST_ACK, 1, PATH(TCPS_CLOSE_WAIT));
	assert_path(TCPS_ESTABLISHED, TCPS_TIME_WAIT, 2, PATH(TCPS_FIN_WAIT_1, TCPS_FIN_WAIT_2));
	assert_path(TCPS_ESTABLISHED, TCPS_CLOSING, 1, PATH(TCPS_FIN_WAIT_1));
	assert_path(TCPS_CLOSED, TCPS_ESTABLISHED, 1, PATH(TCPS_SYN_RECEIVED));
	assert_path(TCPS_SYN_SENT, TCPS_FIN_WAIT_1, 1, PATH(TCPS_ESTABLISHED));
	assert_path(TCPS_SYN_SENT, TCPS_LAST_ACK, 2, PATH(TCPS_ESTABLISHED, TCPS_CLOSE_WAIT));
	/* A close in SYN-RECEIVED is a move, but no likely part of a way. */
	assert_path(TCPS_SYN_RECEIVED, TCPS_FIN_WAIT_1, 0, NULL);
	assert_path(TCPS_SYN_RECEIVED, TCPS_FIN_WAIT_2, 2, PATH(TCPS_ESTABLISHED, TCPS_FIN_WAIT_1));
	assert_path(TCPS_CLOSED, TCPS_FIN_WAIT_1, 2, PATH(TCPS_SYN_RECEIVED, TCPS_ESTABLISHED));
	/* Never through CLOSED or LISTEN, never back. */
	assert_path(TCPS_LAST_ACK, TCPS_TIME_WAIT, -1, NULL);
	assert_path(TCPS_ESTABLISHED, TCPS_SYN_SENT, -1, NULL);
	assert_path(TCPS_LISTEN, TCPS_ESTABLISHED, -1, NULL);
	assert_path(TCPS_TIME_WAIT, TCPS_SYN_RECEIVED, -1, NULL);
}
END_TEST

/* Every path is made of moves. */
START_TEST(paths_are_moves)
{
	enum tcp_state passed[TCP_STATES];
	int ways = 0;

	for (int pair = 0; pair < TCP_STATES * TCP_STATES; pair++) {
		enum tcp_state at = (enum tcp_state)(pair / TCP_STATES);
		enum tcp_state to = (enum tcp_state)(pair % TCP_STATES);
		int n = tcp_move_path(at, to, passed);

		for (int i = 0; i < n; i++) {
			ck_assert_uint_ne(tcp_move_triggers(at, passed[i]), 0);
			at = passed[i];
		}
		if (n >= 0)
			ck_assert_uint_ne(tcp_move_triggers(at, to), 0);
		ways += n >= 0;
	}
	ck_assert_int_gt(ways, 40);
}
END_TEST

START_TEST(ends_and_timers)
{
	enum end end;

	for_each_end(e) {
		ck_assert(end_parse(end_name(e), strlen(end_name(e)), &end));
		ck_assert_int_eq(end, e);
		ck_assert_int_ne(other_end(e), e);
	}
	ck_assert(!end_parse("serve", 5, &end));
	ck_assert(!end_parse("servers", 7, &end));
	ck_assert_str_eq(tcp_timer_name(TIMER_NONE), "none");
	ck_assert_str_eq(tcp_timer_name(TIMER_PROBE), "probe");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("states");
	TCase *tc = tcase_create("states");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_test(tc, names);
	tcase_add_test(tc, linux_numbers);
	tcase_add_test(tc, moves);
	tcase_add_test(tc, paths);
	tcase_add_test(tc, paths_are_moves);
	tcase_add_test(tc, ends_and_timers);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
