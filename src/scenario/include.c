/* SPDX-License-Identifier: MIT */
#include "scenario/include.h"

#include <string.h>

#include "base/util.h"

/* Files that include files that include files … */
#define DEPTH_MAX 16

struct splice {
	struct source *out;
	struct diags *diags;
	size_t total; /* of all files so far */
};

/* A line that includes a file, by places in the text that is put together. */
struct include_line {
	struct srcloc name; /* the string */
	uint32_t file;	    /* that the line is of */
};

static void begin_part(struct splice *sp, uint32_t file, uint32_t line)
{
	*ARRAY_ADD(sp->out->parts, sp->out->n_parts) =
		(struct source_part){.offset = sp->out->len, .line = line, .file = file};
}

/* Whether a line is nothing but an include with its string; where in the line that stands. */
static bool find_include(const char *line, size_t len, struct srcloc *name)
{
	static const char word[] = "include";
	const char *end = line + len, *at = line + strspn(line, " \t"), *close;

	if ((size_t)(end - at) <= strlen(word) || memcmp(at, word, strlen(word)))
		return false;
	at += strlen(word);
	at += strspn(at, " \t");
	if (*at != '"')
		return false;
	close = at + 1 + strcspn(at + 1, "\"\\\n");
	if (close >= end || *close != '"')
		return false;
	name->offset = at - line;
	name->len = close + 1 - at;
	name->column = 1;
	for (const char *c = line; c < at; c++)
		name->column += (*c & 0xc0) != 0x80;
	at = close + 1 + strspn(close + 1, " \t\r");
	return at >= end || *at == '#';
}

/* The path of a file that @by names, from the directory of @by. The caller frees it. */
static char *path_beside(const char *by, const char *name)
{
	const char *slash = strrchr(by, '/');

	if (name[0] == '/' || !slash)
		return xasprintf("%s", name);
	return xasprintf("%.*s/%s", (int)(slash - by), by, name);
}

/* Whether a file may be included by @by: neither itself again nor too deep. */
static bool may_include(struct splice *sp, const struct include_line *line, const char *path)
{
	const struct source_file *files = sp->out->files, *file = &files[line->file];
	unsigned int depth = 1;

	for (;; file = &files[file->includer], depth++) {
		if (!strcmp(file->name, path)) {
			diag_error(sp->diags, line->name, "'%s' would include itself", path);
			return false;
		}
		if (!file->included_line)
			break;
	}
	if (depth > DEPTH_MAX) {
		diag_error(sp->diags, line->name, "files include each other more than %d deep",
			   DEPTH_MAX);
		return false;
	}
	return true;
}

static bool read_included(struct splice *sp, const struct include_line *line, const char *path,
			  struct source *src)
{
	const char *why;

	*src = (struct source){0};
	if (!strcmp(path, "-")) {
		diag_error(sp->diags, line->name, "standard input is not to be included");
		return false;
	}
	if (source_read(src, path, &why) < 0) {
		diag_error(sp->diags, line->name, "cannot include '%s': %s", path, why);
		return false;
	}
	sp->total += src->len;
	if (sp->total > SOURCE_MAX)
		diag_error(sp->diags, line->name,
			   "with this file the whole is larger than 1 MiB, which no scenario is");
	return sp->total <= SOURCE_MAX;
}

static void append_file(struct splice *sp, const struct source *src, uint32_t file);

static void include(struct splice *sp, const struct include_line *line)
{
	char *name = xstrndup(sp->out->text + line->name.offset + 1, line->name.len - 2);
	char *path = path_beside(sp->out->files[line->file].name, name);
	struct source src = {0};

	if (may_include(sp, line, path) && read_included(sp, line, path, &src)) {
		uint32_t file = sp->out->n_files;

		*ARRAY_ADD(sp->out->files, sp->out->n_files) =
			(struct source_file){.name = xasprintf("%s", path),
					     .includer = line->file,
					     .included_line = line->name.line};
		append_file(sp, &src, file);
	}
	source_free(&src);
	free(path);
	free(name);
}

/* Append a file's lines, each include followed by what it includes. */
static void append_file(struct splice *sp, const struct source *src, uint32_t file)
{
	const char *end = src->text + src->len;
	uint32_t number = 1;

	begin_part(sp, file, number);
	for (const char *line = src->text; line < end && sp->total <= SOURCE_MAX; number++) {
		size_t len = strcspn(line, "\n");
		struct include_line found = {.file = file};
		size_t offset = sp->out->len;

		source_append(sp->out, line, len);
		if (line[len] == '\n' || file)
			source_append(sp->out, "\n", 1);
		if (find_include(line, len, &found.name)) {
			if (line[len] != '\n' && !file)
				source_append(sp->out, "\n", 1);
			found.name.offset += offset;
			found.name.line = number;
			include(sp, &found);
			begin_part(sp, file, number + 1);
		}
		line += len + (line[len] == '\n');
	}
}

void include_files(struct source *src, struct diags *diags)
{
	struct source out = {.name = xasprintf("%s", src->name)};
	struct splice sp = {.out = &out, .diags = diags, .total = src->len};

	diags->src = &out;
	source_append(&out, "", 0);
	*ARRAY_ADD(out.files, out.n_files) =
		(struct source_file){.name = xasprintf("%s", src->name)};
	append_file(&sp, src, 0);
	source_free(src);
	*src = out;
	diags->src = src;
}
