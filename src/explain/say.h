/* SPDX-License-Identifier: MIT */
/* The parts of explain_step(), explain_fault() and explain_expectation(). Private to explain/. */
#ifndef EXPLAIN_SAY_H
#define EXPLAIN_SAY_H

#include "explain/sentences.h"
#include "scenario/scenario.h"

/* say_sockopt() - That a socket option is set, and what it means. */
void say_sockopt(struct sentences *s, const struct sockopt_setting *setting);

/* say_wait() - What @end waits for. */
void say_wait(struct sentences *s, enum end end, const struct wait_condition *wait);

/* say_forgery() - What stands in a forged segment. */
void say_forgery(struct sentences *s, const struct forgery *forge);

/* say_set(), say_option() - How a segment is changed: @which is the noun for it. */
void say_set(struct sentences *s, const struct settings *set, const char *which);
void say_option(struct sentences *s, const struct option_change *option, const char *which);

/* match_noun() - Which segments a rule is for, one after the other: "the first SYN from the client" */
const char *match_noun(struct sentences *s, const struct match *match);

/* match_noun_once() - … if only the first of them counts. */
const char *match_noun_once(struct sentences *s, const struct match *match);

/* say_conditions() - The conditions of a rule that its noun does not tell; @once: it is for one segment. */
void say_conditions(struct sentences *s, const struct match *match, bool once);

/* say_segments() - Expectations of segments: EXPECT_SEGMENTS, EXPECT_GAPS, EXPECT_FIELD. */
void say_segments(struct sentences *s, const struct expectation *ex);
void say_gaps(struct sentences *s, const struct expectation *ex);
void say_field(struct sentences *s, const struct expectation *ex);

/* say_call() - … of calls: EXPECT_CALL, EXPECT_TOOK, EXPECT_BYTES. */
void say_call(struct sentences *s, const struct scenario *sc, const struct expectation *ex);

/* say_stock() - … of what stock is taken of: EXPECT_INFO, EXPECT_COUNTER, EXPECT_SOCKETS. */
void say_stock(struct sentences *s, const struct scenario *sc, const struct expectation *ex);

#endif
