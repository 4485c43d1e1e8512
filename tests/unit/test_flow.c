/* SPDX-License-Identifier: MIT */
#include "tcp/flow.h"

#include <check.h>
#include <string.h>

#include "base/util.h"
#include "packets.h"

/* What a segment is expected to be called: its whole set of names, less "any". */
struct expected {
	uint32_t connection;
	const char *names;
	uint16_t retransmission;
	uint32_t rel_seq;
	uint32_t rel_ack;
	uint32_t payload_len;
};

static struct flows flows;

static void begin(void)
{
	flows = (struct flows){0};
}

static void end(void)
{
	flows_free(&flows);
}

static const char *names_text(uint16_t names, char buf[100])
{
	ck_assert(names & 1 << SEG_ANY);
	buf[0] = '\0';
	for (enum segment_name i = 0; i < SEG_ANY; i++) {
		if (!(names & 1 << i))
			continue;
		if (buf[0])
			strcat(buf, " ");
		strcat(buf, segment_name_word(i));
	}
	return buf;
}

static void assert_facts(const struct segment_facts *facts, const struct expected *ex, size_t i)
{
	char buf[100];

	ck_assert_msg(facts->connection == ex->connection, "segment %zu: connection %u", i + 1,
		      facts->connection);
	ck_assert_msg(!strcmp(names_text(facts->names, buf), ex->names), "segment %zu: %s", i + 1,
		      buf);
	ck_assert_msg(facts->retransmission == ex->retransmission, "segment %zu: retransmission %u",
		      i + 1, facts->retransmission);
	ck_assert_msg(facts->rel_seq == ex->rel_seq, "segment %zu: seq %u", i + 1, facts->rel_seq);
	ck_assert_msg(facts->rel_ack == ex->rel_ack, "segment %zu: ack %u", i + 1, facts->rel_ack);
	ck_assert_msg(facts->payload_len == ex->payload_len, "segment %zu: %u bytes", i + 1,
		      facts->payload_len);
}

/* Observe a recorded connection from its beginning. */
static void replay(const char *file, const struct expected *expected, size_t n)
{
	struct packets packets = packets_load(file);

	ck_assert_uint_eq(packets.n, n);
	for (size_t i = 0; i < n; i++) {
		const struct packet *packet = &packets.items[i];
		struct segment_facts facts;
		struct segment seg;
		enum end from;

		ck_assert(end_parse(packet->name, strlen(packet->name), &from));
		ck_assert_int_eq(segment_parse(&seg, packet->bytes, packet->len), 0);
		ck_assert(segment_checksum_ok(&seg));
		flows_observe(&flows, from, &seg, &facts);
		assert_facts(&facts, &expected[i], i);
		ck_assert_uint_eq(facts.seq, seg.seq);
		ck_assert_uint_eq(facts.src_port, from == CLIENT ? 40000 : 8080);
		ck_assert_uint_eq(facts.ip_version, seg.ip_version);
	}
	packets_free(&packets);
}

START_TEST(lossy_connection)
{
	static const struct expected expected[] = {
		{1, "syn", 0, 0, 0, 0},
		{1, "syn", 1, 0, 0, 0},
		{1, "syn-ack", 0, 0, 1, 0},
		{1, "handshake-ack ack", 0, 1, 1, 0},
		{1, "syn-ack", 1, 0, 1, 0},
		{1, "handshake-ack ack", 0, 1, 1, 0},
		{1, "data", 0, 1, 1, 24},
		{1, "data", 1, 1, 1, 24},
		{1, "ack", 0, 1, 25, 0},
		{1, "data", 0, 1, 25, 3},
		{1, "ack", 0, 25, 4, 0},
		{1, "fin", 0, 25, 4, 0},
		{1, "fin-ack-of ack", 0, 4, 26, 0},
		{1, "fin", 0, 4, 26, 0},
		{1, "fin", 1, 4, 26, 0},
		{1, "fin-ack-of ack", 0, 26, 5, 0},
	};

	replay("lossy-connection.hex", expected, ARRAY_SIZE(expected));
	ck_assert_uint_eq(flows.n, 1);
	ck_assert_int_eq(flows.all[flows.n - 1]->opener, CLIENT);
}
END_TEST

