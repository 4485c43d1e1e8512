/* SPDX-License-Identifier: MIT */
#include "report/foresee.h"

#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/foresight.h"

/* More rows would say no more. */
#define ROWS_MAX 80

void foresight_stop(struct foresight *f, const char *why)
{
	if (!f->stopped)
		f->stopped = why;
}

/* ---- going through it ---------------------------------------------------------------------- */

/* The path that an end's first connection is expected to go. */
static const struct expectation *find_path(const struct scenario *sc, enum end end)
{
	for (size_t i = 0; i < sc->n_expectations; i++) {
		const struct expectation *ex = &sc->expectations[i];

		if (ex->kind == EXPECT_PATH && ex->path.end == end && ex->connection <= 1 &&
		    !ex->where)
			return ex;
	}
	return NULL;
}

static void begin(struct foresight *f, const struct scenario *sc)
{
	f->sc = sc;
	f->good = SIZE_MAX;
	f->rules = xalloc(MAX(sc->n_faults, (size_t)1), sizeof(*f->rules));
	for_each_end(e) {
		f->end[e].ack_due = f->end[e].due = f->end[e].over_due = NEVER;
		f->end[e].path = find_path(sc, e);
		f->end[e].listener = SOCKET_LISTENER;
	}
	if (sc->wire_timeout)
		foresight_stop(f, _("what the wire forgets is not drawn"));
}

/* Whether two things are due so close to each other that nobody can tell which is first. */
static bool is_close_call(const struct foresight *f, nsec_t first)
{
	nsec_t vague = (first - f->now) / 8 + VAGUENESS;
	const nsec_t others[] = {script_next(f), wire_next(f), tcp_due(f, CLIENT),
				 tcp_due(f, SERVER)};
	unsigned int n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		n += others[i] != NEVER && others[i] <= first + vague;
	return n > 1;
}

/* Nothing more happens at this time. Return: false: nor at any other */
static bool go_on(struct foresight *f)
{
	nsec_t next = MIN(script_next(f), wire_next(f));

	for_each_end(e)
		next = MIN(next, tcp_due(f, e));
	if (next == NEVER) {
		foresight_stop(f, _("what comes now, the scenario does not tell"));
		return false;
	}
	if (is_close_call(f, next)) {
		foresight_stop(f, _("what is first now, the scenario does not tell"));
		return false;
	}
	f->now = next;
	for_each_end(e)
		if (tcp_due(f, e) <= next)
			tcp_timer(f, e);
	return true;
}

static bool is_over(const struct foresight *f)
{
	bool done = script_done(f, CLIENT) && !f->n_held;

	return done && (!f->end[CLIENT].dead || script_done(f, SERVER));
}

static void go_through(struct foresight *f)
{
	while (!f->stopped) {
		if (f->n > ROWS_MAX)
			foresight_stop(f, _("and so on"));
		else if (!wire_carry(f) && !script_go(f) && (is_over(f) || !go_on(f)))
			break;
	}
}

/* ---- what the expectations say of it ------------------------------------------------------- */

/* States that are expected and did not come. */
static bool lacks_states(const struct foresight *f)
{
	for_each_end(e)
		if (f->end[e].path && f->end[e].states < f->end[e].path->path.n)
			return true;
	return false;
}

static uint32_t count_rows(const struct foresight *f, const struct segment_choice *which)
{
	uint32_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		const struct row *row = &f->rows[i];
		bool again = row->facts.retransmission;

		if (row->kind != ROW_SEGMENT || row->ours ||
		    !(row->facts.names & 1 << which->name) ||
		    (which->from_given && which->from != row->end) ||
		    (which->dropped && (row->verdict != VERDICT_DROP || !row->fault)) ||
		    (which->transmission == TRANSMISSION_FIRST && again) ||
		    (which->transmission == TRANSMISSION_AGAIN && !again))
			continue;
		n++;
	}
	return n;
}

/* ACKs of data are not drawn, nor are data in several segments. */
static bool is_drawn(const struct foresight *f, enum segment_name name)
{
	return name != SEG_ACK && name != SEG_ANY && (name != SEG_DATA || !f->data_vague);
}

static bool agrees(const struct foresight *f, const struct expectation *ex)
{
	switch (ex->kind) {
	case EXPECT_SEGMENTS:
		return !is_drawn(f, ex->segments.which.name) || ex->connection > 1 ||
		       comparison_holds(ex->segments.cmp, count_rows(f, &ex->segments.which),
					ex->segments.n);
	case EXPECT_FIRED:
		return ex->disabled ||
		       comparison_holds(ex->fired.cmp, f->rules[ex->fired.fault].fired,
					ex->fired.n);
	case EXPECT_ENDS_IN:
		return ex->connection > 1 || !f->end[ex->visit.end].existed ||
		       f->end[ex->visit.end].state == ex->visit.state;
	default:
		return true;
	}
}

/* Whether rows that go on to the end of the run are what the scenario expects. */
static bool is_expected(const struct foresight *f)
{
	if (lacks_states(f))
		return false;
	for (size_t i = 0; i < f->sc->n_expectations; i++)
		if (!f->sc->expectations[i].where && !agrees(f, &f->sc->expectations[i]))
			return false;
	return true;
}

/* How many of the expected states of an end stand in the rows. */
static size_t count_states(const struct foresight *f, enum end end)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->rows[i].states[end].n; k++)
			n += f->rows[i].states[end].item[k].state != TCPS_LISTEN;
	return n;
}

/* The last row: why it is the last, and the states that are expected after it. */
static void add_rest(struct foresight *f)
{
	const size_t shown[ENDS] = {count_states(f, CLIENT), count_states(f, SERVER)};
	struct row *row = foresight_row(f, ROW_NOTE, CLIENT);

	if (f->stopped && *f->stopped)
		snprintf(row->words, sizeof(row->words), "? %s", f->stopped);
	for_each_end(e) {
		const struct end_foreseen *end = &f->end[e];

		for (size_t i = shown[e]; end->path && i < end->path->path.n; i++) {
			struct row_states *states = &row->states[e];

			if (states->n < ROW_STATES)
				states->item[states->n++].state = end->path->path.states[i];
		}
	}
}

/* Only what the expectations say. */
static void forget_rows(struct foresight *f)
{
	f->n = 0;
	f->stopped = _("which segments do that, the scenario alone does not tell");
}

/* Where a column begins. */
static void add_first_states(struct foresight *f)
{
	for_each_end(e) {
		struct row_states *states = &f->rows[0].states[e];

		if (f->n && !states->n)
			states->item[states->n++].state = TCPS_CLOSED;
	}
}

void foresee(struct foreseen *result, const struct scenario *sc)
{
	struct foresight f = {0};

	begin(&f, sc);
	go_through(&f);
	f.n = MIN(f.n, f.good);
	result->whole = !f.stopped && is_expected(&f);
	if (!result->whole) {
		if (!f.stopped)
			forget_rows(&f);
		add_rest(&f);
	}
	add_first_states(&f);
	result->rows = f.rows;
	result->n = f.n;
	free(f.way);
	free(f.held);
	free(f.rules);
}

void foreseen_free(struct foreseen *f)
{
	free(f->rows);
}
