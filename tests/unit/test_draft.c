/* SPDX-License-Identifier: MIT */
#include "tcp/draft.h"

#include <check.h>
#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "packets.h"

static struct packets single, rewritten;
static uint8_t bytes[DRAFT_ROOM];
static struct draft d;

static void load(void)
{
	single = packets_load("single.hex");
	rewritten = packets_load("rewritten.hex");
}

static void unload(void)
{
	packets_free(&single);
	packets_free(&rewritten);
}

static void begin_with_room(const char *name, size_t room)
{
	const struct packet *packet = packets_find(&single, name);
	struct segment seg;

	ck_assert_int_eq(segment_parse(&seg, packet->bytes, packet->len), 0);
	d = (struct draft){.packet = bytes, .room = room};
	ck_assert_int_eq(draft_copy(&d, &seg), 0);
}

static void begin(const char *name)
{
	begin_with_room(name, sizeof(bytes));
}

/* Seal the draft: it must be the packet of that name. */
static void is(const char *name)
{
	const struct packet *expected = packets_find(&rewritten, name);
	struct segment seg;

	draft_seal(&d, &seg);
	ck_assert_uint_eq(d.len, expected->len);
	for (size_t i = 0; i < d.len; i++)
		ck_assert_msg(bytes[i] == expected->bytes[i], "%s: byte %zu is %02x, not %02x",
			      name, i, bytes[i], expected->bytes[i]);
	ck_assert(segment_checksum_ok(&seg) == !d.fixed_checksum);
}

static void set_every_field(void)
{
	draft_put(&d, HEADER_FLAGS, draft_get(&d, HEADER_FLAGS) | TCP_ECE | TCP_CWR);
	draft_put(&d, HEADER_SEQ, draft_get(&d, HEADER_SEQ) + 1000);
	draft_put(&d, HEADER_ACK, draft_get(&d, HEADER_ACK) - 1);
	draft_put(&d, HEADER_WINDOW, 1000);
	draft_put(&d, HEADER_URGENT, 7);
	draft_put(&d, HEADER_TTL, 9);
	draft_put(&d, HEADER_DSCP, 46);
	draft_put(&d, HEADER_ECN, 3);
}

START_TEST(unchanged)
{
	static const char *const names[] = {"ipv4-syn", "ipv6-odd-data", "ipv4-tcp-options",
					    "ipv4-ip-options", "ipv6-extensions"};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const struct packet *packet = packets_find(&single, names[i]);
		struct segment seg;

		begin(names[i]);
		draft_seal(&d, &seg);
		ck_assert_uint_eq(d.len, packet->len);
		ck_assert_mem_eq(bytes, packet->bytes, d.len);
	}
}
END_TEST

START_TEST(fields)
{
	begin("ipv4-syn");
	set_every_field();
	is("ipv4-syn-fields");
	ck_assert_uint_eq(draft_get(&d, HEADER_WINDOW), 1000);
	ck_assert_uint_eq(draft_get(&d, HEADER_URGENT), 7);
	begin("ipv6-odd-data");
	set_every_field();
	is("ipv6-odd-data-fields");
	ck_assert_uint_eq(draft_get(&d, HEADER_TTL), 9);
	ck_assert_uint_eq(draft_get(&d, HEADER_DSCP), 46);
	ck_assert_uint_eq(draft_get(&d, HEADER_ECN), 3);
	begin("ipv4-ip-options");
	draft_put(&d, HEADER_TTL, 1);
	is("ipv4-ip-options-ttl");
}
END_TEST

START_TEST(fixed_checksum)
{
	begin("ipv6-odd-data");
	draft_put(&d, HEADER_WINDOW, 0);
	d.fixed_checksum = true;
	is("ipv6-odd-data-keep");
}
END_TEST

START_TEST(options)
{
	begin("ipv4-syn");
	ck_assert_int_eq(draft_put_option(&d, TCP_OPTION_MSS, "\x02\x18", 2), 0);
	is("ipv4-syn-mss");
	begin("ipv4-syn");
	draft_strip_option(&d, TCP_OPTION_SACK_PERMITTED);
	is("ipv4-syn-no-sack");
	begin("ipv6-syn");
	draft_strip_option(&d, TCP_OPTION_MSS);
	is("ipv6-syn-no-mss");
	begin("ipv6-odd-data");
	ck_assert_int_eq(draft_put_option(&d, TCP_OPTION_TIMESTAMPS, "\0\0\0\1\0\0\0\2", 8), 0);
	is("ipv6-odd-data-timestamps");
	begin("ipv4-tcp-options");
	ck_assert_int_eq(draft_put_option(&d, TCP_OPTION_SACK, "\0\0\0\x64\0\0\0\xc8", 8), 0);
	is("ipv4-tcp-options-sack");
	ck_assert_mem_eq(draft_option(&d, TCP_OPTION_SACK), "\x05\x0a", 2);
	ck_assert_ptr_null(draft_option(&d, TCP_OPTION_MSS));
}
END_TEST

