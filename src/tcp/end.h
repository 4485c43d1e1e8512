/* SPDX-License-Identifier: MIT */
/*
 * The two ends of a connection. A direction is named by the end it comes from.
 */
#ifndef TCP_END_H
#define TCP_END_H

#include <stdbool.h>
#include <stddef.h>

enum end { CLIENT, SERVER };

#define ENDS 2

#define for_each_end(e) for (enum end e = CLIENT; e < ENDS; e++)

static inline enum end other_end(enum end e)
{
	return e == CLIENT ? SERVER : CLIENT;
}

/* "client" or "server"; in a sentence for people it is translated */
const char *end_name(enum end e);

/* end_parse() - The end that is called @word (of @len bytes). Return: false if none is */
bool end_parse(const char *word, size_t len, enum end *e);

#endif
