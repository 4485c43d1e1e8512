/* SPDX-License-Identifier: MIT */
#include "ladder_events.h"

#include <stdlib.h>

#include "base/util.h"

#define CLIENT_PORT 40000
#define SERVER_PORT 8080
#define COOKIE	    7

/* ---- a scenario, as far as a ladder needs it -------------------------------------------------- */

static struct step server_steps[] = {
	{.kind = STEP_LISTEN, .listen = {.port = SERVER_PORT, .port_given = true}},
	{.kind = STEP_ACCEPT},
	{.kind = STEP_CLOSE},
	{.kind = STEP_CONNECT, .connect = {.port = SERVER_PORT}},
};

static struct step client_steps[] = {
	{.kind = STEP_CONNECT, .connect = {.port = SERVER_PORT}},
	{.kind = STEP_SEND, .send = {.bytes = 512}},
	{.kind = STEP_CLOSE},
};

static struct fault faults[] = {
	[LOSE_ACK] = {.name = "lose-ack", .verb = VERB_DROP, .loc = {.line = 18}},
	[SLOW] = {.name = "slow", .verb = VERB_DELAY, .loc = {.line = 22}},
	[LONG_NAME] = {.name = "a-fault-whose-name-tells-a-whole-story-and-then-some-more",
		       .verb = VERB_DROP,
		       .loc = {.line = 26},
		       .disabled = true},
	[AMNESIA] = {.name = "amnesia", .verb = VERB_FORGET, .loc = {.line = 30}},
};

/* In place of the language's printer, which would bring the whole language with it. */
char *fault_text(const struct fault *fault)
{
	return xasprintf("%s ack from client", verb_word(fault->verb));
}

char *step_text(const struct step *step)
{
	return xasprintf("%s 8080", step_word(step->kind));
}

static struct sysctl_setting one_retry = {
	.end = SERVER, .name = "net.ipv4.tcp_synack_retries", .value = "2"};

static const struct scenario scenario = {
	.title = "Third ACK of the handshake is lost",
	.script = {[CLIENT] = {.given = true, .steps = client_steps, .n = ARRAY_SIZE(client_steps)},
		   [SERVER] = {.given = true,
			       .steps = server_steps,
			       .n = ARRAY_SIZE(server_steps)}},
	.sysctls = &one_retry,
	.n_sysctls = 1,
	.faults = faults,
	.n_faults = ARRAY_SIZE(faults),
};

static const struct run_header header = {
	.scenario = "third-ack-loss.conf",
	.title = "Third ACK of the handshake is lost",
	.run = "third-ack-loss.ipv4",
	.ip_version = 4,
	.kernel = "6.18.44",
};

/* ---- a timeline in the making ----------------------------------------------------------------- */

static struct ladder *ladder;
static struct timeline *timeline; /* NULL: they are drawn */
char *drawn;
size_t drawn_len;
static FILE *stream;
static size_t record;

/* Time of the next event in us, moved on by a microsecond each. */
static int64_t now_us;

void begin(struct style style)
{
	stream = open_memstream(&drawn, &drawn_len);
	timeline = NULL;
	ladder = ladder_new(stream, &scenario, &header, style);
	record = 1;
	now_us = 0;
}

void finish(void)
{
	ladder_free(ladder);
	fclose(stream);
}

void record_into(struct timeline *tl)
{
	timeline = tl;
	timeline->header = header;
	now_us = 0;
}

const struct scenario *made_up_scenario(void)
{
	return &scenario;
}

void at_ms(int64_t ms)
{
	now_us = ms * 1000;
}

void add(struct event ev)
{
	ev.at.ns = now_us++ * NSEC_PER_USEC;
	if (timeline)
		*ARRAY_ADD(timeline->events, timeline->n) = ev;
	else
		ladder_event(ladder, &ev, ++record);
}

static enum step_kind step_of(enum end end, uint32_t number)
{
	return scenario.script[end].steps[number - 1].kind;
}

void call(enum end end, uint32_t number)
{
	add((struct event){.kind = EVENT_CALL,
			   .end = end,
			   .call = {.number = number, .step = step_of(end, number)}});
}

void returned(enum end end, uint32_t number, int error)
{
	add((struct event){.kind = EVENT_RETURN,
			   .end = end,
			   .call = {.number = number,
				    .step = step_of(end, number),
				    .result = error ? -1 : 0,
				    .error = error}});
}

