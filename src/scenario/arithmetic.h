/* SPDX-License-Identifier: MIT */
/* $( … ): arithmetic on numbers and times. Private to src/scenario/. */
#ifndef SCENARIO_ARITHMETIC_H
#define SCENARIO_ARITHMETIC_H

#include "base/diag.h"

/* A whole number, or a time in nanoseconds. */
struct amount {
	bool is_time;
	int64_t n;
};

/* Finds what a name stands for; what is wrong with it is reported at its place. */
typedef bool amount_fn(void *arg, const char *name, struct srcloc loc, struct amount *amount);

/**
 * arithmetic() - The value of an expression
 * @src:	The text that holds it
 * @loc:	Where: from "$(" to ")"
 * @name:	Finds what its names stand for
 * @arg:	Passed to it
 *
 * Return: false if it has none, which has been reported at its place
 */
bool arithmetic(const struct source *src, struct srcloc loc, struct diags *diags, amount_fn *name,
		void *arg, struct amount *result);

/* amount_parse() - The amount that a TOKEN_NUMBER is. Return: false if it is something else (parse_value.c) */
bool amount_parse(const char *text, size_t len, struct amount *amount);

/* amount_text() - An amount as a TOKEN_NUMBER; the caller frees it (parse_value.c). */
char *amount_text(struct amount amount);

#endif