START_TEST(simultaneous_open)
{
	static const struct expected expected[] = {
		{1, "syn", 0, 0, 0, 0},	    {1, "syn", 0, 0, 0, 0},
		{1, "syn-ack", 0, 0, 1, 0}, /* not a retransmission of the SYN */
		{1, "syn-ack", 0, 0, 1, 0}, {1, "handshake-ack ack", 0, 1, 1, 0},
		{1, "ack", 0, 1, 1, 0}, /* from the end that did not open first */
		{1, "data", 0, 1, 1, 1},    {1, "ack", 0, 1, 2, 0},
	};

	replay("simultaneous-open.hex", expected, ARRAY_SIZE(expected));
	ck_assert_int_eq(flows.all[flows.n - 1]->opener, CLIENT);
}
END_TEST

START_TEST(tuple_reuse)
{
	static const struct expected expected[] = {
		{1, "syn", 0, 0, 0, 0},
		{1, "syn-ack", 0, 0, 1, 0},
		{1, "handshake-ack ack", 0, 1, 1, 0},
		{1, "fin", 0, 1, 1, 0},
		{1, "fin-ack-of ack", 0, 1, 2, 0},
		{1, "fin", 0, 1, 2, 0},
		{1, "fin-ack-of ack", 0, 2, 2, 0},
		{2, "syn", 0, 0, 0, 0},
		{2, "syn-ack", 0, 0, 1, 0},
		{2, "handshake-ack ack", 0, 1, 1, 0},
		{2, "fin", 0, 1, 1, 0},
		{2, "fin-ack-of ack", 0, 1, 2, 0},
		{2, "fin", 0, 1, 2, 0},
		{2, "fin-ack-of ack", 0, 2, 2, 0},
	};

	replay("tuple-reuse.hex", expected, ARRAY_SIZE(expected));
	ck_assert_uint_eq(flows.n, 2);
	ck_assert_uint_eq(flows_find(&flows, 40000, 8080)->connection, 2);
	ck_assert_ptr_null(flows_find(&flows, 8080, 40000));
}
END_TEST

#define CLIENT_ISS 0xfffffff0 /* the numbers wrap within the test */
#define SERVER_ISS 7000

/* A made-up segment, by relative numbers. */
static struct segment_facts send(enum end from, uint8_t flags, uint32_t rel_seq, uint32_t rel_ack,
				 size_t payload_len)
{
	bool client = from == CLIENT;
	struct segment seg = {
		.flags = flags,
		.seq = (client ? CLIENT_ISS : SERVER_ISS) + rel_seq,
		.ack = flags & TCP_ACK ? (client ? SERVER_ISS : CLIENT_ISS) + rel_ack : 0,
		.payload_len = payload_len,
		.src_port = client ? 40000 : 8080,
		.dst_port = client ? 8080 : 40000,
		.ip_version = 4,
	};
	struct segment_facts facts;

	flows_observe(&flows, from, &seg, &facts);
	return facts;
}

static void handshake(void)
{
	send(CLIENT, TCP_SYN, 0, 0, 0);
	send(SERVER, TCP_SYN | TCP_ACK, 0, 1, 0);
	send(CLIENT, TCP_ACK, 1, 1, 0);
}

static void assert_names(struct segment_facts facts, const char *names)
{
	char buf[100];

	ck_assert_str_eq(names_text(facts.names, buf), names);
}

START_TEST(several_names)
{
	handshake();
	assert_names(send(CLIENT, TCP_ACK | TCP_PSH | TCP_FIN, 1, 1, 10), "fin data");
	assert_names(send(SERVER, TCP_ACK, 1, 12, 0), "fin-ack-of ack");
	assert_names(send(SERVER, TCP_ACK, 1, 11, 0), "ack");
	assert_names(send(SERVER, TCP_ACK | TCP_FIN, 1, 12, 0), "fin");
	assert_names(send(SERVER, TCP_RST, 2, 0, 0), "rst");
	assert_names(send(CLIENT, TCP_RST | TCP_ACK, 12, 2, 0), "rst");
	assert_names(send(CLIENT, TCP_ACK | TCP_URG, 12, 2, 0), "");
}
END_TEST

START_TEST(syn_with_data)
{
	assert_names(send(CLIENT, TCP_SYN, 0, 0, 5), "syn data");
	ck_assert_uint_eq(send(CLIENT, TCP_SYN, 0, 0, 0).retransmission, 1);
	ck_assert_uint_eq(send(CLIENT, TCP_SYN, 0, 0, 5).retransmission, 1);
	ck_assert_uint_eq(flows.n, 1);
}
END_TEST

