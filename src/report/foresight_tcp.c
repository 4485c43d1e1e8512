/* SPDX-License-Identifier: MIT */
/* The states of either end, and what TCP makes of a segment that arrives (RFC 9293 section 3.10, on Linux). */
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/foresight.h"
#include "report/rows.h"

/* ---- states -------------------------------------------------------------------------------- */

/* Whether a state is the one that is expected next; if not, the row that it came with is no good. */
static bool is_on_path(struct foresight *f, struct end_foreseen *e, enum tcp_state state,
		       size_t row)
{
	if (!e->path)
		return true;
	if (e->states < e->path->path.n && e->path->path.states[e->states] == state) {
		e->states++;
		return true;
	}
	f->good = MIN(MIN(f->good, row), f->n);
	foresight_stop(f, _("what comes now, the scenario does not tell"));
	return false;
}

static void add_state(struct row_states *states, enum tcp_state state)
{
	if (states->n < ROW_STATES) {
		states->item[states->n].inferred = false;
		states->item[states->n++].state = state;
	}
}

long tcp_sysctl(const struct foresight *f, enum end end, const char *name, long usual)
{
	for (size_t i = 0; i < f->sc->n_sysctls; i++) {
		const struct sysctl_setting *s = &f->sc->sysctls[i];

		if (s->end == end && !strcmp(s->name, name))
			return strtol(s->value, NULL, 10);
	}
	return usual;
}

void tcp_look_over(struct foresight *f, enum end end)
{
	struct end_foreseen *e = &f->end[end];

	e->over_due = NEVER;
	if (e->state == TCPS_TIME_WAIT)
		e->over_due = f->now + TIME_WAIT;
	else if (e->state == TCPS_FIN_WAIT_2 && e->orphan)
		e->over_due =
			f->now + tcp_sysctl(f, end, "net.ipv4.tcp_fin_timeout", 60) * NSEC_PER_SEC;
}

void tcp_change(struct foresight *f, enum end end, enum tcp_state state, size_t row)
{
	struct end_foreseen *e = &f->end[end];

	e->state = state;
	if (state != TCPS_LISTEN) {
		e->existed = true;
		if (!is_on_path(f, e, state, row))
			return;
	}
	if (state == TCPS_CLOSED || state == TCPS_TIME_WAIT) {
		e->waits = false;
		e->ack_due = NEVER;
	}
	tcp_look_over(f, end);
	if (row == WITH_NEXT_SEGMENT)
		add_state(&e->pending, state);
	else if (row < f->n)
		add_state(&f->rows[row].states[end], state);
}

/* The state that an end has just taken in a row is left again in the same instant. */
static void mark_passed(struct foresight *f, enum end end, size_t row)
{
	struct row_states *states = &f->rows[row].states[end];

	if (states->n)
		states->item[states->n - 1].inferred = true;
}

/* ---- receiving ----------------------------------------------------------------------------- */

static void answer_with_rst(struct foresight *f, enum end end, const struct segment_facts *facts)
{
	struct end_foreseen *e = &f->end[end];
	struct end_foreseen before = *e;

	if (facts->flags & TCP_RST)
		return;
	if (facts->flags & TCP_ACK) {
		e->snd_next = facts->rel_ack;
		tcp_send(f, end, TCP_RST, 0);
	} else {
		e->snd_next = 0;
		e->rcv_next = facts->rel_seq + segment_facts_len(facts);
		tcp_send(f, end, TCP_RST | TCP_ACK, 0);
	}
	*e = before;
	e->pending.n = 0;
}

static void receive_syn(struct foresight *f, enum end end, const struct segment_facts *facts,
			size_t row)
{
	f->end[end].rcv_next = facts->rel_seq + 1;
	tcp_change(f, end, TCPS_SYN_RECEIVED, row);
	if (f->end[end].opened) {
		f->end[end].snd_next = 0;
		f->end[end].waits = false;
	}
	tcp_send(f, end, TCP_SYN | TCP_ACK, 0);
}

static void receive_in_syn_sent(struct foresight *f, enum end end,
				const struct segment_facts *facts, size_t row)
{
	struct end_foreseen *e = &f->end[end];

	if (facts->flags & TCP_RST) {
		e->reset = true;
		tcp_change(f, end, TCPS_CLOSED, row);
	} else if (!(facts->flags & TCP_SYN)) {
		answer_with_rst(f, end, facts);
	} else if (!(facts->flags & TCP_ACK)) {
		receive_syn(f, end, facts, row);
	} else {
		e->rcv_next = facts->rel_seq + 1;
		e->waits = false;
		tcp_change(f, end, TCPS_ESTABLISHED, row);
		tcp_send(f, end, TCP_ACK, 0);
	}
}

/* The other end's acknowledgment of everything that was sent, and what it changes. */
static void receive_ack(struct foresight *f, enum end end, size_t row, bool passing)
{
	struct end_foreseen *e = &f->end[end];

	e->waits = false;
	if (!e->fin_sent)
		return;
	if (e->state == TCPS_FIN_WAIT_1) {
		tcp_change(f, end, TCPS_FIN_WAIT_2, row);
		if (passing)
			mark_passed(f, end, row);
	} else if (e->state == TCPS_CLOSING) {
		tcp_change(f, end, TCPS_TIME_WAIT, row);
	} else if (e->state == TCPS_LAST_ACK) {
		tcp_change(f, end, TCPS_CLOSED, row);
	}
}

