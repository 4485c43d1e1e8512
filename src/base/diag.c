/* SPDX-License-Identifier: MIT */
#include "base/diag.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/util.h"

/* Of a long line, only this many bytes on either side of the place are shown. */
#define EXCERPT 120

/* Of a parameter and its value, this much is shown. */
#define VALUE_MAX 60

/* Longer words are never a slip of the fingers. */
#define WORD_MAX_LEN 40

/* What a parameter stood for is part of what is wrong: "… ($n is 0)". Takes over @text. */
static char *name_value(const struct source *src, uint32_t offset, char *text)
{
	const struct replacement *r = source_replacement(src, offset);
	char *longer;

	if (!r || src->written->text[r->written_offset] != '$')
		return text;
	longer = xasprintf("%s (%.*s is %.*s)", text, (int)MIN(r->written_len, VALUE_MAX),
			   src->written->text + r->written_offset, (int)MIN(r->len, VALUE_MAX),
			   src->text + r->offset);
	free(text);
	return longer;
}

static void queue(struct diags *diags, enum diag_level level, struct srcloc loc, const char *fmt,
		  va_list ap)
{
	struct diag *diag = ARRAY_ADD(diags->items, diags->n);
	struct srcloc place = source_written_place(diags->src, loc);
	const struct source_part *part = source_part_at(source_written(diags->src), place.offset);
	char *text;

	if (vasprintf(&text, fmt, ap) < 0) /* no memory: the bare words are better than none */
		text = xstrndup(fmt, strlen(fmt));
	*diag = (struct diag){.level = level,
			      .loc = place,
			      .part = part ? part->offset : 0,
			      .text = name_value(diags->src, loc.offset, text)};
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

/* Whether two diagnostics are about the same line of the same part of the text. */
static bool same_line(const struct diag *x, const struct diag *y)
{
	return x->loc.line == y->loc.line && x->part == y->part;
}

/* By line, errors before warnings, by column, then in the order they were found. */
static int compare_places(const void *a, const void *b)
{
	const struct diag *x = *(const struct diag *const *)a, *y = *(const struct diag *const *)b;

	if (!same_line(x, y))
		return x->loc.offset < y->loc.offset ? -1 : 1;
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

/* By which lines the file with a place came to be part of the text, innermost first. */
static void print_includers(const struct source *src, uint32_t offset, FILE *out)
{
	const struct source_part *part = source_part_at(src, offset);
	const struct source_file *file = part ? &src->files[part->file] : NULL;

	for (; file && file->included_line; file = &src->files[file->includer])
		fprintf(out, "      included from %s:%u\n", src->files[file->includer].name,
			file->included_line);
}

static void print_diag(const struct source *src, const struct diag *diag, FILE *out)
{
	struct excerpt ex = excerpt_around(src, diag->loc.offset);
	int digits;

	fprintf(out, "%s:%u:%u: %s: %s\n", source_file_name(src, diag->loc), diag->loc.line,
		diag->loc.column, diag->level == DIAG_ERROR ? "error" : "warning", diag->text);
	digits = fprintf(out, "%5u", diag->loc.line);
	fprintf(out, " | %s", ex.cut_before ? "…" : "");
	print_text(src, ex, out);
	fprintf(out, "%s\n%*s | %s", ex.cut_after ? "…" : "", digits, "", ex.cut_before ? " " : "");
	print_carets(src, ex, diag->loc, out);
	fputc('\n', out);
	print_includers(src, diag->loc.offset, out);
}

/* Whether one of the diagnostics before the @n-th says the same about the same place. */
static bool said_already(const struct diag *const *sorted, size_t n)
{
	const struct diag *diag = sorted[n];

	for (size_t i = n; i > 0 && sorted[i - 1]->loc.offset == diag->loc.offset; i--) {
		if (!strcmp(sorted[i - 1]->text, diag->text))
			return true;
	}
	return false;
}

void diags_print(const struct diags *diags, FILE *out)
{
	const struct diag **sorted = xalloc(diags->n, sizeof(const struct diag *));
	const struct diag *error = NULL;

	for (size_t i = 0; i < diags->n; i++)
		sorted[i] = &diags->items[i];
	qsort(sorted, diags->n, sizeof(const struct diag *), compare_places);
	for (size_t i = 0; i < diags->n; i++) {
		if ((error && same_line(error, sorted[i])) || said_already(sorted, i))
			continue;
		if (sorted[i]->level == DIAG_ERROR)
			error = sorted[i];
		print_diag(source_written(diags->src), sorted[i], out);
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
