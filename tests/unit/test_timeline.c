/* SPDX-License-Identifier: MIT */
/*
 * The timeline's file: what is written can be read and written again to the same bytes, and hostile
 * files are refused with their line.
 */
#include <check.h>
#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "timeline/timeline.h"

static char lose[] = "lose-ack", slow[] = "slow";
static struct fault faults[] = {{.name = lose}, {.name = slow, .verb = VERB_DELAY}};
static struct step steps[] = {{.kind = STEP_CONNECT}, {.kind = STEP_RECV}};
static char half_open[] = "half-open", timeouts[] = "TCPTimeouts", resets[] = "TcpOutRsts";
static struct stock_moment moments[] = {{.name = NULL}, {.name = half_open}};
static char *counters[] = {timeouts, resets};
static const struct scenario sc = {
	.script[CLIENT] = {.given = true, .steps = steps, .n = 2},
	.faults = faults,
	.n_faults = 2,
	.moments = moments,
	.n_moments = 2,
	.counters = counters,
	.n_counters = 2,
};

/* Two forms of each kind of event: what is null or left out in one is there in the other. */
static const char sample[] =
	"{\"type\":\"header\",\"schema\":1,\"tool\":\"tcplab 0.1.0\",\"scenario\":\"a.conf\","
	"\"title\":\"T\xc3\xbcr \\\"auf\\\"\",\"run\":\"a.ipv6\",\"ip\":6,\"kernel\":\"6.18.5\","
	"\"ruleset\":\"nft queue\",\"seed\":\"18446744073709551615\","
	"\"realtime_offset\":1790000000123456789,\"parameters\":{},\"without_faults\":[\"slow\"],"
	"\"sysctls\":{\"client\":{\"net.ipv4.tcp_rmem\":\"4096\\t131072\",\"net.ipv4.x\":null},"
	"\"server\":{},\"wire\":{\"net.ipv4.ip_forward\":\"1\"}},"
	"\"sysctls_by_scenario\":{\"client\":{},\"server\":{\"net.ipv4.y\":\"2\"},\"wire\":{}}}\n"
	"{\"type\":\"call\",\"t\":-5,\"end\":\"client\",\"number\":1,\"step\":\"connect\"}\n"
	"{\"type\":\"segment\",\"t\":10,\"end\":\"client\",\"number\":1,\"connection\":1,\"ip\":6,"
	"\"flags\":\"SYN\",\"names\":[\"syn\",\"any\"],\"retransmission\":0,\"rel_seq\":0,"
	"\"rel_ack\":0,\"payload\":0,\"window\":64240,\"seq\":4294967295,\"ack\":0,"
	"\"src_port\":40000,\"dst_port\":8080,\"verdict\":\"accept\",\"fault\":null}\n"
	"{\"type\":\"segment\",\"t\":11,\"end\":\"server\",\"number\":2,\"connection\":1,\"ip\":6,"
	"\"flags\":\"FIN,SYN,RST,PSH,ACK,URG,ECE,CWR\",\"names\":[],\"retransmission\":65535,"
	"\"rel_seq\":1,\"rel_ack\":2,\"payload\":3,\"window\":4,\"seq\":5,\"ack\":6,"
	"\"src_port\":8080,\"dst_port\":40000,\"ttl\":63,\"tos\":3,"
	"\"options\":[2,3,253],\"mss\":1460,\"wscale\":14,\"verdict\":\"hold\",\"fault\":\"slow\","
	"\"delay\":50000000}\n"
	"{\"type\":\"verdict\",\"t\":12,\"end\":\"client\",\"segment\":1,\"verdict\":\"accept\"}\n"
	"{\"type\":\"verdict\",\"t\":12,\"end\":\"server\",\"segment\":2,\"verdict\":\"drop\"}\n"
	"{\"type\":\"sighting\",\"t\":20,\"end\":\"client\",\"state\":\"SYN-SENT\","
	"\"look\":\"after\",\"subject\":1,\"port\":40000,\"peer_port\":8080,"
	"\"cookie\":\"ffffffffffffffff\",\"timer\":\"retransmit\",\"expires_ms\":1000,"
	"\"retransmits\":255,\"asked\":18,\"answered\":20,\"transitions\":[{\"connection\":1,"
	"\"from\":\"CLOSED\",\"to\":\"SYN-SENT\",\"cause\":\"call\",\"number\":1,\"earliest\":0,"
	"\"latest\":20,\"inferred\":false}]}\n"
	"{\"type\":\"return\",\"t\":21,\"end\":\"client\",\"number\":1,\"step\":\"connect\","
	"\"result\":-1,\"error\":\"ECONNREFUSED\",\"cut\":false}\n"
	"{\"type\":\"return\",\"t\":22,\"end\":\"client\",\"number\":2,\"step\":\"recv\","
	"\"result\":0,\"error\":null,\"cut\":true}\n"
	"{\"type\":\"return\",\"t\":22,\"end\":\"client\",\"number\":2,\"step\":\"recv\","
	"\"port\":40000,\"peer_port\":8080,\"result\":5,\"error\":null,\"cut\":false,"
	"\"stream_digest\":\"a430d84680aabd0b\",\"stream_bytes\":5}\n"
	"{\"type\":\"socket-error\",\"t\":23,\"end\":\"server\",\"pending\":false}\n"
	"{\"type\":\"socket-error\",\"t\":23,\"end\":\"client\",\"pending\":true}\n"
	"{\"type\":\"capture\",\"t\":24,\"end\":\"client\",\"outgoing\":true,\"flags\":\"\","
	"\"payload\":7,\"seq\":8,\"ack\":9,\"src_port\":10,\"dst_port\":11}\n"
	"{\"type\":\"queued\",\"t\":25,\"end\":\"server\",\"queued\":1,\"accepted\":2,"
	"\"dropped\":3,\"flushed\":4,\"held\":5,\"lost\":6,\"copies\":7,"
	"\"forged\":8,\"undelivered\":1152921504606846976}\n"
	"{\"type\":\"captured\",\"t\":25,\"end\":\"server\",\"out\":1,\"in\":2,\"lost\":3}\n"
	"{\"type\":\"fault\",\"t\":25,\"fault\":\"slow\",\"fired\":1}\n"
	"{\"type\":\"fault\",\"t\":25,\"fault\":\"slow\",\"fired\":0,\"nearest_segment\":0}\n"
	"{\"type\":\"fault\",\"t\":25,\"fault\":\"slow\",\"fired\":0,\"nearest_segment\":2,"
	"\"nearest_failed\":\"ordinal\",\"nearest_found\":4}\n"
	"{\"type\":\"fault\",\"t\":25,\"fault\":\"slow\",\"fired\":0,\"nearest_segment\":2,"
	"\"nearest_failed\":\"timer\",\"nearest_timer\":\"keepalive\"}\n"
	"{\"type\":\"fault\",\"t\":25,\"fault\":\"lose-ack\",\"fired\":0,\"nearest_segment\":2,"
	"\"nearest_failed\":\"while\",\"nearest_state\":\"ESTABLISHED\"}\n"
	"{\"type\":\"looks\",\"t\":25,\"looks\":17}\n"
	"{\"type\":\"mark\",\"t\":25,\"end\":\"server\",\"mark\":\"half-open\"}\n"
	"{\"type\":\"counter\",\"t\":25,\"end\":\"client\",\"at\":\"half-open\","
	"\"counter\":\"TcpOutRsts\",\"known\":true,\"value\":7}\n"
	"{\"type\":\"counter\",\"t\":25,\"end\":\"client\",\"at\":null,"
	"\"counter\":\"TCPTimeouts\",\"known\":false}\n"
	"{\"type\":\"info\",\"t\":25,\"end\":\"server\",\"at\":\"half-open\",\"port\":8080,"
	"\"peer_port\":40000,\"info\":{\"state\":\"CLOSE-WAIT\",\"retransmits\":1,\"probes\":2,"
	"\"backoff\":3,\"rto\":204000,\"ato\":40000,\"snd_mss\":1448,\"rcv_mss\":536,"
	"\"unacked\":4,\"sacked\":5,\"lost\":6,\"retrans\":7,\"pmtu\":1500,"
	"\"rcv_ssthresh\":64088,\"rtt\":45,\"rttvar\":22,\"snd_ssthresh\":2147483647,"
	"\"snd_cwnd\":10,\"advmss\":1448,\"reordering\":3,\"total_retrans\":8,\"min_rtt\":44}}\n"
	"{\"type\":\"sockets\",\"t\":25,\"end\":\"server\",\"at\":\"half-open\","
	"\"sockets\":{\"LISTEN\":1,\"TIME-WAIT\":4000000000}}\n"
	"{\"type\":\"sockets\",\"t\":25,\"end\":\"client\",\"at\":null,\"sockets\":{}}\n"
	"{\"type\":\"lost\",\"t\":25,\"what\":\"queue-overrun\",\"error\":\"ENOBUFS\"}\n"
	"{\"type\":\"lost\",\"t\":25,\"what\":\"unsettled\",\"error\":null}\n"
	"{\"type\":\"segment\",\"t\":25,\"end\":\"server\",\"number\":3,\"connection\":1,\"ip\":6,"
	"\"flags\":\"RST\",\"names\":[\"rst\",\"any\"],\"retransmission\":0,\"rel_seq\":1,"
	"\"rel_ack\":0,\"payload\":0,\"window\":4,\"seq\":5,\"ack\":0,\"src_port\":8080,"
	"\"dst_port\":40000,\"verdict\":\"accept\",\"fault\":\"slow\",\"origin\":\"forged\"}\n"
	"{\"type\":\"segment\",\"t\":25,\"end\":\"server\",\"number\":4,\"connection\":1,\"ip\":6,"
	"\"flags\":\"RST\",\"names\":[\"rst\",\"any\"],\"retransmission\":0,\"rel_seq\":1,"
	"\"rel_ack\":0,\"payload\":0,\"window\":4,\"seq\":5,\"ack\":0,\"src_port\":8080,"
	"\"dst_port\":40000,\"verdict\":\"accept\",\"fault\":\"slow\",\"origin\":\"copy\","
	"\"of\":3}\n"
	"{\"type\":\"verdict\",\"t\":25,\"end\":\"server\",\"segment\":3,\"verdict\":\"accept\","
	"\"obstacle\":\"no-payload\"}\n"
	"{\"type\":\"verdict\",\"t\":25,\"end\":\"server\",\"segment\":4,\"verdict\":\"accept\","
	"\"changed\":true,\"connection\":1,\"ip\":6,\"flags\":\"FIN\",\"names\":[\"fin\",\"any\"],"
	"\"rel_seq\":2,\"rel_ack\":3,\"payload\":4,\"window\":5,\"seq\":6,\"ack\":7,"
	"\"src_port\":8,\"dst_port\":9}\n"
	"{\"type\":\"icmp\",\"t\":25,\"end\":\"server\",\"number\":5,\"what\":\"frag-needed\","
	"\"about\":2,\"src_port\":8080,\"dst_port\":40000,\"fault\":\"lose-ack\"}\n"
	"{\"type\":\"end\",\"t\":25,\"reason\":\"timeout\"}\n";

