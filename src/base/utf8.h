/* SPDX-License-Identifier: MIT */
/* UTF-8, as far as a terminal and a caret line need it. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * utf8_decode() - Read one character
 * @s:		Bytes
 * @len:	How many there are, at least 1
 * @c:		The character
 *
 * Overlong forms, surrogates and numbers past U+10FFFF are refused.
 *
 * Return: how many bytes it takes, 0 if there is no valid character
 */
unsigned int utf8_decode(const char *s, size_t len, uint32_t *c);

/* utf8_printable() - Whether a terminal shows a character, instead of obeying it. */
bool utf8_printable(uint32_t c);

/* utf8_width() - Terminal columns that a printable character takes: 0 (combining), 1 or 2. */
unsigned int utf8_width(uint32_t c);

#endif
