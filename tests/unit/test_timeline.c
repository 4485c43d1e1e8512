/* SPDX-License-Identifier: MIT */
/*
 * The timeline's file: what is written can be read and written again to the same bytes.
 */
#include <check.h>
#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "sample.h"

START_TEST(round_trip)
{
	struct timeline tl;
	char *text;

	read_sample(&tl);
	text = write_text(&tl);
	assert_same_lines(text, sample);
	free(text);
	timeline_free(&tl);
}
END_TEST

START_TEST(sample_has_every_kind)
{
	bool has[EVENT_KINDS] = {false};
	struct timeline tl;

	read_sample(&tl);
	for (size_t i = 0; i < tl.n; i++)
		has[tl.events[i].kind] = true;
	for (enum event_kind kind = 0; kind < EVENT_KINDS; kind++)
		ck_assert_msg(has[kind], "no %s in the sample", event_kind_word(kind));
	timeline_free(&tl);
}
END_TEST

/* Bytes alone would not show members that went into each other's place both ways. */
START_TEST(values_arrive)
{
	const struct event_queued *q;
	const struct event *ev;
	struct timeline tl;

	read_sample(&tl);
	ck_assert_uint_eq(tl.header.seed, UINT64_MAX);
	ck_assert_uint_eq(tl.header.n_sysctls, 4);
	ck_assert_str_eq(tl.header.sysctls[1].name, "net.ipv4.x");
	ck_assert_str_eq(tl.header.sysctls[1].value, "");
	ck_assert(tl.header.sysctls[3].by_scenario && tl.header.sysctls[3].place == PLACE_SERVER);

	ev = &tl.events[2];
	ck_assert_int_eq(ev->end, SERVER);
	ck_assert_uint_eq(ev->segment.facts.flags, 0xff);
	ck_assert_uint_eq(ev->segment.facts.rel_seq, 1);
	ck_assert_uint_eq(ev->segment.facts.seq, 5);
	ck_assert_int_eq(ev->segment.verdict.kind, VERDICT_HOLD);
	ck_assert_int_eq(ev->segment.verdict.fault, 1);
	ck_assert_int_eq(ev->segment.verdict.delay, 50 * NSEC_PER_MSEC);
	ck_assert_int_eq(tl.events[1].segment.verdict.fault, NO_FAULT);

	ev = &tl.events[5];
	ck_assert_int_eq(ev->sighting.seen.end, CLIENT);
	ck_assert_int_eq(ev->sighting.seen.state, TCPS_SYN_SENT);
	ck_assert_uint_eq(ev->sighting.seen.cookie, UINT64_MAX);
	ck_assert_int_eq(ev->sighting.seen.answered.ns, 20);
	ck_assert_int_eq(tl.events[6].call.error, ECONNREFUSED);

	ev = &tl.events[2];
	ck_assert(ev->segment.facts.ttl == 63 && ev->segment.facts.tos == 3);
	ck_assert(ev->segment.facts.mss == 1460 && ev->segment.facts.wscale == 14);
	ck_assert(segment_facts_has_option(&ev->segment.facts, 253));
	ck_assert(!segment_facts_has_option(&ev->segment.facts, 4));
	ev = &tl.events[8];
	ck_assert(ev->call.port == 40000 && ev->call.stream.bytes == 5);
	ck_assert(ev->call.stream.digest == UINT64_C(0xa430d84680aabd0b));

	q = &tl.events[12].queued;
	ck_assert(q->queued == 1 && q->accepted == 2 && q->dropped == 3 && q->flushed == 4);
	ck_assert(q->held == 5 && q->lost == 6 && q->copies == 7 && q->forged == 8);
	ck_assert(q->undelivered == UINT64_C(1) << 60);
	timeline_free(&tl);
}
END_TEST

/* The sample, one of its texts replaced by another: read, and written as it was. */
static void read_with(struct timeline *tl, const char *old, const char *new)
{
	const char *at = strstr(sample, old);
	char *text, *said, *written;

	ck_assert(at);
	text = xasprintf("%.*s%s%s", (int)(at - sample), sample, new, at + strlen(old));
	said = read_bytes(tl, text, strlen(text));
	ck_assert_str_eq(said, "");
	written = write_text(tl);
	assert_same_lines(written, text);
	free(text);
	free(said);
	free(written);
}

START_TEST(awaited_and_undelivered)
{
	struct timeline tl;

	read_with(&tl, "\"delay\":50000000", "\"delay\":null");
	ck_assert_int_eq(tl.events[2].segment.verdict.delay, HOLD_AWAITS);
	ck_assert(!tl.events[3].verdict.undelivered);
	timeline_free(&tl);
	read_with(&tl, "\"verdict\":\"accept\"}", "\"verdict\":\"accept\",\"undelivered\":true}");
	ck_assert(tl.events[3].verdict.undelivered);
	timeline_free(&tl);
}
END_TEST

START_TEST(order_is_kept)
{
	static const nsec_t times[] = {5, 3, 5, 1, 3, 9};
	static const uint64_t sorted[] = {3, 1, 4, 0, 2, 5};
	struct timeline tl = {0};

	for (size_t i = 0; i < ARRAY_SIZE(times); i++) {
		struct event ev = {.kind = EVENT_LOOKS, .at = {times[i]}, .looks = i};

		timeline_add(&tl, &ev);
	}
	for (size_t i = 0; i < ARRAY_SIZE(sorted); i++)
		ck_assert_uint_eq(tl.events[i].looks, sorted[i]);
	ck_assert(!timeline_complete(&tl));
	timeline_free(&tl);
}
END_TEST

/* Text that is no UTF-8 (a file's name may be anything) must not make a file that is no JSON. */
START_TEST(bad_text_is_written)
{
	struct timeline tl, again;
	char *text, *said;

	read_sample(&tl);
	free(tl.header.title);
	tl.header.title = strdup("\xff ok");
	text = write_text(&tl);
	said = read_bytes(&again, text, strlen(text));
	ck_assert_str_eq(said, "");
	ck_assert_str_eq(again.header.title, "? ok");
	free(said);
	free(text);
	timeline_free(&tl);
	timeline_free(&again);
}
END_TEST

START_TEST(full_disk_is_noticed)
{
	FILE *out = fopen("/dev/full", "w");
	struct timeline tl;

	ck_assert_ptr_nonnull(out);
	read_sample(&tl);
	ck_assert_int_eq(timeline_write(&tl, &sc, out), -ENOSPC);
	fclose(out);
	timeline_free(&tl);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("timeline");
	TCase *file = tcase_create("file");

	tcase_add_test(file, round_trip);
	tcase_add_test(file, sample_has_every_kind);
	tcase_add_test(file, values_arrive);
	tcase_add_test(file, awaited_and_undelivered);
	tcase_add_test(file, order_is_kept);
	tcase_add_test(file, bad_text_is_written);
	tcase_add_test(file, full_disk_is_noticed);
	suite_add_tcase(s, file);
	return s;
}

int main(void)
{
	SRunner *sr = srunner_create(suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