/* Read @len bytes. Return: what was complained about; "" if nothing was. The caller frees it. */
static char *read_bytes(struct timeline *tl, const char *text, size_t len)
{
	FILE *in = fmemopen((void *)text, len, "r");
	char *said = NULL;
	size_t said_len;
	FILE *err = open_memstream(&said, &said_len);
	int ret = timeline_read(tl, &sc, in, "run.jsonl", err);

	fclose(in);
	fclose(err);
	ck_assert_int_eq(ret, *said ? -EBADMSG : 0);
	return said;
}

static char *write_text(const struct timeline *tl)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	ck_assert_int_eq(timeline_write(tl, &sc, out), 0);
	fclose(out);
	return text;
}

/* Line by line, so that a failure shows the line. */
static void assert_same_lines(const char *seen, const char *expected)
{
	while (*seen || *expected) {
		char *a = xstrndup(seen, strcspn(seen, "\n"));
		char *b = xstrndup(expected, strcspn(expected, "\n"));

		ck_assert_str_eq(a, b);
		seen += MIN(strlen(a) + 1, strlen(seen));
		expected += MIN(strlen(b) + 1, strlen(expected));
		free(a);
		free(b);
	}
}

static void read_sample(struct timeline *tl)
{
	char *said = read_bytes(tl, sample, strlen(sample));

	ck_assert_str_eq(said, "");
	free(said);
}

