/* SPDX-License-Identifier: MIT */
/*
 * What a text becomes: the scenario's fields, its parts' one-line texts, and the functions beside
 * the parser. Diagnostics and canonical texts of whole files are tests/language's.
 */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/util.h"
#include "scenario/scenario.h"

static struct scenario sc;
static struct diags diags;

static bool parse(const char *text)
{
	struct source src;

	source_from_text(&src, "f", text);
	return scenario_from_source(&sc, &src, &diags);
}

static void must_parse(const char *text)
{
	bool good = parse(text);

	if (!good)
		diags_print(&diags, stderr);
	ck_assert(good);
}

static void clean_up(void)
{
	diags_free(&diags);
	scenario_free(&sc);
}

START_TEST(test_defaults)
{
	must_parse("scenario \"Title\" { }\nclient { connect 80 }\n");
	ck_assert_str_eq(sc.title, "Title");
	ck_assert_uint_eq(sc.ip, IP_BOTH);
	ck_assert_int_eq(sc.timeout, DEFAULT_TIMEOUT);
	ck_assert(!sc.script[SERVER].given);
	ck_assert_uint_eq(sc.n_wheres, 1);
	ck_assert_int_eq(sc.wheres[0].kind, WHERE_ALWAYS);
}
END_TEST

START_TEST(test_header)
{
	must_parse("scenario \"T\" {\n see \"a\"\n see \"b\"\n about \"c\"\n ip 6\n timeout 1.5s\n"
		   " sysctl server net.x -1\n}\nclient { connect 80 }\n");
	ck_assert_uint_eq(sc.n_see, 2);
	ck_assert_str_eq(sc.see[1].text, "b");
	ck_assert_uint_eq(sc.n_about, 1);
	ck_assert_uint_eq(sc.ip, IP_6);
	ck_assert_int_eq(sc.timeout, 1500 * NSEC_PER_MSEC);
	ck_assert_uint_eq(sc.n_sysctls, 1);
	ck_assert_int_eq(sc.sysctls[0].end, SERVER);
	ck_assert_str_eq(sc.sysctls[0].value, "-1");
	ck_assert_uint_eq(sc.sysctls[0].loc.line, 7);
}
END_TEST

#define STEPS                                                                                      \
	"scenario \"T\" { }\nserver {\n listen 8080\n accept\n send \"a\\\"b\"\n recv until eof\n" \
	" shutdown rd\n close\n}\nclient {\n connect\n send 100\n recv 5\n shutdown wr\n close\n"  \
	" connect 81\n sleep 200ms\n wait until server CLOSE_WAIT within 1m\n"                     \
	" wait until server done\n}\n"

START_TEST(test_steps)
{
	static const char *const client[] = {
		"connect",
		"send 100",
		"recv 5",
		"shutdown wr",
		"close",
		"connect 81",
		"sleep 200ms",
		"wait until server CLOSE-WAIT within 1m",
		"wait until server done",
	};
	const struct script *script = &sc.script[CLIENT];

	must_parse(STEPS);
	ck_assert_uint_eq(script->n, ARRAY_SIZE(client));
	for (size_t i = 0; i < script->n; i++) {
		char *text = step_text(&script->steps[i]);

		ck_assert_str_eq(text, client[i]);
		ck_assert_uint_eq(script->steps[i].loc.line, 11 + i);
		free(text);
	}
	ck_assert_uint_eq(script->steps[0].connect.port, 8080);
	ck_assert(!script->steps[0].connect.port_given);
	ck_assert_uint_eq(script->steps[5].connect.port, 81);
	ck_assert_int_eq(script->steps[3].how, SHUT_WR);
	ck_assert_int_eq(script->steps[7].wait.within, 60 * NSEC_PER_SEC);
	script = &sc.script[SERVER];
	ck_assert_str_eq(script->steps[2].send.text, "a\"b");
	ck_assert_uint_eq(script->steps[2].send.bytes, 3);
	ck_assert(script->steps[3].recv.until_eof);
}
END_TEST

/* Turns stand in the script one after the other, and point to where the step was written. */
START_TEST(test_repeat)
{
	static const struct {
		const char *text;
		unsigned int line;
		bool again;
	} steps[] = {
		{"connect 80 as a", 3, false}, {"send 1 on a", 5, false}, {"send 2 on a", 6, false},
		{"send 2 on a", 6, true},      {"send 1 on a", 5, true},  {"send 2 on a", 6, true},
		{"send 2 on a", 6, true},      {"close on a", 8, false},
	};
	const struct script *script = &sc.script[CLIENT];

	must_parse("scenario \"T\" { }\nclient {\n connect 80 as a\n repeat 2 {\n send 1 on a\n"
		   " repeat 2 { send 2 on a }\n }\n close on a\n}\n");
	ck_assert_uint_eq(script->n, ARRAY_SIZE(steps));
	ck_assert_uint_eq(script->n_names, 1);
	for (size_t i = 0; i < script->n; i++) {
		char *text = step_text(&script->steps[i]);

		ck_assert_str_eq(text, steps[i].text);
		ck_assert_uint_eq(script->steps[i].loc.line, steps[i].line);
		ck_assert(script->steps[i].again == steps[i].again);
		ck_assert_uint_eq(script->steps[i].on, SOCKETS_UNNAMED);
		free(text);
	}
}
END_TEST

