/* SPDX-License-Identifier: MIT */
/*
 * END path STATE …: the states that a connection of the end entered after CLOSED, one after the
 * other. States passed too quickly to be seen count, but are shown in parentheses: they are
 * inferred. Every connection that the end had must have gone the same way.
 */
#include <inttypes.h>

#include "judge/hearing.h"

/* Whether the state that a move entered was left again within the same sighting. */
static bool passed_unseen(const struct way *way, size_t i)
{
	return i + 1 < way->n && way->moves[i]->inferred &&
	       way->moves[i + 1]->record == way->moves[i]->record;
}

static bool is_inferred(const struct way *way)
{
	for (size_t i = 0; i < way->n; i++)
		if (passed_unseen(way, i))
			return true;
	return false;
}

static char *way_text(const struct way *way)
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

/* Where the way went wrong: the first other state, or the last one when it ended too early. */
static size_t wrong_turn(const struct way *way, const struct expectation *ex)
{
	return way->moves[MIN(common(way, ex), way->n - 1)]->record;
}

static void fail(struct hearing *h, const struct expectation *ex, const struct way *way)
{
	struct finding *f = hearing_add_about(h, OUTCOME_FAIL, ex, wrong_turn(way, ex));
	uint32_t connection = way->moves[0]->connection;
	char *text = way_text(way);

	f->expected = expected_text(ex);
	f->saw = connection > 1 ? xasprintf("%s on connection %" PRIu32, text, connection)
				: xasprintf("%s", text);
	free(text);
}

static void pass(struct hearing *h, const struct expectation *ex, const struct way *way)
{
	struct finding *f = hearing_add_about(h, OUTCOME_PASS, ex, way->moves[way->n - 1]->record);
	char *text;

	if (!is_inferred(way))
		return;
	text = way_text(way);
	f->saw = xasprintf("%s; in parentheses: inferred, not seen", text);
	free(text);
}

void path_judge(struct hearing *h, const struct expectation *ex)
{
	struct way way = {0}, shown = {0};

	while (hearing_next_way(h, ex->path.end, &way)) {
		if (!is_as_expected(&way, ex)) {
			fail(h, ex, &way);
			return;
		}
		if (!shown.n || (is_inferred(&way) && !is_inferred(&shown)))
			shown = way;
	}
	if (shown.n) {
		pass(h, ex, &shown);
	} else {
		struct finding *f = hearing_add_about(h, OUTCOME_FAIL, ex, 0);

		f->expected = expected_text(ex);
		f->saw = xasprintf("no connection at the %s", end_name(ex->path.end));
	}
}
