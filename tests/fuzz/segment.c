/* SPDX-License-Identifier: MIT */
/*
 * Packets of a run, through everything that reads them: parsed, numbered and named by the flows,
 * matched against every condition, decided and acted upon by every verb.
 *
 * The first byte of an input says with which rule to begin, so that each can be the first. Then comes
 * a list of packets, each behind four bytes: the end that sends it (bit 0) and what the ends are seen
 * in (client: bits 1 to 4, server: bits 4 to 7), what else is seen of them, and its length, low byte
 * first.
 */
#include <string.h>

#include "base/util.h"
#include "fault/rule.h"
#include "fuzz.h"
#include "tcp/flow.h"
#include "verbs.h"

/* Every verb and every condition of the language; few take all that comes, so that others are tried. */
static const char scenario_text[] =
	"scenario \"Everything\" { wire stateful }\n"
	"server { listen 80\n accept }\n"
	"client { connect }\n"
	"fault drop { drop syn first 2 from client }\n"
	"fault delay { delay 3s jitter 1s syn-ack nth 2 while client SYN-SENT }\n"
	"fault delay-normal { delay 1h jitter 1h distribution normal any probability 20% }\n"
	"fault pass { pass handshake-ack until server ESTABLISHED every 2 }\n"
	"fault connection { drop fin-ack-of connection 2.. }\n"
	"fault retransmission { drop data retransmission 1..3 connection 1..2 }\n"
	"fault transmission { drop rst from server transmission first nth 2.. }\n"
	"fault all { pass data first 1 all transmissions flags only PSH ACK }\n"
	"fault flags { drop any flags URG not SYN size > 1400 }\n"
	"fault none { drop any flags none payload >= 1000 }\n"
	"fault contains { drop any contains \"fuzz\" }\n"
	"fault hex { pass any contains hex \"00 ff 00\" probability 0.0001% }\n"
	"fault filter { drop any match \"tcp[tcpflags] & tcp-push != 0 and greater 99\" first 1 }\n"
	"fault filter-6 { drop any match \"ip6 and tcp port 80\" nth 2..3 }\n"
	"fault while { drop data first 1 while server CLOSE-WAIT until client CLOSED }\n"
	"fault timer { drop any while client timer probe while client retransmits > 2 first 1 }\n"
	"fault after { drop any after 10ms for 2ms }\n"
	"fault since { drop ack since syn-ack from server for 1ms from client first 2 }\n"
	"fault since-state { drop any after 1ms for 1ms since client FIN-WAIT-1 }\n"
	"fault hold-segment { hold fin from client until fin from server }\n"
	"fault hold-any { hold syn until syn-ack }\n"
	"fault hold-state { hold handshake-ack until client FIN-WAIT-1 }\n"
	"fault hold-time { hold syn-ack until 2ms }\n"
	"fault reorder { reorder 2 within 1s data first 1 }\n"
	"fault rate { rate 1kbit burst 3000 data every 3 }\n"
	"fault rate-fast { rate 100gbit any every 5 }\n"
	"fault partition { partition 3ms on rst from client nth 2 }\n"
	"fault partition-at { partition 2ms at 20ms }\n"
	"fault forget { forget on fin connection 2 }\n"
	"fault forget-at { forget at 30ms }\n"
	"fault set { set flags +FIN and urgent 1 and ttl 9 and dscp 46 and ecn ce any first 1 }\n"
	"fault set-keep { set flags SYN,ACK and window 7000 keep checksum any first 1 }\n"
	"fault set-numbers { set flags -PSH and seq -2147483647 and ack +1 any first 1 }\n"
	"fault mss { option mss 300 any first 1 }\n"
	"fault wscale { option wscale 255 any first 1 }\n"
	"fault sack-permitted { option sack-permitted add any first 1 }\n"
	"fault no-sack { option sack-permitted strip any first 1 }\n"
	"fault sack { option sack 1 to 2 and 3 to 4 and 5 to 6 and 7 to 8 any first 1 }\n"
	"fault timestamps { option timestamps -1000000 +1 any first 1 }\n"
	"fault timestamp { option timestamps 7 any first 1 }\n"
	"fault no-timestamps { option timestamps strip any first 1 }\n"
	"fault fast-open { option fast-open hex \"0102030405060708\" any first 1 }\n"
	"fault unknown { option 254 \"12345678901234567890123456789012345678\" any first 1 }\n"
	"fault payload { payload replace hex \"00ff00\" any first 1 }\n"
	"fault checksum { corrupt checksum 16 any first 1 }\n"
	"fault data { corrupt payload data first 1 }\n"
	"fault more-data { corrupt payload 64 any first 1 }\n"
	"fault header { corrupt header any first 1 }\n"
	"fault more-header { corrupt header 64 any first 1 }\n"
	"fault cut { truncate 2 any first 1 }\n"
	"fault empty { truncate 0 data first 1 }\n"
	"fault copies { duplicate 2 after 50ms any first 1 }\n"
	"fault inject-syn { inject syn toward server seq -100 on any first 1 }\n"
	"fault inject-syn-ack { inject syn-ack toward client ack -1 on any first 1 }\n"
	"fault inject-ack { inject ack toward server seq out-of-window on any first 1 }\n"
	"fault inject-data { inject data toward server ack +5 payload \"evil\" on any first 1 }\n"
	"fault inject-fin { inject fin toward client seq exact on any first 1 }\n"
	"fault inject-rst { inject rst toward client seq in-window ack exact on any first 1 }\n"
	"fault reply-syn-ack { reply syn-ack to syn first 1 }\n"
	"fault reply-data { reply data payload hex \"00\" to data first 1 }\n"
	"fault reply-rst { reply rst to any first 1 }\n"
	"fault no-port { reject port-unreachable any first 1 }\n"
	"fault no-host { reject host-unreachable any first 1 }\n"
	"fault too-big { reject frag-needed 1280 any first 1 }\n"
	"fault rest { delay 1us any }\n";

