/* SPDX-License-Identifier: MIT */
/* Why a connection moved, and when. */
#include "timeline/transition.h"

#include <check.h>

#include "play.h"

/* Client first, with the server's close() still under way while it dies of the last ACK. */
START_TEST(four_segment_close)
{
	established();
	call(CLIENT, 2, STEP_CLOSE);
	pass(4, CLIENT, TCP_FIN | TCP_ACK, TCPS_FIN_WAIT_1, TCPS_ESTABLISHED);
	returned(CLIENT, 2, STEP_CLOSE);
	after(4, TCPS_FIN_WAIT_1, TCPS_CLOSE_WAIT);
	pass(5, SERVER, TCP_ACK, TCPS_FIN_WAIT_1, TCPS_CLOSE_WAIT);
	after(5, TCPS_FIN_WAIT_2, TCPS_CLOSE_WAIT);
	call(SERVER, 1, STEP_CLOSE);
	pass(6, SERVER, TCP_FIN | TCP_ACK, TCPS_FIN_WAIT_2, TCPS_LAST_ACK);
	after(6, TCPS_TIME_WAIT, TCPS_LAST_ACK);
	pass(7, CLIENT, TCP_ACK, TCPS_TIME_WAIT, TCPS_LAST_ACK);
	after(7, TCPS_TIME_WAIT, TCPS_CLOSED);
	returned(SERVER, 1, STEP_CLOSE);
	assert_next(CLIENT, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, CAUSE_CALL, 2);
	assert_next(SERVER, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT, CAUSE_SEGMENT, 4);
	assert_next(CLIENT, TCPS_FIN_WAIT_1, TCPS_FIN_WAIT_2, CAUSE_SEGMENT, 5);
	assert_next(SERVER, TCPS_CLOSE_WAIT, TCPS_LAST_ACK, CAUSE_CALL, 1);
	assert_next(CLIENT, TCPS_FIN_WAIT_2, TCPS_TIME_WAIT, CAUSE_SEGMENT, 6);
	assert_next(SERVER, TCPS_LAST_ACK, TCPS_CLOSED, CAUSE_SEGMENT, 7);
}
END_TEST

/* The interval reaches from the old state to the new one, but not out of the cause's own time. */
START_TEST(interval_of_segment)
{
	struct event old, new;
	struct monotime given;
	const struct transition *tr;

	established();
	call(CLIENT, 2, STEP_CLOSE);
	look(CLIENT, TCPS_FIN_WAIT_1, LOOK_BEFORE, 4);
	returned(CLIENT, 2, STEP_CLOSE);
	skip(1);
	old = seen(SERVER, TCPS_ESTABLISHED, LOOK_BEFORE, 4);
	observe(old);
	segment(4, CLIENT, TCP_FIN | TCP_ACK);
	verdict(4, VERDICT_ACCEPT);
	given.ns = now;
	new = seen(SERVER, TCPS_CLOSE_WAIT, LOOK_AFTER, 4);
	ck_assert_uint_eq(observe(new), 1);
	tr = next(SERVER, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT);
	ck_assert_int_eq(tr->earliest.ns, given.ns);
	ck_assert_int_eq(tr->latest.ns, new.sighting.seen.answered.ns);
	ck_assert_uint_eq(tr->record, record);
	ck_assert_int_lt(old.sighting.seen.asked.ns, tr->earliest.ns);
}
END_TEST

/* What counts is how the segment went on, not how it was sent. */
START_TEST(changed_segment)
{
	struct event given = {
		.kind = EVENT_VERDICT,
		.verdict = {.segment = 4,
			    .kind = VERDICT_ACCEPT,
			    .changed = true,
			    .facts = {.flags = TCP_FIN | TCP_ACK}},
	};

	established();
	before(4, TCPS_ESTABLISHED, TCPS_ESTABLISHED);
	segment(4, CLIENT, TCP_ACK);
	given.at = tick();
	observe(given);
	after(4, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT);
	assert_next(SERVER, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT, CAUSE_SEGMENT, 4);
}
END_TEST

