/* SPDX-License-Identifier: MIT */
/* Made-up timelines of one case side by side, compared with tests/unit/compare-*.txt. */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "ladder_events.h"
#include "report/compare.h"

#define RUNS 3

static const char *const labels[RUNS] = {"real 6.18.44", "6.1.192", "6.12.95"};
static struct timeline timelines[RUNS];
static char *text;

/* ---- comparing ------------------------------------------------------------------------------- */

static bool compare_labelled(const char *const label[], size_t n, struct style style)
{
	struct compared runs[RUNS];
	size_t len;
	FILE *out = open_memstream(&text, &len);
	bool agree;

	for (size_t i = 0; i < n; i++)
		runs[i] = (struct compared){label[i], &timelines[i]};
	agree = compare_print(out, made_up_scenario(), runs, n, style);
	fclose(out);
	return agree;
}

static bool compare(size_t n, struct style style)
{
	return compare_labelled(labels, n, style);
}

static void check_text(const char *expected, const char *what)
{
	ck_assert_msg(!strcmp(text, expected), "%s differs; printed was\n%s", what, text);
}

static void check_golden(const char *name)
{
	char *path = xasprintf("tests/unit/compare-%s.txt", name);
	char golden[8192];
	FILE *f = fopen(path, "r");
	size_t len;

	ck_assert_msg(f != NULL, "%s: %s; printed was\n%s", path, strerror(errno), text);
	len = fread(golden, 1, sizeof(golden) - 1, f);
	golden[len] = '\0';
	fclose(f);
	check_text(golden, path);
	free(path);
}

static void release(void)
{
	for (size_t i = 0; i < RUNS; i++)
		free(timelines[i].events);
	memset(timelines, 0, sizeof(timelines));
	free(text);
	text = NULL;
}

/* ---- timelines ------------------------------------------------------------------------------- */

static const struct verdict drop = {.kind = VERDICT_DROP, .fault = LOSE_ACK};
static const struct states opening = {TCPS_SYN_SENT, TCPS_CLOSED};

/* Every SYN is dropped; each is sent at the time given, in ms. */
static void syn_loss(size_t run, const int64_t *sent_ms, size_t n, int64_t given_up_ms)
{
	struct sent s = syn;

	record_into(&timelines[run]);
	segments = 0;
	call(CLIENT, 1);
	for (size_t i = 0; i < n; i++) {
		at_ms(sent_ms[i]);
		sends_with(s, drop, opening, opening);
		s.retransmission++;
	}
	at_ms(given_up_ms);
	look(CLIENT, LOOK_TIMER, 0, TCPS_CLOSED, TIMER_NONE);
	returned(CLIENT, 1, ETIMEDOUT);
	add((struct event){.kind = EVENT_END, .ended = END_DONE});
}

static void linear_syns(size_t run)
{
	syn_loss(run, (const int64_t[]){1, 1010, 2040, 3060, 4090, 5110}, 6, 7130);
}

static void exponential_syns(size_t run)
{
	syn_loss(run, (const int64_t[]){1, 1020, 3050}, 3, 7210);
}

/* The third segment is lost, twice; the server gives up between two looks. */
static void third_ack_loss(size_t run, int64_t again_ms, int64_t last_seen_ms, int64_t gone_ms)
{
	struct states half = {TCPS_ESTABLISHED, TCPS_SYN_RECEIVED};
	struct sent again = syn_ack;

	record_into(&timelines[run]);
	handshake_begins();
	sends_with(client_ack, drop, half, half);
	at_ms(again_ms);
	again.retransmission = 1;
	sends(again, half, half);
	sends_with(client_ack, drop, half, half);
	at_ms(last_seen_ms);
	look(SERVER, LOOK_TIMER, 0, TCPS_SYN_RECEIVED, TIMER_RETRANSMIT);
	at_ms(gone_ms);
	look(SERVER, LOOK_TIMER, 0, TCPS_CLOSED, TIMER_NONE);
}

/* An idle connection is probed, @between ms apart, and never answered. */
static void keepalive(size_t run, int64_t first_ms, int64_t between_ms)
{
	struct sent probe = {CLIENT, TCP_ACK, SEG_ACK, 0, 1, 0, 0, 0};

	record_into(&timelines[run]);
	handshake();
	for (int i = 0; i < 3; i++) {
		at_ms(first_ms + i * between_ms);
		sends_with(probe, drop, open_states, open_states);
	}
}

/* ---- the tests ------------------------------------------------------------------------------- */

START_TEST(older_kernels_have_no_linear_syn_timeouts)
{
	linear_syns(0);
	exponential_syns(1);
	ck_assert(!compare(2, (struct style){0}));
	check_golden("syn-loss");
}
END_TEST

START_TEST(ascii_needs_no_box_drawing)
{
	linear_syns(0);
	exponential_syns(1);
	ck_assert(!compare(2, (struct style){.ascii = true}));
	for (const char *c = text; *c; c++)
		ck_assert_int_lt((unsigned char)*c, 0x80);
	check_golden("ascii");
}
END_TEST

START_TEST(quiet_prints_differences_only)
{
	linear_syns(0);
	linear_syns(1);
	ck_assert(compare(2, (struct style){.quiet = true}));
	ck_assert_str_eq(text, "");
	free(text);
	exponential_syns(2);
	ck_assert(!compare(3, (struct style){.quiet = true}));
	ck_assert_ptr_nonnull(strstr(text, "different"));
}
END_TEST

