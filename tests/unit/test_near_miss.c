/* SPDX-License-Identifier: MIT */
/* What the judge says of the segment that came nearest to a fault that never fired. */
#include "judge/near_miss.h"

#include <check.h>

#include "base/util.h"

static const struct {
	struct match match;
	struct near_miss miss;
	const char *said; /* of "segment 7 (data from the server) …" */
} cases[] = {
	{{.name = SEG_SYN}, {.failed = COND_NAME}, "is no such segment"},
	{{.connection = {true, 2, 3}}, {.failed = COND_CONNECTION}, "belongs to connection 4"},
	{{.flags = {true, TCP_SYN, 0}}, {.failed = COND_FLAGS}, "had the flags PSH ACK"},
	{{.size = {true, CMP_GT, 100}},
	 {.failed = COND_SIZE, .found = 72},
	 "had 72 bytes, not > 100"},
	{{.payload = {true, CMP_LE, 8}},
	 {.failed = COND_PAYLOAD},
	 "had 20 bytes of payload, not <= 8"},
	{{.name = SEG_ANY}, {.failed = COND_CONTAINS}, "does not contain the bytes"},
	{{.name = SEG_ANY}, {.failed = COND_MATCH}, "does not match the filter"},
	{{.while_state = {.given = true, .end = SERVER, .state = TCPS_CLOSING}},
	 {.failed = COND_WHILE, .state = TCPS_ESTABLISHED},
	 "was not it, because the server was in ESTABLISHED, not CLOSING"},
	{{.timer = {true, CLIENT, TIMER_KEEPALIVE}},
	 {.failed = COND_TIMER, .timer = TIMER_NONE},
	 "was not it, because the client's timer was none, not keepalive"},
	{{.retransmits = {SERVER, {true, CMP_GE, 3}}},
	 {.failed = COND_RETRANSMITS, .found = 2},
	 "was not it, because the server's retransmits were 2, not >= 3"},
	{{.until_state = {.given = true, .end = CLIENT, .state = TCPS_FIN_WAIT_1}},
	 {.failed = COND_UNTIL},
	 "was not it, because the client had already been in FIN-WAIT-1"},
	{{.until_timer = {true, CLIENT, TIMER_KEEPALIVE}},
	 {.failed = COND_UNTIL},
	 "was not it, because the client's timer had already been keepalive"},
	{{.until_retransmits = {SERVER, {true, CMP_GE, 2}}},
	 {.failed = COND_UNTIL},
	 "was not it, because the server's retransmits had already been >= 2"},
	{{.until_state = {.given = true, .end = CLIENT, .state = TCPS_FIN_WAIT_1},
	  .until_timer = {true, CLIENT, TIMER_KEEPALIVE}},
	 {.failed = COND_UNTIL},
	 "came after what ends the rule"},
	{{.since = {SINCE_SEGMENT, CLIENT, SEG_FIN, 0}},
	 {.failed = COND_SINCE},
	 "came before any fin from the client"},
	{{.since = {SINCE_STATE, SERVER, 0, TCPS_LAST_ACK}},
	 {.failed = COND_SINCE},
	 "came before the server was seen in LAST-ACK"},
	{{.after = 3 * NSEC_PER_SEC},
	 {.failed = COND_AFTER, .found = 1500 * NSEC_PER_MSEC},
	 "came 1.500 s after the start, not at least 3.000 s"},
	{{.after = 3 * NSEC_PER_SEC,
	  .length = 2 * NSEC_PER_SEC,
	  .since = {SINCE_SEGMENT, CLIENT, SEG_FIN, 0}},
	 {.failed = COND_FOR, .found = 6 * NSEC_PER_SEC},
	 "came 6.000 s after the event, not less than 5.000 s"},
	{{.transmissions = TRANSMISSIONS_FIRST},
	 {.failed = COND_RETRANSMISSION},
	 "was retransmission 2"},
	{{.probability = 1}, {.failed = COND_PROBABILITY}, "was spared by chance"},
	{{.ordinal = ORDINAL_NTH, .n = 9, .last = 9},
	 {.failed = COND_ORDINAL, .found = 4},
	 "was number 4 of those that the rule counts"},
	{{.name = SEG_ANY},
	 {.failed = COND_EARLIER},
	 "was taken by fault first, which stands before"},
};

static struct fault faults[] = {{.name = "first"}};
static const struct scenario scenario = {.faults = faults, .n_faults = ARRAY_SIZE(faults)};

static void assert_said(const struct event *segment, size_t i)
{
	const struct fault fault = {.match = cases[i].match};
	struct near_miss miss = cases[i].miss;
	char *expected, *said;

	miss.segment = segment->segment.number;
	said = near_miss_text(&scenario, &fault, &miss, segment);
	expected = xasprintf("it never fired; nearest miss: segment 7 (data from the server) %s",
			     cases[i].said);
	ck_assert_str_eq(said, expected);
	free(said);
	free(expected);
}

START_TEST(says_why)
{
	struct event segment = {.kind = EVENT_SEGMENT, .end = SERVER};

	segment.segment.number = 7;
	segment.segment.facts = (struct segment_facts){
		.connection = 4,
		.payload_len = 20,
		.names = 1 << SEG_DATA | 1 << SEG_ANY,
		.retransmission = 2,
		.flags = TCP_PSH | TCP_ACK,
	};
	assert_said(&segment, (size_t)_i);
}
END_TEST

START_TEST(first_transmission)
{
	const struct fault fault = {.match.transmissions = TRANSMISSIONS_AGAIN};
	const struct near_miss miss = {.segment = 1, .failed = COND_RETRANSMISSION};
	const struct event segment = {
		.kind = EVENT_SEGMENT,
		.segment = {.number = 1, .facts = {.names = 1 << SEG_SYN}},
	};
	char *said = near_miss_text(&scenario, &fault, &miss, &segment);

	ck_assert_str_eq(said, "it never fired; nearest miss: segment 1 (syn from the client) "
			       "was a first transmission");
	free(said);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("near_miss");
	TCase *tc = tcase_create("near_miss");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_loop_test(tc, says_why, 0, ARRAY_SIZE(cases));
	tcase_add_test(tc, first_transmission);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
