/* SPDX-License-Identifier: MIT */
#include "base/diag.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/util.h"

/* Of a long line, only this many bytes on either side of the place are shown. */
#define EXCERPT 120

/* Longer words are never a slip of the fingers. */
#define WORD_MAX_LEN 40

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
	src->len = strlen(text);
	src->name = xstrndup(name, strlen(name));
	src->text = xstrndup(text, src->len);
}

void source_free(struct source *src)
{
	free(src->name);
	free(src->text);
	*src = (struct source){0};
}

static void queue(struct diags *diags, enum diag_level level, struct srcloc loc, const char *fmt,
		  va_list ap)
{
	struct diag *diag = ARRAY_ADD(diags->items, diags->n);
	char *text;

	if (vasprintf(&text, fmt, ap) < 0) /* no memory: the bare words are better than none */
		text = xstrndup(fmt, strlen(fmt));
	*diag = (struct diag){.level = level, .loc = loc, .text = text};
	if (level == DIAG_ERROR)
		diags->errors++;
}

void diag_error(struct diags *diags, struct srcloc loc, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	queue(diags, DIAG_ERROR, loc, fmt, ap);
	va_end(ap);
}

void diag_warning(struct diags *diags, struct srcloc loc, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	queue(diags, DIAG_WARNING, loc, fmt, ap);
	va_end(ap);
}

/* By line, errors before warnings, by column, then in the order they were found. */
static int compare_places(const void *a, const void *b)
{
	const struct diag *x = *(const struct diag *const *)a, *y = *(const struct diag *const *)b;

	if (x->loc.line != y->loc.line)
		return x->loc.line < y->loc.line ? -1 : 1;
	if (x->level != y->level)
		return x->level < y->level ? -1 : 1;
	if (x->loc.offset != y->loc.offset)
		return x->loc.offset < y->loc.offset ? -1 : 1;
	return (x > y) - (x < y);
}

/* The bytes of a place's line that are shown. */
struct excerpt {
	size_t begin, end;
	bool cut_before, cut_after;
};

static bool continues_character(char c)
{
	return (c & 0xc0) == 0x80;
}

static struct excerpt excerpt_around(const struct source *src, size_t offset)
{
	struct excerpt ex = {offset, offset, false, false};

	while (ex.begin > 0 && src->text[ex.begin - 1] != '\n' && offset - ex.begin < EXCERPT)
		ex.begin--;
	while (ex.end < src->len && src->text[ex.end] != '\n' && ex.end - offset < EXCERPT)
		ex.end++;
	ex.cut_before = ex.begin > 0 && src->text[ex.begin - 1] != '\n';
	ex.cut_after = ex.end < src->len && src->text[ex.end] != '\n';
	while (ex.cut_before && ex.begin < offset && continues_character(src->text[ex.begin]))
		ex.begin++;
	while (ex.cut_after && ex.end > offset && continues_character(src->text[ex.end]))
		ex.end--;
	if (ex.end > ex.begin && src->text[ex.end - 1] == '\r')
		ex.end--;
	return ex;
}

/* Print the source's text; what could move a terminal's cursor is shown as U+FFFD. */
static void print_text(const struct source *src, struct excerpt ex, FILE *out)
{
	for (size_t i = ex.begin; i < ex.end;) {
		uint32_t c;
		unsigned int n = utf8_decode(src->text + i, ex.end - i, &c);

		if (n && (utf8_printable(c) || c == '\t'))
			fwrite(src->text + i, 1, n, out);
		else
			fputs("\xef\xbf\xbd", out);
		i += n ? n : 1;
	}
}

/* Print carets under the place: what stands before it is repeated as blanks, tabs as tabs. */
static void print_carets(const struct source *src, struct excerpt ex, struct srcloc loc, FILE *out)
{
	size_t last = MIN(ex.end, (size_t)loc.offset + loc.len);
	bool first = true;

	for (size_t i = ex.begin; i < last || first;) {
		uint32_t c = ' ';
		unsigned int n = i < ex.end ? utf8_decode(src->text + i, ex.end - i, &c) : 1;
		unsigned int width = n && utf8_printable(c) ? utf8_width(c) : 1;

		if (i < loc.offset && c == '\t') {
			fputc('\t', out);
		} else {
			for (; width > 0; width--) {
				fputc(i < loc.offset ? ' ' : first ? '^' : '~', out);
				first = first && i < loc.offset;
			}
		}
		i += n ? n : 1;
	}
}

static void print_diag(const struct source *src, const struct diag *diag, FILE *out)
{
	struct excerpt ex = excerpt_around(src, diag->loc.offset);
	int digits;

	fprintf(out, "%s:%u:%u: %s: %s\n", src->name, diag->loc.line, diag->loc.column,
		diag->level == DIAG_ERROR ? "error" : "warning", diag->text);
	digits = fprintf(out, "%5u", diag->loc.line);
	fprintf(out, " | %s", ex.cut_before ? "…" : "");
	print_text(src, ex, out);
	fprintf(out, "%s\n%*s | %s", ex.cut_after ? "…" : "", digits, "", ex.cut_before ? " " : "");
	print_carets(src, ex, diag->loc, out);
	fputc('\n', out);
}

void diags_print(const struct diags *diags, FILE *out)
{
	const struct diag **sorted = xalloc(diags->n, sizeof(const struct diag *));
	uint32_t line_with_error = 0;

	for (size_t i = 0; i < diags->n; i++)
		sorted[i] = &diags->items[i];
	qsort(sorted, diags->n, sizeof(const struct diag *), compare_places);
	for (size_t i = 0; i < diags->n; i++) {
		if (sorted[i]->loc.line == line_with_error)
			continue;
		if (sorted[i]->level == DIAG_ERROR)
			line_with_error = sorted[i]->loc.line;
		print_diag(diags->src, sorted[i], out);
	}
	free(sorted);
}

void diags_free(struct diags *diags)
{
	for (size_t i = 0; i < diags->n; i++)
		free(diags->items[i].text);
	free(diags->items);
	*diags = (struct diags){0};
}

static bool same_letter(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Edit distance of two short words, ignoring case; a swap of neighbours is one edit. */
static unsigned int distance(const char *a, size_t na, const char *b, size_t nb)
{
	unsigned int d[WORD_MAX_LEN + 1][WORD_MAX_LEN + 1];

	for (size_t i = 0; i <= na; i++) {
		for (size_t j = 0; j <= nb; j++) {
			if (!i || !j) {
				d[i][j] = i + j;
				continue;
			}
			d[i][j] = MIN(d[i - 1][j] + 1, d[i][j - 1] + 1);
			d[i][j] = MIN(d[i][j], d[i - 1][j - 1] + !same_letter(a[i - 1], b[j - 1]));
			if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) &&
			    same_letter(a[i - 2], b[j - 1]))
				d[i][j] = MIN(d[i][j], d[i - 2][j - 2] + 1);
		}
	}
	return d[na][nb];
}

const char *did_you_mean(const char *word, size_t len, const char *const *list, size_t n)
{
	const char *best = NULL;
	unsigned int best_distance = len / 3 + 1;

	if (len > WORD_MAX_LEN)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		size_t list_len = list[i] ? strlen(list[i]) : 0;
		unsigned int d;

		if (!list_len || list_len > WORD_MAX_LEN)
			continue;
		d = distance(word, len, list[i], list_len);
		if (d < best_distance) {
			best = list[i];
			best_distance = d;
		}
	}
	return best;
}
