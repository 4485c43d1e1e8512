/* SPDX-License-Identifier: MIT */
#include "scenario/command.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/util.h"

#define BLANKS " \t\r\n"

const char *command_error(const char *text)
{
	size_t quotes = 0;

	for (const char *c = text; *c; c++)
		quotes += *c == '\'';
	if (quotes % 2)
		return "a ' in the command has no second one";
	return text[strspn(text, BLANKS "'")] ? NULL : "a command without a word";
}

/* Write what begins at a '$'. Return: how many characters of the text that was */
static size_t put_variable(FILE *out, const char *text, const struct command_variable *variables,
			   size_t n)
{
	size_t len = 1;

	while (isalnum((unsigned char)text[len]) || text[len] == '_')
		len++;
	for (size_t i = 0; i < n; i++) {
		if (strlen(variables[i].name) == len - 1 &&
		    !memcmp(variables[i].name, text + 1, len - 1)) {
			fputs(variables[i].value, out);
			return len;
		}
	}
	fputc('$', out);
	return 1;
}

/* One word. Return: what follows it */
static const char *take_word(const char *text, char **word,
			     const struct command_variable *variables, size_t n)
{
	size_t len;
	FILE *out = open_memstream(word, &len);
	bool quoted = false;

	while (*text && (quoted || !strchr(BLANKS, *text))) {
		if (*text == '$') {
			text += put_variable(out, text, variables, n);
			continue;
		}
		if (*text == '\'')
			quoted = !quoted;
		else
			fputc(*text, out);
		text++;
	}
	fclose(out);
	return text;
}

char **command_words(const char *text, const struct command_variable *variables, size_t n)
{
	char **words = NULL;
	size_t n_words = 0;

	for (text += strspn(text, BLANKS); *text; text += strspn(text, BLANKS))
		text = take_word(text, ARRAY_ADD(words, n_words), variables, n);
	(void)ARRAY_ADD(words, n_words); /* the NULL at the end */
	return words;
}
