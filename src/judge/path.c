/* SPDX-License-Identifier: MIT */
/*
 * END path STATE … and END passes STATE …: the states that a connection of the end entered after CLOSED, one after the
 * other. States passed too quickly to be seen count, but are shown in parentheses: they are
 * inferred. Every connection that the end had must have gone the same way.
 */
#include "base/translate.h"
#include "judge/hearing.h"

static char *expected_text(const struct expectation *ex)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	for (size_t i = 0; i < ex->path.n; i++)
		fprintf(out, "%s%s", i ? " " : "", tcp_state_name(ex->path.states[i]));
	fclose(out);
	return text;
}

/* How many states from the first on are as expected. */
static size_t common(const struct way *way, const struct expectation *ex)
{
	size_t i = 0;

	while (i < way->n && i < ex->path.n && way->moves[i]->to == ex->path.states[i])
		i++;
	return i;
}

static bool is_as_expected(const struct way *way, const struct expectation *ex)
{
	return way->n == ex->path.n && common(way, ex) == way->n;
}

/* Whether the expected states are on the way in this order, others between them or not. */
static bool passes_all(const struct way *way, const struct expectation *ex)
{
	size_t found = 0;

	for (size_t i = 0; i < way->n && found < ex->path.n; i++)
		found += way->moves[i]->to == ex->path.states[found];
	return found == ex->path.n;
}

/* Where the way went wrong: the first other state, or the last one when it ended too early. */
static size_t wrong_turn(const struct way *way, const struct expectation *ex)
{
	if (ex->kind == EXPECT_PASSES)
		return way->moves[way->n - 1]->record;
	return way->moves[MIN(common(way, ex), way->n - 1)]->record;
}

static void fail(struct hearing *h, const struct expectation *ex, const struct way *way)
{
	struct finding *f = hearing_add_about(h, OUTCOME_FAIL, ex, wrong_turn(way, ex));

	f->expected = expected_text(ex);
	f->saw = on_connection(way->moves[0]->connection, way_text(way));
}

static void pass(struct hearing *h, const struct expectation *ex, const struct way *way)
{
	struct finding *f = hearing_add_about(h, OUTCOME_PASS, ex, way->moves[way->n - 1]->record);
	char *text;

	if (!way_is_inferred(way))
		return;
	text = way_text(way);
	f->saw = xasprintf(_("%s; in parentheses: inferred, not seen"), text);
	free(text);
}

/* Every connection that is meant, and at least one, must be as expected. */
static void judge_ways(struct hearing *h, const struct expectation *ex,
		       bool (*is_good)(const struct way *way, const struct expectation *ex))
{
	struct way way = {0}, shown = {0};

	while (hearing_next_meant(h, ex, ex->path.end, &way)) {
		if (!is_good(&way, ex)) {
			fail(h, ex, &way);
			return;
		}
		if (!shown.n || (way_is_inferred(&way) && !way_is_inferred(&shown)))
			shown = way;
	}
	if (shown.n)
		pass(h, ex, &shown);
	else
		hearing_no_connection(h, ex, ex->path.end, expected_text(ex));
}

void path_judge(struct hearing *h, const struct expectation *ex)
{
	judge_ways(h, ex, is_as_expected);
}

void passes_judge(struct hearing *h, const struct expectation *ex)
{
	judge_ways(h, ex, passes_all);
}
