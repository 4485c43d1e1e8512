/* SPDX-License-Identifier: MIT */
#include "explain/sentences.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "base/util.h"

/*
 * Chinese has no blanks between its characters, nor beside its punctuation. Which of the parts that a
 * translation puts together are Chinese is known only here.
 */
static void close_up(char *text)
{
	bool wide = false, quoted = false;
	char *to = text;

	for (const char *at = text; *at;) {
		uint32_t c;
		unsigned int len = utf8_decode(at, strnlen(at, 4), &c);
		bool is_wide = len && utf8_width(c) > 1;

		quoted ^= *at == '"';
		if (is_wide && wide && !quoted && to > text && to[-1] == ' ')
			to--;
		memmove(to, at, MAX(len, 1U));
		to += MAX(len, 1U);
		wide = is_wide || (wide && *at == ' ');
		at += MAX(len, 1U);
	}
	*to = '\0';
}

static char *text_of(const char *format, va_list ap)
{
	char *text;

	if (vasprintf(&text, format, ap) < 0)
		abort();
	close_up(text);
	return text;
}

void sentence(struct sentences *s, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	*ARRAY_ADD(s->items, s->n) = text_of(format, ap);
	va_end(ap);
}

const char *part(struct sentences *s, const char *format, ...)
{
	char **text = ARRAY_ADD(s->parts, s->n_parts);
	va_list ap;

	va_start(ap, format);
	*text = text_of(format, ap);
	va_end(ap);
	return *text;
}

char *sentences_join(const struct sentences *s)
{
	char *text;
	size_t len;
	FILE *out = xmemstream(&text, &len);

	/* Chinese has its full stop, and no blank behind it. */
	for (size_t i = 0; i < s->n; i++)
		fprintf(out, "%s%s",
			i && s->items[i - 1][strlen(s->items[i - 1]) - 1] == '.' ? " " : "",
			s->items[i]);
	fclose(out);
	return text;
}

static void free_texts(char **texts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(texts[i]);
	free(texts);
}

void sentences_free(struct sentences *s)
{
	free_texts(s->items, s->n);
	free_texts(s->parts, s->n_parts);
	*s = (struct sentences){0};
}
