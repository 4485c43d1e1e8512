/* SPDX-License-Identifier: MIT */
#include "report/pcapng.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "ladder_events.h"
#include "report/blocks.h"

#define STARTED	 (1700000000 * NSEC_PER_SEC)
#define MAX_SEEN 16

/* ---- a run ----------------------------------------------------------------------------------- */

static struct timeline run;

static void begin_run(void)
{
	run = (struct timeline){0};
	record_into(&run);
	run.header.tool = "tcplab";
	run.header.scenario = "lost.conf";
	run.header.realtime_offset = STARTED;
	at_ms(0);
}

/* A segment passes an end's wire; its bytes are the number of the packet, over and over. */
static void passes(enum end end, bool outgoing, const struct sent *s)
{
	struct packet packet = {.len = 40 + s->len, .kept = 41};
	bool from_client = s->from == CLIENT;
	struct event ev = {.kind = EVENT_CAPTURE, .end = end};

	memset(packet.bytes, (int)run.n_packets + 1, packet.kept);
	ev.capture = (struct event_capture){.outgoing = outgoing,
					    .flags = s->flags,
					    .payload_len = s->len,
					    .src_port = from_client ? 40000 : 8080,
					    .dst_port = from_client ? 8080 : 40000,
					    .packet = timeline_keep_packet(&run, &packet)};
	add(ev);
}

static const struct states opening = {TCPS_SYN_SENT, TCPS_CLOSED};
static const struct states half_open = {TCPS_ESTABLISHED, TCPS_SYN_RECEIVED};
static const struct states closed = {TCPS_CLOSED, TCPS_CLOSED};

/* listen, connect, SYN, SYN-ACK, each captured at both ends; the third segment is lost. */
static void lost_handshake(void)
{
	const struct verdict lost = {.kind = VERDICT_DROP, .fault = LOSE_ACK};

	segments = 0;
	call(SERVER, 1);
	returned(SERVER, 1, 0);
	look(SERVER, LOOK_CALL, 1, TCPS_LISTEN, TIMER_NONE);
	at_ms(1);
	call(CLIENT, 1);
	passes(CLIENT, true, &syn);
	sends(syn, opening, (struct states){TCPS_SYN_SENT, TCPS_SYN_RECEIVED});
	passes(SERVER, false, &syn);
	passes(SERVER, true, &syn_ack);
	sends(syn_ack, (struct states){TCPS_SYN_SENT, TCPS_SYN_RECEIVED}, half_open);
	passes(CLIENT, false, &syn_ack);
	returned(CLIENT, 1, 0);
	passes(CLIENT, true, &client_ack);
	sends_with(client_ack, lost, half_open, half_open);
}

/* ---- the file -------------------------------------------------------------------------------- */

struct seen {
	uint32_t interface;
	uint64_t stamp;
	uint32_t kept;
	uint32_t len;
	uint8_t first_byte;
	char comments[256]; /* joined by " | " */
};

static struct seen seen[MAX_SEEN];
static size_t n_seen;
static uint32_t types[4 + MAX_SEEN];
static size_t n_blocks;

static uint32_t u32_at(const uint8_t *bytes)
{
	uint32_t number;

	memcpy(&number, bytes, sizeof(number));
	return number;
}

static void take_options(struct seen *s, const uint8_t *at, const uint8_t *end)
{
	while (at < end) {
		uint16_t head[2];

		memcpy(head, at, sizeof(head));
		ck_assert_int_le(4 + head[1], end - at);
		if (head[0] == OPTION_COMMENT)
			sprintf(s->comments + strlen(s->comments), "%s%.*s",
				*s->comments ? " | " : "", head[1], (const char *)at + 4);
		at += 4 + (head[1] + 3) / 4 * 4;
	}
	ck_assert_ptr_eq(at, end);
}

static void take_packet(const uint8_t *block, size_t len)
{
	struct seen *s = &seen[n_seen++];

	ck_assert_uint_le(n_seen, MAX_SEEN);
	*s = (struct seen){.interface = u32_at(block + 8),
			   .stamp = (uint64_t)u32_at(block + 12) << 32 | u32_at(block + 16),
			   .kept = u32_at(block + 20),
			   .len = u32_at(block + 24),
			   .first_byte = block[28]};
	take_options(s, block + 28 + (s->kept + 3) / 4 * 4, block + len - 4);
}

/* Write the run, and take the file apart. */
static void write_and_read(enum wires wires)
{
	char *bytes;
	size_t len;
	FILE *out = open_memstream(&bytes, &len);

	pcapng_write(out, made_up_scenario(), &run, wires);
	ck_assert_int_eq(fclose(out), 0);
	n_seen = n_blocks = 0;
	for (size_t at = 0; at < len;) {
		const uint8_t *block = (const uint8_t *)bytes + at;
		uint32_t block_len = u32_at(block + 4);

		ck_assert_uint_eq(block_len % 4, 0);
		ck_assert_uint_le(at + block_len, len);
		ck_assert_uint_eq(u32_at(block + block_len - 4), block_len);
		types[n_blocks++] = u32_at(block);
		if (u32_at(block) == BLOCK_PACKET)
			take_packet(block, block_len);
		at += block_len;
	}
	free(bytes);
}

