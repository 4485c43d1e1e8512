/* SPDX-License-Identifier: MIT */
/* Which step of a script moved a connection: on which socket, of which end, of a program. */
#include "timeline/transition.h"

#include <check.h>

#include "play.h"

/* A step that is about an end's process, or on the socket with these ports. */
static void step_event(enum event_kind kind, enum end end, uint32_t number, enum step_kind step,
		       enum end about, uint16_t port, uint16_t peer_port)
{
	observe((struct event){.kind = kind,
			       .end = end,
			       .at = tick(),
			       .call = {.number = number,
					.step = step,
					.about = about,
					.port = port,
					.peer_port = peer_port}});
}

static void on_socket(enum event_kind kind, uint32_t number, enum step_kind step, uint16_t port,
		      uint16_t peer_port)
{
	step_event(kind, CLIENT, number, step, CLIENT, port, peer_port);
}

static void about_server(enum event_kind kind, enum end end, enum step_kind step)
{
	step_event(kind, end, 2, step, SERVER, 0, 0);
}

/* What the kernel does for a process that is gone, while the other end's kill is under way. */
START_TEST(kill_by_the_other_end)
{
	const struct transition *tr;

	established();
	about_server(EVENT_CALL, CLIENT, STEP_KILL);
	pass(4, SERVER, TCP_FIN | TCP_ACK, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1);
	about_server(EVENT_RETURN, CLIENT, STEP_KILL);
	after(4, TCPS_CLOSE_WAIT, TCPS_FIN_WAIT_1);
	tr = assert_next(SERVER, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, CAUSE_KILL, 2);
	ck_assert_int_lt(tr->earliest.ns, tr->latest.ns);
	assert_next(CLIENT, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT, CAUSE_SEGMENT, 4);
}
END_TEST

/* Whoever kills does not move for it. */
START_TEST(kill_moves_the_killed_only)
{
	established();
	about_server(EVENT_CALL, CLIENT, STEP_KILL);
	look(CLIENT, TCPS_CLOSED, LOOK_CALL, 2);
	about_server(EVENT_RETURN, CLIENT, STEP_KILL);
	assert_next(CLIENT, TCPS_ESTABLISHED, TCPS_CLOSED, CAUSE_UNKNOWN, 0);
}
END_TEST

START_TEST(own_kill_and_exit)
{
	static const enum step_kind steps[] = {STEP_KILL, STEP_EXIT};

	established();
	about_server(EVENT_CALL, SERVER, steps[_i]);
	look(SERVER, TCPS_FIN_WAIT_1, LOOK_CALL, 2);
	about_server(EVENT_RETURN, SERVER, steps[_i]);
	assert_next(SERVER, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, CAUSE_CALL, 2);
}
END_TEST

/* A reboot ends what no call could, and several connections. */
START_TEST(reboot)
{
	established();
	call(SERVER, 1, STEP_CLOSE);
	pass(4, SERVER, TCP_FIN | TCP_ACK, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1);
	after(4, TCPS_CLOSE_WAIT, TCPS_FIN_WAIT_1);
	returned(SERVER, 1, STEP_CLOSE);
	pass(5, CLIENT, TCP_FIN | TCP_ACK, TCPS_LAST_ACK, TCPS_FIN_WAIT_1);
	after(5, TCPS_LAST_ACK, TCPS_TIME_WAIT);
	skip(5);
	about_server(EVENT_CALL, SERVER, STEP_REBOOT);
	about_server(EVENT_RETURN, SERVER, STEP_REBOOT);
	look(SERVER, TCPS_CLOSED, LOOK_CALL, 2);
	assert_next(SERVER, TCPS_TIME_WAIT, TCPS_CLOSED, CAUSE_CALL, 2);
}
END_TEST

/* A close that has begun on another socket is no rival of the call on this one. */
START_TEST(call_on_another_socket)
{
	struct event here = seen(CLIENT, TCPS_FIN_WAIT_1, LOOK_CALL, 3);
	uint16_t port = here.sighting.seen.port, peer_port = here.sighting.seen.peer_port;

	established();
	on_socket(EVENT_CALL, 2, STEP_CLOSE, port + 1, peer_port);
	on_socket(EVENT_RETURN, 2, STEP_CLOSE, port + 1, peer_port);
	on_socket(EVENT_CALL, 3, STEP_CLOSE, port, peer_port);
	on_socket(EVENT_RETURN, 3, STEP_CLOSE, port, peer_port);
	look(CLIENT, TCPS_FIN_WAIT_1, LOOK_CALL, 3);
	assert_next(CLIENT, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, CAUSE_CALL, 3);
}
END_TEST

/* A program may have called anything, but what has another explanation needs none of it. */
START_TEST(program)
{
	call(CLIENT, 1, STEP_EXEC);
	pass(1, CLIENT, TCP_SYN, TCPS_SYN_SENT, TCPS_CLOSED);
	after(1, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	pass(2, SERVER, TCP_RST | TCP_ACK, TCPS_SYN_SENT, TCPS_CLOSED);
	after(2, TCPS_CLOSED, TCPS_CLOSED);
	assert_next(CLIENT, TCPS_CLOSED, TCPS_SYN_SENT, CAUSE_CALL, 1);
	assert_next(SERVER, TCPS_CLOSED, TCPS_SYN_RECEIVED, CAUSE_SEGMENT, 1);
	next(SERVER, TCPS_SYN_RECEIVED, TCPS_CLOSED);
	assert_next(CLIENT, TCPS_SYN_SENT, TCPS_CLOSED, CAUSE_SEGMENT, 2);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("cause: steps");
	TCase *tc = tcase_create("cause: steps");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(tc, begin, finish);
	tcase_add_test(tc, kill_by_the_other_end);
	tcase_add_test(tc, kill_moves_the_killed_only);
	tcase_add_loop_test(tc, own_kill_and_exit, 0, 2);
	tcase_add_test(tc, reboot);
	tcase_add_test(tc, call_on_another_socket);
	tcase_add_test(tc, program);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
