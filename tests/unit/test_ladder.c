/* SPDX-License-Identifier: MIT */
/*
 * Ladders of made-up timelines, compared with tests/unit/ladder-*.txt. The events are those that
 * the roles send, in the order in which they are known to arrive.
 */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "ladder_events.h"

/* ---- comparing ------------------------------------------------------------------------------- */

static char *read_file(const char *path)
{
	char *text = xalloc(1, 65536);
	FILE *f = fopen(path, "r");

	ck_assert_msg(f != NULL, "%s: %s", path, strerror(errno));
	ck_assert(fread(text, 1, 65535, f) > 0);
	fclose(f);
	return text;
}

static void expect_golden(const char *name)
{
	char *path = xasprintf("tests/unit/ladder-%s.txt", name);
	char *golden = read_file(path);

	ck_assert_msg(!strcmp(drawn, golden), "%s differs; drawn was\n%s", path, drawn);
	free(golden);
	free(path);
	free(drawn);
}

/* ---- the tests ------------------------------------------------------------------------------- */

static void third_ack_loss(void)
{
	struct verdict drop = {.kind = VERDICT_DROP, .fault = LOSE_ACK};
	struct states half = {TCPS_ESTABLISHED, TCPS_SYN_RECEIVED};
	struct sent again = syn_ack;

	handshake_begins();
	sends_with(client_ack, drop, half, half);
	for (int i = 0; i < 2; i++) {
		at_ms(i ? 3037 : 1012);
		again.retransmission++;
		sends(again, half, half);
		sends_with(client_ack, drop, half, half);
	}
	at_ms(7071);
	look(SERVER, LOOK_TIMER, 0, TCPS_SYN_RECEIVED, TIMER_RETRANSMIT);
	at_ms(7213);
	look(SERVER, LOOK_TIMER, 0, TCPS_CLOSED, TIMER_NONE);
	add((struct event){.kind = EVENT_RETURN,
			   .end = SERVER,
			   .call = {.number = 2, .step = STEP_ACCEPT, .result = -1, .cut = true}});
	add((struct event){.kind = EVENT_END, .ended = END_DONE});
}

START_TEST(third_ack_loss_is_drawn)
{
	begin((struct style){0});
	third_ack_loss();
	finish();
	expect_golden("third-ack-loss");
}
END_TEST

START_TEST(ascii_needs_no_box_drawing)
{
	begin((struct style){.ascii = true});
	third_ack_loss();
	finish();
	for (size_t i = 0; i < drawn_len; i++)
		ck_assert_msg((unsigned char)drawn[i] < 0x80, "byte %zu is no ASCII", i);
	expect_golden("ascii");
}
END_TEST

START_TEST(quiet_draws_nothing)
{
	begin((struct style){.quiet = true});
	third_ack_loss();
	finish();
	ck_assert_uint_eq(drawn_len, 0);
	free(drawn);
}
END_TEST

/* Remove escape sequences in place; return how many there were. */
static int strip_escapes(char *text)
{
	char *to = text;
	int n = 0;

	for (const char *from = text; *from; from++) {
		if (*from == '\033') {
			from = strchr(from, 'm');
			n++;
		} else {
			*to++ = *from;
		}
	}
	*to = '\0';
	return n;
}

START_TEST(colour_changes_no_character)
{
	begin((struct style){.colour = true});
	third_ack_loss();
	finish();
	ck_assert_int_gt(strip_escapes(drawn), 0);
	expect_golden("third-ack-loss");
}
END_TEST

/* FIN+ACK in answer to a FIN: FIN-WAIT-2 is passed and seen by nobody. */
START_TEST(teardown_shows_what_was_inferred)
{
	struct sent fin = {CLIENT, TCP_FIN | TCP_ACK, SEG_FIN, 513, 1, 0, 0, 0};
	struct sent fin_back = {SERVER, TCP_FIN | TCP_ACK, SEG_FIN, 1, 514, 0, 0, 0};
	struct sent last = {CLIENT, TCP_ACK, SEG_FIN_ACK_OF, 514, 2, 0, 0, 0};

	begin((struct style){0});
	handshake();
	sends(data, open_states, open_states);
	sends(data_ack, open_states, open_states);
	call(CLIENT, 3);
	sends(fin, (struct states){TCPS_FIN_WAIT_1, TCPS_ESTABLISHED},
	      (struct states){TCPS_FIN_WAIT_1, TCPS_CLOSE_WAIT});
	call(SERVER, 3);
	sends(fin_back, (struct states){TCPS_FIN_WAIT_1, TCPS_LAST_ACK},
	      (struct states){TCPS_TIME_WAIT, TCPS_LAST_ACK});
	sends(last, (struct states){TCPS_TIME_WAIT, TCPS_LAST_ACK},
	      (struct states){TCPS_TIME_WAIT, TCPS_CLOSED});
	finish();
	expect_golden("teardown");
}
END_TEST

