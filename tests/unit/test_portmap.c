/* SPDX-License-Identifier: MIT */
#include "tcp/portmap.h"

#include <check.h>

static struct portmap map;

static void begin(void)
{
	map = (struct portmap){0};
}

static void end(void)
{
	portmap_free(&map);
}

START_TEST(empty)
{
	ck_assert_uint_eq(portmap_get(&map, 1, 2), 0);
}
END_TEST

START_TEST(replaces)
{
	portmap_put(&map, 40000, 80, 1);
	portmap_put(&map, 80, 40000, 2);
	portmap_put(&map, 40000, 80, 3);
	ck_assert_uint_eq(portmap_get(&map, 40000, 80), 3);
	ck_assert_uint_eq(portmap_get(&map, 80, 40000), 2);
	ck_assert_uint_eq(portmap_get(&map, 40000, 81), 0);
	ck_assert_uint_eq(map.n, 2);
}
END_TEST

/* Every port of the client's, to two of the server's: the map has to grow again and again. */
START_TEST(many)
{
	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		portmap_put(&map, port, 80, port + 1);
		portmap_put(&map, port, 81, port + 2);
	}
	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		ck_assert_uint_eq(portmap_get(&map, port, 80), port + 1);
		ck_assert_uint_eq(portmap_get(&map, port, 81), port + 2);
		ck_assert_uint_eq(portmap_get(&map, port, 82), 0);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("portmap");
	TCase *tc = tcase_create("portmap");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, empty);
	tcase_add_test(tc, replaces);
	tcase_add_test(tc, many);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
