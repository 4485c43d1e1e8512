/* SPDX-License-Identifier: MIT */
/* Reports for programs: one document, or a stream of lines. */
#include <string.h>

#include "base/util.h"
#include "report/format.h"
#include "timeline/field.h"
#include "timeline/json.h"

/* Version of the document's schema. */
#define DOCUMENT_SCHEMA 1

static json_t *text_or_null(const char *text)
{
	return text ? text_json(text) : json_null();
}

static json_t *number_or_null(uint64_t number)
{
	return number ? json_integer((json_int_t)number) : json_null();
}

static json_t *finding_json(const struct finding *f)
{
	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "outcome", outcome_word(f->kind), "line",
			 number_or_null(f->located ? f->loc.line : 0), "subject",
			 text_json(f->subject), "expected", text_or_null(f->expected), "saw",
			 text_or_null(f->saw), "record", number_or_null(f->record));
}

static json_t *findings_json(const struct outcome *outcome)
{
	json_t *list = json_array();

	for (size_t i = 0; i < outcome->n; i++)
		json_array_append_new(list, finding_json(&outcome->findings[i]));
	return list;
}

/* Add what a run came to. */
static void add_result(json_t *json, const struct result *result)
{
	json_object_set_new(json, "scenario", text_json(result->sc->source.name));
	json_object_set_new(json, "title", text_json(result->sc->title));
	json_object_set_new(json, "outcome", json_string(result_word(result_kind(result))));
	json_object_set_new(json, "exit_code", json_integer(result->code));
	json_object_set_new(json, "directory", text_or_null(result->directory));
	if (result->outcome) {
		json_object_set_new(json, "duration", json_integer(result_duration(result)));
		json_object_set_new(json, "findings", findings_json(result->outcome));
	} else {
		char *reason = result_reason(result);

		json_object_set_new(json, "reason", text_json(reason));
		json_object_set_new(json, "way_out", text_json(result->why->way_out));
		free(reason);
	}
}

/* An object that begins with whose it is. */
static json_t *begin_of(const char *run)
{
	json_t *json = json_object();

	json_object_set_new(json, "run", text_json(run));
	return json;
}

/* ---- one document -------------------------------------------------------------------------- */

struct document {
	json_t *runs;
};

static void collect(struct report *r, const struct result *result)
{
	struct document *document = r->state;
	json_t *json = begin_of(result->run);

	if (!document->runs)
		document->runs = json_array();
	add_result(json, result);
	if (result->tl)
		json_object_set_new(json, "header", header_json(&result->tl->header, result->sc));
	json_array_append_new(document->runs, json);
	result_progress(r, result);
}

static json_t *tally_json(const struct tally *tally)
{
	json_t *json = json_object();

	for (enum result_kind k = 0; k < RESULTS; k++)
		json_object_set_new(json, result_word(k), json_integer(tally->by_kind[k]));
	return json;
}

static void print_document(struct report *r)
{
	struct document *document = r->state;
	json_t *json = json_pack("{s:i, s:O, s:o}", "schema", DOCUMENT_SCHEMA, "runs",
				 document->runs, "count", tally_json(&r->tally));

	json_dumpf(json, r->out, JSON_INDENT(2));
	fputc('\n', r->out);
	json_decref(json);
}

static void free_document(struct report *r)
{
	struct document *document = r->state;

	json_decref(document->runs);
}

const struct format_ops format_json = {
	.word = "json",
	.for_programs = true,
	.state_size = sizeof(struct document),
	.result = collect,
	.end = print_document,
	.free = free_document,
};

/* ---- line by line -------------------------------------------------------------------------- */

struct stream {
	FILE *live;
	const struct scenario *sc;
	const struct run_header *header;
	struct transitions *transitions;
	bool begun; /* the header has been written */
};

/* Write a line of a run; releases @record. */
static void put_line(FILE *out, const char *run, json_t *record)
{
	json_t *line = begin_of(run);

	json_object_update(line, record);
	json_dumpf(line, out, JSON_COMPACT);
	fputc('\n', out);
	json_decref(line);
	json_decref(record);
}

static void begin_stream(struct report *r, FILE *live, const struct scenario *sc,
			 const struct run_header *header)
{
	struct stream *s = r->state;

	*s = (struct stream){
		.live = live, .sc = sc, .header = header, .transitions = transitions_new()};
}

static void put_transition(struct stream *s, const struct transition *tr)
{
	json_t *json = json_pack("{s:s, s:s, s:o}", "type", "transition", "end", end_name(tr->end),
				 "record", number_or_null(tr->record));
	json_t *fields = transition_json(tr, s->sc);

	json_object_update(json, fields);
	json_decref(fields);
	put_line(s->live, s->header->run, json);
}

static void put_event(struct report *r, const struct event *ev, size_t record)
{
	struct stream *s = r->state;
	const struct transition *all;
	size_t n, n_new;

	if (!s->begun)
		put_line(s->live, s->header->run, header_json(s->header, s->sc));
	s->begun = true;
	put_line(s->live, s->header->run, event_json(ev, s->sc));
	n_new = transitions_observe(s->transitions, ev, record);
	all = transitions_all(s->transitions, &n);
	for (size_t i = n - n_new; i < n; i++)
		put_transition(s, &all[i]);
}

static void end_stream(struct report *r)
{
	struct stream *s = r->state;

	transitions_free(s->transitions);
}

static void put_result(struct report *r, const struct result *result)
{
	json_t *json = json_pack("{s:s}", "type", "result");

	add_result(json, result);
	put_line(r->out, result->run, json);
}

const struct format_ops format_jsonl = {
	.word = "jsonl",
	.for_programs = true,
	.state_size = sizeof(struct stream),
	.run = begin_stream,
	.event = put_event,
	.events_end = end_stream,
	.result = put_result,
};
