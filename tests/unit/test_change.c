/* SPDX-License-Identifier: MIT */
#include "fault/change.h"

#include <check.h>
#include <string.h>

#include "base/util.h"
#include "packets.h"

static struct packets single;
static uint8_t bytes[DRAFT_ROOM];
static struct draft d;
static struct flow flow;
static struct fault fault;

static void load(void)
{
	single = packets_load("single.hex");
	fault = (struct fault){0};
	/* The client has sent 100 bytes, the last of which the server has not acknowledged; the
	 * server 50, all of which have arrived. */
	flow = (struct flow){.connection = 1};
	flow.side[CLIENT] = (struct flow_side){.iss_known = true,
					       .iss = 1000,
					       .next = 1101,
					       .expects_known = true,
					       .expects = 5051,
					       .window = 100,
					       .window_scaled = true,
					       .scales = true,
					       .scale = 3,
					       .ttl = 63};
	flow.side[SERVER] = (struct flow_side){.iss_known = true,
					       .iss = 5000,
					       .next = 5051,
					       .expects_known = true,
					       .expects = 1100,
					       .window = 500,
					       .window_scaled = true,
					       .scales = true,
					       .scale = 0,
					       .ttl = 42};
}

static void unload(void)
{
	packets_free(&single);
}

/* Let the fault change a packet that the client sends. Return: what came of it, sealed */
static struct segment change_drawn(const char *name, enum obstacle expected, uint64_t draw)
{
	const struct packet *packet = packets_find(&single, name);
	struct segment seg;

	ck_assert_int_eq(segment_parse(&seg, packet->bytes, packet->len), 0);
	d = (struct draft){.packet = bytes, .room = sizeof(bytes)};
	ck_assert_int_eq(draft_copy(&d, &seg), 0);
	ck_assert(fault_changes(&fault));
	ck_assert_str_eq(obstacle_word(fault_change(&fault, &flow, CLIENT, draw, &d)),
			 obstacle_word(expected));
	draft_seal(&d, &seg);
	return seg;
}

static struct segment change(const char *name)
{
	return change_drawn(name, OBSTACLE_NONE, 1);
}

static void set(enum header_field field, int64_t value)
{
	fault.verb = VERB_SET;
	fault.set.given |= 1U << field;
	fault.set.value[field] = value;
}

START_TEST(settings)
{
	struct segment seg;

	set(HEADER_SEQ, -10);
	set(HEADER_ACK, 4);
	set(HEADER_WINDOW, 0);
	set(HEADER_URGENT, 1);
	seg = change("ipv6-odd-data");
	ck_assert_uint_eq(seg.seq, 2219466884 - 10);
	ck_assert_uint_eq(seg.ack, 1645432549 + 4);
	ck_assert_uint_eq(seg.window, 0);
	ck_assert_uint_eq(seg.urgent, 1);
	ck_assert_uint_eq(seg.flags, TCP_PSH | TCP_ACK);
	ck_assert(segment_checksum_ok(&seg));
	fault.set.keep_checksum = true;
	seg = change("ipv6-odd-data");
	ck_assert_uint_eq(seg.checksum, 0x9075);
	ck_assert(!segment_checksum_ok(&seg));
}
END_TEST

START_TEST(flags)
{
	set(HEADER_FLAGS, TCP_FIN | TCP_ACK);
	ck_assert_uint_eq(change("ipv6-odd-data").flags, TCP_FIN | TCP_ACK);
	fault.set.flags = FLAGS_MORE;
	ck_assert_uint_eq(change("ipv6-odd-data").flags, TCP_PSH | TCP_FIN | TCP_ACK);
	fault.set.flags = FLAGS_LESS;
	ck_assert_uint_eq(change("ipv6-odd-data").flags, TCP_PSH);
}
END_TEST

static void option(uint8_t kind, enum option_form form)
{
	fault.verb = VERB_OPTION;
	fault.option = (struct option_change){.kind = kind, .form = form};
}

static void option_is(const char *name, const void *expected, size_t len)
{
	struct segment seg = change(name);
	const uint8_t *found = segment_option(&seg, fault.option.kind);

	ck_assert_ptr_nonnull(found);
	ck_assert_uint_eq(found[1], 2 + len);
	ck_assert_mem_eq(found + 2, expected, len);
	ck_assert(segment_checksum_ok(&seg));
}