void look(enum end end, enum look why, uint32_t subject, enum tcp_state state, enum tcp_timer timer)
{
	struct sighting seen = {
		.asked.ns = now_us * NSEC_PER_USEC,
		.answered.ns = now_us * NSEC_PER_USEC,
		.end = end,
		.state = state,
		.timer = timer,
		.cookie = state == TCPS_CLOSED	 ? 0
			  : state == TCPS_LISTEN ? 1
						 : COOKIE + (uint64_t)end,
		.port = end == CLIENT ? CLIENT_PORT : SERVER_PORT,
		.peer_port = state == TCPS_LISTEN ? 0
			     : end == CLIENT	  ? SERVER_PORT
						  : CLIENT_PORT,
	};

	add((struct event){.kind = EVENT_SIGHTING,
			   .end = end,
			   .sighting = {.seen = seen, .look = why, .subject = subject}});
}

uint32_t segments;

static struct event segment_event(const struct sent *s, struct verdict verdict)
{
	enum end from = s->from;

	return (struct event){
		.kind = EVENT_SEGMENT,
		.end = from,
		.segment = {.number = ++segments,
			    .verdict = verdict,
			    .facts = {.connection = MAX(s->connection, 1u),
				      .flags = s->flags,
				      .names = (uint16_t)(1 << s->name | 1 << SEG_ANY),
				      .rel_seq = s->seq,
				      .rel_ack = s->ack,
				      .payload_len = s->len,
				      .retransmission = s->retransmission,
				      .src_port = from == CLIENT ? CLIENT_PORT : SERVER_PORT,
				      .dst_port = from == CLIENT ? SERVER_PORT : CLIENT_PORT,
				      .ip_version = 4}},
	};
}

static void looks(enum look why, uint32_t subject, struct states states)
{
	look(CLIENT, why, subject, states.client, TIMER_NONE);
	look(SERVER, why, subject, states.server, TIMER_RETRANSMIT);
}

void give_verdict(uint32_t number, enum verdict_kind kind)
{
	add((struct event){.kind = EVENT_VERDICT, .verdict = {.segment = number, .kind = kind}});
}

void sends_with(struct sent s, struct verdict verdict, struct states before, struct states after)
{
	looks(LOOK_BEFORE, segments + 1, before);
	add(segment_event(&s, verdict));
	if (verdict.kind == VERDICT_HOLD)
		return;
	give_verdict(segments, verdict.kind);
	looks(LOOK_AFTER, segments, after);
}

void sends(struct sent s, struct states before, struct states after)
{
	sends_with(s, (struct verdict){.kind = VERDICT_ACCEPT, .fault = NO_FAULT}, before, after);
}

void sends_undelivered(struct sent s, int fault)
{
	add(segment_event(&s, (struct verdict){.kind = VERDICT_ACCEPT, .fault = fault}));
	add((struct event){.kind = EVENT_VERDICT,
			   .end = s.from,
			   .verdict = {.segment = segments, .undelivered = true}});
}

void released(uint32_t number, struct states before, struct states after)
{
	looks(LOOK_BEFORE, number, before);
	give_verdict(number, VERDICT_ACCEPT);
	looks(LOOK_AFTER, number, after);
}

const struct sent syn = {CLIENT, TCP_SYN, SEG_SYN, 0, 0, 0, 0, 0};
const struct sent syn_ack = {SERVER, TCP_SYN | TCP_ACK, SEG_SYN_ACK, 0, 1, 0, 0, 0};
const struct sent client_ack = {CLIENT, TCP_ACK, SEG_ACK, 1, 1, 0, 0, 0};
const struct sent data = {CLIENT, TCP_ACK | TCP_PSH, SEG_DATA, 1, 1, 512, 0, 0};
const struct sent data_ack = {SERVER, TCP_ACK, SEG_ACK, 1, 513, 0, 0, 0};

const struct verdict hold = {.kind = VERDICT_HOLD, .fault = SLOW, .delay = 200 * NSEC_PER_MSEC};
const struct states open_states = {TCPS_ESTABLISHED, TCPS_ESTABLISHED};

/* ---- how connections begin ----------------------------------------------------------------- */

void handshake_begins(void)
{
	segments = 0;
	call(SERVER, 1);
	returned(SERVER, 1, 0);
	look(SERVER, LOOK_CALL, 1, TCPS_LISTEN, TIMER_NONE);
	call(SERVER, 2);
	at_ms(1);
	call(CLIENT, 1);
	sends(syn, (struct states){TCPS_SYN_SENT, TCPS_CLOSED},
	      (struct states){TCPS_SYN_SENT, TCPS_SYN_RECEIVED});
	sends(syn_ack, (struct states){TCPS_SYN_SENT, TCPS_SYN_RECEIVED},
	      (struct states){TCPS_ESTABLISHED, TCPS_SYN_RECEIVED});
	returned(CLIENT, 1, 0);
}

void handshake(void)
{
	handshake_begins();
	sends(client_ack, (struct states){TCPS_ESTABLISHED, TCPS_SYN_RECEIVED},
	      (struct states){TCPS_ESTABLISHED, TCPS_ESTABLISHED});
	returned(SERVER, 2, 0);
}