/* Held with nothing in between: one row; with other rows in between: one more when it goes on. */
START_TEST(delays_are_drawn)
{
	struct sent greeting = {SERVER, TCP_ACK | TCP_PSH, SEG_DATA, 1, 513, 20, 0, 0};
	struct sent ack = {CLIENT, TCP_ACK, SEG_ACK, 513, 21, 0, 0, 0};

	begin((struct style){0});
	handshake();
	sends_with(data, hold, open_states, open_states);
	at_ms(201);
	released(4, open_states, open_states);
	sends_with(data_ack, hold, open_states, open_states);
	at_ms(300);
	sends_with(greeting, hold, open_states, open_states);
	at_ms(401);
	released(5, open_states, open_states);
	at_ms(500);
	released(6, open_states, open_states);
	sends_with(ack, hold, open_states, open_states);
	finish();
	expect_golden("delays");
}
END_TEST

/* A held segment that the run's end drops, whether its first row has been drawn or not. */
START_TEST(held_then_dropped)
{
	begin((struct style){0});
	handshake();
	sends_with(data, hold, open_states, open_states);
	sends_with(data_ack, hold, open_states, open_states);
	give_verdict(4, VERDICT_DROP);
	give_verdict(5, VERDICT_DROP);
	finish();
	expect_golden("held-then-dropped");
}
END_TEST

/* A segment with data of the client's that fault SLOW decided on. */
static struct event event_with_data(enum segment_origin origin)
{
	return (struct event){
		.kind = EVENT_SEGMENT,
		.end = CLIENT,
		.segment = {.number = ++segments,
			    .origin = origin,
			    .verdict = {.kind = VERDICT_ACCEPT, .fault = SLOW},
			    .facts = {.connection = 1,
				      .flags = TCP_ACK | TCP_PSH,
				      .names = 1 << SEG_DATA | 1 << SEG_ANY,
				      .rel_seq = 1,
				      .rel_ack = 1,
				      .payload_len = 512}},
	};
}

/* Changed so that it shows, and so that it does not; a copy, a forged one, an ICMP message. */
START_TEST(rewritten)
{
	struct event ev;
	struct event went_on = {.kind = EVENT_VERDICT, .verdict = {.changed = true}};

	begin((struct style){0});
	handshake();
	ev = event_with_data(ORIGIN_END);
	add(ev);
	went_on.verdict.segment = segments;
	went_on.verdict.facts = ev.segment.facts;
	went_on.verdict.facts.flags |= TCP_FIN;
	add(went_on);
	add(event_with_data(ORIGIN_END));
	went_on.verdict.segment = segments;
	went_on.verdict.facts = ev.segment.facts;
	add(went_on);
	add(event_with_data(ORIGIN_COPY));
	give_verdict(segments, VERDICT_ACCEPT);
	ev = event_with_data(ORIGIN_FORGED);
	ev.end = SERVER;
	ev.segment.verdict.fault = LONG_NAME;
	add(ev);
	give_verdict(segments, VERDICT_ACCEPT);
	add((struct event){.kind = EVENT_ICMP,
			   .end = CLIENT,
			   .icmp = {.number = ++segments, .what = ICMP_KIND_HOST, .fault = SLOW}});
	finish();
	expect_golden("rewritten");
}
END_TEST

/* A verdict on the latest segment: it went on as @as. */
static void went_on_as(struct segment_facts as, enum obstacle obstacle)
{
	add((struct event){.kind = EVENT_VERDICT,
			   .verdict = {.segment = segments,
				       .changed = obstacle == OBSTACLE_NONE,
				       .facts = as,
				       .obstacle = obstacle}});
}