START_TEST(options)
{
	struct segment seg;

	option(TCP_OPTION_MSS, OPTION_NUMBER);
	fault.option.number[0] = 300;
	option_is("ipv4-syn", "\x01\x2c", 2);
	option(TCP_OPTION_WSCALE, OPTION_NUMBER);
	fault.option.number[0] = 14;
	option_is("ipv6-syn", "\x0e", 1);
	option(TCP_OPTION_SACK_PERMITTED, OPTION_ADD);
	option_is("ipv6-odd-data", "", 0);
	option(TCP_OPTION_FAST_OPEN, OPTION_BYTES);
	fault.option.bytes = (struct bytes){(uint8_t *)"cookies!", 8, false};
	option_is("ipv4-syn", "cookies!", 8);
	option(TCP_OPTION_MSS, OPTION_STRIP);
	seg = change("ipv4-syn");
	ck_assert_ptr_null(segment_option(&seg, TCP_OPTION_MSS));
}
END_TEST

/* Blocks are relative to the ISS of the end whose data they are about: 5000. */
START_TEST(sack)
{
	option(TCP_OPTION_SACK, OPTION_BLOCKS);
	fault.option.n = 4;
	memcpy(fault.option.number, (int64_t[]){1, 101, 201, 301}, 4 * sizeof(int64_t));
	option_is("ipv6-odd-data", "\0\0\x13\x89\0\0\x13\xed\0\0\x14\x51\0\0\x14\xb5", 16);
	flow.side[SERVER].iss_known = false;
	option_is("ipv6-odd-data", "\0\0\0\1\0\0\0\x65\0\0\0\xc9\0\0\1\x2d", 16);
}
END_TEST

/* The packet has value 1, echo 2. */
START_TEST(timestamps)
{
	option(TCP_OPTION_TIMESTAMPS, OPTION_TIMESTAMPS);
	fault.option.n = 1;
	fault.option.number[0] = 7;
	option_is("ipv4-tcp-options", "\0\0\0\7\0\0\0\2", 8);
	option_is("ipv4-syn", "\0\0\0\7\0\0\0\0", 8);
	fault.option.relative[0] = true;
	fault.option.number[0] = -2;
	fault.option.n = 2;
	fault.option.number[1] = 9;
	option_is("ipv4-tcp-options", "\xff\xff\xff\xff\0\0\0\x09", 8);
}
END_TEST

START_TEST(option_without_room)
{
	static uint8_t data[OPTION_DATA_MAX];

	option(254, OPTION_BYTES);
	fault.option.bytes = (struct bytes){data, sizeof(data), true};
	change_drawn("ipv4-syn", OBSTACLE_OPTIONS, 1);
	change_drawn("ipv6-odd-data", OBSTACLE_NONE, 1);
}
END_TEST

START_TEST(payload)
{
	static uint8_t data[DRAFT_ROOM];
	struct segment seg;

	fault.verb = VERB_PAYLOAD;
	fault.payload = (struct bytes){(uint8_t *)"seven", 5, false};
	seg = change("ipv6-odd-data");
	ck_assert_uint_eq(seg.payload_len, 5);
	ck_assert_mem_eq(seg.payload, "seven", 5);
	ck_assert(segment_checksum_ok(&seg));
	fault.payload = (struct bytes){data, DRAFT_ROOM - 60 + 1, true};
	change_drawn("ipv6-odd-data", OBSTACLE_SIZE, 1);
}
END_TEST

START_TEST(truncated)
{
	struct segment seg;

	fault.verb = VERB_TRUNCATE;
	fault.truncate = 3;
	seg = change("ipv6-odd-data");
	ck_assert_uint_eq(seg.payload_len, 3);
	fault.truncate = 1;
	seg = change("ipv6-odd-data");
	ck_assert_uint_eq(seg.payload_len, 1);
	ck_assert_uint_eq(seg.len, 61);
	ck_assert(segment_checksum_ok(&seg));
}
END_TEST

/* A FIN stands behind the last byte; when that is cut off, it goes, too. */
START_TEST(truncated_fin)
{
	struct packets packets = packets_load("single.hex");
	uint8_t *tcp = packets_find(&packets, "ipv6-odd-data")->bytes + 40;
	struct packets loaded = single;

	tcp[13] |= TCP_FIN;
	single = packets;
	fault.verb = VERB_TRUNCATE;
	fault.truncate = 3;
	ck_assert(change("ipv6-odd-data").flags & TCP_FIN);
	fault.truncate = 2;
	ck_assert(!(change("ipv6-odd-data").flags & TCP_FIN));
	single = loaded;
	packets_free(&packets);
}
END_TEST