/* The opener's ACKs of the SYN are handshake-acks until it sends or acknowledges more. */
START_TEST(handshake_ack_ends)
{
	handshake();
	assert_names(send(CLIENT, TCP_ACK, 1, 1, 0), "handshake-ack ack");
	assert_names(send(CLIENT, TCP_ACK, 0, 1, 0), "ack"); /* a keepalive probe */
	assert_names(send(SERVER, TCP_ACK, 1, 1, 0), "ack");
	send(SERVER, TCP_ACK | TCP_PSH, 1, 1, 10);
	assert_names(send(CLIENT, TCP_ACK, 1, 1, 0), "handshake-ack ack");
	assert_names(send(CLIENT, TCP_ACK, 1, 11, 0), "ack");
	assert_names(send(CLIENT, TCP_ACK, 1, 1, 0), "ack");
}
END_TEST

START_TEST(handshake_ack_ends_by_data)
{
	handshake();
	send(CLIENT, TCP_ACK | TCP_PSH, 1, 1, 10);
	assert_names(send(CLIENT, TCP_ACK, 1, 1, 0), "ack");
}
END_TEST

START_TEST(retransmissions)
{
	handshake();
	for (uint16_t i = 0; i < 4; i++)
		ck_assert_uint_eq(send(CLIENT, TCP_ACK, 1, 1, 100).retransmission, i);
	ck_assert_uint_eq(send(CLIENT, TCP_ACK, 101, 1, 100).retransmission, 0);
	/* Repacketised: more than was sent most often, half of it old, all of it old. */
	ck_assert_uint_eq(send(CLIENT, TCP_ACK, 1, 1, 200).retransmission, 4);
	ck_assert_uint_eq(send(CLIENT, TCP_ACK, 151, 1, 100).retransmission, 5);
	ck_assert_uint_eq(send(CLIENT, TCP_ACK, 240, 1, 5).retransmission, 6);
	/* Numbers without sequence space are no transmissions. */
	ck_assert_uint_eq(send(CLIENT, TCP_ACK, 1, 1, 0).retransmission, 0);
	ck_assert_uint_eq(send(CLIENT, TCP_ACK | TCP_FIN, 251, 1, 0).retransmission, 0);
	ck_assert_uint_eq(send(CLIENT, TCP_ACK | TCP_FIN, 251, 1, 0).retransmission, 1);
	/* The other direction counts for itself. */
	ck_assert_uint_eq(send(SERVER, TCP_ACK, 1, 252, 100).retransmission, 0);
}
END_TEST

/* What was sent too long ago to be remembered is still below what was sent since. */
START_TEST(forgotten_transmissions)
{
	handshake();
	for (uint32_t i = 0; i < 2 * FLOW_SENT; i++)
		ck_assert_uint_eq(send(CLIENT, TCP_ACK, 1 + i * 10, 1, 10).retransmission, 0);
	ck_assert_uint_eq(send(CLIENT, TCP_ACK, 1, 1, 10).retransmission, 1);
	ck_assert_uint_eq(send(CLIENT, TCP_ACK, 1, 1, 10).retransmission, 2);
	/* A reset takes no sequence space, wherever it claims to stand. */
	send(CLIENT, TCP_RST, 1000000, 0, 0);
	ck_assert_uint_eq(send(CLIENT, TCP_ACK, 1 + 20 * FLOW_SENT, 1, 10).retransmission, 0);
}
END_TEST

/* A server that gave up answers the client's next SYN out of a new request socket. */
START_TEST(server_gave_up)
{
	struct segment again = {
		.flags = TCP_SYN | TCP_ACK,
		.seq = 123456,
		.ack = CLIENT_ISS + 1,
		.src_port = 8080,
		.dst_port = 40000,
	};
	struct segment_facts facts;

	send(CLIENT, TCP_SYN, 0, 0, 0);
	send(SERVER, TCP_SYN | TCP_ACK, 0, 1, 0);
	ck_assert_uint_eq(send(CLIENT, TCP_SYN, 0, 0, 0).retransmission, 1);
	flows_observe(&flows, SERVER, &again, &facts);
	ck_assert_uint_eq(facts.connection, 1);
	ck_assert_uint_eq(facts.rel_seq, 0);
	ck_assert_uint_eq(facts.retransmission, 0);
	/* Once the client has gone on with an ISS, no other is believed. */
	again.seq = SERVER_ISS;
	flows_observe(&flows, SERVER, &again, &facts);
	send(CLIENT, TCP_ACK, 1, 1, 10);
	again.seq = 123456;
	flows_observe(&flows, SERVER, &again, &facts);
	ck_assert_uint_eq(facts.connection, 1);
	ck_assert_uint_eq(facts.rel_seq, 123456 - SERVER_ISS);
}
END_TEST

