/* SPDX-License-Identifier: MIT */
#include "tcp/icmp.h"

#include <check.h>
#include <string.h>

#include "base/util.h"
#include "packets.h"
#include "tcp/draft.h"

static const uint8_t router4[4] = {10, 9, 0, 254};
static const uint8_t router6[16] = {0xfd, 0x09, [15] = 0xfe};

static const struct {
	const char *name;
	const char *about;
	enum icmp_kind kind;
} messages[] = {
	{"ipv4-port", "ipv4-syn", ICMP_KIND_PORT},
	{"ipv4-host", "ipv4-syn", ICMP_KIND_HOST},
	{"ipv4-too-big", "ipv4-syn", ICMP_KIND_TOO_BIG},
	{"ipv6-port", "ipv6-odd-data", ICMP_KIND_PORT},
	{"ipv6-host", "ipv6-odd-data", ICMP_KIND_HOST},
	{"ipv6-too-big", "ipv6-odd-data", ICMP_KIND_TOO_BIG},
};

static struct segment find(const struct packets *packets, const char *name)
{
	const struct packet *packet = packets_find(packets, name);
	struct segment seg;

	ck_assert_int_eq(segment_parse(&seg, packet->bytes, packet->len), 0);
	return seg;
}

START_TEST(each_kind)
{
	struct packets single = packets_load("single.hex");
	struct packets rewritten = packets_load("rewritten.hex");

	for (size_t i = 0; i < ARRAY_SIZE(messages); i++) {
		const struct packet *expected = packets_find(&rewritten, messages[i].name);
		struct segment seg = find(&single, messages[i].about);
		const uint8_t *router = seg.ip_version == 4 ? router4 : router6;
		uint8_t packet[ICMP_ROOM];
		size_t len = icmp_about(packet, messages[i].kind, 1280, &seg, router);

		ck_assert_uint_eq(len, expected->len);
		ck_assert_msg(!memcmp(packet, expected->bytes, len), "%s", messages[i].name);
	}
	packets_free(&single);
	packets_free(&rewritten);
}
END_TEST

/* Of a large segment it quotes what fits the smallest packets that everyone takes. */
START_TEST(quotation)
{
	static const struct {
		const char *name;
		size_t len;
	} large[] = {{"ipv4-syn", 576}, {"ipv6-odd-data", 1280}};
	static const uint8_t data[1400];
	struct packets single = packets_load("single.hex");

	for (size_t i = 0; i < ARRAY_SIZE(large); i++) {
		struct segment seg = find(&single, large[i].name);
		uint8_t bytes[DRAFT_ROOM], packet[ICMP_ROOM];
		struct draft d = {.packet = bytes, .room = sizeof(bytes)};

		ck_assert_int_eq(draft_copy(&d, &seg), 0);
		ck_assert_int_eq(draft_put_payload(&d, data, sizeof(data)), 0);
		draft_seal(&d, &seg);
		ck_assert_uint_eq(icmp_about(packet, ICMP_KIND_HOST, 0, &seg, router6),
				  large[i].len);
	}
	packets_free(&single);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("icmp");
	TCase *tc = tcase_create("icmp");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_test(tc, each_kind);
	tcase_add_test(tc, quotation);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
