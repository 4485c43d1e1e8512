/* SPDX-License-Identifier: MIT */
/* Conditions about a segment's bytes, as the language writes them, on the packets of tests/packets. */
#include <check.h>
#include <string.h>

#include "base/util.h"
#include "fault/rule.h"
#include "packets.h"
#include "tcp/flow.h"

static const struct {
	const char *packet;
	const char *conditions;
	enum condition failed; /* COND_ALL: the rule decides on the packet */
} cases[] = {
	{"ipv4-syn", "flags SYN", COND_ALL},
	{"ipv4-syn", "flags only SYN", COND_ALL},
	{"ipv4-syn", "flags SYN not ACK RST", COND_ALL},
	{"ipv4-syn", "flags not FIN", COND_ALL},
	{"ipv4-syn", "flags SYN ACK", COND_FLAGS},
	{"ipv4-syn", "flags none", COND_FLAGS},
	{"ipv4-rst", "flags only RST", COND_FLAGS},
	{"ipv4-rst", "flags RST not ACK", COND_FLAGS},
	{"ipv4-rst", "flags only rst ack", COND_ALL},
	{"ipv4-syn", "size = 52", COND_ALL},
	{"ipv4-syn", "size > 52", COND_SIZE},
	{"ipv4-ip-options", "size = 56", COND_ALL},
	{"ipv6-odd-data", "size = 63", COND_ALL},
	{"ipv6-extensions", "size = 111", COND_ALL},
	{"ipv6-odd-data", "payload = 3", COND_ALL},
	{"ipv6-extensions", "payload >= 3", COND_ALL},
	{"ipv6-odd-data", "payload != 3", COND_PAYLOAD},
	{"ipv4-tcp-options", "payload < 6", COND_ALL},
	{"ipv4-syn", "payload > 0", COND_PAYLOAD},
	{"ipv6-odd-data", "contains \"odd\"", COND_ALL},
	{"ipv6-odd-data", "contains \"dd\"", COND_ALL},
	{"ipv6-odd-data", "contains \"odd!\"", COND_CONTAINS},
	{"ipv6-odd-data", "contains \"Odd\"", COND_CONTAINS},
	{"ipv6-odd-data", "contains hex \"64 64\"", COND_ALL},
	{"ipv6-odd-data", "contains hex \"6F64\"", COND_ALL},
	{"ipv6-odd-data", "contains hex \"00\"", COND_CONTAINS},
	{"ipv4-tcp-options", "contains \"hello\"", COND_ALL},
	{"ipv4-syn", "contains hex \"02\"", COND_CONTAINS}, /* an option is no payload */
	{"ipv4-syn", "match \"tcp dst port 9\"", COND_ALL},
	{"ipv4-syn", "match \"tcp[tcpflags] == tcp-syn and ip[8] = 64\"", COND_ALL},
	{"ipv4-ip-options", "match \"tcp[tcpflags] == tcp-syn\"", COND_ALL},
	{"ipv4-syn", "match \"ip6\"", COND_MATCH},
	{"ipv6-syn", "match \"ip6 and tcp src port 40001\"", COND_ALL},
	{"ipv6-syn", "match \"ip6[53] = 2\"", COND_ALL},
	{"ipv6-syn", "match \"greater 73\"", COND_MATCH},
};

/* The rule's answer to a packet from the client, its connection's first. */
static struct near_miss try_on(const struct segment *seg, const char *conditions)
{
	static const struct end_states states;
	char *text = xasprintf("scenario \"x\" { }\nclient { connect 80 }\n"
			       "fault f { drop any %s }\nexpect { connect ok }\n",
			       conditions);
	struct near_miss miss = {.failed = COND_ALL};
	struct segment_facts facts;
	struct flows flows = {0};
	struct diags diags = {0};
	struct scenario sc;
	struct source src;
	struct rules rules;

	flows_observe(&flows, CLIENT, seg, &facts);
	source_from_text(&src, "f", text);
	ck_assert_msg(scenario_from_source(&sc, &src, &diags), "%s", conditions);
	rules_init(&rules, &sc, 1);
	rules_decide(&rules,
		     &(struct candidate){
			     .number = 1, .segment = seg, .facts = &facts, .states = &states});
	if (!rules.state[0].fired)
		miss = rules.state[0].miss;
	rules_free(&rules);
	diags_free(&diags);
	scenario_free(&sc);
	flows_free(&flows);
	free(text);
	return miss;
}

START_TEST(conditions)
{
	struct packets packets = packets_load("single.hex");
	const struct packet *packet = packets_find(&packets, cases[_i].packet);
	struct segment seg;
	struct near_miss miss;

	ck_assert_int_eq(segment_parse(&seg, packet->bytes, packet->len), 0);
	miss = try_on(&seg, cases[_i].conditions);
	ck_assert_msg(miss.failed == cases[_i].failed, "%s, %s: it %s", cases[_i].packet,
		      cases[_i].conditions, condition_word(miss.failed));
	if (miss.failed == COND_SIZE)
		ck_assert_uint_eq(miss.found, seg.len);
	packets_free(&packets);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("match");
	TCase *tc = tcase_create("match");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_loop_test(tc, conditions, 0, ARRAY_SIZE(cases));
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
