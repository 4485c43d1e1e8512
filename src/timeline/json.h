/* SPDX-License-Identifier: MIT */
/* Records as JSON objects: those of run.jsonl, and what is derived from them. */
#ifndef TIMELINE_JSON_H
#define TIMELINE_JSON_H

#include <jansson.h>

#include "timeline/timeline.h"
#include "timeline/transition.h"

/* header_json() - The header record; the caller's to release, as the others. */
json_t *header_json(const struct run_header *header, const struct scenario *sc);

/* event_json() - An event, without the transitions that it shows. */
json_t *event_json(const struct event *ev, const struct scenario *sc);

/* transition_json() - A transition, as it stands among those of a sighting. */
json_t *transition_json(const struct transition *tr, const struct scenario *sc);

#endif