/* Every field that can be seen to change, in the segment's line or, if it is too much, below it. */
static void rewritten_fields(void)
{
	struct event ev = event_with_data(ORIGIN_END);
	struct segment_facts *as = &ev.segment.facts;

	as->ttl = 63;
	as->window = 502;
	as->rel_ack = 1;
	segment_facts_add_option(as, TCP_OPTION_MSS);
	as->mss = 1460;
	segment_facts_add_option(as, TCP_OPTION_SACK_PERMITTED);
	add(ev);
	as->rel_ack = 1U - 1000;
	went_on_as(*as, OBSTACLE_NONE);
	ev.end = SERVER;
	ev.segment.number = ++segments;
	add(ev);
	as->rel_seq = 5;
	as->window = 0;
	as->mss = 536;
	as->ttl = 1;
	as->tos = 0xb8 | 3;
	as->options[0] = 1U << TCP_OPTION_MSS | 1U << TCP_OPTION_WSCALE | 1U << 30;
	as->wscale = 14;
	went_on_as(*as, OBSTACLE_NONE);
	ev.segment.number = ++segments;
	add(ev);
	went_on_as(*as, OBSTACLE_OPTIONS);
}

START_TEST(rewritten_fields_are_told)
{
	begin((struct style){0});
	handshake();
	rewritten_fields();
	finish();
	expect_golden("rewritten-fields");
}
END_TEST

START_TEST(rewritten_fields_are_told_in_80_columns)
{
	begin((struct style){.width = 80, .ascii = true});
	handshake();
	rewritten_fields();
	finish();
	expect_golden("rewritten-fields-80");
}
END_TEST

/* Accepted, and not delivered: the wire's doing, a fault's, or for want of a link. */
START_TEST(lost_though_accepted)
{
	struct event ev;

	begin((struct style){0});
	handshake();
	sends_undelivered(data, NO_FAULT);
	sends_undelivered(data, AMNESIA);
	sends_undelivered(data, NO_FAULT);
	ev = (struct event){.kind = EVENT_RETURN,
			    .end = SERVER,
			    .call = {.step = STEP_UNPLUG, .about = SERVER}};
	add(ev);
	sends_undelivered(data, NO_FAULT);
	sends_undelivered(data, SLOW);
	finish();
	expect_golden("lost-though-accepted");
}
END_TEST

/* The effect of a segment that is seen only after its row is drawn, at once or later still. */
START_TEST(late_effects)
{
	struct states half = {TCPS_ESTABLISHED, TCPS_SYN_RECEIVED};
	struct sent fin = {CLIENT, TCP_FIN | TCP_ACK, SEG_FIN, 1, 1, 0, 0, 0};
	struct states closing = {TCPS_FIN_WAIT_1, TCPS_ESTABLISHED};

	begin((struct style){0});
	handshake_begins();
	sends(client_ack, half, half);
	at_ms(10);
	look(SERVER, LOOK_AFTER, 3, TCPS_ESTABLISHED, TIMER_NONE);
	at_ms(50);
	call(CLIENT, 3);
	sends(fin, closing, closing);
	at_ms(60);
	returned(CLIENT, 3, EINTR);
	at_ms(100);
	look(SERVER, LOOK_AFTER, 4, TCPS_CLOSE_WAIT, TIMER_NONE);
	finish();
	expect_golden("late");
}
END_TEST

/* Both ends connect at once: each SYN's row shows its own sender's call. */
START_TEST(simultaneous_open)
{
	struct sent syn_back = {SERVER, TCP_SYN, SEG_SYN, 0, 0, 0, 0, 0};
	struct sent client_syn_ack = {CLIENT, TCP_SYN | TCP_ACK, SEG_SYN_ACK, 0, 1, 0, 0, 0};
	struct states both_sent = {TCPS_SYN_SENT, TCPS_SYN_SENT};
	struct states one_received = {TCPS_SYN_SENT, TCPS_SYN_RECEIVED};
	struct states both_received = {TCPS_SYN_RECEIVED, TCPS_SYN_RECEIVED};

	begin((struct style){0});
	segments = 0;
	at_ms(1);
	call(CLIENT, 1);
	sends_with(syn, hold, (struct states){TCPS_SYN_SENT, TCPS_CLOSED}, both_sent);
	call(SERVER, 4);
	sends_with(syn_back, hold, both_sent, both_sent);
	at_ms(201);
	released(1, both_sent, one_received);
	released(2, one_received, both_received);
	sends(client_syn_ack, both_received, (struct states){TCPS_SYN_RECEIVED, TCPS_ESTABLISHED});
	sends(syn_ack, (struct states){TCPS_SYN_RECEIVED, TCPS_ESTABLISHED}, open_states);
	finish();
	expect_golden("simultaneous-open");
}
END_TEST