/* Neither the refusal by a closed port nor a segment out of nowhere has an ISS to be relative to. */
START_TEST(unknown_numbers)
{
	struct segment stray = {.flags = TCP_ACK, .seq = 5, .ack = 6, .src_port = 1, .dst_port = 2};
	struct segment_facts facts;

	send(CLIENT, TCP_SYN, 0, 0, 0);
	facts = send(SERVER, TCP_RST | TCP_ACK, (uint32_t)-SERVER_ISS, 1, 0);
	ck_assert_uint_eq(facts.connection, 1);
	ck_assert_uint_eq(facts.rel_seq, 0);
	ck_assert_uint_eq(facts.rel_ack, 1);
	flows_observe(&flows, CLIENT, &stray, &facts);
	ck_assert_uint_eq(facts.connection, 2);
	ck_assert_uint_eq(facts.rel_seq, 5);
	ck_assert_uint_eq(facts.rel_ack, 6);
	assert_names(facts, "ack");
}
END_TEST

/* Connections are told apart by both ports. */
START_TEST(several_flows)
{
	static const uint16_t ports[][2] = {{1000, 80}, {1001, 80}, {1000, 81}};
	struct segment_facts facts;

	for (uint32_t i = 0; i < 2 * ARRAY_SIZE(ports); i++) {
		struct segment seg = {
			.flags = TCP_SYN,
			.src_port = ports[i % 3][0],
			.dst_port = ports[i % 3][1],
		};

		flows_observe(&flows, CLIENT, &seg, &facts);
		ck_assert_uint_eq(facts.connection, i % 3 + 1);
		ck_assert_uint_eq(facts.retransmission, i / 3);
	}
}
END_TEST

/* The first SYN-ACK of a connection whose SYN was not seen: the other end opened it. */
START_TEST(begins_with_answer)
{
	send(SERVER, TCP_SYN | TCP_ACK, 0, 1, 0);
	ck_assert_int_eq(flows.all[flows.n - 1]->opener, CLIENT);
}
END_TEST

/* What an end receives next, less the other end's ISS. */
static uint32_t expects(enum end end)
{
	const struct flow_side *side = &flows.all[flows.n - 1]->side[end];

	ck_assert(side->expects_known);
	return side->expects - (end == CLIENT ? SERVER_ISS : CLIENT_ISS);
}

static void deliver(enum end from, struct segment_facts facts)
{
	flow_delivered(flows.all[flows.n - 1], from, &facts);
}

/* Known by what an end acknowledges, and before it does by what was delivered to it. */
START_TEST(expected_next)
{
	struct segment_facts syn = send(CLIENT, TCP_SYN, 0, 0, 0), lost;

	ck_assert(!flows.all[flows.n - 1]->side[SERVER].expects_known);
	deliver(CLIENT, syn);
	ck_assert_uint_eq(expects(SERVER), 1);
	deliver(SERVER, send(SERVER, TCP_SYN | TCP_ACK, 0, 1, 0));
	deliver(CLIENT, send(CLIENT, TCP_ACK, 1, 1, 0));
	deliver(CLIENT, send(CLIENT, TCP_ACK, 1, 1, 100));
	ck_assert_uint_eq(expects(SERVER), 101);
	lost = send(CLIENT, TCP_ACK, 101, 1, 10);
	deliver(CLIENT, send(CLIENT, TCP_ACK, 111, 1, 10)); /* a gap before it */
	ck_assert_uint_eq(expects(SERVER), 101);
	deliver(CLIENT, lost);
	ck_assert_uint_eq(expects(SERVER), 111);
	deliver(SERVER, send(SERVER, TCP_ACK, 1, 121, 0));
	ck_assert_uint_eq(expects(SERVER), 121);
	deliver(CLIENT, send(CLIENT, TCP_ACK, 1, 1, 100)); /* again */
	ck_assert_uint_eq(expects(SERVER), 121);
	deliver(CLIENT, send(CLIENT, TCP_FIN | TCP_ACK, 121, 1, 0));
	ck_assert_uint_eq(expects(SERVER), 122);
}
END_TEST

