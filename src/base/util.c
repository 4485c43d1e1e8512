/* SPDX-License-Identifier: MIT */
#include "base/util.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

static _Noreturn void out_of_memory(void)
{
	static const char text[] = "tcplab: out of memory\n";
	ssize_t ignored = write(STDERR_FILENO, text, sizeof(text) - 1);

	(void)ignored;
	_exit(EXIT_BUG);
}

void *xalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *xrealloc(void *p, size_t n, size_t size)
{
	p = reallocarray(p, n ? n : 1, size ? size : 1);
	if (!p)
		out_of_memory();
	return p;
}

char *xstrndup(const char *s, size_t len)
{
	char *copy = strndup(s, len);

	if (!copy)
		out_of_memory();
	return copy;
}

char *xasprintf(const char *fmt, ...)
{
	char *text;
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (len < 0)
		out_of_memory();
	return text;
}

FILE *xmemstream(char **text, size_t *len)
{
	FILE *stream = open_memstream(text, len);

	if (!stream)
		out_of_memory();
	return stream;
}

void array_grow(void *items, size_t n, size_t size)
{
	void *p;

	memcpy(&p, items, sizeof(p));
	if ((n & (n - 1)) == 0) {
		p = xrealloc(p, n ? 2 * n : 1, size);
		memcpy(items, &p, sizeof(p));
	}
	memset((char *)p + n * size, 0, size);
}
