/* SPDX-License-Identifier: MIT */
/* Statements of the header that are for people: see, about, and a title in another language. */
#include <string.h>

#include "base/util.h"
#include "scenario/parse.h"

/* A language's code of ISO 639, or nothing. */
static bool parse_language(struct parser *p, struct note *note)
{
	const struct token *token = p->at;
	size_t len = token->loc.len;

	if (!take_kind(p, TOKEN_WORD))
		return true;
	if (len < 2 || len >= sizeof(note->language) ||
	    strspn(token_text(p, token), "abcdefghijklmnopqrstuvwxyz") < len) {
		diag_error(p->diags, token->loc,
			   "a language is two or three small letters, as in 'zh', not '%.*s'",
			   (int)MIN(len, 40U), token_text(p, token));
		return false;
	}
	memcpy(note->language, token_text(p, token), len);
	return true;
}

bool parse_title(struct parser *p, const struct token *word)
{
	struct note note = {.loc = word->loc};

	if (p->at->kind != TOKEN_WORD)
		return unexpected(p, "a language, such as zh");
	if (!parse_language(p, &note))
		return false;
	for (size_t i = 0; i < p->sc->n_titles; i++)
		if (!strcmp(p->sc->titles[i].language, note.language)) {
			diag_error(p->diags, word->loc,
				   "a second title in '%s'; the first is on %s", note.language,
				   source_line(&p->sc->source, p->sc->titles[i].loc).text);
			return false;
		}
	if (!parse_string(p, "a title", &note.text))
		return false;
	*ARRAY_ADD(p->sc->titles, p->sc->n_titles) = note;
	if (!strpbrk(note.text, "\r\n"))
		return true;
	diag_error(p->diags, word->loc, "a title is one line");
	return false;
}

bool parse_see(struct parser *p, const struct token *word)
{
	struct note note = {.loc = word->loc};

	if (!parse_string(p, "a text", &note.text))
		return false;
	*ARRAY_ADD(p->sc->see, p->sc->n_see) = note;
	return true;
}

bool parse_about(struct parser *p, const struct token *word)
{
	struct note note = {.loc = word->loc};

	if (!parse_language(p, &note) || !parse_string(p, "a text", &note.text))
		return false;
	*ARRAY_ADD(p->sc->about, p->sc->n_about) = note;
	return true;
}
