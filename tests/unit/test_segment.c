/* SPDX-License-Identifier: MIT */
#include "tcp/segment.h"

#include <check.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "base/util.h"
#include "packets.h"

static struct packets packets;

static void load(void)
{
	packets = packets_load("single.hex");
}

static void unload(void)
{
	packets_free(&packets);
}

static int parse(struct segment *seg, const char *name)
{
	const struct packet *packet = packets_find(&packets, name);

	return segment_parse(seg, packet->bytes, packet->len);
}

START_TEST(ipv4_syn)
{
	struct segment seg;

	ck_assert_int_eq(parse(&seg, "ipv4-syn"), 0);
	ck_assert_uint_eq(seg.ip_version, 4);
	ck_assert_uint_eq(seg.len, 52);
	ck_assert_mem_eq(seg.src, "\x0a\x09\0\1", 4);
	ck_assert_mem_eq(seg.dst, "\x0a\x09\0\2", 4);
	ck_assert_uint_eq(seg.src_port, 40000);
	ck_assert_uint_eq(seg.dst_port, 9);
	ck_assert_uint_eq(seg.seq, 1501758510);
	ck_assert_uint_eq(seg.ack, 0);
	ck_assert_uint_eq(seg.flags, TCP_SYN);
	ck_assert_uint_eq(seg.window, 64240);
	ck_assert_uint_eq(seg.checksum, 0x660e);
	ck_assert_uint_eq(seg.options_len, 12);
	ck_assert_uint_eq(seg.payload_len, 0);
	ck_assert_uint_eq(segment_len(&seg), 1);
	ck_assert(segment_checksum_ok(&seg));
}
END_TEST

START_TEST(ipv4_rst)
{
	struct segment seg;

	ck_assert_int_eq(parse(&seg, "ipv4-rst"), 0);
	ck_assert_uint_eq(seg.flags, TCP_RST | TCP_ACK);
	ck_assert_uint_eq(seg.seq, 0);
	ck_assert_uint_eq(seg.ack, 1501758511);
	ck_assert_uint_eq(seg.options_len, 0);
	ck_assert_uint_eq(segment_len(&seg), 0);
	ck_assert(segment_checksum_ok(&seg));
}
END_TEST