START_TEST(round_trip)
{
	struct timeline tl;
	char *text;

	read_sample(&tl);
	text = write_text(&tl);
	assert_same_lines(text, sample);
	free(text);
	timeline_free(&tl);
}
END_TEST

START_TEST(sample_has_every_kind)
{
	bool has[EVENT_KINDS] = {false};
	struct timeline tl;

	read_sample(&tl);
	for (size_t i = 0; i < tl.n; i++)
		has[tl.events[i].kind] = true;
	for (enum event_kind kind = 0; kind < EVENT_KINDS; kind++)
		ck_assert_msg(has[kind], "no %s in the sample", event_kind_word(kind));
	timeline_free(&tl);
}
END_TEST

/* Bytes alone would not show members that went into each other's place both ways. */
START_TEST(values_arrive)
{
	const struct event_queued *q;
	const struct event *ev;
	struct timeline tl;

	read_sample(&tl);
	ck_assert_uint_eq(tl.header.seed, UINT64_MAX);
	ck_assert_uint_eq(tl.header.n_sysctls, 4);
	ck_assert_str_eq(tl.header.sysctls[1].name, "net.ipv4.x");
	ck_assert_str_eq(tl.header.sysctls[1].value, "");
	ck_assert(tl.header.sysctls[3].by_scenario && tl.header.sysctls[3].place == PLACE_SERVER);

	ev = &tl.events[2];
	ck_assert_int_eq(ev->end, SERVER);
	ck_assert_uint_eq(ev->segment.facts.flags, 0xff);
	ck_assert_uint_eq(ev->segment.facts.rel_seq, 1);
	ck_assert_uint_eq(ev->segment.facts.seq, 5);
	ck_assert_int_eq(ev->segment.verdict.kind, VERDICT_HOLD);
	ck_assert_int_eq(ev->segment.verdict.fault, 1);
	ck_assert_int_eq(ev->segment.verdict.delay, 50 * NSEC_PER_MSEC);
	ck_assert_int_eq(tl.events[1].segment.verdict.fault, NO_FAULT);

	ev = &tl.events[5];
	ck_assert_int_eq(ev->sighting.seen.end, CLIENT);
	ck_assert_int_eq(ev->sighting.seen.state, TCPS_SYN_SENT);
	ck_assert_uint_eq(ev->sighting.seen.cookie, UINT64_MAX);
	ck_assert_int_eq(ev->sighting.seen.answered.ns, 20);
	ck_assert_int_eq(tl.events[6].call.error, ECONNREFUSED);

	ev = &tl.events[2];
	ck_assert(ev->segment.facts.ttl == 63 && ev->segment.facts.tos == 3);
	ck_assert(ev->segment.facts.mss == 1460 && ev->segment.facts.wscale == 14);
	ck_assert(segment_facts_has_option(&ev->segment.facts, 253));
	ck_assert(!segment_facts_has_option(&ev->segment.facts, 4));
	ev = &tl.events[8];
	ck_assert(ev->call.port == 40000 && ev->call.stream.bytes == 5);
	ck_assert(ev->call.stream.digest == UINT64_C(0xa430d84680aabd0b));

	q = &tl.events[12].queued;
	ck_assert(q->queued == 1 && q->accepted == 2 && q->dropped == 3 && q->flushed == 4);
	ck_assert(q->held == 5 && q->lost == 6 && q->copies == 7 && q->forged == 8);
	ck_assert(q->undelivered == UINT64_C(1) << 60);
	timeline_free(&tl);
}
END_TEST

