/* SPDX-License-Identifier: MIT */
/*
 * Packets of a run, through everything that reads them: parsed, numbered and named by the flows,
 * matched against every condition, decided upon by every verb.
 *
 * An input is a list of packets, each behind three bytes: the end that sends it (bit 0) and what the
 * ends are seen in (client: bits 1 to 4, server: bits 4 to 7), and its length, low byte first.
 */
#include <string.h>

#include "base/util.h"
#include "fault/rule.h"
#include "fuzz.h"
#include "tcp/flow.h"

/* Every verb and every condition of the language. The last rule takes what is left. */
static const char scenario_text[] =
	"scenario \"Everything\" { }\n"
	"server { listen 80\n accept }\n"
	"client { connect }\n"
	"fault f1 { drop syn first 2 from client }\n"
	"fault f2 { delay 3s jitter 1s syn-ack nth 2 while client SYN-SENT }\n"
	"fault f3 { pass handshake-ack until server ESTABLISHED }\n"
	"fault f4 { drop fin-ack-of }\n"
	"fault f5 { delay 1us rst from server }\n"
	"fault f6 { drop data first 1 while server CLOSE-WAIT until client CLOSED }\n"
	"fault f7 { delay 1h jitter 1h any }\n";

static struct scenario sc;

static void load_scenario(void)
{
	struct diags diags = {0};
	struct source src;

	source_from_text(&src, "segment", scenario_text);
	MUST(scenario_from_source(&sc, &src, &diags));
	diags_free(&diags);
}

static struct end_states states_of(uint8_t byte)
{
	return (struct end_states){
		.existed = {byte & 0x1e, byte & 0xf0},
		.state = {(byte >> 1) % TCP_STATES, (byte >> 4) % TCP_STATES},
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

/* Everything that a rule may do with a segment. */
static void act(const struct verdict *verdict)
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

static void observe(struct flows *flows, struct rules *rules, uint32_t number, uint8_t byte,
		    const struct segment *seg)
{
	struct end_states states = states_of(byte);
	char title[SEGMENT_TITLE];
	struct segment_facts facts;
	const struct candidate candidate = {
		.number = number,
		.from = byte & 1 ? SERVER : CLIENT,
		.time = number * NSEC_PER_MSEC,
		.segment = seg,
		.facts = &facts,
		.states = &states,
	};
	struct verdict verdict;

	read_all_of(seg);
	flows_observe(flows, candidate.from, seg, &facts);
	MUST(facts.connection >= 1 && facts.connection <= flows->n);
	MUST(strlen(segment_facts_title(&facts, title)) < SEGMENT_TITLE);
	verdict = rules_decide(rules, &candidate);
	act(&verdict);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct flows flows = {0};
	struct rules rules;
	uint32_t number = 0;

	if (!sc.n_faults)
		load_scenario();
	rules_init(&rules, &sc, size);
	while (size >= 3) {
		size_t len = MIN((size_t)(data[1] | data[2] << 8), size - 3);
		uint8_t *packet = malloc(len); /* exactly: a sanitizer sees who reads on */
		struct segment seg;

		memcpy(packet, data + 3, len);
		if (!segment_parse(&seg, packet, len))
			observe(&flows, &rules, ++number, data[0], &seg);
		free(packet);
		data += 3 + len;
		size -= 3 + len;
	}
	rules_free(&rules);
	flows_free(&flows);
	return 0;
}