static void receive_fin(struct foresight *f, enum end end, size_t row)
{
	struct end_foreseen *e = &f->end[end];

	e->rcv_next++;
	e->fin_received = true;
	if (e->state == TCPS_ESTABLISHED) {
		tcp_change(f, end, TCPS_CLOSE_WAIT, row);
		e->ack_due = f->now + DELAYED_ACK;
		return;
	}
	tcp_change(f, end, e->state == TCPS_FIN_WAIT_1 ? TCPS_CLOSING : TCPS_TIME_WAIT, row);
	tcp_send(f, end, TCP_ACK, 0);
}

static void receive_data(struct foresight *f, enum end end, const struct segment_facts *facts)
{
	struct end_foreseen *e = &f->end[end];

	e->delivered += facts->payload_len;
	e->rcv_next += facts->payload_len;
	/* Its ACK is not drawn: it may be late, or ride on other data. */
	f->end[other_end(end)].waits = false;
}

/* What an end in one of the synchronized states makes of a segment that is no RST. */
static void receive_synchronized(struct foresight *f, enum end end,
				 const struct segment_facts *facts, size_t row)
{
	struct end_foreseen *e = &f->end[end];
	bool fin = facts->flags & TCP_FIN, again = facts->rel_seq != e->rcv_next;

	if (facts->rel_seq > e->rcv_next) {
		foresight_stop(f, _("something is missing before that: how it is mended is not "
				    "drawn"));
		return;
	}
	if (e->orphan && facts->payload_len && !again) {
		tcp_change(f, end, TCPS_CLOSED, row); /* nobody can read that any more */
		answer_with_rst(f, end, facts);
		return;
	}
	if (facts->flags & TCP_SYN || (again && (facts->payload_len || fin))) {
		tcp_send(f, end, TCP_ACK, 0); /* it has that already */
		tcp_look_over(f, end);
		if (facts->flags & TCP_ACK && facts->rel_ack == e->snd_next)
			receive_ack(f, end, row, false);
		return;
	}
	if (e->state == TCPS_TIME_WAIT && again)
		tcp_send(f, end, TCP_ACK, 0); /* an old one: where is the other end? */
	if (facts->flags & TCP_ACK && facts->rel_ack == e->snd_next)
		receive_ack(f, end, row, fin);
	if (facts->payload_len)
		receive_data(f, end, facts);
	if (fin && !f->stopped)
		receive_fin(f, end, row);
}

static void receive_in_syn_received(struct foresight *f, enum end end,
				    const struct segment_facts *facts, size_t row)
{
	struct end_foreseen *e = &f->end[end];
	bool syn = facts->flags & TCP_SYN;

	if (syn && !(facts->flags & TCP_ACK)) {
		tcp_send_again(f, end);
		return;
	}
	if (!(facts->flags & TCP_ACK) || facts->rel_ack != 1)
		return;
	e->waits = false;
	if (e->defers && !syn && facts->flags == TCP_ACK)
		return; /* it is to bring data: the connection waits for them */
	tcp_change(f, end, TCPS_ESTABLISHED, row);
	if (facts->flags & TCP_FIN)
		mark_passed(f, end, row);
	if (syn)
		tcp_send(f, end, TCP_ACK, 0);
	else
		receive_synchronized(f, end, facts, row);
}

static void receive_rst(struct foresight *f, enum end end, const struct segment_facts *facts,
			size_t row)
{
	struct end_foreseen *e = &f->end[end];

	if (e->state == TCPS_CLOSED || e->state == TCPS_LISTEN)
		return;
	if (e->state == TCPS_TIME_WAIT && tcp_sysctl(f, end, "net.ipv4.tcp_rfc1337", 0))
		return;
	if (facts->rel_seq != e->rcv_next) {
		tcp_send(f, end, TCP_ACK, 0); /* RFC 5961: is that meant? */
		return;
	}
	e->reset = true;
	e->orphan = true;
	tcp_change(f, end, TCPS_CLOSED, row);
}

bool listens_on(const struct end_foreseen *e, uint16_t port)
{
	for (size_t i = 0; i < e->n_ports; i++)
		if (e->ports[i] == port)
			return true;
	return false;
}

void tcp_receive(struct foresight *f, enum end to, const struct segment_facts *facts, size_t row)
{
	struct end_foreseen *e = &f->end[to];

	if (facts->payload_len || facts->flags & TCP_FIN) {
		e->streams = false;
		e->sends = 0;
	}
	if (e->state == TCPS_SYN_SENT)
		receive_in_syn_sent(f, to, facts, row);
	else if (facts->flags & TCP_RST)
		receive_rst(f, to, facts, row);
	else if (e->state == TCPS_CLOSED)
		answer_with_rst(f, to, facts);
	else if (e->state == TCPS_LISTEN && facts->flags == TCP_SYN && listens_on(e, f->port))
		receive_syn(f, to, facts, row);
	else if (e->state == TCPS_LISTEN)
		answer_with_rst(f, to, facts);
	else if (e->state == TCPS_SYN_RECEIVED)
		receive_in_syn_received(f, to, facts, row);
	else
		receive_synchronized(f, to, facts, row);
}
