/* SPDX-License-Identifier: MIT */
/* What the conditions' parsers share. Private to src/scenario/. */
#ifndef SCENARIO_PARSE_MATCH_H
#define SCENARIO_PARSE_MATCH_H

#include "scenario/parse.h"

/* parse_condition_limit() - CMP N with a number from 0 to @max; @what is the subject of "must be". */
bool parse_condition_limit(struct parser *p, const char *what, uint32_t max, struct limit *limit);

/* Conditions about a segment's bytes, after their first word (parse_packet.c). */
bool parse_flags(struct parser *p, struct match *match);
bool parse_size(struct parser *p, struct match *match);
bool parse_payload_length(struct parser *p, struct match *match);
bool parse_contains(struct parser *p, struct match *match);
bool parse_filter(struct parser *p, struct match *match);

#endif
