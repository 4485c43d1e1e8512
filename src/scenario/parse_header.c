/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/util.h"
#include "scenario/parse.h"

/* A record of a run keeps this much of a sysctl's name, and of its value. */
#define SYSCTL_TEXT_MAX 95

static bool given_twice(struct parser *p, const struct token *word)
{
	diag_error(p->diags, word->loc, "'%.*s' is given twice", (int)word->loc.len,
		   token_text(p, word));
	return false;
}

static bool parse_ip(struct parser *p, const struct token *word)
{
	static const struct {
		const char *text;
		enum ip_versions ip;
	} versions[] = {{"4", IP_4}, {"6", IP_6}, {"both", IP_BOTH}};
	const struct token *token = p->at;

	if (p->sc->ip_given)
		return given_twice(p, word);
	for (size_t i = 0; i < ARRAY_SIZE(versions); i++) {
		if ((token->kind == TOKEN_NUMBER || token->kind == TOKEN_WORD) &&
		    token->loc.len == strlen(versions[i].text) &&
		    !memcmp(token_text(p, token), versions[i].text, token->loc.len)) {
			p->sc->ip = versions[i].ip;
			p->sc->ip_given = true;
			p->at++;
			return true;
		}
	}
	return unexpected(p, "4, 6 or both");
}

static bool parse_time_kind(struct parser *p, const struct token *word)
{
	const char *words[TIME_KINDS];

	if (p->sc->time_given)
		return given_twice(p, word);
	for (enum time_kind kind = 0; kind < TIME_KINDS; kind++) {
		words[kind] = time_kind_word(kind);
		if (take_word(p, words[kind])) {
			p->sc->time = kind;
			p->sc->time_given = true;
			return true;
		}
	}
	return unknown_word(p, "kind of time", words, TIME_KINDS);
}

static bool parse_timeout(struct parser *p, const struct token *word)
{
	if (p->sc->timeout_given)
		return given_twice(p, word);
	p->sc->timeout_given = true;
	return parse_time(p, "a timeout", NSEC_PER_MSEC, &p->sc->timeout);
}

static bool parse_wire_timeout(struct parser *p)
{
	const struct token *token = p->at;

	if (!parse_time(p, "a wire's timeout", NSEC_PER_SEC, &p->sc->wire_timeout))
		return false;
	if (p->sc->wire_timeout % NSEC_PER_SEC) {
		diag_error(p->diags, token->loc, "a wire's timeout is nothing finer than 1s");
		return false;
	}
	return true;
}

static bool parse_wire(struct parser *p, const struct token *word)
{
	const char *words[WIRE_KINDS] = {NULL}; /* plain is what it is when nothing is said */

	if (p->sc->wire != WIRE_PLAIN)
		return given_twice(p, word);
	for (enum wire_kind kind = WIRE_STATEFUL; kind < WIRE_KINDS; kind++) {
		words[kind] = wire_word(kind);
		if (take_word(p, words[kind])) {
			p->sc->wire = kind;
			return !take_word(p, "timeout") || parse_wire_timeout(p);
		}
	}
	return unknown_word(p, "wire", words, WIRE_KINDS);
}

bool parse_sysctl_name(struct parser *p, char **name)
{
	const struct token *token = p->at;
	const char *text = token_text(p, token);
	size_t len = token->loc.len;

	if (!take_kind(p, TOKEN_WORD))
		return unexpected(p, "a sysctl's name, such as net.ipv4.tcp_syn_retries");
	if (text[len] == '/') {
		diag_error(p->diags, token->loc, "a sysctl's name is written with dots");
		return false;
	}
	if (len < strlen("net.x") || memcmp(text, "net.", strlen("net."))) {
		diag_error(p->diags, token->loc, "only sysctls below net. belong to one end alone");
		return false;
	}
	if (memmem(text, len, "..", 2) || text[len - 1] == '.') {
		diag_error(p->diags, token->loc, "a sysctl's name has a word between its dots");
		return false;
	}
	if (len > SYSCTL_TEXT_MAX) {
		diag_error(p->diags, token->loc, "a sysctl's name has at most %d characters",
			   SYSCTL_TEXT_MAX);
		return false;
	}
	*name = xstrndup(text, len);
	return true;
}

/* A word, a whole number, or a string of one line. */
static bool parse_sysctl_value(struct parser *p, char **value)
{
	const struct token *token = p->at;

	if (token->kind == TOKEN_STRING) {
		if (!parse_string(p, "a value", value))
			return false;
	} else if (token->kind == TOKEN_WORD || token->kind == TOKEN_NUMBER) {
		*value = xstrndup(token_text(p, token), token->loc.len);
		p->at++;
	} else {
		return unexpected(p, "a value: a word, a number or a string");
	}
	if (token->kind == TOKEN_NUMBER && strspn(*value, "-0123456789") != token->loc.len)
		diag_error(p->diags, token->loc,
			   "a sysctl's value is a whole number without a unit, a word or a string");
	else if (strlen(*value) > SYSCTL_TEXT_MAX)
		diag_error(p->diags, token->loc, "a sysctl's value has at most %d characters",
			   SYSCTL_TEXT_MAX);
	else if (strpbrk(*value, "\r\n"))
		diag_error(p->diags, token->loc, "a sysctl's value is one line");
	else
		return true;
	return false;
}

static bool parse_sysctl(struct parser *p, const struct token *word)
{
	struct sysctl_setting *setting = ARRAY_ADD(p->sc->sysctls, p->sc->n_sysctls);

	if (parse_end(p, &setting->end) && parse_sysctl_name(p, &setting->name) &&
	    parse_sysctl_value(p, &setting->value)) {
		setting->loc = span_from(p, word);
		return true;
	}
	free(setting->name);
	free(setting->value);
	p->sc->n_sysctls--;
	return false;
}

static const struct {
	const char *word;
	bool (*parse)(struct parser *p, const struct token *word);
} statements[] = {
	{"title", parse_title},	  {"see", parse_see},	     {"about", parse_about},
	{"ip", parse_ip},	  {"time", parse_time_kind}, {"timeout", parse_timeout},
	{"sysctl", parse_sysctl}, {"wire", parse_wire},
};

bool parse_header_statement(struct parser *p, void *arg)
{
	const char *words[ARRAY_SIZE(statements)];
	const struct token *word = p->at;

	(void)arg;
	for (size_t i = 0; i < ARRAY_SIZE(statements); i++) {
		if (take_word(p, statements[i].word))
			return statements[i].parse(p, word);
		words[i] = statements[i].word;
	}
	return unknown_word(p, "statement", words, ARRAY_SIZE(words));
}
