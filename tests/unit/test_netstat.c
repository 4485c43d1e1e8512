/* SPDX-License-Identifier: MIT */
/* Counters are found by their names in what the kernel prints of them. */
#include <check.h>

#include "base/util.h"
#include "kernel/netstat.h"

static const char text[] = "Ip: Forwarding DefaultTTL\n"
			   "Ip: 1 64\n"
			   "Tcp: MaxConn OutRsts InCsumErrors\n"
			   "Tcp: -1 7 18446744073709551615\n"
			   "TcpExt: ListenOverflows TCPTimeouts OutRsts\n"
			   "TcpExt: 3 0 9\n"
			   "IpExt: InNoRoutes TCPTimeouts Cut\n"
			   "IpExt: 5 6\n";

static const struct {
	const char *name;
	bool found;
	uint64_t value;
} names[] = {
	{"TcpOutRsts", true, 7},
	{"TcpExtOutRsts", true, 9},
	{"OutRsts", true, 9}, /* "TcpExt" may be left out, "Tcp" may not */
	{"TcpExtListenOverflows", true, 3},
	{"ListenOverflows", true, 3},
	{"TCPTimeouts", true, 0},
	{"TcpInCsumErrors", true, UINT64_MAX},
	{"IpDefaultTTL", true, 64},
	{"IpExtInNoRoutes", true, 5},
	{"InNoRoutes", false, 0},
	{"TcpExtListenOverflow", false, 0},
	{"TcpExtListenOverflowss", false, 0},
	{"TcpExt", false, 0},
	{"Tcp:", false, 0},
	{"IpExtCut", false, 0}, /* a name without a value */
	{"", false, 0},
};

START_TEST(by_name)
{
	uint64_t value = 0;

	ck_assert_int_eq(netstat_find(text, names[_i].name, &value), names[_i].found);
	ck_assert_uint_eq(value, names[_i].value);
}
END_TEST

START_TEST(torn_text)
{
	uint64_t value;

	ck_assert(!netstat_find("", "TcpOutRsts", &value));
	ck_assert(!netstat_find("Tcp: OutRsts", "TcpOutRsts", &value));
	ck_assert(!netstat_find("Tcp: OutRsts\n", "TcpOutRsts", &value));
	ck_assert(!netstat_find("\n\n", "TcpOutRsts", &value));
	ck_assert(!netstat_find("no colon\n1 2\n", "colon", &value));
}
END_TEST

/* This machine's own, whatever it is. */
START_TEST(the_kernels)
{
	static char before[NETSTAT_TEXT], after[NETSTAT_TEXT];
	struct netstat ns;
	uint64_t value;

	ck_assert_int_eq(netstat_open(&ns), 0);
	ck_assert_int_eq(netstat_read(&ns, before), 0);
	ck_assert_int_eq(netstat_read(&ns, after), 0);
	ck_assert(netstat_find(before, "TcpOutRsts", &value));
	ck_assert(netstat_find(after, "TcpExtListenOverflows", &value));
	for (size_t i = 0; i < NETSTAT_FILES; i++)
		close_fd(&ns.fd[i]);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("netstat");
	TCase *find = tcase_create("find");

	tcase_add_loop_test(find, by_name, 0, ARRAY_SIZE(names));
	tcase_add_test(find, torn_text);
	tcase_add_test(find, the_kernels);
	suite_add_tcase(s, find);
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