/* The sample, one of its texts replaced by another: read, and written as it was. */
static void read_with(struct timeline *tl, const char *old, const char *new)
{
	const char *at = strstr(sample, old);
	char *text, *said, *written;

	ck_assert(at);
	text = xasprintf("%.*s%s%s", (int)(at - sample), sample, new, at + strlen(old));
	said = read_bytes(tl, text, strlen(text));
	ck_assert_str_eq(said, "");
	written = write_text(tl);
	assert_same_lines(written, text);
	free(text);
	free(said);
	free(written);
}

START_TEST(awaited_and_undelivered)
{
	struct timeline tl;

	read_with(&tl, "\"delay\":50000000", "\"delay\":null");
	ck_assert_int_eq(tl.events[2].segment.verdict.delay, HOLD_AWAITS);
	ck_assert(!tl.events[3].verdict.undelivered);
	timeline_free(&tl);
	read_with(&tl, "\"verdict\":\"accept\"}", "\"verdict\":\"accept\",\"undelivered\":true}");
	ck_assert(tl.events[3].verdict.undelivered);
	timeline_free(&tl);
}
END_TEST

START_TEST(order_is_kept)
{
	static const nsec_t times[] = {5, 3, 5, 1, 3, 9};
	static const uint64_t sorted[] = {3, 1, 4, 0, 2, 5};
	struct timeline tl = {0};

	for (size_t i = 0; i < ARRAY_SIZE(times); i++) {
		struct event ev = {.kind = EVENT_LOOKS, .at = {times[i]}, .looks = i};

		timeline_add(&tl, &ev);
	}
	for (size_t i = 0; i < ARRAY_SIZE(sorted); i++)
		ck_assert_uint_eq(tl.events[i].looks, sorted[i]);
	ck_assert(!timeline_complete(&tl));
	timeline_free(&tl);
}
END_TEST

