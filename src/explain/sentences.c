/* SPDX-License-Identifier: MIT */
#include "explain/sentences.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/util.h"

static char *text_of(const char *format, va_list ap)
{
	char *text;

	if (vasprintf(&text, format, ap) < 0)
		abort();
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
