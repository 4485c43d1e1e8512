/* SPDX-License-Identifier: MIT */
/* The conditions that are about a segment's bytes. */
#include <ctype.h>
#include <string.h>

#include "base/util.h"
#include "scenario/filter.h"
#include "scenario/parse_match.h"
#include "tcp/flags.h"

/* ---- flags --------------------------------------------------------------------------------- */

/* The flags of a word, with commas between them. Return: 0 if it is anything else */
static uint8_t flags_of_word(const char *word, size_t len)
{
	uint8_t flags = 0;

	for (size_t n; len; word += n, len -= n) {
		const char *comma = memchr(word, ',', len);
		uint8_t flag = tcp_flag_parse(word, comma ? (size_t)(comma - word) : len);

		if (!flag || comma == word + len - 1)
			return 0;
		flags |= flag;
		n = comma ? (size_t)(comma - word) + 1 : len;
	}
	return flags;
}

void take_flag_words(struct parser *p, uint8_t *flags)
{
	uint8_t more;

	while ((p->at->kind == TOKEN_WORD || p->at->kind == TOKEN_FLAGS) &&
	       (more = flags_of_word(token_text(p, p->at), p->at->loc.len))) {
		*flags |= more;
		p->at++;
	}
}

bool parse_flag_words(struct parser *p, uint8_t *flags)
{
	const char *words[TCP_FLAGS];

	take_flag_words(p, flags);
	if (*flags)
		return true;
	for (unsigned int bit = 0; bit < TCP_FLAGS; bit++)
		words[bit] = tcp_flag_word(bit);
	return unknown_word(p, "flag", words, TCP_FLAGS);
}

/* none | only FLAG… | FLAG… [not FLAG…] | not FLAG… */
bool parse_flags(struct parser *p, struct match *match)
{
	const struct token *first = p->at;
	struct flags_condition *flags = &match->flags;

	flags->given = true;
	if (take_word(p, "none")) {
		flags->clear = UINT8_MAX;
		return true;
	}
	if (take_word(p, "only")) {
		if (!parse_flag_words(p, &flags->set))
			return false;
		flags->clear = (uint8_t)~flags->set;
		return true;
	}
	if (!token_is(p, p->at, "not") && !parse_flag_words(p, &flags->set))
		return false;
	if (take_word(p, "not") && !parse_flag_words(p, &flags->clear))
		return false;
	if (flags->set & flags->clear) {
		diag_error(p->diags, span_from(p, first), "no flag is both set and clear");
		return false;
	}
	return true;
}

/* ---- lengths ------------------------------------------------------------------------------- */

/* No IP packet is longer, jumbograms aside. */
#define LENGTH_MAX 65535

bool parse_size(struct parser *p, struct match *match)
{
	return parse_condition_limit(p, "a packet's size", LENGTH_MAX, &match->size);
}

bool parse_payload_length(struct parser *p, struct match *match)
{
	return parse_condition_limit(p, "a payload's length", LENGTH_MAX, &match->payload);
}

/* ---- bytes --------------------------------------------------------------------------------- */

static int digit_value(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

bool parse_hex(uint8_t *text, size_t *len)
{
	const char *s = (const char *)text;

	for (*len = 0;; s += 2) {
		s += strspn(s, " \t");
		if (!*s)
			return *len;
		if (!isxdigit((unsigned char)s[0]) || !isxdigit((unsigned char)s[1]))
			return false;
		text[(*len)++] = (uint8_t)(digit_value(s[0]) << 4 | digit_value(s[1]));
	}
}

bool parse_contains(struct parser *p, struct match *match)
{
	struct pattern *pattern = &match->contains;
	const struct token *token;
	char *text;

	pattern->hex = take_word(p, "hex");
	token = p->at;
	if (!parse_string(p, pattern->hex ? "bytes" : "a text", &text))
		return false;
	pattern->bytes = (uint8_t *)text;
	if (!pattern->hex) {
		pattern->len = strlen(text);
	} else if (!parse_hex(pattern->bytes, &pattern->len)) {
		diag_error(p->diags, token->loc,
			   "bytes are written as pairs of hexadecimal digits, such as \"0d 0a\"");
		return false;
	}
	return true;
}

bool parse_filter(struct parser *p, struct match *match)
{
	const struct token *token = p->at;
	char *why;

	if (!parse_string(p, "a filter", &match->filter.text))
		return false;
	why = filter_compile(&match->filter);
	if (why)
		diag_error(p->diags, token->loc, "libpcap refuses the filter: %s", why);
	free(why);
	return !why;
}
