/* SPDX-License-Identifier: MIT */
/*
 * Diagnostics about places in a source's text.
 *
 * A diagnostic is queued, not printed: parsing goes on, and all errors of a file are reported in
 * one go, in the order of their places:
 *
 *	third-ack-loss.conf:18:9: error: unknown verb 'dorp'; did you mean 'drop'?
 *	   18 |         dorp ack from client
 *	      |         ^~~~
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdio.h>

#include "base/source.h"

enum diag_level { DIAG_ERROR, DIAG_WARNING };

struct diag {
	enum diag_level level;
	struct srcloc loc; /* in the written text … */
	uint32_t part;	   /* … and the offset of the part that it is in */
	char *text;
};

/*
 * The diagnostics of one written text, in the order they were found. @src, which the places that are
 * reported are of, may change as long as it is made from the same text.
 */
struct diags {
	const struct source *src;
	struct diag *items;
	size_t n;
	size_t errors;
};

/**
 * diag_error() - Queue an error about a place
 *
 * Of a line's errors only the leftmost is printed: an error tends to draw others behind it.
 */
void diag_error(struct diags *diags, struct srcloc loc, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* diag_warning() - Queue a warning about a place. */
void diag_warning(struct diags *diags, struct srcloc loc, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * diags_print() - Print all diagnostics with their source lines and carets, sorted by place
 *
 * Of a line with errors, one error and no warning; of another line, every warning, once.
 */
void diags_print(const struct diags *diags, FILE *out);

void diags_free(struct diags *diags);

/**
 * did_you_mean() - The word of a list that is closest to a misspelt one
 * @word:	What was written
 * @len:	Its length
 * @list:	Candidate words; NULL entries are skipped
 * @n:		Number of entries
 *
 * Return: the closest word (edit distance at most a third of the length, transpositions count as
 * one), NULL if none is close
 */
const char *did_you_mean(const char *word, size_t len, const char *const *list, size_t n);

#endif
