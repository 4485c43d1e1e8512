/* SPDX-License-Identifier: MIT */
/* data received by END equals data sent by END: by the hash that each end made of its stream. */
#include <inttypes.h>

#include "base/translate.h"
#include "judge/hearing.h"

/* The last that is known of a connection's stream in one direction. */
struct flow_of_data {
	const struct event *sent;
	const struct event *received;
};

/* Each connection's, by its number less 1. */
static struct flow_of_data *collect(const struct hearing *h, enum end receiver,
				    uint32_t connections)
{
	struct flow_of_data *flows = xalloc(connections, sizeof(*flows));

	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];
		const struct event_stream *stream = &ev->call.stream;
		uint32_t connection;

		if (ev->kind != EVENT_RETURN || !stream->digest)
			continue;
		connection = hearing_connection(h, ev, ev->call.port, ev->call.peer_port);
		if (!connection)
			continue;
		if (ev->end == receiver && ev->call.step != STEP_SEND)
			flows[connection - 1].received = ev;
		if (ev->end != receiver && ev->call.step == STEP_SEND)
			flows[connection - 1].sent = ev;
	}
	return flows;
}

static uint64_t bytes_of(const struct event *ev)
{
	return ev ? ev->call.stream.bytes : 0;
}

static bool is_equal(const struct flow_of_data *flow)
{
	return bytes_of(flow->sent) == bytes_of(flow->received) &&
	       (!bytes_of(flow->sent) ||
		flow->sent->call.stream.digest == flow->received->call.stream.digest);
}

/* Whether the run's end cut an end's send: then nobody knows what was sent. */
static const struct event *find_cut_send(const struct hearing *h, enum end sender)
{
	const struct event *waiting = hearing_waiting(h, sender, h->tl->n);

	return waiting && waiting->call.step == STEP_SEND ? waiting : NULL;
}

static void fail(struct hearing *h, const struct expectation *ex, const struct event *ev, char *saw)
{
	struct finding *f = hearing_add_about(h, OUTCOME_FAIL, ex, ev ? record_of(h, ev) : 0);

	f->expected = xasprintf("%s", _("the same bytes at both ends"));
	f->saw = saw;
}

static void differs(struct hearing *h, const struct expectation *ex,
		    const struct flow_of_data *flow, uint32_t connection)
{
	uint64_t sent = bytes_of(flow->sent), received = bytes_of(flow->received);
	char *saw = sent == received
			    ? xasprintf(_("%" PRIu64 " bytes at both ends, but others"), sent)
			    : xasprintf(_("%" PRIu64 " bytes sent, %" PRIu64 " received"), sent,
					received);

	fail(h, ex, flow->received ? flow->received : flow->sent, on_connection(connection, saw));
}

void data_judge(struct hearing *h, const struct expectation *ex)
{
	uint32_t connections = hearing_connections(h);
	struct flow_of_data *flows = collect(h, ex->receiver, connections);
	const struct event *cut = find_cut_send(h, other_end(ex->receiver)), *last = NULL;
	size_t findings = h->out->n;

	for (uint32_t c = 1; c <= connections && h->out->n == findings; c++) {
		const struct flow_of_data *flow = &flows[c - 1];

		if ((ex->connection && ex->connection != c) || !bytes_of(flow->sent))
			continue;
		if (is_equal(flow))
			last = flow->received;
		else
			differs(h, ex, flow, c);
	}
	if (h->out->n != findings)
		;
	else if (cut)
		fail(h, ex, cut, xasprintf(_("a send %s"), hearing_cut_text(h, cut)));
	else if (last)
		hearing_add_about(h, OUTCOME_PASS, ex, record_of(h, last));
	else
		fail(h, ex, NULL, xasprintf("%s", _("no data sent")));
	free(flows);
}