/* Text that is no UTF-8 (a file's name may be anything) must not make a file that is no JSON. */
START_TEST(bad_text_is_written)
{
	struct timeline tl, again;
	char *text, *said;

	read_sample(&tl);
	free(tl.header.title);
	tl.header.title = strdup("\xff ok");
	text = write_text(&tl);
	said = read_bytes(&again, text, strlen(text));
	ck_assert_str_eq(said, "");
	ck_assert_str_eq(again.header.title, "? ok");
	free(said);
	free(text);
	timeline_free(&tl);
	timeline_free(&again);
}
END_TEST

START_TEST(full_disk_is_noticed)
{
	FILE *out = fopen("/dev/full", "w");
	struct timeline tl;

	ck_assert_ptr_nonnull(out);
	read_sample(&tl);
	ck_assert_int_eq(timeline_write(&tl, &sc, out), -ENOSPC);
	fclose(out);
	timeline_free(&tl);
}
END_TEST

/* ---- files that are refused ---------------------------------------------------------------- */

/* The sample with its first @old replaced by @new. */
static char *changed(const char *old, const char *new)
{
	const char *at = strstr(sample, old);

	ck_assert_msg(at, "the sample has no %s", old);
	return xasprintf("%.*s%s%s", (int)(at - sample), sample, new, at + strlen(old));
}

