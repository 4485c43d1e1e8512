/* SPDX-License-Identifier: MIT */
/*
 * Source text, places in it, and diagnostics about those places.
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

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A scenario file's text; larger files are refused. */
#define SOURCE_MAX (1024 * 1024)

/* Text with a name. Owned by whoever read it; everything that points into it dies with it. */
struct source {
	char *name; /* as the user gave it */
	char *text; /* NUL-terminated; holds no NUL before that */
	size_t len;
};

/**
 * source_read() - Read a whole file
 * @src:	Filled in; released by source_free(), also after an error
 * @path:	The file's path, "-" for standard input
 * @why:	On error a static or strerror() text that says what is wrong
 *
 * Refuses directories, files over SOURCE_MAX, and NUL bytes.
 *
 * Return: 0, or a negative error code
 */
int source_read(struct source *src, const char *path, const char **why);

/* source_from_text() - A source out of a string (copied), named @name. */
void source_from_text(struct source *src, const char *name, const char *text);

void source_free(struct source *src);

/*
 * A place: offset and length in bytes into a source's text, with the line (from 1) and the column
 * (from 1, in characters; a tab is one).
 */
struct srcloc {
	uint32_t offset;
	uint32_t len;
	uint32_t line;
	uint32_t column;
};

enum diag_level { DIAG_ERROR, DIAG_WARNING };

struct diag {
	enum diag_level level;
	struct srcloc loc;
	char *text;
};

/* The diagnostics of one source, in the order they were found. */
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
 * Of a line with errors, one error and no warning; of another line, every warning.
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
