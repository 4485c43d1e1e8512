/* SPDX-License-Identifier: MIT */
/*
 * What sentences are about: ends, connections, segments, times, numbers, texts. Those that are put
 * together are parts of the sentences, and as long-lived. Private to explain/.
 */
#ifndef EXPLAIN_NOUNS_H
#define EXPLAIN_NOUNS_H

#include "explain/sentences.h"
#include "scenario/scenario.h"

/* "the client"; at the beginning of a sentence "The client" */
const char *noun_end(enum end end);
const char *noun_end_first(enum end end);

/* "the client", or "connection 2 of the client" if it is about one only */
const char *noun_connection(struct sentences *s, enum end end, uint32_t connection);
const char *noun_connection_first(struct sentences *s, enum end end, uint32_t connection);

/* "SYN", "SYNs": what a segment of that name is called, alone and with others */
const char *noun_segment(enum segment_name name);
const char *noun_segments(enum segment_name name);
const char *noun_some_segment(enum segment_name name); /* "a SYN" */

/* "the first SYN from the client"; just "the first SYN" if @end is NULL: either may send it */
const char *noun_from(struct sentences *s, const char *what, const enum end *end);

/* "the first SYN", "SYN number 7" */
const char *noun_nth(struct sentences *s, uint32_t n, const char *noun);

/* "7 s", "1.5 s", "200 ms", "2 h" */
const char *noun_time(struct sentences *s, nsec_t time);

/* "more than 7": a number that is compared */
const char *noun_compared(struct sentences *s, enum comparison cmp, const char *number);
const char *noun_limit(struct sentences *s, enum comparison cmp, uint32_t n);

/* "7 s (6.992 s to 7.895 s)", "less than 7 s" */
const char *noun_expected_time(struct sentences *s, const struct expected_time *time);

/* "SYN, ACK"; "no flag" */
const char *noun_flags(struct sentences *s, uint8_t flags);

/* "\"hello\"", in one line and not too long */
const char *noun_text(struct sentences *s, const char *text, size_t len);

/* … of bytes: as a text, or in hexadecimal digits */
const char *noun_bytes(struct sentences *s, const void *bytes, size_t len, bool hex);

/* "SYN-SENT, ESTABLISHED" */
const char *noun_states(struct sentences *s, const enum tcp_state *states, size_t n);

/* "ETIMEDOUT (Connection timed out)" */
const char *noun_error(struct sentences *s, int error);

/* "mss"; a kind of option without a name is "254" */
const char *noun_option(struct sentences *s, uint8_t kind);

#endif
