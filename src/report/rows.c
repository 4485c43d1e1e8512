/* SPDX-License-Identifier: MIT */
#include "report/rows.h"

#include <string.h>

#include "base/util.h"

/* A call that moved an end and sends a segment is shown in that segment's row, if it comes soon. */
#define CALL_SENDS_WITHIN (20 * NSEC_PER_MSEC)

/* A segment that is held for longer is shown as held, though nothing else happens. */
#define HELD_SHOWN_AFTER (1 * NSEC_PER_SEC)

static bool is_segment(const struct row *row)
{
	return row->kind == ROW_SEGMENT || row->kind == ROW_RELEASE || row->kind == ROW_ICMP;
}

static bool is_held(const struct row *row)
{
	return row->kind == ROW_SEGMENT && row->verdict == VERDICT_HOLD && !row->released;
}

static void park(struct rows *rows, struct row *row)
{
	if (row->parked)
		return;
	row->settled = row->parked = true;
	*ARRAY_ADD(rows->held, rows->n_held) = *row;
}

static void hand_on(struct rows *rows, struct row *row)
{
	if (row->kind == ROW_CALL) {
		rows->sink(rows->arg, row);
		return;
	}
	if (!rows->begun) {
		for_each_end(e) {
			if (!row->states[e].n)
				row->states[e].item[row->states[e].n++].state = TCPS_CLOSED;
		}
	}
	rows->begun = true;
	rows->sink(rows->arg, row);
	if (row->kind != ROW_MORE)
		rows->last = is_segment(row) ? row->number : 0;
}

static void remove_first(struct rows *rows, size_t n)
{
	if (!n)
		return;
	rows->n -= n;
	memmove(rows->items, rows->items + n, rows->n * sizeof(*rows->items));
}

void rows_remove(struct rows *rows, struct row *row)
{
	size_t i = (size_t)(row - rows->items);

	rows->n--;
	memmove(row, row + 1, (rows->n - i) * sizeof(*row));
}

void rows_settle_segments(struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		rows->items[i].settled |= is_segment(&rows->items[i]);
}

struct row *rows_add(struct rows *rows, enum row_kind kind, struct monotime at, enum end end)
{
	size_t i;

	for (i = 0; i < rows->n; i++)
		if (is_held(&rows->items[i]))
			park(rows, &rows->items[i]);
	ARRAY_ADD(rows->items, rows->n);
	for (i = rows->n - 1; i > 0 && monotime_before(at, rows->items[i - 1].at); i--)
		rows->items[i] = rows->items[i - 1];
	rows->items[i] = (struct row){.kind = kind, .at = at, .end = end};
	if (kind == ROW_CALL || kind == ROW_MORE || kind == ROW_SEGMENT)
		return &rows->items[i];
	return rows_adopt_calls(rows, &rows->items[i]);
}

struct row *rows_find_segment(struct rows *rows, uint32_t number)
{
	for (size_t i = rows->n; i-- > 0;) {
		struct row *row = &rows->items[i];

		if (is_segment(row) && row->number == number && !row->parked)
			return row;
	}
	return NULL;
}

bool rows_take_held(struct rows *rows, uint32_t number, struct row *row)
{
	for (size_t i = 0; i < rows->n_held; i++) {
		if (rows->held[i].number == number) {
			*row = rows->held[i];
			rows->held[i] = rows->held[--rows->n_held];
			return true;
		}
	}
	return false;
}

/* Settle what has waited long enough, by the row's own time. */
static void settle_old(struct rows *rows, struct row *row, nsec_t age)
{
	if (is_held(row) && age > HELD_SHOWN_AFTER)
		park(rows, row);
	else if (!is_segment(row) && age > CALL_SENDS_WITHIN)
		row->settled = true;
}

void rows_time(struct rows *rows, struct monotime now)
{
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++)
		settle_old(rows, &rows->items[i], monotime_between(rows->items[i].at, now));
	while (n < rows->n && rows->items[n].settled &&
	       monotime_between(rows->items[n].at, now) > LINGER)
		hand_on(rows, &rows->items[n++]);
	remove_first(rows, n);
}

void rows_end(struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		hand_on(rows, &rows->items[i]);
	free(rows->items);
	free(rows->held);
}
