/* SPDX-License-Identifier: MIT */
#include "tcp/flow.h"

#include "base/util.h"
#include "tcp/seq.h"

struct flow *flows_find(const struct flows *flows, uint16_t client_port, uint16_t server_port)
{
	uint32_t connection = portmap_get(&flows->newest, client_port, server_port);

	return connection ? flows->all[connection - 1] : NULL;
}

void flows_free(struct flows *flows)
{
	for (uint32_t i = 0; i < flows->n; i++)
		free(flows->all[i]);
	free(flows->all);
	portmap_free(&flows->newest);
	*flows = (struct flows){0};
}

static bool begins_connection(const struct flow *flow, enum end from, const struct segment *seg)
{
	const struct flow_side *side = &flow->side[from];

	return (seg->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN && side->iss_known &&
	       side->iss != seg->seq;
}

static struct flow *flow_new(struct flows *flows, enum end from, const struct segment *seg)
{
	struct flow *flow = xalloc(1, sizeof(*flow));
	bool answers = (seg->flags & (TCP_SYN | TCP_ACK)) == (TCP_SYN | TCP_ACK);

	*ARRAY_ADD(flows->all, flows->n) = flow;
	flow->connection = flows->n;
	flow->port[from] = seg->src_port;
	flow->port[other_end(from)] = seg->dst_port;
	flow->opener = answers ? other_end(from) : from;
	portmap_put(&flows->newest, flow->port[CLIENT], flow->port[SERVER], flow->connection);
	return flow;
}

/*
 * A SYN tells its sender's ISS. A passive end that gave up and hears the opener's SYN again
 * answers with another ISS: for the opener this is still the same connection.
 */
static void learn_iss(struct flow *flow, enum end from, const struct segment *seg)
{
	struct flow_side *side = &flow->side[from];
	const struct flow_side *peer = &flow->side[other_end(from)];

	if (!(seg->flags & TCP_SYN) || (side->iss_known && side->iss == seg->seq))
		return;
	if (side->iss_known && (peer->spoke || !peer->iss_known || seg->ack != peer->iss + 1))
		return;
	*side = (struct flow_side){.iss_known = true, .iss = seg->seq, .next = seg->seq};
}

static bool is_pure_ack(const struct segment *seg)
{
	return seg->flags == TCP_ACK && !seg->payload_len;
}

static bool is_handshake_ack(const struct flow *flow, enum end from, const struct segment *seg)
{
	const struct flow_side *side = &flow->side[from];
	const struct flow_side *peer = &flow->side[other_end(from)];

	return is_pure_ack(seg) && from == flow->opener && !side->spoke && side->iss_known &&
	       peer->iss_known && seg->seq == side->iss + 1 && seg->ack == peer->iss + 1;
}

static uint16_t names_of(const struct flow *flow, enum end from, const struct segment *seg)
{
	const struct flow_side *peer = &flow->side[other_end(from)];
	unsigned int names = 1 << SEG_ANY;

	if (seg->flags & TCP_SYN)
		names |= 1 << (seg->flags & TCP_ACK ? SEG_SYN_ACK : SEG_SYN);
	if (seg->flags & TCP_RST)
		names |= 1 << SEG_RST;
	if (seg->flags & TCP_FIN)
		names |= 1 << SEG_FIN;
	if (seg->payload_len)
		names |= 1 << SEG_DATA;
	if (is_pure_ack(seg))
		names |= 1 << SEG_ACK;
	if (is_handshake_ack(flow, from, seg))
		names |= 1 << SEG_HANDSHAKE_ACK;
	if (is_pure_ack(seg) && peer->fin_sent && seg->ack == peer->fin + 1)
		names |= 1 << SEG_FIN_ACK_OF;
	return (uint16_t)names;
}

/*
 * How often sequence space of a segment was sent before; counts this time, too. The SYN-ACK of a
 * simultaneous open takes the space of the SYN, but is not its retransmission.
 */
static uint16_t count_transmission(struct flow_side *side, const struct segment *seg)
{
	uint32_t seq = seg->seq, len = segment_len(seg);
	bool acks = seg->flags & TCP_ACK;
	uint16_t times = 0;

	if (!len)
		return 0;
	for (unsigned int i = 0; i < MIN(side->sent_n, FLOW_SENT); i++) {
		struct flow_sent *sent = &side->sent[i];

		if (sent->acks != acks)
			continue;
		if (sent->seq == seq && sent->len == len)
			return sent->times++;
		if (seq_before(sent->seq, seq + len) && seq_before(seq, sent->seq + sent->len))
			times = MAX(times, sent->times);
	}
	if (!times && side->sent_n > FLOW_SENT && seq_before(seq, side->next))
		times = 1;
	side->sent[side->sent_n++ % FLOW_SENT] = (struct flow_sent){seq, len, times + 1, acks};
	return times;
}

/* Remember what later segments are compared with. */
static void remember(struct flow *flow, enum end from, const struct segment *seg)
{
	struct flow_side *side = &flow->side[from];
	const struct flow_side *peer = &flow->side[other_end(from)];
	uint32_t end = seg->seq + segment_len(seg);

	if (segment_len(seg) && (!side->sent_n || seq_after(end, side->next)))
		side->next = end;
	if (seg->flags & TCP_FIN) {
		side->fin_sent = true;
		side->fin = end - 1;
	}
	if (seg->payload_len || seg->flags & TCP_FIN ||
	    (seg->flags & TCP_ACK && peer->iss_known && seq_after(seg->ack, peer->iss + 1)))
		side->spoke = true;
}

/* The largest shift of a window (RFC 7323 section 2.3). */
#define SCALE_MAX 14

/* Remember what the segment says of its sender as a receiver. */
static void remember_receiving(struct flow_side *side, const struct segment *seg)
{
	const uint8_t *scale = seg->flags & TCP_SYN ? segment_option(seg, TCP_OPTION_WSCALE) : NULL;

	side->ttl = seg->ttl;
	side->window = seg->window;
	side->window_scaled = !(seg->flags & TCP_SYN);
	if (seg->flags & TCP_SYN)
		side->scales = scale && scale[1] == 3;
	if (side->scales && scale)
		side->scale = MIN(scale[2], SCALE_MAX);
	if (seg->flags & TCP_ACK && (!side->expects_known || seq_after(seg->ack, side->expects))) {
		side->expects_known = true;
		side->expects = seg->ack;
	}
}

/* A number less an ISS, or as it is where the ISS was never seen. */
static uint32_t relative(const struct flow_side *side, uint32_t number)
{
	return side->iss_known ? number - side->iss : number;
}

void flow_describe(const struct flow *flow, enum end from, const struct segment *seg,
		   struct segment_facts *facts)
{
	*facts = (struct segment_facts){
		.connection = flow->connection,
		.seq = seg->seq,
		.ack = seg->ack,
		.rel_seq = relative(&flow->side[from], seg->seq),
		.payload_len = (uint32_t)seg->payload_len,
		.src_port = seg->src_port,
		.dst_port = seg->dst_port,
		.window = seg->window,
		.names = names_of(flow, from, seg),
		.flags = seg->flags,
		.ip_version = seg->ip_version,
	};
	segment_header_facts(seg, facts);
	if (seg->flags & TCP_ACK)
		facts->rel_ack = relative(&flow->side[other_end(from)], seg->ack);
}

struct flow *flows_observe(struct flows *flows, enum end from, const struct segment *seg,
			   struct segment_facts *facts)
{
	bool client = from == CLIENT;
	struct flow *flow = flows_find(flows, client ? seg->src_port : seg->dst_port,
				       client ? seg->dst_port : seg->src_port);

	if (!flow || begins_connection(flow, from, seg))
		flow = flow_new(flows, from, seg);
	learn_iss(flow, from, seg);
	flow_describe(flow, from, seg, facts);
	facts->retransmission = count_transmission(&flow->side[from], seg);
	remember(flow, from, seg);
	remember_receiving(&flow->side[from], seg);
	return flow;
}

/* ---- what an end would receive ------------------------------------------------------------- */

void flow_delivered(struct flow *flow, enum end from, const struct segment_facts *facts)
{
	struct flow_side *to = &flow->side[other_end(from)];
	uint32_t end = facts->seq + segment_facts_len(facts);

	/* acknowledges what was never sent: it is not taken (RFC 9293 section 3.10.7.4) */
	if (facts->flags & TCP_ACK && to->sent_n && seq_after(facts->ack, to->next))
		return;
	if (!to->expects_known && facts->flags & TCP_SYN) {
		to->expects_known = true;
		to->expects = end;
	} else if (to->expects_known && !seq_after(facts->seq, to->expects) &&
		   seq_after(end, to->expects)) {
		to->expects = end;
	}
}

void flow_learn(struct flow *flow, enum end from, const struct segment *seg)
{
	struct flow_side *side = &flow->side[from];

	if (seg->flags & TCP_SYN && !side->iss_known)
		*side = (struct flow_side){.iss_known = true, .iss = seg->seq, .next = seg->seq};
}

uint32_t flow_window(const struct flow *flow, enum end end)
{
	const struct flow_side *side = &flow->side[end];
	bool scaled = side->window_scaled && side->scales && flow->side[other_end(end)].scales;

	if (!side->ttl)
		return UINT16_MAX;
	return (uint32_t)side->window << (scaled ? side->scale : 0);
}
