/* SPDX-License-Identifier: MIT */
/* What both ends were found to have at a moment: sockets, counters, TCP_INFO. */
#include <inttypes.h>
#include <string.h>

#include "base/translate.h"
#include "judge/hearing.h"

/* What is expected, as the expectation's text ends. */
static char *expected_text(const struct expectation *ex)
{
	if (ex->kind == EXPECT_INFO && info_field_unit(ex->stock.field) == INFO_MICROSECONDS)
		return expected_time_text(&ex->stock.time);
	if (ex->kind == EXPECT_INFO && info_field_unit(ex->stock.field) == INFO_TCP_STATE)
		return xasprintf("%s %s", comparison_word(ex->stock.cmp),
				 tcp_state_name(ex->stock.n));
	return xasprintf("%s %" PRIu32, comparison_word(ex->stock.cmp), ex->stock.n);
}

/* Takes over @saw. */
static void add(struct hearing *h, enum outcome_kind kind, const struct expectation *ex,
		size_t record, char *saw)
{
	struct finding *f = hearing_add_about(h, kind, ex, record);

	f->saw = saw;
	if (kind != OUTCOME_PASS)
		f->expected = expected_text(ex);
}

/* Whether a script came to the moment; the run's end always comes. */
static bool is_reached(const struct hearing *h, size_t moment)
{
	bool reached = moment == MOMENT_END;

	for (size_t i = 0; i < h->tl->n && !reached; i++)
		reached = h->tl->events[i].kind == EVENT_MARK && h->tl->events[i].mark == moment;
	return reached;
}

/* The record has nothing to judge by: the run never came there, or the evidence is missing. */
static void no_stock(struct hearing *h, const struct expectation *ex)
{
	if (!is_reached(h, ex->moment))
		add(h, OUTCOME_FAIL, ex, 0,
		    xasprintf(_("no script came to mark %s"), h->sc->moments[ex->moment].name));
	else
		add(h, OUTCOME_INCONCLUSIVE, ex, 0, xasprintf("%s", _("no record of it")));
}

/* ---- sockets ------------------------------------------------------------------------------- */

/* The end's sockets at the moment; of a mark that was passed more than once, the last time. */
static const struct event *find_sockets(const struct hearing *h, const struct expectation *ex)
{
	const struct event *found = NULL;

	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		if (ev->kind == EVENT_SOCKETS && ev->end == ex->stock.end &&
		    ev->sockets.moment == ex->moment)
			found = ev;
	}
	return found;
}

void sockets_judge(struct hearing *h, const struct expectation *ex)
{
	const struct event *ev = find_sockets(h, ex);

	if (ev)
		judge_count(h, ex, ex->stock.cmp, ex->stock.n, ev->sockets.n[ex->stock.state],
			    record_of(h, ev));
	else
		no_stock(h, ex);
}

/* ---- counters ------------------------------------------------------------------------------ */

static const struct event *find_counter(const struct hearing *h, const struct expectation *ex)
{
	const char *name = h->sc->counters[ex->stock.counter];
	const struct event *found = NULL;

	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		if (ev->kind == EVENT_COUNTER && ev->end == ex->stock.end &&
		    ev->counter.moment == ex->moment &&
		    !strcmp(h->sc->counters[ev->counter.counter], name))
			found = ev;
	}
	return found;
}

void counter_judge(struct hearing *h, const struct expectation *ex)
{
	const struct event *ev = find_counter(h, ex);

	if (!ev)
		no_stock(h, ex);
	else if (!ev->counter.known)
		add(h, OUTCOME_INCONCLUSIVE, ex, record_of(h, ev),
		    xasprintf("%s", _("the run's kernel has no counter of that name")));
	else
		judge_count(h, ex, ex->stock.cmp, ex->stock.n, ev->counter.value, record_of(h, ev));
}

/* ---- TCP_INFO ------------------------------------------------------------------------------ */

static enum outcome_kind judge_info(const struct event *ev, const struct expectation *ex)
{
	uint32_t value = ev->info.facts.value[ex->stock.field];
	struct span span = {value * NSEC_PER_USEC, value * NSEC_PER_USEC};

	if (info_field_unit(ex->stock.field) == INFO_MICROSECONDS)
		return span_judge(span, &ex->stock.time);
	return comparison_holds(ex->stock.cmp, value, ex->stock.n) ? OUTCOME_PASS : OUTCOME_FAIL;
}

static char *info_text(const struct event *ev, enum info_field field, uint32_t connection)
{
	uint32_t value = ev->info.facts.value[field];
	char *text = NULL, time[NSEC_TEXT];

	switch (info_field_unit(field)) {
	case INFO_COUNT:
		text = xasprintf("%" PRIu32, value);
		break;
	case INFO_MICROSECONDS:
		text = xasprintf("%s", nsec_format(time, value * NSEC_PER_USEC));
		break;
	case INFO_TCP_STATE:
		text = xasprintf("%s", tcp_state_name(value));
		break;
	}
	return on_connection(connection, text);
}

/* Each connection that is meant and had TCP_INFO, of those that were found last. */
void info_judge(struct hearing *h, const struct expectation *ex)
{
	const struct event *sockets = find_sockets(h, ex);
	bool found = false;

	if (!sockets) {
		no_stock(h, ex);
		return;
	}
	/* They stand right before the count of the sockets that they are of. */
	for (const struct event *ev = sockets - 1;
	     ev >= h->tl->events && !(ev->kind == EVENT_SOCKETS && ev->end == sockets->end); ev--) {
		enum outcome_kind kind;
		uint32_t connection;

		if (ev->kind != EVENT_INFO || ev->end != sockets->end ||
		    ev->info.moment != ex->moment)
			continue;
		connection = hearing_connection(h, ev, ev->info.port, ev->info.peer_port);
		if (ex->connection && ex->connection != connection)
			continue;
		found = true;
		kind = judge_info(ev, ex);
		if (kind != OUTCOME_PASS) {
			add(h, kind, ex, record_of(h, ev),
			    info_text(ev, ex->stock.field, connection));
			return;
		}
	}
	if (found)
		add(h, OUTCOME_PASS, ex, record_of(h, sockets), NULL);
	else
		add(h, OUTCOME_FAIL, ex, record_of(h, sockets),
		    xasprintf(_("no connection with TCP_INFO at the %s"),
			      _(end_name(ex->stock.end))));
}
