/* SPDX-License-Identifier: MIT */
/* The parsers of verbs' arguments. Private to src/scenario/. */
#ifndef SCENARIO_PARSE_VERB_H
#define SCENARIO_PARSE_VERB_H

#include "scenario/parse.h"

/* Parses what stands between a verb and the name of a segment. */
typedef bool verb_fn(struct parser *p, struct fault *fault);

/* Verbs that change bytes (parse_alter.c, parse_option.c). */
verb_fn parse_set;
verb_fn parse_option;
verb_fn parse_payload;
verb_fn parse_corrupt;
verb_fn parse_truncate;

/* Verbs that put further packets on the wire (parse_forge.c). */
verb_fn parse_duplicate;
verb_fn parse_inject;
verb_fn parse_reply;
verb_fn parse_reject;

/* parse_bytes() - A text or "hex" and digits, at most @max bytes; @what says of what. */
bool parse_bytes(struct parser *p, const char *what, size_t max, struct bytes *bytes);

/* parse_offset() - A number with its sign (parse_value.c). */
bool parse_offset(struct parser *p, int64_t *offset);

/* at_offset() - Whether a number with a sign comes next (parse_value.c). */
bool at_offset(const struct parser *p);

#endif
