/* SPDX-License-Identifier: MIT */
/* Sentences that are being made, and the parts that they are put together from. */
#ifndef EXPLAIN_SENTENCES_H
#define EXPLAIN_SENTENCES_H

#include <stddef.h>

/* What is said of one thing: sentences in their order. Zeroed to begin with. */
struct sentences {
	char **items;
	size_t n;
	char **parts; /* texts that stand in them, until they are freed */
	size_t n_parts;
};

/* sentence() - Add a sentence. */
void sentence(struct sentences *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* part() - A text that is to stand in a sentence, valid as long as @s. */
const char *part(struct sentences *s, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* sentences_join() - All of them as one text, which the caller frees. */
char *sentences_join(const struct sentences *s);

/* sentences_free() - Forget them all; more may be added then. */
void sentences_free(struct sentences *s);

#endif
