/* SPDX-License-Identifier: MIT */
/*
 * run.jsonl in. The file may come from anywhere: nothing in it is believed before it was checked,
 * and the first thing that is wrong ends the reading, with its line.
 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "base/util.h"
#include "timeline/header.h"
#include "timeline/record.h"

/* A longer line is not ours: the longest, the header's, is bounded by a scenario's size. */
#define LINE_MAX_LEN (8 * 1024 * 1024)

struct reader {
	struct timeline *tl;
	const struct scenario *sc;
	FILE *in;
	const char *name;
	FILE *err; /* NULL: nobody wants to know yet */
	char *line;
	size_t len;
	size_t number;	      /* of the line, from 1 */
	uint32_t connections; /* numbered so far */
};

static int complain(const struct reader *r, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static int complain(const struct reader *r, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	if (!r->err)
		return -EBADMSG;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	/* it may quote the file, which must not speak to the terminal */
	for (char *p = text; *p; p++)
		if (iscntrl((unsigned char)*p))
			*p = '?';
	fprintf(r->err, "%s:%zu: %s\n", r->name, r->number, text);
	return -EBADMSG;
}

/* Read the next line, without its end. Return: 1, 0 at the end of the file, or -EBADMSG */
static int next_line(struct reader *r)
{
	int c;

	r->number++;
	r->len = 0;
	while ((c = getc_unlocked(r->in)) != EOF && c != '\n') {
		if (r->len == LINE_MAX_LEN)
			return complain(r, "line is longer than %d bytes", LINE_MAX_LEN);
		*ARRAY_ADD(r->line, r->len) = (char)c;
	}
	if (ferror(r->in))
		return complain(r, "cannot be read: %s", strerror(errno));
	if (c == EOF && r->len > 0)
		return complain(r, "line is cut short");
	return c != EOF;
}

/* Parse the line as an object with a "type". Return: 0 or -EBADMSG */
static int parse_line(const struct reader *r, json_t **json, const char **type)
{
	json_error_t error;

	*json = json_loadb(r->line ? r->line : "", r->len, JSON_REJECT_DUPLICATES, &error);
	if (!*json)
		return complain(r, "not JSON: %s", error.text);
	*type = json_string_value(json_object_get(*json, "type"));
	if (!*type)
		return complain(r, "not an object with a \"type\"");
	return 0;
}

static int read_fields(const struct reader *r, const json_t *json, const char *type,
		       const struct record *record, void *object)
{
	const struct field *bad = fields_read(json, record->fields, record->n, object, r->sc);
	char *wants;

	if (!bad)
		return 0;
	if (!json_object_get(json, bad->name))
		return complain(r, "%s record has no \"%s\"", type, bad->name);
	wants = field_wants(bad);
	complain(r, "%s record: \"%s\" must be %s", type, bad->name, wants);
	free(wants);
	return -EBADMSG;
}

static int read_header(const struct reader *r, const json_t *json, const char *type)
{
	const json_t *schema = json_object_get(json, "schema");
	struct run_header *h = &r->tl->header;
	int ret;

	if (strcmp(type, HEADER_WORD) != 0)
		return complain(r, "not a timeline: it begins with no \"%s\" record", HEADER_WORD);
	if (!json_is_integer(schema))
		return complain(r, "%s record: \"schema\" must be a whole number", type);
	if (json_integer_value(schema) != TIMELINE_SCHEMA)
		return complain(r,
				"schema %" JSON_INTEGER_FORMAT " is not known; this is schema %d",
				json_integer_value(schema), TIMELINE_SCHEMA);
	ret = read_fields(r, json, type, &header_record, h);
	if (!ret && h->ip_version != 4 && h->ip_version != 6)
		ret = complain(r, "%s record: \"ip\" must be 4 or 6", type);
	return ret;
}

static bool kind_parse(const char *word, enum event_kind *kind)
{
	for (*kind = 0; *kind < EVENT_KINDS; (*kind)++)
		if (strcmp(word, event_kind_word(*kind)) == 0)
			return true;
	return false;
}

/* Calls must be those of the scenario's scripts: who judges looks them up there. */
static int check_call(const struct reader *r, const struct event *ev)
{
	const struct script *script = &r->sc->script[ev->end];
	uint32_t number = ev->call.number;

	if (number < 1 || number > script->n || script->steps[number - 1].kind != ev->call.step)
		return complain(r, "step %" PRIu32 " of the %s is no \"%s\" in this scenario",
				number, end_name(ev->end), step_word(ev->call.step));
	return 0;
}

/* Connections are numbered in the order in which they appear, so a number is never far ahead. */
static int check_connection(struct reader *r, const struct event *ev)
{
	uint32_t connection = ev->segment.facts.connection;

	if (connection < 1 || connection > r->connections + 1)
		return complain(r, "connection %" PRIu32 " follows %" PRIu32 " connections",
				connection, r->connections);
	r->connections = MAX(r->connections, connection);
	return 0;
}

/* What an event must be besides well-formed. */
static int check_event(struct reader *r, const struct event *ev)
{
	const struct timeline *tl = r->tl;

	if (timeline_complete(tl))
		return complain(r, "a record follows the \"%s\" record",
				event_kind_word(EVENT_END));
	if (tl->n > 0 && monotime_before(ev->at, tl->events[tl->n - 1].at))
		return complain(r, "\"t\" is earlier than in the line before");
	if (ev->kind == EVENT_CALL || ev->kind == EVENT_RETURN)
		return check_call(r, ev);
	if (ev->kind == EVENT_SEGMENT)
		return check_connection(r, ev);
	return 0;
}

static int read_event(struct reader *r, const json_t *json, const char *type)
{
	struct event ev = {0};
	int ret;

	if (!kind_parse(type, &ev.kind))
		return complain(r, "unknown type \"%s\"", type);
	ret = read_fields(r, json, type, &event_records[ev.kind], &ev);
	if (ret)
		return ret;
	if (ev.kind == EVENT_SIGHTING)
		ev.sighting.seen.end = ev.end;
	ret = check_event(r, &ev);
	if (!ret)
		timeline_add(r->tl, &ev);
	return ret;
}

static int read_line(struct reader *r)
{
	json_t *json = NULL;
	const char *type;
	int ret = parse_line(r, &json, &type);

	if (!ret)
		ret = r->number == 1 ? read_header(r, json, type) : read_event(r, json, type);
	json_decref(json);
	return ret;
}

void timeline_read_parameters(struct timeline *tl, FILE *in)
{
	struct reader r = {.tl = tl, .in = in};
	json_t *json = NULL;
	const char *type;

	if (ftello(in) < 0)
		return;
	if (next_line(&r) > 0 && !parse_line(&r, &json, &type))
		field_parameters.read(NULL, json_object_get(json, "parameters"), &tl->header, NULL);
	rewind(in);
	json_decref(json);
	free(r.line);
}

int timeline_read(struct timeline *tl, const struct scenario *sc, FILE *in, const char *name,
		  FILE *err)
{
	struct reader r = {.tl = tl, .sc = sc, .in = in, .name = name, .err = err};
	int ret;

	*tl = (struct timeline){0};
	while ((ret = next_line(&r)) > 0) {
		ret = read_line(&r);
		if (ret)
			break;
	}
	if (!ret && r.number == 1)
		ret = complain(&r, "is empty");
	free(r.line);
	return ret;
}