/* An end does not take what acknowledges more than it has sent. */
START_TEST(not_taken)
{
	handshake();
	deliver(SERVER, send(SERVER, TCP_ACK, 1, 1, 0));
	deliver(SERVER, send(SERVER, TCP_ACK, 1, 2, 10));
	ck_assert_uint_eq(expects(CLIENT), 1);
	deliver(SERVER, send(SERVER, TCP_ACK, 1, 1, 10));
	ck_assert_uint_eq(expects(CLIENT), 11);
}
END_TEST

static void advertise(enum end from, uint8_t flags, const char *options, uint16_t window)
{
	const struct segment seg = {
		.flags = flags,
		.seq = from == CLIENT ? CLIENT_ISS : SERVER_ISS,
		.options = (const uint8_t *)options,
		.options_len = 3,
		.src_port = from == CLIENT ? 40000 : 8080,
		.dst_port = from == CLIENT ? 8080 : 40000,
		.window = window,
		.ttl = 63,
		.ip_version = 4,
	};
	struct segment_facts facts;

	flows_observe(&flows, from, &seg, &facts);
}

/* Never in a SYN, and only if both ends' SYNs say so, a window is scaled. */
START_TEST(windows)
{
	advertise(CLIENT, TCP_SYN, "\3\3\7", 1000);
	ck_assert_uint_eq(flow_window(flows.all[flows.n - 1], CLIENT), 1000);
	ck_assert_uint_eq(flow_window(flows.all[flows.n - 1], SERVER), 65535);
	advertise(SERVER, TCP_SYN | TCP_ACK, "\3\3\x0f", 500);
	ck_assert_uint_eq(flow_window(flows.all[flows.n - 1], SERVER), 500);
	advertise(SERVER, TCP_ACK, "\0\0\0", 2);
	ck_assert_uint_eq(flow_window(flows.all[flows.n - 1], SERVER), 2 << 14);
	advertise(CLIENT, TCP_ACK, "\0\0\0", 3);
	ck_assert_uint_eq(flow_window(flows.all[flows.n - 1], CLIENT), 3 << 7);
	advertise(SERVER, TCP_SYN | TCP_ACK, "\0\0\0", 500);
	ck_assert_uint_eq(flow_window(flows.all[flows.n - 1], CLIENT), 3);
}
END_TEST

/* The ISS of an end is what a segment in its name says, as long as it has none of its own. */
START_TEST(learnt_iss)
{
	struct segment seg = {.flags = TCP_SYN | TCP_ACK, .seq = 77};
	struct segment_facts facts;

	send(CLIENT, TCP_SYN, 0, 0, 0);
	flow_learn(flows.all[flows.n - 1], SERVER, &seg);
	seg.seq = 99;
	flow_learn(flows.all[flows.n - 1], SERVER, &seg);
	flow_describe(flows.all[flows.n - 1], SERVER, &seg, &facts);
	ck_assert_uint_eq(facts.rel_seq, 22);
	ck_assert_uint_eq(facts.connection, 1);
	ck_assert_uint_eq(facts.retransmission, 0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("flow");
	TCase *tc = tcase_create("flow");
	SRunner *sr = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, lossy_connection);
	tcase_add_test(tc, simultaneous_open);
	tcase_add_test(tc, tuple_reuse);
	tcase_add_test(tc, several_names);
	tcase_add_test(tc, syn_with_data);
	tcase_add_test(tc, handshake_ack_ends);
	tcase_add_test(tc, handshake_ack_ends_by_data);
	tcase_add_test(tc, retransmissions);
	tcase_add_test(tc, forgotten_transmissions);
	tcase_add_test(tc, server_gave_up);
	tcase_add_test(tc, unknown_numbers);
	tcase_add_test(tc, several_flows);
	tcase_add_test(tc, begins_with_answer);
	tcase_add_test(tc, expected_next);
	tcase_add_test(tc, not_taken);
	tcase_add_test(tc, windows);
	tcase_add_test(tc, learnt_iss);
	suite_add_tcase(s, tc);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