START_TEST(test_faults)
{
	static const char *const rules[] = {
		"drop ack from client first 2 while server SYN-RECEIVED until client CLOSED",
		"delay 10ms jitter 1500us data nth 3",
		"pass any",
	};
	const struct fault *fault;

	must_parse("scenario \"T\" { }\nclient { connect 80 }\n"
		   "fault a { drop ack until client CLOSED first 2 while server SYN_RECV from "
		   "client }\n"
		   "fault b {\n\tdelay 10ms jitter 1.5ms data nth 3\n}\nfault c { pass any }\n");
	ck_assert_uint_eq(sc.n_faults, ARRAY_SIZE(rules));
	for (size_t i = 0; i < sc.n_faults; i++) {
		char *text = fault_text(&sc.faults[i]);

		ck_assert_str_eq(text, rules[i]);
		free(text);
	}
	fault = &sc.faults[1];
	ck_assert_str_eq(fault->name, "b");
	ck_assert_uint_eq(fault->name_loc.line, 4);
	ck_assert_uint_eq(fault->loc.line, 5);
	ck_assert_uint_eq(fault->loc.len, strlen("delay 10ms jitter 1.5ms data nth 3"));
	ck_assert_int_eq(fault->delay, 10 * NSEC_PER_MSEC);
	ck_assert_int_eq(fault->match.ordinal, ORDINAL_NTH);
	ck_assert_uint_eq(fault->match.n, 3);
	ck_assert(!fault->match.from_given);
	ck_assert_int_eq(sc.faults[0].match.while_state.state, TCPS_SYN_RECEIVED);
	ck_assert_int_eq(sc.faults[0].match.until_state.end, CLIENT);
}
END_TEST

START_TEST(test_expectations)
{
	static const struct {
		const char *text;
		size_t where;
	} expected[] = {
		{"client path SYN-SENT ESTABLISHED", 0},
		{"server in SYN-RECEIVED for 7s +- 10%", 0},
		{"segments syn-ack from server = 3", 1},
		{"connect ECONNREFUSED", 1},
		{"client close ok", 2},
		{"fault b fired >= 1", 0},
		{"fault a fired = 0", 0},
	};

	must_parse("scenario \"T\" { }\nserver { listen 80 }\nclient {\n connect\n close\n}\n"
		   "expect {\n client path SYN-SENT ESTABLISHED\n"
		   " server in SYN-RECEIVED for 7s +- 10%\n"
		   " where kernel >= 6.10 {\n segments syn-ack from server = 3\n"
		   " connect ECONNREFUSED\n }\n where sysctl net.x absent { client close ok }\n"
		   " fault b fired\n}\nexpect { fault a fired = 0 }\n"
		   "fault a { drop syn }\nfault b { drop fin }\n");
	ck_assert_uint_eq(sc.n_expectations, ARRAY_SIZE(expected));
	for (size_t i = 0; i < sc.n_expectations; i++) {
		char *text = expectation_text(&sc, &sc.expectations[i]);

		ck_assert_str_eq(text, expected[i].text);
		ck_assert_uint_eq(sc.expectations[i].where, expected[i].where);
		free(text);
	}
	ck_assert_int_eq(sc.expectations[3].call.end, CLIENT);
	ck_assert_uint_eq(sc.expectations[5].fired.fault, 1);
	ck_assert_uint_eq(sc.expectations[6].fired.fault, 0);
	ck_assert_uint_eq(sc.wheres[1].kernel_minor, 10);
	ck_assert(!sc.wheres[2].exists);
	ck_assert_str_eq(sc.wheres[2].sysctl, "net.x");
}
END_TEST

START_TEST(test_errors_are_counted)
{
	ck_assert(!parse("scenario \"T\" { ip 5 }\nclient { conect 80 }\n"));
	ck_assert_uint_eq(diags.errors, 2);
	ck_assert_ptr_eq(diags.src, &sc.source);
}
END_TEST

