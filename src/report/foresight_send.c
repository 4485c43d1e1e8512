/* SPDX-License-Identifier: MIT */
/* What TCP sends at either end, and when: calls, retransmissions, delayed ACKs. */
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/foresight.h"

/* ---- sending ------------------------------------------------------------------------------- */

static uint16_t names_of(const struct foresight *f, enum end from, uint8_t flags, uint32_t len)
{
	const struct end_foreseen *e = &f->end[from];
	uint16_t names = 1 << SEG_ANY;

	if (len)
		names |= 1 << SEG_DATA;
	if (flags & TCP_SYN)
		return names | 1 << (flags & TCP_ACK ? SEG_SYN_ACK : SEG_SYN);
	if (flags & TCP_RST)
		return names | 1 << SEG_RST;
	if (flags & TCP_FIN)
		return names | 1 << SEG_FIN;
	if (len)
		return names;
	names |= 1 << SEG_ACK;
	if (e->opened && e->snd_next == 1 && e->rcv_next == 1)
		names |= 1 << SEG_HANDSHAKE_ACK;
	if (e->fin_received)
		names |= 1 << SEG_FIN_ACK_OF;
	return names;
}

static void put_on_the_way(struct foresight *f, enum end from, const struct segment_facts *facts)
{
	struct on_the_way *item = ARRAY_ADD(f->way, f->n_way);

	item->from = from;
	item->facts = *facts;
	item->states = f->end[from].pending;
	f->end[from].pending.n = 0;
}

static nsec_t timeout_of(uint8_t flags)
{
	return flags & TCP_SYN ? FIRST_TIMEOUT : LEAST_TIMEOUT;
}

/* How often a segment is sent at most, as far as the scenario tells. */
static uint32_t limit_of(const struct foresight *f, enum end from, uint8_t flags)
{
	enum segment_name name =
		flags & TCP_SYN ? (flags & TCP_ACK ? SEG_SYN_ACK : SEG_SYN) : SEG_FIN;

	if (!(flags & (TCP_SYN | TCP_FIN)))
		return 0;
	for (size_t i = 0; i < f->sc->n_expectations; i++) {
		const struct expectation *ex = &f->sc->expectations[i];

		if (ex->where || ex->connection > 1)
			continue;
		if (ex->kind == EXPECT_SEGMENTS && ex->segments.which.name == name &&
		    ex->segments.cmp == CMP_EQ && !ex->segments.which.dropped &&
		    ex->segments.which.transmission == TRANSMISSION_ANY &&
		    ex->segments.which.from_given && ex->segments.which.from == from)
			return ex->segments.n;
		if (ex->kind == EXPECT_GAPS && ex->gaps.which.name == name &&
		    (!ex->gaps.which.from_given || ex->gaps.which.from == from) &&
		    ex->gaps.which.nth <= 1)
			return (uint32_t)ex->gaps.n + 1;
	}
	if (flags & TCP_SYN && flags & TCP_ACK)
		return (uint32_t)tcp_sysctl(f, from, "net.ipv4.tcp_synack_retries", 5) + 1;
	return 0;
}

static void wait_for_ack(struct foresight *f, struct end_foreseen *e, enum end from,
			 const struct segment_facts *facts)
{
	if (e->waits)
		return; /* what was sent before is sent again first */
	e->unacked = *facts;
	e->waits = true;
	e->seen = 0;
	e->transmissions = 1;
	e->limit = limit_of(f, from, facts->flags);
	e->timeout = timeout_of(facts->flags);
	e->due = f->now + e->timeout;
}

void tcp_send(struct foresight *f, enum end from, uint8_t flags, uint32_t len)
{
	struct end_foreseen *e = &f->end[from];
	struct segment_facts facts = {
		.connection = 1,
		.seq = e->snd_next,
		.rel_seq = e->snd_next,
		.payload_len = len,
		.flags = flags,
		.ip_version = 4,
	};

	if (flags & TCP_ACK)
		facts.ack = facts.rel_ack = e->rcv_next;
	facts.names = names_of(f, from, flags, len);
	e->snd_next += segment_facts_len(&facts);
	if (flags & TCP_ACK)
		e->ack_due = NEVER;
	put_on_the_way(f, from, &facts);
	if (segment_facts_len(&facts))
		wait_for_ack(f, e, from, &facts);
}

