/* SPDX-License-Identifier: MIT */
#include "report/rows.h"

#include <string.h>

#include "base/util.h"

static bool is_segment(const struct row *row)
{
	return row->kind == ROW_SEGMENT || row->kind == ROW_RELEASE || row->kind == ROW_ICMP;
}

static bool is_held(const struct row *row)
{
	return row->kind == ROW_SEGMENT && row->verdict == VERDICT_HOLD && !row->released;
}

void row_add_state(struct row *row, enum end end, enum tcp_state state, bool inferred)
{
	struct row_states *states = &row->states[end];

	states->item[states->n].state = state;
	states->item[states->n++].inferred = inferred;
}

static void draw(struct rows *rows, struct row *row)
{
	if (!rows->begun) {
		for_each_end(e) {
			if (!row->states[e].n)
				row_add_state(row, e, TCPS_CLOSED, false);
		}
	}
	rows->begun = true;
	row_draw(row, rows->style, rows->out);
	if (is_held(row))
		*ARRAY_ADD(rows->held, rows->n_held) = *row;
	if (row->kind != ROW_MORE)
		rows->last_drawn = is_segment(row) ? row->number : 0;
}

void rows_draw(struct rows *rows)
{
	size_t n = 0;

	while (n < rows->n && rows->items[n].settled)
		draw(rows, &rows->items[n++]);
	if (!n)
		return;
	rows->n -= n;
	memmove(rows->items, rows->items + n, rows->n * sizeof(*rows->items));
}

void rows_settle(struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		rows->items[i].settled = true;
}

struct row *rows_add(struct rows *rows, enum row_kind kind, struct monotime at, enum end end)
{
	size_t i;

	for (i = 0; i < rows->n; i++)
		rows->items[i].settled |= is_held(&rows->items[i]);
	ARRAY_ADD(rows->items, rows->n);
	for (i = rows->n - 1; i > 0 && monotime_before(at, rows->items[i - 1].at); i--)
		rows->items[i] = rows->items[i - 1];
	rows->items[i] = (struct row){.kind = kind, .at = at, .end = end};
	return &rows->items[i];
}

struct row *rows_find_segment(struct rows *rows, uint32_t number)
{
	for (size_t i = rows->n; i-- > 0;) {
		if (is_segment(&rows->items[i]) && rows->items[i].number == number)
			return &rows->items[i];
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

void rows_free(struct rows *rows)
{
	free(rows->items);
	free(rows->held);
}