static const struct {
	const char *old, *new;
	const char *said;
} refused[] = {
	{"\"schema\":1", "\"schema\":2", "run.jsonl:1: schema 2 is not known; this is schema 1\n"},
	{"\"schema\":1", "\"schema\":\"1\"",
	 "run.jsonl:1: header record: \"schema\" must be a whole number\n"},
	{"\"type\":\"header\"", "\"type\":\"looks\"",
	 "run.jsonl:1: not a timeline: it begins with no \"header\" record\n"},
	{"\"ip\":6", "\"ip\":5", "run.jsonl:1: header record: \"ip\" must be 4 or 6\n"},
	{"18446744073709551615", "18446744073709551616",
	 "run.jsonl:1: header record: \"seed\" must be a 64-bit number as decimal text\n"},
	{"[\"slow\"]", "[\"fast\"]",
	 "run.jsonl:1: header record: \"without_faults\" must be an array of names of the "
	 "scenario's faults\n"},
	{"\"server\":{}", "\"server\":[]",
	 "run.jsonl:1: header record: \"sysctls\" must be an object per place, of texts up to 95 "
	 "bytes or null\n"},
	{"\"type\":\"call\"", "\"type\":\"yell\"", "run.jsonl:2: unknown type \"yell\"\n"},
	{"\"type\":\"call\"", "\"type\":\"\\u001b[2J\"", "run.jsonl:2: unknown type \"?[2J\"\n"},
	{"\"type\":\"call\"", "\"type\":7", "run.jsonl:2: not an object with a \"type\"\n"},
	{"{\"type\":\"call\"", "\n{\"type\":\"call\"",
	 "run.jsonl:2: not JSON: '[' or '{' expected near end of file\n"},
	{"\"t\":-5", "\"t\":-5.5",
	 "run.jsonl:2: call record: \"t\" must be a whole number of nanoseconds between -2^60 and "
	 "2^60\n"},
	{"\"t\":-5", "\"t\":9223372036854775807",
	 "run.jsonl:2: call record: \"t\" must be a whole number of nanoseconds between -2^60 and "
	 "2^60\n"},
	{"\"t\":-5", "\"t\":99999999999999999999",
	 "run.jsonl:2: not JSON: too big integer near '99999999999999999999'\n"},
	{"\"t\":-5,", "", "run.jsonl:2: call record has no \"t\"\n"},
	{"\"t\":-5", "\"t\":1,\"t\":2",
	 "run.jsonl:2: not JSON: duplicate object key near '\"t\"'\n"},
	{"\"t\":-5", "\"t\":500", "run.jsonl:3: \"t\" is earlier than in the line before\n"},
	{"\"number\":1,\"step\"", "\"number\":3,\"step\"",
	 "run.jsonl:2: step 3 of the client is no \"connect\" in this scenario\n"},
	{"\"number\":1,\"step\"", "\"number\":0,\"step\"",
	 "run.jsonl:2: step 0 of the client is no \"connect\" in this scenario\n"},
	{"\"step\":\"connect\"", "\"step\":\"recv\"",
	 "run.jsonl:2: step 1 of the client is no \"recv\" in this scenario\n"},
	{"\"connection\":1", "\"connection\":2",
	 "run.jsonl:3: connection 2 follows 0 connections\n"},
	{"\"connection\":1", "\"connection\":0",
	 "run.jsonl:3: connection 0 follows 0 connections\n"},
	{"\"window\":64240", "\"window\":65536",
	 "run.jsonl:3: segment record: \"window\" must be a whole number from 0 to 65535\n"},
	{"\"window\":64240", "\"window\":-1",
	 "run.jsonl:3: segment record: \"window\" must be a whole number from 0 to 65535\n"},
	{"[\"syn\",\"any\"]", "[\"sin\"]",
	 "run.jsonl:3: segment record: \"names\" must be an array of segment names\n"},
	{"\"SYN\"", "\"SYN,\"",
	 "run.jsonl:3: segment record: \"flags\" must be flags out of "
	 "FIN,SYN,RST,PSH,ACK,URG,ECE,CWR, in this order\n"},
	{"\"SYN\"", "\"ACK,SYN\"",
	 "run.jsonl:3: segment record: \"flags\" must be flags out of "
	 "FIN,SYN,RST,PSH,ACK,URG,ECE,CWR, in this order\n"},
	{"\"SYN\"", "\"SYNACK\"",
	 "run.jsonl:3: segment record: \"flags\" must be flags out of "
	 "FIN,SYN,RST,PSH,ACK,URG,ECE,CWR, in this order\n"},
	{"\"verdict\":\"accept\"}", "\"verdict\":\"hold\"}",
	 "run.jsonl:5: verdict record: \"verdict\" must be accept or drop\n"},
	{"\"fault\":null", "\"fault\":\"fast\"",
	 "run.jsonl:3: segment record: \"fault\" must be null or the name of a fault of the "
	 "scenario\n"},
	{"ffffffffffffffff", "1ffffffffffffffff",
	 "run.jsonl:7: sighting record: \"cookie\" must be a 64-bit number as lower case "
	 "hexadecimal text\n"},
	{"SYN-SENT", "SYN_SENT",
	 "run.jsonl:7: sighting record: \"state\" must be a TCP state by its name in RFC 9293\n"},
	{"ECONNREFUSED", "EBADNAME",
	 "run.jsonl:8: return record: \"error\" must be null or an errno by name (or number, if "
	 "it has none)\n"},
	{"[2,3,253]", "[2,3,256]",
	 "run.jsonl:4: segment record: \"options\" must be an array of numbers from 0 to 255\n"},
	{"\"mark\":\"half-open\"", "\"mark\":null",
	 "run.jsonl:22: mark record: \"mark\" must be the name of a mark of the scenario\n"},
	{"\"at\":null", "\"at\":\"half\"",
	 "run.jsonl:24: counter record: \"at\" must be null or the name of a mark of the "
	 "scenario\n"},
	{"TcpOutRsts", "TcpOutRst",
	 "run.jsonl:23: counter record: \"counter\" must be the name of a counter that the "
	 "scenario "
	 "expects something of\n"},
	{"\"probes\":2", "\"probes\":4294967296",
	 "run.jsonl:25: info record: \"info\" must be an object of TCP_INFO's members\n"},
	{"\"state\":\"CLOSE-WAIT\"", "\"state\":\"CLOSE_WAIT\"",
	 "run.jsonl:25: info record: \"info\" must be an object of TCP_INFO's members\n"},
	{"\"LISTEN\":1", "\"LISTENS\":1",
	 "run.jsonl:26: sockets record: \"sockets\" must be an object of numbers by state\n"},
	{"a430d84680aabd0b", "A430d84680aabd0b",
	 "run.jsonl:10: return record: \"stream_digest\" must be a 64-bit number as lower case "
	 "hexadecimal text\n"},
	{"\"cut\":false", "\"cut\":0",
	 "run.jsonl:8: return record: \"cut\" must be true or false\n"},
	{"1152921504606846976", "1152921504606846977",
	 "run.jsonl:14: queued record: \"undelivered\" must be a whole number from 0 to "
	 "1152921504606846976\n"},
	{"\"reason\":\"timeout\"}\n", "\"reason\":\"timeout\"}",
	 "run.jsonl:35: line is cut short\n"},
	{"\"reason\":\"timeout\"}\n",
	 "\"reason\":\"timeout\"}\n{\"type\":\"looks\",\"t\":25,\"looks\":1}\n",
	 "run.jsonl:36: a record follows the \"end\" record\n"},
};