/* What is not there cannot be taken out; what is put in again can. */
START_TEST(options_undone)
{
	const struct packet *packet = packets_find(&single, "ipv6-odd-data");
	struct segment seg;

	begin("ipv6-odd-data");
	draft_strip_option(&d, TCP_OPTION_MSS);
	ck_assert_int_eq(draft_put_option(&d, 254, "abc", 3), 0);
	ck_assert_int_eq(draft_put_option(&d, 254, "", 0), 0);
	draft_strip_option(&d, 254);
	draft_seal(&d, &seg);
	ck_assert_uint_eq(d.len, packet->len);
	ck_assert_mem_eq(bytes, packet->bytes, d.len);
}
END_TEST

/* 12 bytes are there, three of them padding, which makes way; then not one byte more fits. */
START_TEST(options_full)
{
	uint8_t data[40] = {0};
	size_t len;

	begin("ipv4-syn");
	ck_assert_int_eq(draft_put_option(&d, 254, data, 40 - 9 - 2 + 1), -ENOSPC);
	ck_assert_uint_eq(d.len, 52);
	ck_assert_int_eq(draft_put_option(&d, 254, data, 40 - 9 - 2), 0);
	ck_assert_uint_eq(d.len, 80);
	draft_payload(&d, &len);
	ck_assert_uint_eq(len, 0);
	ck_assert_int_eq(draft_put_option(&d, 253, data, 0), -ENOSPC);
	ck_assert_int_eq(draft_put_option(&d, 253, data, 39), -ENOSPC);
}
END_TEST

START_TEST(no_room)
{
	struct segment seg;

	begin_with_room("ipv6-odd-data", 63);
	ck_assert_int_eq(draft_put_option(&d, 254, "", 0), -EMSGSIZE);
	ck_assert_int_eq(draft_put_payload(&d, "four", 4), -EMSGSIZE);
	ck_assert_int_eq(draft_put_payload(&d, "two", 3), 0);
	draft_seal(&d, &seg);
	d.room = 62;
	ck_assert_int_eq(draft_copy(&d, &seg), -EMSGSIZE);
}
END_TEST

START_TEST(payload)
{
	const uint8_t *data;
	size_t len;

	begin("ipv4-tcp-options");
	ck_assert_int_eq(draft_put_payload(&d, "hi", 2), 0);
	is("ipv4-tcp-options-hi");
	begin("ipv6-extensions");
	data = draft_payload(&d, &len);
	ck_assert_uint_eq(len, 3);
	ck_assert_int_eq(draft_put_payload(&d, data, 2), 0);
	is("ipv6-extensions-cut");
}
END_TEST

START_TEST(blank)
{
	const struct packet *packet = packets_find(&single, "ipv4-syn");
	struct segment seg;

	ck_assert_int_eq(segment_parse(&seg, packet->bytes, packet->len), 0);
	d = (struct draft){.packet = bytes, .room = sizeof(bytes)};
	draft_blank(&d, &(struct addressing){4, seg.dst, seg.src, 9, 40000});
	draft_put(&d, HEADER_FLAGS, TCP_RST);
	draft_put(&d, HEADER_SEQ, 5);
	is("ipv4-forged");

	packet = packets_find(&single, "ipv6-odd-data");
	ck_assert_int_eq(segment_parse(&seg, packet->bytes, packet->len), 0);
	draft_blank(&d, &(struct addressing){6, seg.dst, seg.src, 8080, 40001});
	draft_put(&d, HEADER_FLAGS, TCP_PSH | TCP_ACK);
	draft_put(&d, HEADER_SEQ, 5);
	draft_put(&d, HEADER_ACK, 6);
	draft_put(&d, HEADER_WINDOW, 65535);
	ck_assert_int_eq(draft_put_payload(&d, "odd", 3), 0);
	is("ipv6-forged");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("draft");
	TCase *tc = tcase_create("draft");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(tc, load, unload);
	tcase_add_test(tc, unchanged);
	tcase_add_test(tc, fields);
	tcase_add_test(tc, fixed_checksum);
	tcase_add_test(tc, options);
	tcase_add_test(tc, options_undone);
	tcase_add_test(tc, options_full);
	tcase_add_test(tc, no_room);
	tcase_add_test(tc, payload);
	tcase_add_test(tc, blank);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
