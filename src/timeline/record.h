/* SPDX-License-Identifier: MIT */
/*
 * The records of run.jsonl: which fields each of them has. One table per kind, used for writing,
 * for reading, and for checking that tcplab-timeline(5) names all of them.
 */
#ifndef TIMELINE_RECORD_H
#define TIMELINE_RECORD_H

#include "timeline/field.h"
#include "timeline/timeline.h"

struct record {
	const struct field *fields;
	size_t n;
};

/* The "type" of the first record. */
#define HEADER_WORD "header"

/* Its fields, of struct run_header. */
extern const struct record header_record;

/* The fields of each kind of event, of struct event. */
extern const struct record event_records[EVENT_KINDS];

/* The fields of a derived transition, of struct transition; written, never read. */
extern const struct record transition_record;

#endif
