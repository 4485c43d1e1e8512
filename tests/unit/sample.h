/* SPDX-License-Identifier: MIT */
/* A timeline with every kind of record, as text, for the tests of reading and writing. */
#ifndef UNIT_SAMPLE_H
#define UNIT_SAMPLE_H

#include "timeline/timeline.h"

extern const struct scenario sc;
extern const char sample[];

/* read_bytes() - Read @len bytes. Return: what was complained about; the caller frees it */
char *read_bytes(struct timeline *tl, const char *text, size_t len);

/* write_text() - A timeline as text; the caller frees it. */
char *write_text(const struct timeline *tl);

/* assert_same_lines() - Line by line, so that a failure shows the line. */
void assert_same_lines(const char *seen, const char *expected);

/* read_sample() - The sample, which must be read without a complaint. */
void read_sample(struct timeline *tl);

/* changed() - The sample with its first @old replaced by @new; the caller frees it. */
char *changed(const char *old, const char *new);

#endif