void tcp_send_again(struct foresight *f, enum end from)
{
	struct end_foreseen *e = &f->end[from];

	e->transmissions++;
	if (e->unacked.flags & TCP_ACK)
		e->unacked.ack = e->unacked.rel_ack = e->rcv_next;
	if (e->transmissions > 1)
		e->timeout *= 2;
	e->due = f->now + e->timeout;
	put_on_the_way(f, from, &e->unacked);
}

/* ---- timers -------------------------------------------------------------------------------- */

static void give_up(struct foresight *f, enum end end)
{
	struct row *row = foresight_row(f, ROW_CHANGE, end);

	snprintf(row->words, sizeof(row->words), "%s", _("timer"));
	tcp_change(f, end, TCPS_CLOSED, f->n - 1);
}

nsec_t tcp_due(const struct foresight *f, enum end end)
{
	const struct end_foreseen *e = &f->end[end];
	nsec_t due = MIN(e->ack_due, e->over_due);

	return e->waits ? MIN(due, e->due) : due;
}

void tcp_timer(struct foresight *f, enum end end)
{
	struct end_foreseen *e = &f->end[end];

	if (e->ack_due <= f->now)
		tcp_send(f, end, TCP_ACK, 0);
	else if (e->over_due <= f->now)
		give_up(f, end);
	else if (e->limit && e->transmissions >= e->limit)
		give_up(f, end);
	else if (e->transmissions > (e->limit ? e->limit : 2) ||
		 e->transmissions > RETRANSMISSIONS_SHOWN)
		foresight_stop(f, _("and so on: how often, the kernel decides"));
	else
		tcp_send_again(f, end);
}

/* ---- calls --------------------------------------------------------------------------------- */

void tcp_connect(struct foresight *f, enum end end, const struct step *step)
{
	struct end_foreseen *e = &f->end[end];

	e->opened = true;
	e->socket = step->as ? step->as : step->on;
	f->port = step->connect.port;
	tcp_change(f, end, TCPS_SYN_SENT, WITH_NEXT_SEGMENT);
	tcp_send(f, end, TCP_SYN, 0);
}

static void send_fin(struct foresight *f, enum end end)
{
	struct end_foreseen *e = &f->end[end];

	if (e->streams) {
		foresight_stop(f,
			       _("whether the FIN comes with the last of the data is not drawn"));
		return;
	}
	e->fin_sent = true;
	tcp_change(f, end, e->state == TCPS_CLOSE_WAIT ? TCPS_LAST_ACK : TCPS_FIN_WAIT_1,
		   WITH_NEXT_SEGMENT);
	tcp_send(f, end, TCP_FIN | TCP_ACK, 0);
}

void tcp_shutdown(struct foresight *f, enum end end)
{
	const struct end_foreseen *e = &f->end[end];

	if (e->state == TCPS_ESTABLISHED || e->state == TCPS_CLOSE_WAIT)
		send_fin(f, end);
	else if (e->state == TCPS_SYN_RECEIVED && e->opened)
		send_fin(f, end);
}

void tcp_abort(struct foresight *f, enum end end)
{
	struct end_foreseen *e = &f->end[end];

	e->orphan = true;
	if (e->state == TCPS_CLOSED || e->state == TCPS_LISTEN || e->state == TCPS_TIME_WAIT)
		return;
	if (e->state == TCPS_SYN_SENT) {
		tcp_close(f, end, "abort");
		return;
	}
	tcp_change(f, end, TCPS_CLOSED, WITH_NEXT_SEGMENT);
	tcp_send(f, end, TCP_RST | TCP_ACK, 0);
}

void tcp_close(struct foresight *f, enum end end, const char *call)
{
	struct end_foreseen *e = &f->end[end];
	struct row *row;

	e->orphan = true;
	tcp_look_over(f, end);
	if (e->delivered > e->consumed && e->state != TCPS_CLOSED && e->state != TCPS_TIME_WAIT) {
		tcp_abort(f, end); /* with data unread */
	} else if (e->state == TCPS_SYN_SENT) {
		row = foresight_row(f, ROW_CHANGE, end);
		snprintf(row->words, sizeof(row->words), "%s()", call);
		tcp_change(f, end, TCPS_CLOSED, f->n - 1);
	} else {
		tcp_shutdown(f, end);
	}
}