START_TEST(ipv6_odd_data)
{
	struct segment seg;

	ck_assert_int_eq(parse(&seg, "ipv6-odd-data"), 0);
	ck_assert_uint_eq(seg.ip_version, 6);
	ck_assert_mem_eq(seg.src, "\xfd\x09\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16);
	ck_assert_mem_eq(seg.dst, "\xfd\x09\0\0\0\0\0\0\0\0\0\0\0\0\0\2", 16);
	ck_assert_uint_eq(seg.payload_len, 3);
	ck_assert_mem_eq(seg.payload, "odd", 3);
	ck_assert_uint_eq(segment_len(&seg), 3);
	ck_assert(segment_checksum_ok(&seg));
}
END_TEST

/* Extension headers and IP options do not change what the segment is. */
START_TEST(headers_before_tcp)
{
	static const char *const pairs[][2] = {
		{"ipv4-ip-options", "ipv4-syn"},
		{"ipv4-first-fragment", "ipv4-syn"},
		{"ipv6-extensions", "ipv6-odd-data"},
		{"ipv6-first-fragment", "ipv6-odd-data"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++) {
		struct segment seg, plain;

		ck_assert_int_eq(parse(&seg, pairs[i][0]), 0);
		ck_assert_int_eq(parse(&plain, pairs[i][1]), 0);
		ck_assert_uint_eq(seg.seq, plain.seq);
		ck_assert_uint_eq(seg.src_port, plain.src_port);
		ck_assert_uint_eq(seg.options_len, plain.options_len);
		ck_assert_uint_eq(seg.payload_len, plain.payload_len);
		ck_assert_mem_eq(seg.payload, plain.payload, plain.payload_len);
		ck_assert(segment_checksum_ok(&seg));
	}
}
END_TEST

START_TEST(no_tcp)
{
	static const char *const names[] = {
		"ipv4-later-fragment",
		"ipv6-later-fragment",
		"ipv4-udp",
		"ipv6-no-next-header",
	};
	struct segment seg;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		ck_assert_int_eq(parse(&seg, names[i]), -EPROTONOSUPPORT);
	ck_assert_int_eq(segment_parse(&seg, "\x55\0\0\0", 4), -EPROTONOSUPPORT);
	ck_assert_int_eq(segment_parse(&seg, "", 0), -EBADMSG);
}
END_TEST

/* Every way in which a packet can be cut: an allocation of exactly what is left. */
START_TEST(truncated)
{
	for (size_t i = 0; i < packets.n; i++) {
		const struct packet *packet = &packets.items[i];

		for (size_t len = 0; len < packet->len; len++) {
			uint8_t *cut = memcpy(xalloc(len, 1), packet->bytes, len);
			struct segment seg;

			ck_assert_int_lt(segment_parse(&seg, cut, len), 0);
			free(cut);
		}
	}
}
END_TEST

static void set_ip_length(uint8_t *packet, size_t len)
{
	bool v6 = packet[0] >> 4 == 6;
	size_t field = v6 ? len - 40 : len;

	packet[v6 ? 4 : 2] = (uint8_t)(field >> 8);
	packet[v6 ? 5 : 3] = (uint8_t)field;
}

/* Cut again, but the IP header agrees with the length: now the headers behind it are cut short. */
START_TEST(truncated_in_agreement)
{
	for (size_t i = 0; i < packets.n; i++) {
		const struct packet *packet = &packets.items[i];

		for (size_t len = packet->bytes[0] >> 4 == 6 ? 40 : 20; len < packet->len; len++) {
			uint8_t *cut = memcpy(xalloc(len, 1), packet->bytes, len);
			struct segment seg;

			set_ip_length(cut, len);
			if (!segment_parse(&seg, cut, len)) {
				ck_assert_ptr_eq(seg.payload + seg.payload_len, cut + len);
				segment_option(&seg, 77);
				segment_checksum_ok(&seg);
			}
			free(cut);
		}
	}
}
END_TEST

/* Bytes behind the packet (Ethernet pads short ones) do not belong to it. */
START_TEST(padded)
{
	const struct packet *packet = packets_find(&packets, "ipv6-odd-data");
	uint8_t padded[100] = {0};
	struct segment seg;

	memcpy(padded, packet->bytes, packet->len);
	ck_assert_int_eq(segment_parse(&seg, padded, sizeof(padded)), 0);
	ck_assert_uint_eq(seg.len, packet->len);
	ck_assert_uint_eq(seg.payload_len, 3);
	ck_assert(segment_checksum_ok(&seg));
}
END_TEST

/* A packet with one byte changed. */
static int parse_with(const char *name, size_t at, uint8_t value)
{
	const struct packet *packet = packets_find(&packets, name);
	uint8_t *changed = memcpy(xalloc(packet->len, 1), packet->bytes, packet->len);
	struct segment seg;
	int err;

	changed[at] = value;
	err = segment_parse(&seg, changed, packet->len);
	free(changed);
	return err;
}

START_TEST(contradictions)
{
	ck_assert_int_eq(parse_with("ipv4-syn", 0, 0x44), -EBADMSG);  /* header of 16 bytes */
	ck_assert_int_eq(parse_with("ipv4-syn", 0, 0x4f), -EBADMSG);  /* no room for TCP */
	ck_assert_int_eq(parse_with("ipv4-syn", 3, 19), -EBADMSG);    /* total less than header */
	ck_assert_int_eq(parse_with("ipv4-syn", 3, 53), -EBADMSG);    /* total more than there is */
	ck_assert_int_eq(parse_with("ipv4-syn", 32, 0x40), -EBADMSG); /* data offset 4 */
	ck_assert_int_eq(parse_with("ipv4-syn", 32, 0x90), -EBADMSG); /* beyond the end */
	ck_assert_int_eq(parse_with("ipv6-odd-data", 5, 24), -EBADMSG);	    /* payload too long */
	ck_assert_int_eq(parse_with("ipv6-odd-data", 5, 19), -EBADMSG);	    /* no room for TCP */
	ck_assert_int_eq(parse_with("ipv6-extensions", 41, 255), -EBADMSG); /* hop-by-hop */
}
END_TEST

START_TEST(checksum_wrong)
{
	const struct packet *packet = packets_find(&packets, "ipv6-odd-data");
	struct segment seg;

	ck_assert_int_eq(segment_parse(&seg, packet->bytes, packet->len), 0);
	for (size_t i = (size_t)(seg.tcp - seg.packet); i < packet->len; i++) {
		packet->bytes[i] ^= 0x10;
		ck_assert(!segment_checksum_ok(&seg));
		packet->bytes[i] ^= 0x10;
	}
	ck_assert(segment_checksum_ok(&seg));
}
END_TEST

START_TEST(options)
{
	struct segment seg;

	ck_assert_int_eq(parse(&seg, "ipv4-tcp-options"), 0);
	ck_assert_uint_eq(seg.urgent, 7);
	ck_assert_mem_eq(seg.payload, "hello", 5);
	ck_assert_ptr_eq(segment_option(&seg, 1), seg.options);
	ck_assert_ptr_eq(segment_option(&seg, 8), seg.options + 1);
	ck_assert_ptr_eq(segment_option(&seg, 254), seg.options + 11);
	ck_assert_ptr_null(segment_option(&seg, 2));
	ck_assert_ptr_null(segment_option(&seg, 77)); /* behind the end of the list */
}
END_TEST

/* What a record keeps of options and IP header. */
START_TEST(header_facts)
{
	struct segment_facts v4 = {0}, v6 = {0}, other = {0};
	struct segment seg;

	ck_assert_int_eq(parse(&seg, "ipv4-syn"), 0);
	segment_header_facts(&seg, &v4);
	ck_assert(v4.ttl == 64 && v4.tos == 0 && v4.mss == 1460 && v4.wscale == 10);
	ck_assert(segment_facts_has_option(&v4, TCP_OPTION_MSS));
	ck_assert(segment_facts_has_option(&v4, TCP_OPTION_SACK_PERMITTED));
	ck_assert(!segment_facts_has_option(&v4, TCP_OPTION_TIMESTAMPS));
	ck_assert(!segment_facts_has_option(&v4, 1)); /* padding */

	ck_assert_int_eq(parse(&seg, "ipv6-syn"), 0);
	segment_header_facts(&seg, &v6);
	ck_assert(v6.ttl == 64 && v6.tos == 0 && v6.mss == 1440 && v6.wscale == 10);

	ck_assert_int_eq(parse(&seg, "ipv4-tcp-options"), 0);
	segment_header_facts(&seg, &other);
	ck_assert(segment_facts_has_option(&other, 254) && !other.mss);
	ck_assert(!segment_facts_has_option(&other, 77)); /* behind the end of the list */
}
END_TEST

/* Traffic classes stand across two bytes of IPv6's header. */
START_TEST(traffic_class)
{
	uint8_t packet[] = {0x6a, 0xb0, 0, 0, 0, 20, IPPROTO_TCP, 7, [52] = 0x50, [59] = 0};
	struct segment seg;

	ck_assert_int_eq(segment_parse(&seg, packet, sizeof(packet)), 0);
	ck_assert_uint_eq(seg.tos, 0xab);
	ck_assert_uint_eq(seg.ttl, 7);
}
END_TEST

/* Option lists that contradict themselves: what stands before the contradiction is still found. */
START_TEST(options_malformed)
{
	static const uint8_t lists[][4] = {
		{1, 2, 0, 0}, /* length 0 */
		{1, 2, 1, 0}, /* length 1 */
		{1, 2, 4, 0}, /* beyond the end */
		{1, 1, 1, 2}, /* no length */
	};

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		uint8_t *list = memcpy(xalloc(4, 1), lists[i], 4);
		struct segment seg = {.options = list, .options_len = 4};

		ck_assert_ptr_eq(segment_option(&seg, 1), list);
		ck_assert_ptr_null(segment_option(&seg, 2));
		ck_assert_ptr_null(segment_option(&seg, 3));
		free(list);
	}
}
END_TEST

START_TEST(names)
{
	enum segment_name name;

	for (enum segment_name i = 0; i < SEGMENT_NAMES; i++) {
		const char *word = segment_name_word(i);

		ck_assert(segment_name_parse(word, strlen(word), &name));
		ck_assert_int_eq(name, i);
	}
	ck_assert(segment_name_parse("syn-ack", 3, &name) && name == SEG_SYN);
	ck_assert(!segment_name_parse("sy", 2, &name));
	ck_assert(!segment_name_parse("SYN", 3, &name));
	ck_assert_int_eq(segment_facts_name(&(struct segment_facts){.names = 1 << SEG_ANY}),
			 SEG_ANY);
	ck_assert_int_eq(segment_facts_name(&(struct segment_facts){
				 .names = 1 << SEG_ANY | 1 << SEG_ACK | 1 << SEG_FIN_ACK_OF}),
			 SEG_FIN_ACK_OF);
}
END_TEST

START_TEST(titles)
{
	static const struct {
		uint8_t flags;
		uint32_t payload_len;
		const char *title;
	} cases[] = {
		{TCP_SYN, 0, "SYN"},
		{TCP_SYN | TCP_ACK, 0, "SYN-ACK"},
		{TCP_SYN, 10, "SYN, data 10 B"},
		{TCP_ACK, 0, "ACK"},
		{TCP_ACK | TCP_PSH, 512, "data 512 B"},
		{TCP_ACK | TCP_FIN, 0, "FIN, ACK"},
		{TCP_ACK | TCP_FIN | TCP_PSH, 5, "data 5 B, FIN"},
		{TCP_RST, 0, "RST"},
		{TCP_RST | TCP_ACK, 0, "RST, ACK"},
		{TCP_FIN | TCP_PSH | TCP_URG, 0, "FIN, URG"},
		{0, 0, "no flags"},
		{0xff, UINT32_MAX, "SYN-ACK, data 4294967295 B, FIN, RST, URG"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct segment_facts facts = {
			.flags = cases[i].flags,
			.payload_len = cases[i].payload_len,
		};
		char buf[SEGMENT_TITLE];

		ck_assert_str_eq(segment_facts_title(&facts, buf), cases[i].title);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("segment");
	TCase *tc = tcase_create("segment");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(tc, load, unload);
	tcase_add_test(tc, ipv4_syn);
	tcase_add_test(tc, ipv4_rst);
	tcase_add_test(tc, ipv6_odd_data);
	tcase_add_test(tc, headers_before_tcp);
	tcase_add_test(tc, no_tcp);
	tcase_add_test(tc, truncated);
	tcase_add_test(tc, truncated_in_agreement);
	tcase_add_test(tc, padded);
	tcase_add_test(tc, contradictions);
	tcase_add_test(tc, checksum_wrong);
	tcase_add_test(tc, options);
	tcase_add_test(tc, header_facts);
	tcase_add_test(tc, traffic_class);
	tcase_add_test(tc, options_malformed);
	tcase_add_test(tc, names);
	tcase_add_test(tc, titles);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
