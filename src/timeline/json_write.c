/* SPDX-License-Identifier: MIT */
/*
 * run.jsonl out. Beside what was observed, the record of the sighting that showed a transition
 * carries it as a derived member, so that people and their tools need not derive it again; readers
 * of ours do, and skip it.
 */
#include <errno.h>

#include "base/util.h"
#include "timeline/json.h"
#include "timeline/record.h"

struct writer {
	const struct timeline *tl;
	const struct scenario *sc;
	FILE *out;
	const struct transition **shown; /* every transition, in the order of its record */
	size_t n_shown;
};

static json_t *begin(const char *type)
{
	json_t *json = json_object();

	json_object_set_new(json, "type", json_string(type));
	return json;
}

json_t *header_json(const struct run_header *header, const struct scenario *sc)
{
	json_t *json = begin(HEADER_WORD);

	json_object_set_new(json, "schema", json_integer(TIMELINE_SCHEMA));
	fields_write(json, header_record.fields, header_record.n, header, sc);
	return json;
}

json_t *event_json(const struct event *ev, const struct scenario *sc)
{
	const struct record *record = &event_records[ev->kind];
	json_t *json = begin(event_kind_word(ev->kind));

	fields_write(json, record->fields, record->n, ev, sc);
	return json;
}

json_t *transition_json(const struct transition *tr, const struct scenario *sc)
{
	json_t *json = json_object();

	fields_write(json, transition_record.fields, transition_record.n, tr, sc);
	return json;
}

/* A failure shows in the stream's error indicator, which is looked at in the end. */
static void put_line(const struct writer *w, json_t *json)
{
	json_dumpf(json, w->out, JSON_COMPACT);
	fputc('\n', w->out);
	json_decref(json);
}

/* The transitions that a record shows, of which @i is the first, if any. Return: the next one */
static size_t add_transitions(const struct writer *w, json_t *json, size_t record, size_t i)
{
	json_t *list;

	if (i == w->n_shown || w->shown[i]->record != record)
		return i;
	list = json_array();
	for (; i < w->n_shown && w->shown[i]->record == record; i++)
		json_array_append_new(list, transition_json(w->shown[i], w->sc));
	json_object_set_new(json, "transitions", list);
	return i;
}

static void put_events(const struct writer *w)
{
	size_t next = 0;

	for (size_t i = 0; i < w->tl->n; i++) {
		json_t *json = event_json(&w->tl->events[i], w->sc);

		next = add_transitions(w, json, timeline_record(i), next);
		put_line(w, json);
	}
}

/* By record; those of one record, which lie in one array, in the order in which they were found. */
static int shown_earlier(const void *a, const void *b)
{
	const struct transition *x = *(const struct transition *const *)a;
	const struct transition *y = *(const struct transition *const *)b;

	if (x->record != y->record)
		return x->record < y->record ? -1 : 1;
	return x < y ? -1 : x > y;
}

static void sort_transitions(struct writer *w, const struct transition *all)
{
	w->shown = xalloc(w->n_shown, sizeof(*w->shown));
	for (size_t i = 0; i < w->n_shown; i++)
		w->shown[i] = &all[i];
	qsort(w->shown, w->n_shown, sizeof(*w->shown), shown_earlier);
}

int timeline_write(const struct timeline *tl, const struct scenario *sc, FILE *out)
{
	struct transitions *transitions = transitions_new();
	struct writer w = {.tl = tl, .sc = sc, .out = out};
	const struct transition *all;

	for (size_t i = 0; i < tl->n; i++)
		transitions_observe(transitions, &tl->events[i], timeline_record(i));
	all = transitions_all(transitions, &w.n_shown);
	sort_transitions(&w, all);

	errno = 0;
	put_line(&w, header_json(&tl->header, sc));
	put_events(&w);
	free(w.shown);
	transitions_free(transitions);
	if (fflush(out) || ferror(out))
		return errno ? -errno : -EIO;
	return 0;
}