/* How many bits of the TCP segment differ from the packet's in bytes @from to @to. */
static unsigned int flipped(const struct segment *seg, const char *name, size_t from, size_t to)
{
	const struct packet *packet = packets_find(&single, name);
	size_t tcp = (size_t)(seg->tcp - seg->packet);
	unsigned int n = 0;

	for (size_t i = from; i < MIN(to, packet->len - tcp); i++)
		n += (unsigned int)__builtin_popcount(seg->tcp[i] ^ packet->bytes[tcp + i]);
	return n;
}

static void corrupt(enum corrupted part, uint32_t bits)
{
	fault.verb = VERB_CORRUPT;
	fault.corrupt = (struct corruption){part, bits};
}

START_TEST(corrupted)
{
	for (uint64_t draw = 0; draw < 50; draw++) {
		struct segment seg;

		corrupt(CORRUPT_CHECKSUM, 5);
		seg = change_drawn("ipv4-tcp-options", OBSTACLE_NONE, draw);
		ck_assert_uint_eq(flipped(&seg, "ipv4-tcp-options", 16, 18), 5);
		ck_assert_uint_eq(flipped(&seg, "ipv4-tcp-options", 0, SIZE_MAX), 5);
		corrupt(CORRUPT_PAYLOAD, 7);
		seg = change_drawn("ipv4-tcp-options", OBSTACLE_NONE, draw);
		ck_assert_uint_eq(flipped(&seg, "ipv4-tcp-options", 40, SIZE_MAX), 7);
		ck_assert_uint_eq(flipped(&seg, "ipv4-tcp-options", 0, SIZE_MAX), 7);
		corrupt(CORRUPT_HEADER, CORRUPT_BITS_MAX);
		seg = change_drawn("ipv4-tcp-options", OBSTACLE_NONE, draw);
		ck_assert_uint_eq(flipped(&seg, "ipv4-tcp-options", 0, 4), 0);
		ck_assert_uint_eq(flipped(&seg, "ipv4-tcp-options", 12, 13), 0);
		ck_assert_uint_eq(flipped(&seg, "ipv4-tcp-options", 16, 18), 0);
		ck_assert_uint_eq(flipped(&seg, "ipv4-tcp-options", 0, 40), CORRUPT_BITS_MAX);
		ck_assert_uint_eq(flipped(&seg, "ipv4-tcp-options", 40, SIZE_MAX), 0);
	}
}
END_TEST

/* More bits than there are, none at all, and the same draw twice. */
START_TEST(corrupted_bounds)
{
	uint8_t first[DRAFT_ROOM];
	struct segment seg;

	corrupt(CORRUPT_PAYLOAD, 64);
	seg = change("ipv6-odd-data");
	ck_assert_uint_eq(flipped(&seg, "ipv6-odd-data", 20, SIZE_MAX), 24);
	change_drawn("ipv4-syn", OBSTACLE_NO_PAYLOAD, 1);
	corrupt(CORRUPT_HEADER, 3);
	seg = change_drawn("ipv4-syn", OBSTACLE_NONE, 7);
	memcpy(first, bytes, d.len);
	change_drawn("ipv4-syn", OBSTACLE_NONE, 8);
	ck_assert_mem_ne(first, bytes, d.len);
	change_drawn("ipv4-syn", OBSTACLE_NONE, 7);
	ck_assert_mem_eq(first, bytes, d.len);
}
END_TEST

/* ---- forged segments ----------------------------------------------------------------------- */

static struct forgery forgery;

static struct segment forge(enum segment_name name, enum end as,
			    const struct segment_facts *answered)
{
	static const uint8_t src[4] = {10, 0, 0, 1}, dst[4] = {10, 0, 0, 2};
	const struct forging f = {.what = &forgery,
				  .flow = &flow,
				  .as = as,
				  .answered = answered,
				  .addressing = {4, src, dst, 1, 2},
				  .draw = 77};
	struct segment seg;

	forgery.name = name;
	d = (struct draft){.packet = bytes, .room = sizeof(bytes)};
	fault_forge(&f, &d);
	draft_seal(&d, &seg);
	ck_assert(segment_checksum_ok(&seg));
	return seg;
}

