/* SPDX-License-Identifier: MIT */
#include "report/align.h"

#include <string.h>

#include "base/util.h"

/* ---- a run's items --------------------------------------------------------------------------- */

static void add_item(struct run_items *run, struct item item)
{
	struct item_list *list = &run->list[item.kind * ENDS + item.end];

	*ARRAY_ADD(list->items, list->n) = item;
}

static void add_event(struct run_items *run, const struct event *ev)
{
	struct item item = {.end = ev->end, .earliest = ev->at, .at = ev->at};

	if (ev->kind == EVENT_SEGMENT) {
		item.kind = ITEM_SEGMENT;
		item.connection = ev->segment.facts.connection;
		item.segment = ev->segment;
		add_item(run, item);
	} else if (ev->kind == EVENT_RETURN && (ev->call.error || ev->call.cut)) {
		item.kind = ITEM_CALL;
		item.call = ev->call;
		add_item(run, item);
	}
}

static void collect(struct run_items *run, const struct timeline *tl)
{
	struct transitions *tracker = transitions_new();
	const struct transition *all;
	size_t n;

	for (size_t i = 0; i < tl->n; i++) {
		add_event(run, &tl->events[i]);
		transitions_observe(tracker, &tl->events[i], timeline_record(i));
	}
	all = transitions_all(tracker, &n);
	for (size_t i = 0; i < n; i++)
		add_item(run, (struct item){.kind = ITEM_TRANSITION,
					    .end = all[i].end,
					    .connection = all[i].connection,
					    .earliest = all[i].earliest,
					    .at = all[i].latest,
					    .transition = all[i]});
	transitions_free(tracker);
}

/* ---- which is which -------------------------------------------------------------------------- */

/* The flags that a ladder shows. */
#define SHOWN_FLAGS (TCP_FIN | TCP_SYN | TCP_RST | TCP_ACK | TCP_URG)

/* What is that far from the initial number, or before it, is another connection's, and chance. */
#define FAR (UINT32_C(1) << 24)

static bool is_far(uint32_t relative)
{
	return relative > FAR;
}

static bool same_number(uint32_t a, uint32_t b)
{
	return a == b || (is_far(a) && is_far(b));
}

static bool same_segment(const struct event_segment *a, const struct event_segment *b)
{
	const struct segment_facts *f = &a->facts, *g = &b->facts;

	return !((f->flags ^ g->flags) & SHOWN_FLAGS) && f->payload_len == g->payload_len &&
	       f->retransmission == g->retransmission && same_number(f->rel_seq, g->rel_seq) &&
	       same_number(f->rel_ack, g->rel_ack) && a->origin == b->origin &&
	       a->verdict.kind == b->verdict.kind && a->verdict.fault == b->verdict.fault;
}

static bool same_transition(const struct transition *a, const struct transition *b)
{
	return a->from == b->from && a->to == b->to && a->cause == b->cause;
}

static bool same_call(const struct event_call *a, const struct event_call *b)
{
	return a->number == b->number && a->error == b->error && a->cut == b->cut;
}

/* Whether two items of one kind and end are the same thing, whenever it happened. */
static bool same(const struct item *a, const struct item *b)
{
	if (a->connection != b->connection)
		return false;
	switch (a->kind) {
	case ITEM_SEGMENT:
		return same_segment(&a->segment, &b->segment);
	case ITEM_TRANSITION:
		return same_transition(&a->transition, &b->transition);
	case ITEM_CALL:
		return same_call(&a->call, &b->call);
	}
	return false;
}

/* ---- tables ---------------------------------------------------------------------------------- */

static const struct item **table_row(const struct item_table *t, size_t row)
{
	return &t->cells[row * t->columns];
}

static const struct item *row_item(const struct item_table *t, size_t row)
{
	const struct item **cell = table_row(t, row);

	while (!*cell)
		cell++;
	return *cell;
}

/* Append a row without any item. */
static const struct item **table_add(struct item_table *t)
{
	array_grow(&t->cells, t->n, t->columns * sizeof(const struct item *));
	return table_row(t, t->n++);
}

static void table_copy_row(struct item_table *to, const struct item_table *from, size_t row)
{
	memcpy(table_add(to), table_row(from, row), to->columns * sizeof(const struct item *));
}

/* ---- joining a run to a table ---------------------------------------------------------------- */

/* What differs: rows and items behind the first that are the same, before the last that are. */
struct middle {
	size_t begin; /* of both */
	size_t rows_end;
	size_t items_end;
};

static struct middle find_middle(const struct item_table *t, const struct item_list *list)
{
	struct middle m = {.rows_end = t->n, .items_end = list->n};