/* A close() whose FIN never reaches the wire, a failed call, an error, lost evidence, a timeout. */
START_TEST(rows_without_segments)
{
	begin((struct style){0});
	handshake();
	at_ms(10);
	call(CLIENT, 3);
	returned(CLIENT, 3, 0);
	look(CLIENT, LOOK_CALL, 3, TCPS_FIN_WAIT_1, TIMER_RETRANSMIT);
	at_ms(2000);
	returned(CLIENT, 1, ETIMEDOUT);
	add((struct event){
		.kind = EVENT_SOCKET_ERROR, .end = SERVER, .socket_error = {.pending = true}});
	add((struct event){.kind = EVENT_LOST, .lost = {.what = LOSS_CAPTURE}});
	add((struct event){.kind = EVENT_END, .ended = END_TIMEOUT});
	finish();
	expect_golden("no-segments");
}
END_TEST

/* Silences: short, long, as long as the one before, much longer; 1 s and 9 s are no news. */
static void silences(void)
{
	static const int64_t at[] = {1000, 10000, 22000, 34000, 90000, 180000, 7380000};

	handshake();
	for (size_t i = 0; i < ARRAY_SIZE(at); i++) {
		at_ms(at[i]);
		sends(data, open_states, open_states);
	}
}

START_TEST(long_silences_are_folded)
{
	begin((struct style){0});
	silences();
	finish();
	expect_golden("silences");
}
END_TEST

START_TEST(long_silences_are_folded_in_80_columns)
{
	begin((struct style){.width = 80, .ascii = true});
	silences();
	finish();
	expect_golden("silences-80");
}
END_TEST

static int columns(const char *line, const char *end)
{
	int n = 0;

	for (; line < end; line++)
		n += ((unsigned char)*line & 0xc0) != 0x80;
	return n;
}

/* Whatever is long gives way; nothing is pushed past column 100 or into its neighbour. */
START_TEST(long_texts_fit)
{
	struct sent big = {CLIENT, TCP_ACK, SEG_DATA, 4000000000, 4000000000, 65535, 112, 123};
	struct sent bigger = {CLIENT, 0xff, SEG_SYN_ACK, 1, 1, 4000000000, 65535, 4000000000};

	begin((struct style){0});
	handshake();
	for (enum end from = CLIENT; from < ENDS; from++) {
		big.from = from;
		at_ms(10800000);
		sends(big, open_states, open_states);
		sends_with(big, (struct verdict){.kind = VERDICT_DROP, .fault = LONG_NAME},
			   open_states, open_states);
		sends_with(big,
			   (struct verdict){
				   .kind = VERDICT_HOLD, .fault = LONG_NAME, .delay = NSEC_PER_SEC},
			   open_states, open_states);
		released(segments, open_states, open_states);
		bigger.from = from;
		sends(bigger, open_states, open_states);
		sends_with(bigger, (struct verdict){.kind = VERDICT_DROP, .fault = LONG_NAME},
			   open_states, open_states);
	}
	finish();
	for (const char *line = strstr(drawn, "\n\n") + 2, *end; (end = strchr(line, '\n'));
	     line = end + 1)
		ck_assert_int_le(columns(line, end), 100);
	expect_golden("long");
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("ladder");
	TCase *tc = tcase_create("ladder");

	tcase_add_test(tc, third_ack_loss_is_drawn);
	tcase_add_test(tc, ascii_needs_no_box_drawing);
	tcase_add_test(tc, quiet_draws_nothing);
	tcase_add_test(tc, colour_changes_no_character);
	tcase_add_test(tc, teardown_shows_what_was_inferred);
	tcase_add_test(tc, delays_are_drawn);
	tcase_add_test(tc, held_then_dropped);
	tcase_add_test(tc, rewritten);
	tcase_add_test(tc, rewritten_fields_are_told);
	tcase_add_test(tc, rewritten_fields_are_told_in_80_columns);
	tcase_add_test(tc, lost_though_accepted);
	tcase_add_test(tc, late_effects);
	tcase_add_test(tc, simultaneous_open);
	tcase_add_test(tc, rows_without_segments);
	tcase_add_test(tc, long_silences_are_folded);
	tcase_add_test(tc, long_silences_are_folded_in_80_columns);
	tcase_add_test(tc, long_texts_fit);
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
