/* SPDX-License-Identifier: MIT */
/*
 * Every word of the page that a reader sees and that does not come from the record: one table, by
 * which the fixed part is written here, and which the page's script gets as it is, in the reader's
 * language. Private to
 * report/.
 */
#ifndef REPORT_HTML_WORDS_H
#define REPORT_HTML_WORDS_H

#include <jansson.h>

/* html_word() - The text that is called @key, in the reader's language; a key that there is none for is a programming error. */
const char *html_word(const char *key);

/* html_words_json() - All of them: texts by key. A value's place is %s, as in a format of printf(3). */
json_t *html_words_json(void);

#endif
