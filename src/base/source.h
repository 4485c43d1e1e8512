/* SPDX-License-Identifier: MIT */
/*
 * Source text and places in it.
 *
 * A text may have been put together from several files, each of which keeps its name and its lines
 * (parts); and it may be made from a written one in which some words stand for others (replaced).
 * A place is always one of the text at hand; line and column are those of the file.
 */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A scenario file's text; larger files are refused. */
#define SOURCE_MAX (1024 * 1024)

/* A file that is part of a text. */
struct source_file {
	char *name;
	uint32_t includer;	/* index of the file that includes it … */
	uint32_t included_line; /* … on this line; 0: the outermost file */
};

/* Consecutive lines of one file, up to the next part. */
struct source_part {
	uint32_t offset; /* where it begins in the text */
	uint32_t line;	 /* number of its first line in the file */
	uint32_t file;	 /* index into the source's files */
};

/* Bytes of a text that stand for others in the written one. */
struct replacement {
	uint32_t offset;
	uint32_t len;
	uint32_t written_offset;
	uint32_t written_len;
};

/* Text with a name. Owned by whoever read it; everything that points into it dies with it. */
struct source {
	char *name; /* as the user gave it */
	char *text; /* NUL-terminated; holds no NUL before that */
	size_t len;
	struct source_file *files; /* none: the text is that of one file, @name */
	size_t n_files;
	struct source_part *parts; /* none: as above */
	size_t n_parts;
	const struct source *written; /* NULL: nothing was replaced */
	struct replacement *replaced; /* in their order */
	size_t n_replaced;
};

/*
 * A place: offset and length in bytes into a source's text, with the line (from 1) and the column
 * (from 1, in characters; a tab is one) that it has in its file.
 */
struct srcloc {
	uint32_t offset;
	uint32_t len;
	uint32_t line;
	uint32_t column;
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

/* source_append() - Add to the end of the text of a source that is being made. */
void source_append(struct source *src, const char *text, size_t len);

void source_free(struct source *src);

/* source_written() - The text that the user wrote: @src, or what it was made from. */
const struct source *source_written(const struct source *src);

/* source_replacement() - What a byte of the text stands for, NULL if it stands for itself. */
const struct replacement *source_replacement(const struct source *src, uint32_t offset);

/* source_written_place() - Where in the written text a place of @src is. */
struct srcloc source_written_place(const struct source *src, struct srcloc loc);

/* source_part_at() - The part of @src that a byte is in, NULL if the text is that of one file. */
const struct source_part *source_part_at(const struct source *src, uint32_t offset);

/* source_file_name() - The name of the file that a place is in. */
const char *source_file_name(const struct source *src, struct srcloc loc);

/* "line 3"; where a text is that of several files, "line 3 of common.conf". */
struct line_text {
	char text[128];
};

/* source_line() - How a message names the line of a place, in the reader's language. */
struct line_text source_line(const struct source *src, struct srcloc loc);

#endif