/* The client's SYN is number 1, the message about it number 2. */
START_TEST(icmp_message)
{
	struct event icmp = {.kind = EVENT_ICMP, .end = CLIENT, .icmp = {.number = 2, .about = 1}};
	struct event syn_sent = seen(CLIENT, TCPS_SYN_SENT, LOOK_BEFORE, 1);

	icmp.icmp.src_port = syn_sent.sighting.seen.port;
	icmp.icmp.dst_port = syn_sent.sighting.seen.peer_port;
	call(CLIENT, 1, STEP_CONNECT);
	observe(seen(CLIENT, TCPS_SYN_SENT, LOOK_BEFORE, 1));
	segment(1, CLIENT, TCP_SYN);
	verdict(1, VERDICT_DROP);
	look(CLIENT, TCPS_SYN_SENT, LOOK_BEFORE, 2);
	icmp.at = tick();
	observe(icmp);
	look(CLIENT, TCPS_CLOSED, LOOK_AFTER, 2);
	returned(CLIENT, 1, STEP_CONNECT);
	assert_next(CLIENT, TCPS_CLOSED, TCPS_SYN_SENT, CAUSE_CALL, 1);
	assert_next(CLIENT, TCPS_SYN_SENT, TCPS_CLOSED, CAUSE_ICMP, 2);
}
END_TEST

/* Once established, a connection does not die of it. */
START_TEST(icmp_message_in_vain)
{
	struct event icmp = {.kind = EVENT_ICMP, .end = CLIENT, .icmp = {.number = 5, .about = 4}};
	struct event open = seen(CLIENT, TCPS_ESTABLISHED, LOOK_BEFORE, 5);

	established();
	icmp.icmp.src_port = open.sighting.seen.port;
	icmp.icmp.dst_port = open.sighting.seen.peer_port;
	segment(4, CLIENT, TCP_ACK);
	verdict(4, VERDICT_DROP);
	look(CLIENT, TCPS_ESTABLISHED, LOOK_BEFORE, 5);
	icmp.at = tick();
	observe(icmp);
	look(CLIENT, TCPS_CLOSED, LOOK_AFTER, 5);
	assert_next(CLIENT, TCPS_ESTABLISHED, TCPS_CLOSED, CAUSE_UNKNOWN, 0);
}
END_TEST

START_TEST(interval_of_call)
{
	nsec_t began, ended;
	const struct transition *tr;

	established();
	now += 60 * NSEC_PER_SEC;
	call(CLIENT, 2, STEP_SHUTDOWN);
	began = now;
	returned(CLIENT, 2, STEP_SHUTDOWN);
	ended = now;
	look(CLIENT, TCPS_FIN_WAIT_1, LOOK_CALL, 2);
	tr = next(CLIENT, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1);
	ck_assert_int_eq(tr->earliest.ns, began);
	ck_assert_int_eq(tr->latest.ns, ended);
}
END_TEST

START_TEST(interval_of_unknown)
{
	struct event old, new;
	const struct transition *tr;

	established();
	old = seen(SERVER, TCPS_ESTABLISHED, LOOK_CALL, 1);
	observe(old);
	new = seen(SERVER, TCPS_CLOSED, LOOK_GONE, 0);
	observe(new);
	tr = next(SERVER, TCPS_ESTABLISHED, TCPS_CLOSED);
	ck_assert_int_eq(tr->cause, CAUSE_UNKNOWN);
	ck_assert_int_eq(tr->earliest.ns, old.sighting.seen.asked.ns);
	ck_assert_int_eq(tr->latest.ns, new.sighting.seen.answered.ns);
}
END_TEST