/* Cut after any byte, a scenario is refused or accepted, never worse. */
START_TEST(test_every_prefix)
{
	static const char text[] =
		"scenario \"T\" {\nip both\nsysctl client net.x \"a b\"\ntimeout 5s\n}\n"
		"server { listen 80 }\nclient {\nconnect\nsend \"x\"\nwait until server CLOSED\n}\n"
		"fault f { delay 5ms jitter 1ms syn from client first 1 while client CLOSED }\n"
		"expect {\nwhere kernel >= 6.5 {\nclient in SYN-SENT for 5s +- 10%\n}\n"
		"client path SYN-SENT\nconnect ok\nfault f fired = 1\n}\n";

	for (size_t len = 0; len < strlen(text); len++) {
		char *prefix = xstrndup(text, len);
		bool good = parse(prefix);

		ck_assert_int_eq(good, !diags.errors);
		diags_free(&diags);
		scenario_free(&sc);
		free(prefix);
	}
	must_parse(text);
}
END_TEST

START_TEST(test_without_fault)
{
	must_parse(
		"scenario \"T\" { }\nclient { connect 80 }\nfault a { drop syn }\n"
		"fault b { drop fin }\nexpect {\n fault a fired\n fault b fired\n connect ok\n}\n");
	ck_assert(!scenario_without_fault(&sc, "c"));
	ck_assert(scenario_without_fault(&sc, "b"));
	ck_assert(!sc.faults[0].disabled);
	ck_assert(sc.faults[1].disabled);
	ck_assert(!sc.expectations[0].disabled);
	ck_assert(sc.expectations[1].disabled);
	ck_assert(!sc.expectations[2].disabled);
}
END_TEST

START_TEST(test_expected_time_range)
{
	static const struct {
		struct expected_time t;
		nsec_t lo, hi;
	} cases[] = {
		{{.time = 8000}, 0, 20009000},
		{{.time = 7 * NSEC_PER_SEC}, 6992 * NSEC_PER_MSEC, 7895 * NSEC_PER_MSEC},
		{{.time = 7 * NSEC_PER_SEC, .tolerance = TOLERANCE_PERCENT, .percent = 10},
		 6300 * NSEC_PER_MSEC,
		 7700 * NSEC_PER_MSEC},
		{{.time = 100, .tolerance = TOLERANCE_PERCENT, .percent = 1}, 99, 101},
		{{.time = 100, .tolerance = TOLERANCE_TIME, .plus_minus = 30}, 70, 130},
		{{.time = 100, .tolerance = TOLERANCE_TIME, .plus_minus = 300}, 0, 400},
		{{.time = 100, .cmp = CMP_LT}, 0, 99},
		{{.time = 100, .cmp = CMP_LE}, 0, 100},
		{{.time = 100, .cmp = CMP_GT}, 101, INT64_MAX},
		{{.time = 100, .cmp = CMP_GE}, 100, INT64_MAX},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		nsec_t lo, hi;

		expected_time_range(&cases[i].t, &lo, &hi);
		ck_assert_int_eq(lo, cases[i].lo);
		ck_assert_int_eq(hi, cases[i].hi);
	}
}
END_TEST

START_TEST(test_comparisons)
{
	/* whether 2 CMP 1, 2 CMP 2, 2 CMP 3 */
	static const bool holds[][3] = {
		[CMP_EQ] = {false, true, false}, [CMP_NE] = {true, false, true},
		[CMP_LT] = {false, false, true}, [CMP_LE] = {false, true, true},
		[CMP_GT] = {true, false, false}, [CMP_GE] = {true, true, false},
	};

	for (enum comparison cmp = 0; cmp < COMPARISONS; cmp++) {
		for (unsigned int limit = 1; limit <= 3; limit++)
			ck_assert_int_eq(comparison_holds(cmp, 2, limit), holds[cmp][limit - 1]);
	}
}
END_TEST

START_TEST(test_errno)
{
	ck_assert_str_eq(errno_name(ECONNREFUSED), "ECONNREFUSED");
	ck_assert_ptr_null(errno_name(0));
	ck_assert_ptr_null(errno_name(9999));
	ck_assert_ptr_null(errno_name(-1));
	ck_assert_int_eq(errno_parse("ETIMEDOUT", 9), ETIMEDOUT);
	ck_assert_int_eq(errno_parse("EPERM", 5), EPERM);
	ck_assert_int_eq(errno_parse("EHWPOISON", 9), EHWPOISON);
	ck_assert_int_eq(errno_parse("ETIMEDOUT", 8), 0);
	ck_assert_int_eq(errno_parse("ok", 2), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("parse");
	TCase *tc = tcase_create("parse");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, NULL, clean_up);
	tcase_add_test(tc, test_defaults);
	tcase_add_test(tc, test_header);
	tcase_add_test(tc, test_steps);
	tcase_add_test(tc, test_repeat);
	tcase_add_test(tc, test_faults);
	tcase_add_test(tc, test_expectations);
	tcase_add_test(tc, test_errors_are_counted);
	tcase_add_test(tc, test_every_prefix);
	tcase_add_test(tc, test_without_fault);
	tcase_add_test(tc, test_expected_time_range);
	tcase_add_test(tc, test_comparisons);
	tcase_add_test(tc, test_errno);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
