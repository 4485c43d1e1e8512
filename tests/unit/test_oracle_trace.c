/* SPDX-License-Identifier: MIT */
/* Lines of a trace, as Linux 6.18 writes them. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../run/oracle_trace.h"

static const char state_line[] =
	"          client-19124   [001] .....  3496.461610: inet_sock_set_state: family=AF_INET6 "
	"protocol=IPPROTO_TCP sport=34784 dport=8080 saddr=0.0.0.0 daddr=0.0.0.0 "
	"saddrv6=2001:db8:1::1 daddrv6=2001:db8:2::1 oldstate=TCP_FIN_WAIT1 newstate=TCP_CLOSE\n";

static const char syn_ack_line[] =
	"          <idle>-0       [000] .Ns1.  3302.504074: tcp_retransmit_synack: family=AF_INET "
	"sport=8080 dport=41148 saddr=198.51.100.1 daddr=192.0.2.1 "
	"saddrv6=::ffff:198.51.100.1 daddrv6=::ffff:192.0.2.1\n";

static const char retransmit_line[] =
	"              xz-20026   [000] .Ns1.  3309.956100: tcp_retransmit_skb: "
	"skbaddr=000000008fb019f4 skaddr=000000000ebe0eae family=AF_INET sport=41152 dport=8080 "
	"saddr=192.0.2.1 daddr=198.51.100.1 saddrv6=::ffff:192.0.2.1 "
	"daddrv6=::ffff:198.51.100.1 state=TCP_SYN_SENT err=0\n";

static const char stranger_line[] =
	"            http-19839   [001] .....  3302.654194: inet_sock_set_state: family=AF_INET "
	"protocol=IPPROTO_TCP sport=0 dport=80 saddr=192.0.2.2 daddr=203.0.113.80 "
	"saddrv6=::ffff:192.0.2.2 daddrv6=::ffff:203.0.113.80 oldstate=TCP_CLOSE "
	"newstate=TCP_SYN_SENT\n";

START_TEST(line_of_a_state)
{
	struct trace_event ev;

	ck_assert_int_eq(trace_line(state_line, &ev), 1);
	ck_assert_int_eq(ev.kind, TRACE_STATE);
	ck_assert_int_eq(ev.at.ns, INT64_C(3496461610000));
	ck_assert_int_eq(ev.end, CLIENT);
	ck_assert_uint_eq(ev.port, 34784);
	ck_assert_uint_eq(ev.peer_port, 8080);
	ck_assert_int_eq(ev.from, TCPS_FIN_WAIT_1);
	ck_assert_int_eq(ev.to, TCPS_CLOSED);
}
END_TEST

START_TEST(line_of_a_retransmission)
{
	struct trace_event ev;

	ck_assert_int_eq(trace_line(syn_ack_line, &ev), 1);
	ck_assert_int_eq(ev.kind, TRACE_RETRANSMIT_SYN_ACK);
	ck_assert_int_eq(ev.end, SERVER);
	ck_assert_uint_eq(ev.peer_port, 41148);
	ck_assert_int_eq(trace_line(retransmit_line, &ev), 1);
	ck_assert_int_eq(ev.kind, TRACE_RETRANSMIT);
	ck_assert_int_eq(ev.end, CLIENT);
	ck_assert_uint_eq(ev.port, 41152);
}
END_TEST

START_TEST(line_of_no_interest)
{
	struct trace_event ev;

	ck_assert_int_eq(trace_line("# tracer: nop\n", &ev), 0);
	ck_assert_int_eq(trace_line("\n", &ev), 0);
	ck_assert_int_eq(trace_line(stranger_line, &ev), 0);
}
END_TEST

/* Whatever is cut off or changed, a line is never taken for another event. */
START_TEST(line_not_understood)
{
	struct trace_event ev;
	char line[sizeof(state_line)] = {0};

	ck_assert_int_eq(trace_line("CPU:1 [LOST 5 EVENTS]\n", &ev), -1);
	for (size_t len = 11; len < sizeof(state_line) - sizeof("E\n"); len++) {
		memcpy(line, state_line, len);
		ck_assert_msg(trace_line(line, &ev) == -1, "%s", line);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("oracle_trace");
	TCase *tc = tcase_create("lines");
	SRunner *runner;
	int failed;

	suite_add_tcase(suite, tc);
	tcase_add_test(tc, line_of_a_state);
	tcase_add_test(tc, line_of_a_retransmission);
	tcase_add_test(tc, line_of_no_interest);
	tcase_add_test(tc, line_not_understood);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