/* A request socket that nobody completes: calls that can't move it are under way meanwhile. */
START_TEST(timer)
{
	const struct transition *tr;
	nsec_t due;

	call(SERVER, 2, STEP_ACCEPT);
	pass(1, CLIENT, TCP_SYN, TCPS_SYN_SENT, TCPS_CLOSED);
	after(1, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	skip(2);
	look_at_timer(SERVER, TCPS_SYN_RECEIVED, 4000);
	due = now - NSEC_PER_MSEC + 4 * NSEC_PER_SEC;
	now += 4 * NSEC_PER_SEC;
	look(SERVER, TCPS_CLOSED, LOOK_TIMER, 0);
	tr = assert_next(SERVER, TCPS_SYN_RECEIVED, TCPS_CLOSED, CAUSE_TIMER, 0);
	ck_assert_int_ge(tr->earliest.ns, due - 50 * NSEC_PER_MSEC);
	ck_assert_int_le(tr->earliest.ns, due);
}
END_TEST

START_TEST(timer_not_due)
{
	pass(1, CLIENT, TCP_SYN, TCPS_SYN_SENT, TCPS_CLOSED);
	after(1, TCPS_SYN_SENT, TCPS_SYN_RECEIVED);
	skip(2);
	look_at_timer(SERVER, TCPS_SYN_RECEIVED, 4000);
	now += 2 * NSEC_PER_SEC;
	look(SERVER, TCPS_CLOSED, LOOK_GONE, 0);
	assert_next(SERVER, TCPS_SYN_RECEIVED, TCPS_CLOSED, CAUSE_UNKNOWN, 0);
}
END_TEST

/* connect() is blocked all the time, but it is not what ends SYN-SENT. */
START_TEST(timer_during_connect)
{
	call(CLIENT, 1, STEP_CONNECT);
	before(1, TCPS_SYN_SENT, TCPS_CLOSED);
	segment(1, CLIENT, TCP_SYN);
	verdict(1, VERDICT_DROP);
	look_at_timer(CLIENT, TCPS_SYN_SENT, 0);
	now += NSEC_PER_SEC;
	look(CLIENT, TCPS_CLOSED, LOOK_TIMER, 0);
	assert_next(CLIENT, TCPS_CLOSED, TCPS_SYN_SENT, CAUSE_CALL, 1);
	assert_next(CLIENT, TCPS_SYN_SENT, TCPS_CLOSED, CAUSE_TIMER, 0);
}
END_TEST

/* A connect makes one connection: the first one's is no candidate for the second connection. */
START_TEST(second_connect)
{
	struct event sighting, syn = {.kind = EVENT_SEGMENT, .end = CLIENT};
	const struct transition *tr;

	established();
	call(CLIENT, 2, STEP_CONNECT);
	cookie[CLIENT]++;
	sighting = seen(CLIENT, TCPS_SYN_SENT, LOOK_BEFORE, 4);
	sighting.sighting.seen.port++;
	observe(sighting);
	syn.at = tick();
	syn.segment.number = 4;
	syn.segment.facts = (struct segment_facts){
		.connection = 2,
		.flags = TCP_SYN,
		.src_port = sighting.sighting.seen.port,
		.dst_port = sighting.sighting.seen.peer_port,
	};
	observe(syn);
	tr = next(CLIENT, TCPS_CLOSED, TCPS_SYN_SENT);
	ck_assert_uint_eq(tr->connection, 2);
	ck_assert_int_eq(tr->cause, CAUSE_CALL);
	ck_assert_uint_eq(tr->number, 2);
}
END_TEST

/* A return without its call, as a damaged timeline may have it, makes nothing a candidate. */
START_TEST(return_without_call)
{
	returned(CLIENT, 1, STEP_CLOSE);
	established();
	returned(CLIENT, 2, STEP_CLOSE);
	look(CLIENT, TCPS_FIN_WAIT_1, LOOK_CALL, 2);
	assert_next(CLIENT, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, CAUSE_UNKNOWN, 0);
}
END_TEST

/* The probe saw the effect before the injector had its second photograph. */
START_TEST(probe_is_first)
{
	established();
	pass(4, CLIENT, TCP_FIN | TCP_ACK, TCPS_ESTABLISHED, TCPS_ESTABLISHED);
	look(SERVER, TCPS_CLOSE_WAIT, LOOK_SEGMENT, 4);
	after(4, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT);
	assert_next(SERVER, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT, CAUSE_SEGMENT, 4);
}
END_TEST

/* The same, and delivery took so long that the probe had a look in vain before. */
START_TEST(probe_is_too_early)
{
	established();
	pass(4, CLIENT, TCP_FIN | TCP_ACK, TCPS_ESTABLISHED, TCPS_ESTABLISHED);
	look(SERVER, TCPS_ESTABLISHED, LOOK_SEGMENT, 0);
	look(SERVER, TCPS_CLOSE_WAIT, LOOK_SEGMENT, 0);
	after(4, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT);
	assert_next(SERVER, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT, CAUSE_SEGMENT, 4);
}
END_TEST

/* A segment that was seen to have no effect is not blamed for what comes later. */
START_TEST(segment_delivered)
{
	established();
	pass(4, CLIENT, TCP_RST, TCPS_ESTABLISHED, TCPS_ESTABLISHED);
	after(4, TCPS_ESTABLISHED, TCPS_ESTABLISHED);
	look(SERVER, TCPS_CLOSED, LOOK_GONE, 0);
	assert_next(SERVER, TCPS_ESTABLISHED, TCPS_CLOSED, CAUSE_UNKNOWN, 0);
}
END_TEST

/* Nor is one after which nobody looked, once the next one had its verdict. */
START_TEST(segment_delivered_before_next)
{
	established();
	pass(4, CLIENT, TCP_RST, TCPS_ESTABLISHED, TCPS_ESTABLISHED);
	pass(5, SERVER, TCP_ACK, TCPS_ESTABLISHED, TCPS_ESTABLISHED);
	look(SERVER, TCPS_ESTABLISHED, LOOK_AFTER, 5);
	look(SERVER, TCPS_CLOSED, LOOK_GONE, 0);
	assert_next(SERVER, TCPS_ESTABLISHED, TCPS_CLOSED, CAUSE_UNKNOWN, 0);
}
END_TEST

/* The receiver's socket was locked: only the second look after the verdict shows the effect. */
START_TEST(late_effect)
{
	established();
	pass(4, CLIENT, TCP_FIN | TCP_ACK, TCPS_ESTABLISHED, TCPS_ESTABLISHED);
	after(4, TCPS_ESTABLISHED, TCPS_ESTABLISHED);
	after(4, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT);
	assert_next(SERVER, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT, CAUSE_SEGMENT, 4);
}
END_TEST

/* A held segment is photographed again when it is let go; what moved meanwhile is not its doing. */
START_TEST(held_segment)
{
	established();
	before(4, TCPS_ESTABLISHED, TCPS_ESTABLISHED);
	segment(4, CLIENT, TCP_ACK);
	call(SERVER, 1, STEP_SHUTDOWN);
	returned(SERVER, 1, STEP_SHUTDOWN);
	before(4, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1);
	verdict(4, VERDICT_ACCEPT);
	after(4, TCPS_ESTABLISHED, TCPS_FIN_WAIT_2);
	assert_next(SERVER, TCPS_ESTABLISHED, TCPS_FIN_WAIT_1, CAUSE_CALL, 1);
	assert_next(SERVER, TCPS_FIN_WAIT_1, TCPS_FIN_WAIT_2, CAUSE_SEGMENT, 4);
}
END_TEST

/* What is dropped, or goes the other way, moves nobody. */
START_TEST(no_cause)
{
	established();
	before(4, TCPS_ESTABLISHED, TCPS_ESTABLISHED);
	segment(4, CLIENT, TCP_RST);
	verdict(4, VERDICT_DROP);
	pass(5, SERVER, TCP_RST, TCPS_ESTABLISHED, TCPS_ESTABLISHED);
	look(SERVER, TCPS_CLOSED, LOOK_GONE, 0);
	assert_next(SERVER, TCPS_ESTABLISHED, TCPS_CLOSED, CAUSE_UNKNOWN, 0);
}
END_TEST

START_TEST(two_segments)
{
	established();
	call(CLIENT, 2, STEP_SHUTDOWN);
	returned(CLIENT, 2, STEP_SHUTDOWN);
	look(CLIENT, TCPS_FIN_WAIT_1, LOOK_CALL, 2);
	skip(1);
	segment(4, SERVER, TCP_ACK);
	segment(5, SERVER, TCP_ACK);
	verdict(4, VERDICT_ACCEPT);
	verdict(5, VERDICT_ACCEPT);
	look(CLIENT, TCPS_FIN_WAIT_2, LOOK_SEGMENT, 5);
	assert_next(CLIENT, TCPS_FIN_WAIT_1, TCPS_FIN_WAIT_2, CAUSE_UNKNOWN, 0);
}
END_TEST

/* Two segments again, but only one of them carries what the move takes. */
START_TEST(two_segments_one_fin)
{
	established();
	segment(4, CLIENT, TCP_ACK);
	segment(5, CLIENT, TCP_FIN | TCP_ACK);
	verdict(4, VERDICT_ACCEPT);
	verdict(5, VERDICT_ACCEPT);
	look(SERVER, TCPS_CLOSE_WAIT, LOOK_SEGMENT, 5);
	assert_next(SERVER, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT, CAUSE_SEGMENT, 5);
}
END_TEST

/* A reset arrives while the end closes with data unread: either could have done it. */
START_TEST(segment_or_call)
{
	established();
	before(4, TCPS_ESTABLISHED, TCPS_ESTABLISHED);
	segment(4, CLIENT, TCP_RST);
	call(SERVER, 1, STEP_CLOSE);
	verdict(4, VERDICT_ACCEPT);
	after(4, TCPS_ESTABLISHED, TCPS_CLOSED);
	assert_next(SERVER, TCPS_ESTABLISHED, TCPS_CLOSED, CAUSE_UNKNOWN, 0);
}
END_TEST

/* No photograph just before the segment, and a timer was due as well. */
START_TEST(segment_or_timer)
{
	established();
	look_at_timer(SERVER, TCPS_ESTABLISHED, 100);
	segment(4, CLIENT, TCP_RST);
	verdict(4, VERDICT_ACCEPT);
	now += NSEC_PER_SEC;
	look(SERVER, TCPS_CLOSED, LOOK_GONE, 0);
	assert_next(SERVER, TCPS_ESTABLISHED, TCPS_CLOSED, CAUSE_UNKNOWN, 0);
}
END_TEST

START_TEST(segment_framed_beats_timer)
{
	struct event ev;

	established();
	ev = seen(SERVER, TCPS_ESTABLISHED, LOOK_BEFORE, 4);
	ev.sighting.seen.timer = TIMER_RETRANSMIT;
	observe(ev);
	segment(4, CLIENT, TCP_RST);
	verdict(4, VERDICT_ACCEPT);
	look(SERVER, TCPS_CLOSED, LOOK_AFTER, 4);
	assert_next(SERVER, TCPS_ESTABLISHED, TCPS_CLOSED, CAUSE_SEGMENT, 4);
}
END_TEST

/* A FIN comes in and the end closes at once: two moves, each with its own cause. */
START_TEST(passage_of_two_causes)
{
	established();
	pass(4, CLIENT, TCP_FIN | TCP_ACK, TCPS_ESTABLISHED, TCPS_ESTABLISHED);
	call(SERVER, 2, STEP_CLOSE);
	after(4, TCPS_ESTABLISHED, TCPS_LAST_ACK);
	assert_next_inferred(SERVER, TCPS_ESTABLISHED, TCPS_CLOSE_WAIT, CAUSE_SEGMENT, 4);
	assert_next_inferred(SERVER, TCPS_CLOSE_WAIT, TCPS_LAST_ACK, CAUSE_CALL, 2);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("cause");
	TCase *tc = tcase_create("cause");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(tc, begin, finish);
	tcase_add_test(tc, four_segment_close);
	tcase_add_test(tc, interval_of_segment);
	tcase_add_test(tc, changed_segment);
	tcase_add_test(tc, icmp_message);
	tcase_add_test(tc, icmp_message_in_vain);
	tcase_add_test(tc, interval_of_call);
	tcase_add_test(tc, interval_of_unknown);
	tcase_add_test(tc, timer);
	tcase_add_test(tc, timer_not_due);
	tcase_add_test(tc, timer_during_connect);
	tcase_add_test(tc, second_connect);
	tcase_add_test(tc, return_without_call);
	tcase_add_test(tc, probe_is_first);
	tcase_add_test(tc, probe_is_too_early);
	tcase_add_test(tc, segment_delivered);
	tcase_add_test(tc, segment_delivered_before_next);
	tcase_add_test(tc, late_effect);
	tcase_add_test(tc, held_segment);
	tcase_add_test(tc, no_cause);
	tcase_add_test(tc, two_segments);
	tcase_add_test(tc, two_segments_one_fin);
	tcase_add_test(tc, segment_or_call);
	tcase_add_test(tc, segment_or_timer);
	tcase_add_test(tc, segment_framed_beats_timer);
	tcase_add_test(tc, passage_of_two_causes);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
