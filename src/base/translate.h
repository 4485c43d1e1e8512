/* SPDX-License-Identifier: MIT */
/*
 * The reader's language. What a learner reads goes through _(), which answers from the message
 * catalogue of the locale that the environment names, po/zh_CN.po for one, or else with the English
 * that it was asked about.
 *
 * Only that. The process itself stays in the C locale, so that numbers, strerror() and whatever a
 * library says are the same whoever runs it; and between translate_pause() and translate_resume(), where
 * something is written that programs read, everything is English.
 *
 * Not translated: what a scenario's text says, names (states, segments, options, sysctls, calls), what
 * is recorded, and complaints about the command line, a scenario or the machine.
 */
#ifndef BASE_TRANSLATE_H
#define BASE_TRANSLATE_H

#include <stdbool.h>

/* translate_start() - Look what language the environment asks for; without this it is English. */
void translate_start(void);

/* _() - A text in the reader's language. */
#define _(text) translate(text)

/* N_() - A text of a table, which is translated where it is used. */
#define N_(text) text

/* C_() - A text that means different things in different places; @context says which. */
#define C_(context, text) translate_in(context "\004" text, sizeof(context))

/* P_() - A text with a number in it, the first form being for 1. */
#define P_(one, many, n) translate_count(one, many, n)

/* What these macros are: @text, or @key behind its @context and a byte 4, or the form for @n. */
const char *translate(const char *text) __attribute__((format_arg(1)));
const char *translate_in(const char *key, unsigned int context) __attribute__((format_arg(1)));
const char *translate_count(const char *one, const char *many, unsigned long n)
	__attribute__((format_arg(1), format_arg(2)));

/* translate_pause() - English from here on, until translate_resume(). They nest. */
void translate_pause(void);
void translate_resume(void);

/* translate_tag() - The reader's language as HTML names it: "en", "zh-CN". */
const char *translate_tag(void);

/* translate_speaks() - Whether the reader's language is @language ("zh"), whatever the country. */
bool translate_speaks(const char *language);

#endif
