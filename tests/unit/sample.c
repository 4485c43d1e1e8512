/* SPDX-License-Identifier: MIT */
/* A timeline with every kind of record, as text, and the scenario that it belongs to. */
#include "sample.h"

#include <check.h>
#include <errno.h>
#include <string.h>

#include "base/util.h"

static char lose[] = "lose-ack", slow[] = "slow";
static struct fault faults[] = {{.name = lose}, {.name = slow, .verb = VERB_DELAY}};
static struct step steps[] = {{.kind = STEP_CONNECT}, {.kind = STEP_RECV}};
static char half_open[] = "half-open", timeouts[] = "TCPTimeouts", resets[] = "TcpOutRsts";
static struct stock_moment moments[] = {{.name = NULL}, {.name = half_open}};
static char *counters[] = {timeouts, resets};
const struct scenario sc = {
	.script[CLIENT] = {.given = true, .steps = steps, .n = 2},
	.faults = faults,
	.n_faults = 2,
	.moments = moments,
	.n_moments = 2,
	.counters = counters,
	.n_counters = 2,
};

/* Two forms of each kind of event: what is null or left out in one is there in the other. */
const char sample[] =
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
	"\"retransmits\":255,\"rto\":1000000,\"cwnd\":10,\"asked\":18,\"answered\":20,"
	"\"transitions\":[{\"connection\":1,"
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
char *read_bytes(struct timeline *tl, const char *text, size_t len)
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

char *write_text(const struct timeline *tl)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	ck_assert_int_eq(timeline_write(tl, &sc, out), 0);
	fclose(out);
	return text;
}

/* Line by line, so that a failure shows the line. */
void assert_same_lines(const char *seen, const char *expected)
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

void read_sample(struct timeline *tl)
{
	char *said = read_bytes(tl, sample, strlen(sample));

	ck_assert_str_eq(said, "");
	free(said);
}

/* The sample with its first @old replaced by @new. */
char *changed(const char *old, const char *new)
{
	const char *at = strstr(sample, old);

	ck_assert_msg(at, "the sample has no %s", old);
	return xasprintf("%.*s%s%s", (int)(at - sample), sample, new, at + strlen(old));
}