START_TEST(is_refused)
{
	char *text = changed(refused[_i].old, refused[_i].new);
	struct timeline tl;
	char *said = read_bytes(&tl, text, strlen(text));

	ck_assert_str_eq(said, refused[_i].said);
	free(said);
	free(text);
	timeline_free(&tl);
}
END_TEST

START_TEST(hostile_lines)
{
	static const char *const begin[] = {"[", "{\"a\":", "[1,"};
	const size_t len = 9 * 1024 * 1024;
	char *text = xalloc(len, 1);

	for (size_t i = 0; i < ARRAY_SIZE(begin); i++) {
		size_t step = strlen(begin[i]);
		/* once too deep for the parser, once too long for the reader */
		const size_t lengths[] = {1024 * 1024, len - 1};

		for (size_t at = 0; at + step < len; at += step)
			memcpy(text + at, begin[i], step);
		for (size_t j = 0; j < ARRAY_SIZE(lengths); j++) {
			char saved = text[lengths[j]];
			struct timeline tl;
			char *said;

			text[lengths[j]] = '\n';
			said = read_bytes(&tl, text, lengths[j] + 1);
			ck_assert_msg(strncmp(said, "run.jsonl:1: ", 13) == 0, "said: %s", said);
			free(said);
			timeline_free(&tl);
			text[lengths[j]] = saved;
		}
	}
	free(text);
}
END_TEST

START_TEST(nul_bytes_and_nothing)
{
	struct timeline tl;
	char *said = read_bytes(&tl, "{\"type\":\"hea\0der\"}\n", 20);

	ck_assert_msg(strncmp(said, "run.jsonl:1: not JSON", 21) == 0, "said: %s", said);
	free(said);
	timeline_free(&tl);
	said = read_bytes(&tl, "", 0);
	ck_assert_str_eq(said, "run.jsonl:1: is empty\n");
	free(said);
	timeline_free(&tl);
}
END_TEST

/* Cut off anywhere, flipped anywhere: refused or read, never a crash (the sanitizers watch). */
START_TEST(mutilated)
{
	char *text = strdup(sample);
	struct timeline tl;

	for (size_t i = 0; i < sizeof(sample) - 1; i++) {
		free(read_bytes(&tl, sample, i));
		timeline_free(&tl);
		text[i] ^= 0x11;
		free(read_bytes(&tl, text, sizeof(sample) - 1));
		timeline_free(&tl);
		text[i] ^= 0x11;
	}
	free(text);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("timeline");
	TCase *file = tcase_create("file"), *bad = tcase_create("refused");

	tcase_add_test(file, round_trip);
	tcase_add_test(file, sample_has_every_kind);
	tcase_add_test(file, values_arrive);
	tcase_add_test(file, awaited_and_undelivered);
	tcase_add_test(file, order_is_kept);
	tcase_add_test(file, bad_text_is_written);
	tcase_add_test(file, full_disk_is_noticed);
	suite_add_tcase(s, file);
	tcase_add_loop_test(bad, is_refused, 0, ARRAY_SIZE(refused));
	tcase_add_test(bad, hostile_lines);
	tcase_add_test(bad, nul_bytes_and_nothing);
	tcase_add_test(bad, mutilated);
	tcase_set_timeout(bad, 60);
	suite_add_tcase(s, bad);
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