START_TEST(forged_numbers)
{
	struct segment seg;

	forgery = (struct forgery){0};
	seg = forge(SEG_RST, SERVER, NULL);
	ck_assert_uint_eq(seg.flags, TCP_RST);
	ck_assert_uint_eq(seg.seq, 5051);
	ck_assert_uint_eq(seg.ttl, 42);
	forgery.seq = -1;
	ck_assert_uint_eq(forge(SEG_RST, SERVER, NULL).seq, 5050);
	forgery.place = SEQ_IN_WINDOW;
	ck_assert_uint_eq(forge(SEG_RST, SERVER, NULL).seq, 5051 + 400);
	forgery.place = SEQ_OUT_OF_WINDOW;
	ck_assert_uint_eq(forge(SEG_RST, SERVER, NULL).seq, 5051 + 800 + 65536);
	forgery = (struct forgery){.ack_given = true, .ack = 5};
	seg = forge(SEG_RST, SERVER, NULL);
	ck_assert_uint_eq(seg.flags, TCP_RST | TCP_ACK);
	ck_assert_uint_eq(seg.ack, 1105);
}
END_TEST

START_TEST(forged_flags)
{
	struct segment seg;

	forgery = (struct forgery){.payload = {(uint8_t *)"odd", 3, false}};
	seg = forge(SEG_DATA, CLIENT, NULL);
	ck_assert_uint_eq(seg.flags, TCP_PSH | TCP_ACK);
	ck_assert_uint_eq(seg.seq, 1100);
	ck_assert_uint_eq(seg.ack, 5051);
	ck_assert_uint_eq(seg.window, 100);
	ck_assert_mem_eq(seg.payload, "odd", 3);
	forgery = (struct forgery){0};
	ck_assert_uint_eq(forge(SEG_ACK, CLIENT, NULL).flags, TCP_ACK);
	ck_assert_uint_eq(forge(SEG_FIN, CLIENT, NULL).flags, TCP_FIN | TCP_ACK);
	seg = forge(SEG_SYN, CLIENT, NULL);
	ck_assert_uint_eq(seg.flags, TCP_SYN);
	ck_assert_uint_eq(seg.ack, 0);
	ck_assert_mem_eq(segment_option(&seg, TCP_OPTION_MSS), "\x02\x04\x05\xb4", 4);
}
END_TEST

/* The client's SYN, to which no server has said anything yet. */
START_TEST(forged_answers)
{
	const struct segment_facts syn = {.seq = 1000, .flags = TCP_SYN};
	struct segment seg;

	forgery = (struct forgery){0};
	flow.side[SERVER] = (struct flow_side){0};
	flow.side[CLIENT] = (struct flow_side){.iss_known = true, .iss = 1000, .next = 1001};
	seg = forge(SEG_SYN_ACK, SERVER, &syn);
	ck_assert_uint_eq(seg.flags, TCP_SYN | TCP_ACK);
	ck_assert_uint_eq(seg.seq, 77);
	ck_assert_uint_eq(seg.ack, 1001);
	ck_assert_uint_eq(seg.window, 65535);
	ck_assert_uint_eq(seg.ttl, 63);
	seg = forge(SEG_RST, SERVER, &syn);
	ck_assert_uint_eq(seg.flags, TCP_RST | TCP_ACK);
	ck_assert_uint_eq(seg.seq, 0);
	ck_assert_uint_eq(seg.ack, 1001);
	ck_assert_uint_eq(forge(SEG_RST, SERVER, NULL).ack, 1001);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("change");
	TCase *tc = tcase_create("change");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(tc, load, unload);
	tcase_add_test(tc, settings);
	tcase_add_test(tc, flags);
	tcase_add_test(tc, options);
	tcase_add_test(tc, sack);
	tcase_add_test(tc, timestamps);
	tcase_add_test(tc, option_without_room);
	tcase_add_test(tc, payload);
	tcase_add_test(tc, truncated);
	tcase_add_test(tc, truncated_fin);
	tcase_add_test(tc, corrupted);
	tcase_add_test(tc, corrupted_bounds);
	tcase_add_test(tc, forged_numbers);
	tcase_add_test(tc, forged_flags);
	tcase_add_test(tc, forged_answers);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