START_TEST(nothing_differs)
{
	third_ack_loss(0, 1010, 3050, 3050);
	third_ack_loss(1, 1120, 3050, 3200);
	ck_assert(compare(2, (struct style){0}));
	check_text("third-ack-loss.conf IPv4: no difference: 5 segments, 5 transitions\n"
		   "  real 6.18.44, 6.1.192; largest difference in time 110.0 ms\n",
		   "agreement");
}
END_TEST

/* Another duration alone, by a little more and a little less than what is allowed. */
START_TEST(tolerance_is_the_timer_wheels)
{
	third_ack_loss(0, 1000, 3000, 3000);
	third_ack_loss(1, 1170, 3170, 3170);
	ck_assert_msg(!compare(2, (struct style){0}),
		      "170 ms of 1170 are more than 12.5 %% + 20 ms");
	ck_assert_ptr_nonnull(strstr(text, "0 missing, 0 additional, 1 at another time"));
	release();
	third_ack_loss(0, 1000, 3000, 3000);
	third_ack_loss(1, 1160, 3160, 3160);
	ck_assert(compare(2, (struct style){0}));
}
END_TEST

/* First seen gone at 9 s, but last seen there at 3 s: it can have been at any time in between. */
START_TEST(an_interval_that_touches_is_no_difference)
{
	third_ack_loss(0, 1000, 3000, 3010);
	third_ack_loss(1, 1000, 3000, 9000);
	ck_assert(compare(2, (struct style){0}));
	release();
	third_ack_loss(0, 1000, 3000, 3010);
	third_ack_loss(1, 1000, 8000, 9000);
	ck_assert(!compare(2, (struct style){0}));
}
END_TEST

/* Two hours have passed, of which a quarter of an hour would be tolerated: the minute is seen. */
START_TEST(a_long_silence_hides_nothing)
{
	keepalive(0, 7200000, 75000);
	keepalive(1, 7900000, 75000);
	ck_assert(compare(2, (struct style){0}));
	release();
	keepalive(0, 7200000, 75000);
	keepalive(1, 7900000, 150000);
	ck_assert(!compare(2, (struct style){0}));
	check_golden("keepalive");
}
END_TEST

/* A place that lacks rows, and one that has others; what only the later ones have is one row. */
START_TEST(three_places)
{
	struct states half = {TCPS_ESTABLISHED, TCPS_SYN_RECEIVED};

	for (size_t run = 0; run < RUNS; run++) {
		record_into(&timelines[run]);
		if (run) {
			handshake();
			sends_with(data, hold, open_states, open_states);
			continue;
		}
		handshake_begins();
		sends_with(client_ack, drop, half, half);
	}
	at_ms(200);
	sends(data_ack, open_states, open_states);
	ck_assert(!compare(3, (struct style){0}));
	check_golden("three-places");
}
END_TEST

static int columns(const char *line, const char *end)
{
	int n = 0;

	for (; line < end; line++)
		n += ((unsigned char)*line & 0xc0) != 0x80;
	return n;
}

START_TEST(long_texts_fit)
{
	const char *const long_labels[RUNS] = {"real 6.18.44-0-cloud-amd64-and-more",
					       "6.1.0-28-cloud-amd64", "6.12.0-1-cloud-amd64"};
	struct sent big = {SERVER, 0xff, SEG_SYN_ACK, 1, 1, 4000000000, 65535, 4000000000};

	for (size_t run = 0; run < RUNS; run++) {
		record_into(&timelines[run]);
		handshake();
		at_ms(10800000);
		if (run)
			sends_with(big, (struct verdict){.kind = VERDICT_DROP, .fault = LONG_NAME},
				   open_states, open_states);
		else
			sends(big, open_states, open_states);
	}
	ck_assert(!compare_labelled(long_labels, 3, (struct style){0}));
	for (const char *line = text, *end; (end = strchr(line, '\n')); line = end + 1)
		ck_assert_int_le(columns(line, end), 100);
	check_golden("long");
}
END_TEST

/* What the two ends do in one instant can be recorded in either order. */
START_TEST(ends_are_compared_apart)
{
	struct sent from_server = {SERVER, TCP_ACK | TCP_PSH, SEG_DATA, 1, 1, 20, 0, 0};

	record_into(&timelines[0]);
	handshake();
	sends(data, open_states, open_states);
	sends(from_server, open_states, open_states);
	record_into(&timelines[1]);
	handshake();
	sends(from_server, open_states, open_states);
	sends(data, open_states, open_states);
	ck_assert(compare(2, (struct style){0}));
}
END_TEST

START_TEST(colour_changes_no_character)
{
	char *to;
	int escapes = 0;

	linear_syns(0);
	exponential_syns(1);
	ck_assert(!compare(2, (struct style){.colour = true}));
	to = text;
	for (const char *from = text; *from; from++) {
		if (*from == '\033') {
			from = strchr(from, 'm');
			escapes++;
		} else {
			*to++ = *from;
		}
	}
	*to = '\0';
	ck_assert_int_gt(escapes, 0);
	check_golden("syn-loss");
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("compare");
	TCase *tc = tcase_create("compare");

	tcase_add_checked_fixture(tc, NULL, release);
	tcase_add_test(tc, older_kernels_have_no_linear_syn_timeouts);
	tcase_add_test(tc, ascii_needs_no_box_drawing);
	tcase_add_test(tc, quiet_prints_differences_only);
	tcase_add_test(tc, nothing_differs);
	tcase_add_test(tc, tolerance_is_the_timer_wheels);
	tcase_add_test(tc, an_interval_that_touches_is_no_difference);
	tcase_add_test(tc, a_long_silence_hides_nothing);
	tcase_add_test(tc, three_places);
	tcase_add_test(tc, long_texts_fit);
	tcase_add_test(tc, ends_are_compared_apart);
	tcase_add_test(tc, colour_changes_no_character);
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
