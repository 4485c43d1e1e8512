/* SPDX-License-Identifier: MIT */
/* Where in the ladder a change of state is shown, and in what words. */
#include "report/rows.h"

#include <string.h>

#include "base/util.h"
#include "report/phrase.h"

/* Whether a call that takes an end to @to sends a segment with one of these flags. */
static bool sends(enum tcp_state to, uint8_t flags)
{
	switch (to) {
	case TCPS_SYN_SENT:
		return flags & TCP_SYN;
	case TCPS_FIN_WAIT_1:
	case TCPS_LAST_ACK:
		return flags & TCP_FIN;
	case TCPS_CLOSED:
		return flags & TCP_RST;
	case TCPS_LISTEN:
	case TCPS_SYN_RECEIVED:
	case TCPS_ESTABLISHED:
	case TCPS_FIN_WAIT_2:
	case TCPS_CLOSE_WAIT:
	case TCPS_CLOSING:
	case TCPS_TIME_WAIT:
		return false;
	}
	return false;
}

/* A row, not yet drawn, of the segment that made this change or was sent by it. */
static struct row *row_of_change(struct rows *rows, const struct transition *tr)
{
	struct row *row;

	if (tr->cause == CAUSE_SEGMENT || tr->cause == CAUSE_ICMP)
		return rows_find_segment(rows, tr->number);
	if (tr->cause != CAUSE_CALL && tr->cause != CAUSE_KILL)
		return NULL;
	for (size_t i = 0; i < rows->n; i++) {
		row = &rows->items[i];
		if (row->kind == ROW_SEGMENT && row->end == tr->end &&
		    row->facts.connection == tr->connection && sends(tr->to, row->facts.flags))
			return row;
	}
	return NULL;
}

static bool has_room(const struct row *row, enum end end)
{
	return row->states[end].n < ROW_STATES;
}

/* Whether no row waits but those of calls. */
static bool only_calls(const struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->items[i].kind != ROW_CALL)
			return false;
	return true;
}

/* A row of its own for a change; changes of one end in one go share it. */
static struct row *row_for_change(struct rows *rows, const struct scenario *sc,
				  const struct transition *tr, const struct timer_run *timer)
{
	char words[ROW_WORDS];
	enum row_kind kind = ROW_CHANGE;
	struct row *row;

	phrase_change(words, sc, tr, timer);
	row = rows->n ? &rows->items[rows->n - 1] : NULL;
	if (row && row->kind == ROW_CHANGE && row->end == tr->end && has_room(row, tr->end) &&
	    row->connection == tr->connection && !strcmp(row->words, words))
		return row;

	if ((tr->cause == CAUSE_SEGMENT || tr->cause == CAUSE_ICMP) && only_calls(rows) &&
	    rows->last == tr->number)
		kind = ROW_MORE;
	row = rows_add(rows, kind, tr->latest, tr->end);
	row->connection = tr->connection;
	row->of_call = tr->cause == CAUSE_CALL && row->calls[tr->end].n;
	if (tr->cause == CAUSE_TIMER && timer)
		row->timer = *timer;
	row->settled = (tr->cause != CAUSE_CALL && tr->cause != CAUSE_KILL) ||
		       !sends(tr->to, TCP_SYN | TCP_FIN | TCP_RST);
	strcpy(row->words, words);
	return row;
}

void rows_adopt_changes(struct rows *rows, struct row *segment)
{
	size_t kept = 0;

	for (size_t i = 0; i < rows->n; i++) {
		struct row *row = &rows->items[i];
		const struct row_states *states = &row->states[segment->end];

		if (row->kind == ROW_CHANGE && !row->settled && row->end == segment->end &&
		    row->connection == segment->facts.connection && states->n &&
		    sends(states->item[states->n - 1].state, segment->facts.flags) &&
		    row_take_calls(segment, row)) {
			segment->states[segment->end] = *states;
			continue;
		}
		if (kept < i)
			rows->items[kept] = *row;
		kept++;
	}
	rows->n = kept;
}

void rows_add_change(struct rows *rows, const struct scenario *sc, const struct transition *tr,
		     size_t number, const struct timer_run *timer, bool passing)
{
	struct row *row = row_of_change(rows, tr);
	struct row_states *states;

	if (!row || !has_room(row, tr->end))
		row = row_for_change(rows, sc, tr, timer);
	/* The column is for connections; a listener that goes says so in words. */
	if (!tr->connection && tr->to != TCPS_LISTEN)
		return;
	states = &row->states[tr->end];
	states->item[states->n].state = tr->to;
	states->item[states->n].inferred = tr->inferred && passing;
	states->item[states->n++].change = number;
}
