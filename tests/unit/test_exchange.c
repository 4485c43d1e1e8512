/* SPDX-License-Identifier: MIT */
#include "virtual/exchange.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"

#define EVENTS 5

/* A timeline with something of each kind in its header. */
static struct timeline sample(void)
{
	struct timeline tl = {.header = {.ip_version = 6, .seed = 7, .realtime_offset = -8}};

	tl.header.kernel = xasprintf("6.1.0");
	tl.header.ruleset = xasprintf("nft queue");
	*ARRAY_ADD(tl.header.without_faults, tl.header.n_without_faults) = xasprintf("lose-ack");
	*ARRAY_ADD(tl.header.without_faults, tl.header.n_without_faults) = xasprintf("lose-fin");
	*ARRAY_ADD(tl.header.sysctls, tl.header.n_sysctls) =
		(struct sysctl_record){PLACE_SERVER, "net.ipv4.tcp_sack", "1", true};
	for (int i = 0; i < EVENTS; i++) {
		struct event ev = {.kind = EVENT_FAULT, .end = SERVER, .at = {10 * i}};

		ev.fault.fired = i;
		timeline_add(&tl, &ev);
	}
	timeline_keep_packet(&tl, &(struct packet){.len = 1500, .kept = 1, .bytes = {0x45}});
	return tl;
}

/* What is written of a timeline, and how long it is. */
static char *written(const struct timeline *tl, size_t *len)
{
	char *bytes;
	FILE *out = open_memstream(&bytes, len);

	ck_assert(exchange_write_timeline(tl, out));
	ck_assert_int_eq(fclose(out), 0);
	return bytes;
}

static bool read_back(struct timeline *tl, char *bytes, size_t len)
{
	FILE *in = fmemopen(bytes, len, "r");
	bool ok = exchange_read_timeline(tl, in);

	fclose(in);
	return ok;
}

START_TEST(there_and_back)
{
	struct timeline tl = sample(), back;
	size_t len;
	char *bytes = written(&tl, &len);

	ck_assert(read_back(&back, bytes, len));
	ck_assert_uint_eq(back.header.ip_version, 6);
	ck_assert_uint_eq(back.header.seed, 7);
	ck_assert_int_eq(back.header.realtime_offset, -8);
	ck_assert_str_eq(back.header.kernel, "6.1.0");
	ck_assert_str_eq(back.header.ruleset, "nft queue");
	ck_assert_uint_eq(back.header.n_without_faults, 2);
	ck_assert_str_eq(back.header.without_faults[0], "lose-ack");
	ck_assert_str_eq(back.header.without_faults[1], "lose-fin");
	ck_assert_uint_eq(back.header.n_sysctls, 1);
	ck_assert_int_eq(back.header.sysctls[0].place, PLACE_SERVER);
	ck_assert_str_eq(back.header.sysctls[0].name, "net.ipv4.tcp_sack");
	ck_assert_uint_eq(back.n, EVENTS);
	ck_assert_mem_eq(back.events, tl.events, EVENTS * sizeof(*tl.events));
	ck_assert_uint_eq(back.n_packets, 1);
	ck_assert_mem_eq(back.packets, tl.packets, sizeof(*tl.packets));
	free(bytes);
	timeline_free(&back);
	timeline_free(&tl);
}
END_TEST

/* Events may be added to what was read: the array has the room that ARRAY_ADD expects. */
START_TEST(goes_on)
{
	struct timeline tl = sample(), back;
	size_t len;
	char *bytes = written(&tl, &len);

	ck_assert(read_back(&back, bytes, len));
	for (int i = 0; i < EVENTS; i++)
		timeline_add(&back, &tl.events[i]);
	ck_assert_uint_eq(back.n, 2 * EVENTS);
	free(bytes);
	timeline_free(&back);
	timeline_free(&tl);
}
END_TEST

START_TEST(a_torso_is_refused)
{
	struct timeline tl = sample(), back;
	size_t len;
	char *bytes = written(&tl, &len);

	for (size_t cut = 1; cut < len; cut++) {
		ck_assert(!read_back(&back, bytes, cut));
		timeline_free(&back);
	}
	free(bytes);
	timeline_free(&tl);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("exchange");
	TCase *tc = tcase_create("exchange");
	SRunner *sr;
	int failed;

	tcase_add_test(tc, there_and_back);
	tcase_add_test(tc, goes_on);
	tcase_add_test(tc, a_torso_is_refused);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? 1 : 0;
}
