/* SPDX-License-Identifier: MIT */
#include "tcp/moves.h"

#include <check.h>

#include "base/util.h"

/* The transition by which each move that is a single one shows. */
static const struct {
	enum tcp_state from, to;
	enum move_who who;
	enum move_trigger trigger;
	unsigned int number; /* 0: RFC 9293 has no such move */
} table[] = {
	{TCPS_CLOSED, TCPS_LISTEN, MOVE_LISTENER, MOVE_CALL, 1},
	{TCPS_CLOSED, TCPS_SYN_SENT, MOVE_ACTIVE, MOVE_CALL, 2},
	{TCPS_LISTEN, TCPS_CLOSED, MOVE_LISTENER, MOVE_CALL, 3},
	{TCPS_CLOSED, TCPS_SYN_RECEIVED, MOVE_PASSIVE, MOVE_SYN, 4},
	{TCPS_SYN_RECEIVED, TCPS_CLOSED, MOVE_PASSIVE, MOVE_RST, 6},
	{TCPS_SYN_RECEIVED, TCPS_ESTABLISHED, MOVE_PASSIVE, MOVE_SEGMENT, 7},
	{TCPS_SYN_RECEIVED, TCPS_ESTABLISHED, MOVE_ACTIVE, MOVE_SYN, 7},
	{TCPS_SYN_RECEIVED, TCPS_FIN_WAIT_1, MOVE_ACTIVE, MOVE_CALL, 8},
	{TCPS_SYN_SENT, TCPS_SYN_RECEIVED, MOVE_ACTIVE, MOVE_SYN, 9},
	{TCPS_SYN_SENT, TCPS_ESTABLISHED, MOVE_ACTIVE, MOVE_SYN, 10},
	{TCPS_SYN_SENT, TCPS_CLOSED, MOVE_ACTIVE, MOVE_CALL, 11},
	{TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, MOVE_PASSIVE, MOVE_CALL, 12},
	{TCPS_ESTABLISHED, TCPS_CLOSE_WAIT, MOVE_ACTIVE, MOVE_SEGMENT, 13},
	{TCPS_FIN_WAIT_1, TCPS_FIN_WAIT_2, MOVE_ACTIVE, MOVE_SEGMENT, 14},
	{TCPS_FIN_WAIT_1, TCPS_CLOSING, MOVE_ACTIVE, MOVE_SEGMENT, 15},
	{TCPS_FIN_WAIT_2, TCPS_TIME_WAIT, MOVE_ACTIVE, MOVE_SEGMENT, 16},
	{TCPS_CLOSING, TCPS_TIME_WAIT, MOVE_ACTIVE, MOVE_SEGMENT, 17},
	{TCPS_CLOSE_WAIT, TCPS_LAST_ACK, MOVE_PASSIVE, MOVE_CALL, 18},
	{TCPS_LAST_ACK, TCPS_CLOSED, MOVE_PASSIVE, MOVE_SEGMENT, 19},
	{TCPS_TIME_WAIT, TCPS_CLOSED, MOVE_ACTIVE, MOVE_TIMER, 20},
	{TCPS_SYN_SENT, TCPS_CLOSED, MOVE_ACTIVE, MOVE_RST, 23},
	{TCPS_SYN_RECEIVED, TCPS_CLOSED, MOVE_ACTIVE, MOVE_RST, 24},
	{TCPS_SYN_RECEIVED, TCPS_CLOSED, MOVE_PASSIVE, MOVE_SYN, 25},
	{TCPS_ESTABLISHED, TCPS_CLOSED, MOVE_PASSIVE, MOVE_RST, 26},
	{TCPS_FIN_WAIT_1, TCPS_CLOSED, MOVE_PASSIVE, MOVE_RST, 27},
	{TCPS_FIN_WAIT_2, TCPS_CLOSED, MOVE_PASSIVE, MOVE_RST, 28},
	{TCPS_CLOSE_WAIT, TCPS_CLOSED, MOVE_PASSIVE, MOVE_RST, 29},
	{TCPS_LAST_ACK, TCPS_CLOSED, MOVE_PASSIVE, MOVE_RST, 30},
	{TCPS_CLOSING, TCPS_CLOSED, MOVE_PASSIVE, MOVE_RST, 30},
	{TCPS_TIME_WAIT, TCPS_CLOSED, MOVE_ACTIVE, MOVE_RST, 31},
	{TCPS_ESTABLISHED, TCPS_CLOSED, MOVE_ACTIVE, MOVE_CALL, 33},
	{TCPS_SYN_RECEIVED, TCPS_CLOSED, MOVE_PASSIVE, MOVE_TIMER, 34},
	{TCPS_SYN_SENT, TCPS_CLOSED, MOVE_ACTIVE, MOVE_TIMER, 34},
	{TCPS_FIN_WAIT_2, TCPS_CLOSED, MOVE_ACTIVE, MOVE_TIMER, 0},
	{TCPS_LISTEN, TCPS_SYN_SENT, MOVE_LISTENER, MOVE_CALL, 0},
	{TCPS_ESTABLISHED, TCPS_CLOSED, MOVE_ACTIVE, MOVE_UNKNOWN, 0},
	{TCPS_TIME_WAIT, TCPS_CLOSED, MOVE_ACTIVE, MOVE_SYN, 0},
	{TCPS_ESTABLISHED, TCPS_SYN_SENT, MOVE_ACTIVE, MOVE_ANY, 0},
};

START_TEST(each_transition_is_its_move)
{
	const struct tcp_move *move =
		tcp_move_find(table[_i].from, table[_i].to, table[_i].who, table[_i].trigger);

	ck_assert_uint_eq(move ? move->number : 0, table[_i].number);
}
END_TEST

START_TEST(numbers_are_places)
{
	for (unsigned int i = 0; i < TCP_MOVES; i++)
		ck_assert_uint_eq(tcp_moves[i].number, i + 1);
}
END_TEST

/* What can be taken in one step is a transition that the causes know. */
START_TEST(moves_are_those_of_the_states)
{
	for (unsigned int i = 0; i < TCP_MOVES; i++) {
		const struct tcp_move *m = &tcp_moves[i];

		if (m->forbidden || m->from >= TCP_STATES || m->from == m->to ||
		    m->to == TCPS_LISTEN || m->from == TCPS_LISTEN || m->number == 21 ||
		    m->number == 22 || m->number == 32)
			continue;
		ck_assert_msg(tcp_move_triggers(m->from, m->to), "move %u has no trigger",
			      m->number);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("moves");
	TCase *tc = tcase_create("moves");
	SRunner *sr;
	int failed;

	tcase_add_loop_test(tc, each_transition_is_its_move, 0, ARRAY_SIZE(table));
	tcase_add_test(tc, numbers_are_places);
	tcase_add_test(tc, moves_are_those_of_the_states);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
