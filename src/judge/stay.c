/* SPDX-License-Identifier: MIT */
/*
 * END in STATE for TIME: how long the first stay of each connection in the state lasted. Both its
 * beginning and its end are known as intervals only, so its length is one, too:
 *
 *	entered within [a, b], left within [c, d]: it lasted from c - b to d - a
 *
 * What is wholly inside the expected range passes, what is wholly outside fails; anything else
 * cannot be told. Of a stay that the run's end cut short only the shortest length is known.
 *
 * END reaches STATE within TIME: when it was entered first, since the run began.
 */
#include "base/translate.h"
#include "judge/hearing.h"

/* What was found of one connection, and the worst of all of them. */
struct stay {
	enum outcome_kind kind;
	bool found;
	uint32_t connection;
	struct span span;
	size_t record;
};

static size_t find_entry(const struct way *way, enum tcp_state state)
{
	size_t i = 0;

	while (i < way->n && way->moves[i]->to != state)
		i++;
	return i;
}

/* How long the way's first stay lasted; the record is of its end, or else its beginning. */
static void measure_stay(const struct hearing *h, const struct way *way, size_t entry,
			 struct stay *stay)
{
	const struct transition *entered = way->moves[entry];
	const struct transition *left = entry + 1 < way->n ? way->moves[entry + 1] : NULL;
	struct monotime end = h->tl->events[h->tl->n - 1].at;

	stay->span.at_least =
		MAX(monotime_between(entered->latest, left ? left->earliest : end), 0);
	stay->span.at_most = left ? monotime_between(entered->earliest, left->latest) : UNBOUNDED;
	stay->record = (left ? left : entered)->record;
}

/* When the way's first stay began. */
static void measure_entry(const struct hearing *h, const struct way *way, size_t entry,
			  struct stay *stay)
{
	const struct transition *entered = way->moves[entry];

	(void)h;
	stay->span = (struct span){entered->earliest.ns, entered->latest.ns};
	stay->record = entered->record;
}

typedef void measure_fn(const struct hearing *h, const struct way *way, size_t entry,
			struct stay *stay);

/* Measure each connection that entered the state. Return: the worst */
static struct stay find_worst(const struct hearing *h, const struct expectation *ex,
			      measure_fn *measure)
{
	struct stay worst = {0};
	struct way way = {0};

	while (hearing_next_meant(h, ex, ex->in_state.end, &way)) {
		size_t entry = find_entry(&way, ex->in_state.state);
		struct stay stay = {.found = true, .connection = way.moves[0]->connection};

		if (entry == way.n)
			continue;
		measure(h, &way, entry, &stay);
		stay.kind = span_judge(stay.span, &ex->in_state.time);
		if (!worst.found || stay.kind > worst.kind)
			worst = stay;
	}
	return worst;
}

static void never_there(struct hearing *h, const struct expectation *ex, uint32_t connection)
{
	struct finding *f = hearing_add_about(h, OUTCOME_FAIL, ex, 0);

	f->expected = expected_time_text(&ex->in_state.time);
	f->saw = on_connection(connection,
			       xasprintf(_("the %s was never in %s"), _(end_name(ex->in_state.end)),
					 tcp_state_name(ex->in_state.state)));
}

static void add(struct hearing *h, const struct expectation *ex, const struct stay *stay)
{
	struct finding *f = hearing_add_about(h, stay->kind, ex, stay->record);
	char *span = on_connection(stay->connection, span_text(stay->span));

	if (stay->span.at_most == UNBOUNDED)
		f->saw = xasprintf(_("%s; it had not left when the run ended"), span);
	else if (stay->kind == OUTCOME_INCONCLUSIVE)
		f->saw = xasprintf(_("%s; nothing was seen in between"), span);
	else
		f->saw = xasprintf("%s", span);
	if (stay->kind != OUTCOME_PASS)
		f->expected = expected_time_text(&ex->in_state.time);
	free(span);
}

void stay_judge(struct hearing *h, const struct expectation *ex)
{
	struct stay worst = find_worst(h, ex, measure_stay);

	if (worst.found)
		add(h, ex, &worst);
	else
		never_there(h, ex, ex->connection);
}

/* Unlike a stay, this is expected of every connection. */
void reaches_judge(struct hearing *h, const struct expectation *ex)
{
	struct stay worst = find_worst(h, ex, measure_entry);
	struct way way = {0};

	while (hearing_next_meant(h, ex, ex->in_state.end, &way)) {
		if (find_entry(&way, ex->in_state.state) == way.n) {
			never_there(h, ex, way.moves[0]->connection);
			return;
		}
	}
	if (worst.found)
		add(h, ex, &worst);
	else
		never_there(h, ex, ex->connection);
}
