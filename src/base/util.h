/* SPDX-License-Identifier: MIT */
/*
 * Small things that every station needs.
 */
#ifndef BASE_UTIL_H
#define BASE_UTIL_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

/* What a run means for whoever called: the exit codes, documented in tcplab(1). */
enum exit_code {
	EXIT_PASS = 0,
	EXIT_FAIL = 1,	       /* an expectation failed */
	EXIT_USAGE = 2,	       /* usage or scenario error */
	EXIT_INCONCLUSIVE = 3, /* a fault never fired, or evidence was lost */
	EXIT_CANNOT = 4,       /* this machine cannot */
	EXIT_BUG = 99,	       /* the tool's own error */
};

/**
 * xalloc() - Zeroed memory for @n objects of @size bytes, or the end of the process
 *
 * Running out of memory is not a state that a laboratory instrument can report from.
 */
void *xalloc(size_t n, size_t size);

/* xrealloc() - Resize @p to @n objects of @size bytes, or the end of the process. */
void *xrealloc(void *p, size_t n, size_t size);

/* xstrndup() - Copy @len bytes of @s and end them with NUL, or the end of the process. */
char *xstrndup(const char *s, size_t len);

/* xasprintf() - A formatted string that the caller frees, or the end of the process. */
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* xmemstream() - A stream into memory, as open_memstream() makes it, or the end of the process. */
FILE *xmemstream(char **text, size_t *len);

/**
 * array_grow() - Make room for one more element at the end of a growing array
 * @items:	Pointer to the array pointer (may point to NULL)
 * @n:		Elements in use; the capacity is the next power of two, so no field is needed
 * @size:	Size of an element
 */
void array_grow(void *items, size_t n, size_t size);

/* ARRAY_ADD(items, n) - Append a zeroed element and give a pointer to it. */
#define ARRAY_ADD(items, n) (array_grow(&(items), (n), sizeof(*(items))), &(items)[(n)++])

/**
 * close_fd() - Close a descriptor if it is open and mark it closed (-1)
 */
static inline void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

#endif