static void end_run(void)
{
	free(run.events);
	free(run.packets);
}

/* ---- tests ----------------------------------------------------------------------------------- */

START_TEST(each_segment_once)
{
	begin_run();
	lost_handshake();
	write_and_read(WIRES_OF_SENDERS);
	ck_assert_uint_eq(n_blocks, 4 + 3);
	ck_assert_uint_eq(types[0], BLOCK_SECTION);
	ck_assert_uint_eq(types[1], BLOCK_INTERFACE);
	ck_assert_uint_eq(types[2], BLOCK_INTERFACE);
	ck_assert_uint_eq(types[3], BLOCK_NAMES);
	ck_assert_uint_eq(seen[0].interface, CLIENT);
	ck_assert_uint_eq(seen[1].interface, SERVER);
	ck_assert_uint_eq(seen[2].interface, CLIENT);
	ck_assert_uint_eq(seen[0].first_byte, 1);
	ck_assert_uint_eq(seen[1].first_byte, 3);
	ck_assert_uint_eq(seen[2].first_byte, 5);
	ck_assert_uint_eq(seen[0].kept, 41);
	ck_assert_uint_eq(seen[0].len, 40);
	ck_assert_uint_eq(seen[0].stamp / NSEC_PER_MSEC, STARTED / NSEC_PER_MSEC + 1);
	end_run();
}
END_TEST

START_TEST(both_wires)
{
	begin_run();
	lost_handshake();
	write_and_read(WIRES_OF_BOTH);
	ck_assert_uint_eq(n_seen, 5);
	ck_assert_uint_eq(seen[1].interface, SERVER);
	ck_assert_uint_eq(seen[1].first_byte, 2);
	ck_assert_str_eq(seen[1].comments, "");
	ck_assert_str_eq(seen[4].comments, "dropped by lose-ack (lost.conf:18)");
	end_run();
}
END_TEST

START_TEST(what_happened_is_said_where_it_happened)
{
	begin_run();
	lost_handshake();
	write_and_read(WIRES_OF_SENDERS);
	ck_assert_str_eq(seen[0].comments, "client CLOSED → SYN-SENT: connect(), 0.001 s | "
					   "server CLOSED → SYN-RECEIVED");
	/* The server's own call is told with the first that the server sends. */
	ck_assert_str_eq(seen[1].comments, "server CLOSED → LISTEN: listen(), 0.000 s | "
					   "client SYN-SENT → ESTABLISHED");
	ck_assert_str_eq(seen[2].comments, "dropped by lose-ack (lost.conf:18)");
	end_run();
}
END_TEST

/* The server's timer runs out twice; it says no more, so the last packet has to. */
START_TEST(what_no_segment_follows_is_said_at_the_last)
{
	begin_run();
	lost_handshake();
	at_ms(3000);
	look(SERVER, LOOK_TIMER, 0, TCPS_SYN_RECEIVED, TIMER_RETRANSMIT);
	at_ms(3200);
	look(SERVER, LOOK_TIMER, 0, TCPS_CLOSED, TIMER_NONE);
	write_and_read(WIRES_OF_SENDERS);
	ck_assert_str_eq(seen[2].comments, "dropped by lose-ack (lost.conf:18) | "
					   "server SYN-RECEIVED → CLOSED: timer, 3.000..3.200 s");
	end_run();
}
END_TEST

/* Two segments that the queue gave out in another order than the wire had them. */
START_TEST(queued_in_another_order)
{
	begin_run();
	lost_handshake();
	passes(CLIENT, true, &client_ack);
	passes(CLIENT, true, &data);
	sends_with(data, hold, half_open, half_open);
	sends_with(client_ack, (struct verdict){.kind = VERDICT_DROP, .fault = LOSE_ACK}, half_open,
		   closed);
	write_and_read(WIRES_OF_SENDERS);
	ck_assert_uint_eq(n_seen, 5);
	ck_assert_uint_eq(seen[3].len, 40);
	ck_assert_ptr_nonnull(strstr(seen[3].comments, "dropped by lose-ack (lost.conf:18)"));
	ck_assert_uint_eq(seen[4].len, 40 + 512);
	ck_assert_ptr_nonnull(strstr(seen[4].comments, "held for 200.0 ms by slow (lost.conf:22)"));
	end_run();
}
END_TEST

START_TEST(nothing_was_sent)
{
	begin_run();
	call(SERVER, 1);
	returned(SERVER, 1, 0);
	look(SERVER, LOOK_CALL, 1, TCPS_LISTEN, TIMER_NONE);
	write_and_read(WIRES_OF_BOTH);
	ck_assert_uint_eq(n_blocks, 4);
	end_run();
}
END_TEST

int main(void)
{
	Suite *s = suite_create("pcapng");
	TCase *tc = tcase_create("pcapng");
	SRunner *sr;
	int failed;

	tcase_add_test(tc, each_segment_once);
	tcase_add_test(tc, both_wires);
	tcase_add_test(tc, what_happened_is_said_where_it_happened);
	tcase_add_test(tc, what_no_segment_follows_is_said_at_the_last);
	tcase_add_test(tc, queued_in_another_order);
	tcase_add_test(tc, nothing_was_sent);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? 1 : 0;
}
