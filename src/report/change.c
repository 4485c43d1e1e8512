/* SPDX-License-Identifier: MIT */
/* Where in the ladder a change of state is shown, and in what words. */
#include "report/rows.h"

#include <stdarg.h>
#include <string.h>

#include "base/util.h"
#include "report/label.h"

/* A call that moved an end and sends a segment is shown in that segment's row, if it comes soon. */
#define CALL_SENDS_WITHIN (20 * NSEC_PER_MSEC)

/* A change that was seen within less than that is shown without its interval. */
#define INTERVAL_SHOWN (1 * NSEC_PER_MSEC)

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

static void append(char *words, size_t size, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void append(char *words, size_t size, const char *fmt, ...)
{
	size_t len = strlen(words);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words + len, size - len, fmt, ap);
	va_end(ap);
}

/* What a change that no row explains is said to come from, and when it can have been. */
static void describe_change(const struct scenario *sc, const struct transition *tr, char *words,
			    size_t size)
{
	words[0] = '\0';
	if (tr->connection > 1)
		append(words, size, "#%u ", tr->connection);
	else if (!tr->connection && tr->to == TCPS_CLOSED)
		append(words, size, "listener gone: ");
	switch (tr->cause) {
	case CAUSE_UNKNOWN:
		append(words, size, "cause unknown");
		break;
	case CAUSE_SEGMENT:
		append(words, size, "segment %u", tr->number);
		break;
	case CAUSE_CALL:
		append(words, size, "%s()", call_word(sc, tr->end, tr->number));
		break;
	case CAUSE_ICMP:
		append(words, size, "ICMP message %u", tr->number);
		break;
	case CAUSE_TIMER:
		append(words, size, "timer");
		break;
	case CAUSE_KILL:
		append(words, size, "kill");
		break;
	}
	if (monotime_between(tr->earliest, tr->latest) > INTERVAL_SHOWN)
		append(words, size, ", %.3f..%.3f s", (double)tr->earliest.ns / NSEC_PER_SEC,
		       (double)tr->latest.ns / NSEC_PER_SEC);
}

static bool has_room(const struct row *row, enum end end)
{
	return row->states[end].n < ROW_STATES;
}

/* A row of its own for a change; changes of one end in one go share it. */
static struct row *row_for_change(struct rows *rows, const struct scenario *sc,
				  const struct transition *tr)
{
	char words[sizeof(((struct row *)0)->words)];
	enum row_kind kind = ROW_CHANGE;
	struct row *row;

	describe_change(sc, tr, words, sizeof(words));
	row = rows->n ? &rows->items[rows->n - 1] : NULL;
	if (row && row->kind == ROW_CHANGE && row->end == tr->end && has_room(row, tr->end) &&
	    row->connection == tr->connection && !strcmp(row->words, words))
		return row;

	if ((tr->cause == CAUSE_SEGMENT || tr->cause == CAUSE_ICMP) && !rows->n &&
	    rows->last_drawn == tr->number)
		kind = ROW_MORE;
	row = rows_add(rows, kind, tr->latest, tr->end);
	row->connection = tr->connection;
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
		    sends(states->item[states->n - 1].state, segment->facts.flags))
			segment->states[segment->end] = *states;
		else
			rows->items[kept++] = *row;
	}
	rows->n = kept;
}

void rows_add_change(struct rows *rows, const struct scenario *sc, const struct transition *tr,
		     bool passing)
{
	struct row *row = row_of_change(rows, tr);

	if (!row || !has_room(row, tr->end))
		row = row_for_change(rows, sc, tr);
	/* The column is for connections; a listener that goes says so in words. */
	if (tr->connection || tr->to == TCPS_LISTEN)
		row_add_state(row, tr->end, tr->to, tr->inferred && passing);
}

void rows_end_waiting(struct rows *rows, struct monotime now)
{
	for (size_t i = 0; i < rows->n; i++) {
		if (rows->items[i].kind == ROW_CHANGE &&
		    monotime_between(rows->items[i].at, now) > CALL_SENDS_WITHIN)
			rows->items[i].settled = true;
	}
}
