/* SPDX-License-Identifier: MIT */
/* Ways of connections through the states of an end, and what connections are called. */
#include <inttypes.h>

#include "base/translate.h"
#include "judge/hearing.h"

bool hearing_next_meant(const struct hearing *h, const struct expectation *ex, enum end end,
			struct way *way)
{
	while (hearing_next_way(h, end, way)) {
		if (!ex->connection || way->moves[0]->connection == ex->connection)
			return true;
	}
	return false;
}

/* Whether the state that a move entered was left again within the same sighting. */
static bool passed_unseen(const struct way *way, size_t i)
{
	return i + 1 < way->n && way->moves[i]->inferred &&
	       way->moves[i + 1]->record == way->moves[i]->record;
}

bool way_is_inferred(const struct way *way)
{
	for (size_t i = 0; i < way->n; i++)
		if (passed_unseen(way, i))
			return true;
	return false;
}

char *way_text(const struct way *way)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	for (size_t i = 0; i < way->n; i++)
		fprintf(out, passed_unseen(way, i) ? "%s(%s)" : "%s%s", i ? " " : "",
			tcp_state_name(way->moves[i]->to));
	fclose(out);
	return text;
}

char *on_connection(uint32_t connection, char *saw)
{
	char *text;

	if (connection <= 1)
		return saw;
	text = xasprintf(_("%s on connection %" PRIu32), saw, connection);
	free(saw);
	return text;
}

void hearing_no_connection(struct hearing *h, const struct expectation *ex, enum end end,
			   char *expected)
{
	struct finding *f = hearing_add_about(h, OUTCOME_FAIL, ex, 0);

	f->expected = expected;
	f->saw = ex->connection ? xasprintf(_("no connection %" PRIu32 " at the %s"),
					    ex->connection, _(end_name(end)))
				: xasprintf(_("no connection at the %s"), _(end_name(end)));
}

uint32_t hearing_connections(const struct hearing *h)
{
	uint32_t n = 0;

	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		if (ev->kind == EVENT_SEGMENT)
			n = MAX(n, ev->segment.facts.connection);
	}
	return n;
}

uint32_t hearing_connection(const struct hearing *h, const struct event *ev, uint16_t port,
			    uint16_t peer_port)
{
	for (const struct event *s = ev; s >= h->tl->events; s--) {
		const struct segment_facts *facts = &s->segment.facts;
		bool own = s->end == ev->end;

		if (s->kind == EVENT_SEGMENT && facts->src_port == (own ? port : peer_port) &&
		    facts->dst_port == (own ? peer_port : port))
			return facts->connection;
	}
	return 0;
}

size_t record_of(const struct hearing *h, const struct event *ev)
{
	return timeline_record((size_t)(ev - h->tl->events));
}
