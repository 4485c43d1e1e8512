/* SPDX-License-Identifier: MIT */
/* The parts of the parser of expectations. Private to src/scenario/. */
#ifndef SCENARIO_PARSE_EXPECT_H
#define SCENARIO_PARSE_EXPECT_H

#include "scenario/parse.h"

/* parse_connection() - "connection N", if it is there. */
bool parse_connection(struct parser *p, struct expectation *ex);

/* What can follow an end, other than a call: "path", "passes" … */
#define STATE_EXPECTATIONS 6

extern const char *const state_expectation_words[STATE_EXPECTATIONS];

/* parse_state_expectation() - What follows END [connection N], from the @kind'th of those words on. */
bool parse_state_expectation(struct parser *p, struct expectation *ex, size_t kind, enum end end);

/* What follows "segments", "gaps" and "segment". */
bool parse_segments(struct parser *p, struct expectation *ex);
bool parse_gaps(struct parser *p, struct expectation *ex);
bool parse_field(struct parser *p, struct expectation *ex);

/* at_call() - Whether the next token is the word of a call. */
bool at_call(const struct parser *p, enum step_kind *kind);

/* What follows [END], from the call's word on; and what follows "data". */
bool parse_call(struct parser *p, struct expectation *ex);
bool parse_data(struct parser *p, struct expectation *ex);

/* What follows "info", "counter" and "sockets". */
bool parse_info(struct parser *p, struct expectation *ex);
bool parse_counter(struct parser *p, struct expectation *ex);
bool parse_sockets(struct parser *p, struct expectation *ex);

#endif
