/* SPDX-License-Identifier: MIT */
#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"

/* Read until the end or until there is more than can be right. */
static int read_all(struct source *src, int fd)
{
	size_t size = 0;

	while (src->len <= SOURCE_MAX) {
		ssize_t got;

		if (size - src->len < 2) {
			size = size ? 2 * size : 8192;
			src->text = xrealloc(src->text, size, 1);
		}
		got = read(fd, src->text + src->len, size - src->len - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			break;
		src->len += got;
	}
	src->text[src->len] = '\0';
	return 0;
}

int source_read(struct source *src, const char *path, const char **why)
{
	int fd = -1, r = 0;

	*src = (struct source){.name = xstrndup(path, strlen(path))};
	fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : dup(STDIN_FILENO);
	if (fd < 0)
		r = -errno;
	else
		r = read_all(src, fd);
	if (r < 0) {
		*why = strerror(-r);
	} else if (src->len > SOURCE_MAX) {
		*why = "larger than 1 MiB, which no scenario is";
		r = -EFBIG;
	} else if (memchr(src->text, '\0', src->len)) {
		*why = "holds NUL bytes, so it is no text";
		r = -EILSEQ;
	}
	close_fd(&fd);
	return r;
}

void source_from_text(struct source *src, const char *name, const char *text)
{
	*src = (struct source){.name = xasprintf("%s", name), .len = strlen(text)};
	src->text = xstrndup(text, src->len);
}

/* The size of the memory for a text of @len bytes. */
static size_t text_size(size_t len)
{
	size_t size = 64;

	while (size <= len)
		size *= 2;
	return size;
}

void source_append(struct source *src, const char *text, size_t len)
{
	if (!src->text || text_size(src->len + len) > text_size(src->len))
		src->text = xrealloc(src->text, text_size(src->len + len), 1);
	memcpy(src->text + src->len, text, len);
	src->len += len;
	src->text[src->len] = '\0';
}

void source_free(struct source *src)
{
	for (size_t i = 0; i < src->n_files; i++)
		free(src->files[i].name);
	free(src->files);
	free(src->parts);
	free(src->replaced);
	free(src->name);
	free(src->text);
	*src = (struct source){0};
}

const struct source *source_written(const struct source *src)
{
	return src->written ? src->written : src;
}

/* How many replacements begin before an offset. */
static size_t replaced_before(const struct source *src, uint32_t offset)
{
	size_t low = 0, high = src->n_replaced;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (src->replaced[middle].offset < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct replacement *source_replacement(const struct source *src, uint32_t offset)
{
	size_t n = replaced_before(src, offset + 1);
	const struct replacement *r = n ? &src->replaced[n - 1] : NULL;

	return r && offset < r->offset + r->len ? r : NULL;
}

/* Where a piece of text that ends before @end ends in the written text. */
static uint32_t written_end(const struct source *src, uint32_t end)
{
	size_t n = replaced_before(src, end);
	const struct replacement *r = n ? &src->replaced[n - 1] : NULL;

	if (!r)
		return end;
	return r->written_offset + r->written_len +
	       (end > r->offset + r->len ? end - r->offset - r->len : 0);
}

struct srcloc source_written_place(const struct source *src, struct srcloc loc)
{
	const struct replacement *r = source_replacement(src, loc.offset);
	uint32_t begin = r ? r->written_offset : written_end(src, loc.offset);

	loc.len = loc.len ? written_end(src, loc.offset + loc.len) - begin : 0;
	loc.offset = begin;
	return loc;
}

const struct source_part *source_part_at(const struct source *src, uint32_t offset)
{
	size_t low = 0, high = src->n_parts;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (src->parts[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &src->parts[low - 1] : NULL;
}

const char *source_file_name(const struct source *src, struct srcloc loc)
{
	const struct source *written = source_written(src);
	const struct source_part *part =
		source_part_at(written, source_written_place(src, loc).offset);

	return part ? written->files[part->file].name : src->name;
}

struct line_text source_line(const struct source *src, struct srcloc loc)
{
	struct line_text line;

	if (source_written(src)->n_files > 1)
		snprintf(line.text, sizeof(line.text), _("line %u of %s"), loc.line,
			 source_file_name(src, loc));
	else
		snprintf(line.text, sizeof(line.text), _("line %u"), loc.line);
	return line;
}