	while (m.begin < m.rows_end && m.begin < m.items_end &&
	       same(row_item(t, m.begin), &list->items[m.begin]))
		m.begin++;
	while (m.rows_end > m.begin && m.items_end > m.begin &&
	       same(row_item(t, m.rows_end - 1), &list->items[m.items_end - 1])) {
		m.rows_end--;
		m.items_end--;
	}
	return m;
}

/*
 * For each pair of a row and an item of the middle, how long a common subsequence can be from there
 * on: (rows + 1) x (items + 1), those past the end being 0.
 */
static uint32_t *common_lengths(const struct item_table *t, const struct item_list *list,
				struct middle m)
{
	size_t rows = m.rows_end - m.begin, items = m.items_end - m.begin, width = items + 1;
	uint32_t *len = xalloc((rows + 1) * width, sizeof(*len));

	for (size_t i = rows; i-- > 0;) {
		const struct item *item = row_item(t, m.begin + i);
		uint32_t *here = &len[i * width], *next = here + width;

		for (size_t j = items; j-- > 0;)
			here[j] = same(item, &list->items[m.begin + j]) ? next[j + 1] + 1
									: MAX(next[j], here[j + 1]);
	}
	return len;
}

/* Join the middle; what only one side has stands in the order of time. */
static void join_middle(struct item_table *to, const struct item_table *t,
			const struct item_list *list, struct middle m, size_t column)
{
	size_t width = m.items_end - m.begin + 1, i = m.begin, j = m.begin;
	uint32_t *len = common_lengths(t, list, m);

	while (i < m.rows_end || j < m.items_end) {
		const uint32_t *here = &len[(i - m.begin) * width + j - m.begin];
		const struct item *row = i < m.rows_end ? row_item(t, i) : NULL;
		const struct item *item = j < m.items_end ? &list->items[j] : NULL;

		if (row && item && same(row, item)) {
			table_copy_row(to, t, i++);
			table_row(to, to->n - 1)[column] = item;
			j++;
		} else if (!item || (row && (here[width] > here[1] ||
					     (here[width] == here[1] &&
					      !monotime_before(item->at, row->at))))) {
			table_copy_row(to, t, i++);
		} else {
			table_add(to)[column] = item;
			j++;
		}
	}
	free(len);
}

/* Join @n rows and items that are the same, from @row and @item on. */
static void join_same(struct item_table *to, const struct item_table *t, size_t row,
		      const struct item_list *list, size_t item, size_t n, size_t column)
{
	for (size_t i = 0; i < n; i++) {
		table_copy_row(to, t, row + i);
		table_row(to, to->n - 1)[column] = &list->items[item + i];
	}
}

static void join(struct item_table *t, const struct item_list *list, size_t column)
{
	struct item_table to = {.columns = t->columns};
	struct middle m = find_middle(t, list);

	join_same(&to, t, 0, list, 0, m.begin, column);
	join_middle(&to, t, list, m, column);
	join_same(&to, t, m.rows_end, list, m.items_end, t->n - m.rows_end, column);
	free(t->cells);
	*t = to;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* The table whose next row comes first; NULL when all are at their ends. */
static struct item_table *first_table(struct item_table tables[ITEM_LISTS],
				      const size_t next[ITEM_LISTS], size_t *which)
{
	struct item_table *first = NULL;

	for (size_t i = 0; i < ITEM_LISTS; i++) {
		if (next[i] == tables[i].n)
			continue;
		if (!first || monotime_before(row_item(&tables[i], next[i])->at,
					      row_item(first, next[*which])->at)) {
			first = &tables[i];
			*which = i;
		}
	}
	return first;
}

void align(struct alignment *al, const struct compared *runs, size_t n)
{
	struct item_table tables[ITEM_LISTS] = {0}, *first;
	size_t next[ITEM_LISTS] = {0}, which = 0;

	*al = (struct alignment){.runs = xalloc(n, sizeof(*al->runs)), .n = n};
	al->table.columns = n;
	for (size_t run = 0; run < n; run++)
		collect(&al->runs[run], runs[run].tl);
	for (size_t i = 0; i < ITEM_LISTS; i++) {
		tables[i].columns = n;
		for (size_t run = 0; run < n; run++)
			join(&tables[i], &al->runs[run].list[i], run);
	}
	while ((first = first_table(tables, next, &which)))
		table_copy_row(&al->table, first, next[which]++);
	for (size_t i = 0; i < ITEM_LISTS; i++)
		free(tables[i].cells);
}

const struct item *alignment_cell(const struct alignment *al, size_t row, size_t run)
{
	return table_row(&al->table, row)[run];
}

const struct item *alignment_item(const struct alignment *al, size_t row)
{
	return row_item(&al->table, row);
}

void alignment_free(struct alignment *al)
{
	for (size_t run = 0; run < al->n; run++) {
		for (size_t i = 0; i < ITEM_LISTS; i++)
			free(al->runs[run].list[i].items);
	}
	free(al->runs);
	free(al->table.cells);
}
