/* SPDX-License-Identifier: MIT */
#include "tcp/checksum.h"

#include <check.h>

/* The example of RFC 1071 section 3. */
static const uint8_t example[] = {0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7};

START_TEST(rfc_1071)
{
	ck_assert_uint_eq(checksum_fold(checksum_add(0, example, sizeof(example))), 0x220d);
}
END_TEST

START_TEST(in_parts)
{
	for (size_t i = 0; i <= sizeof(example); i += 2) {
		uint32_t sum = checksum_add(0, example, i);

		sum = checksum_add(sum, example + i, sizeof(example) - i);
		ck_assert_uint_eq(checksum_fold(sum), 0x220d);
	}
}
END_TEST

START_TEST(odd_length)
{
	static const uint8_t padded[] = {0x12, 0x34, 0x56, 0x00};

	ck_assert_uint_eq(checksum_add(0, padded, 3), checksum_add(0, padded, 4));
	ck_assert_uint_eq(checksum_add(0, padded, 1), 0x1200);
	ck_assert_uint_eq(checksum_add(7, padded, 0), 7);
}
END_TEST

START_TEST(carries)
{
	static const uint8_t ones[] = {0xff, 0xff};

	ck_assert_uint_eq(checksum_fold(0), 0xffff);
	ck_assert_uint_eq(checksum_fold(0x1fffe), 0);
	/* A sum that overflows 32 bits keeps its carry. */
	ck_assert_uint_eq(checksum_fold(checksum_add(UINT32_MAX, ones, 2)), 0);
	ck_assert_uint_eq(checksum_add(UINT32_MAX, "\0\1", 2), 1);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("checksum");
	TCase *tc = tcase_create("checksum");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_test(tc, rfc_1071);
	tcase_add_test(tc, in_parts);
	tcase_add_test(tc, odd_length);
	tcase_add_test(tc, carries);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