static struct scenario sc;

static void load_scenario(void)
{
	struct diags diags = {0};
	struct source src;

	source_from_text(&src, "segment", scenario_text);
	MUST(scenario_from_source(&sc, &src, &diags));
	diags_free(&diags);
}

/* What is seen of the ends beside a segment, by the bytes before it. */
static struct end_states states_of(uint8_t byte, uint8_t more)
{
	return (struct end_states){
		.existed = {byte & 0x1e, byte & 0xf0},
		.state = {(byte >> 1) % TCP_STATES, (byte >> 4) % TCP_STATES},
		.timer = {more % TCP_TIMERS, (more >> 3) % TCP_TIMERS},
		.retransmits = {more, more >> 4},
	};
}

/* What is read of a segment besides its facts. */
static void read_all_of(const struct segment *seg)
{
	for (unsigned int kind = 0; kind <= UINT8_MAX; kind++) {
		const uint8_t *option = segment_option(seg, kind);

		MUST(!option ||
		     (option >= seg->options && option < seg->options + seg->options_len));
	}
	MUST(seg->payload + seg->payload_len <= seg->packet + seg->len);
	MUST(segment_len(seg) <= seg->payload_len + 2);
	segment_checksum_ok(seg);
}

static void must_be_verdict(const struct verdict *verdict)
{
	switch (verdict->kind) {
	case VERDICT_ACCEPT:
	case VERDICT_DROP:
		MUST(verdict->delay == 0);
		break;
	case VERDICT_HOLD:
		MUST(verdict->delay >= HOLD_AWAITS && verdict->fault != NO_FAULT);
		break;
	}
	MUST(verdict->fault >= NO_FAULT && verdict->fault < (int)sc.n_faults);
}

/* What follows a decision, in the order in which the injector does it. */
static void act(const struct verdict *verdict, const struct candidate *c, struct flow *flow)
{
	bool taken = verdict->kind == VERDICT_ACCEPT, by_fault = verdict->fault != NO_FAULT;
	const struct decided decided = {
		.fault = by_fault ? &sc.faults[verdict->fault] : NULL,
		.c = c,
		.flow = flow,
		.draw = verdict->draw,
	};
	struct segment_facts facts = *c->facts;
	char title[SEGMENT_TITLE];

	if (by_fault)
		taken &= verbs_change(&decided, &facts);
	MUST(facts.connection == c->facts->connection);
	MUST(strlen(segment_facts_title(&facts, title)) < SEGMENT_TITLE);
	if (taken)
		flow_delivered(flow, c->from, &facts);
	if (by_fault)
		verbs_send(&decided);
}

static void observe(struct flows *flows, struct rules *rules, uint32_t number, const uint8_t *head,
		    const struct segment *seg)
{
	struct end_states states = states_of(head[0], head[1]);
	struct segment_facts facts;
	const struct candidate candidate = {
		.number = number,
		.from = head[0] & 1 ? SERVER : CLIENT,
		.time = number * NSEC_PER_MSEC,
		.segment = seg,
		.facts = &facts,
		.states = &states,
		.held = {head[1], (uint16_t)(head[1] >> 4)}, /* sets of their names */
	};
	struct verdict verdict;
	struct flow *flow;

	read_all_of(seg);
	flow = flows_observe(flows, candidate.from, seg, &facts);
	MUST(facts.connection >= 1 && facts.connection <= flows->n);
	verdict = rules_decide(rules, &candidate);
	must_be_verdict(&verdict);
	act(&verdict, &candidate, flow);
	for_each_end(e)
		if (states.existed[e])
			rules_see(rules, facts.connection, e, states.state[e]);
}

/* Rules before one of them take nothing. */
static void begin_with(size_t rule)
{
	if (!sc.n_faults)
		load_scenario();
	for (size_t i = 0; i < sc.n_faults; i++)
		sc.faults[i].disabled = i < rule % sc.n_faults;
}

/* What stands before each packet. */
#define HEAD 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct flows flows = {0};
	struct rules rules;
	uint32_t number = 0;

	if (!size)
		return 0;
	begin_with(data[0]);
	data++;
	size--;
	rules_init(&rules, &sc, size);
	while (size >= HEAD) {
		size_t len = MIN((size_t)(data[2] | data[3] << 8), size - HEAD);
		uint8_t *packet = malloc(len); /* exactly: a sanitizer sees who reads on */
		struct segment seg;

		memcpy(packet, data + HEAD, len);
		if (!segment_parse(&seg, packet, len))
			observe(&flows, &rules, ++number, data, &seg);
		free(packet);
		data += HEAD + len;
		size -= HEAD + len;
	}
	rules_free(&rules);
	flows_free(&flows);
	return 0;
}
