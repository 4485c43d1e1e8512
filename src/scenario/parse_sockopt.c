/* SPDX-License-Identifier: MIT */
/* setsockopt NAME VALUE */
#include <limits.h>

#include "base/util.h"
#include "scenario/parse_step.h"

static bool parse_option(struct parser *p, const struct sockopt **option)
{
	const char **words = xalloc(sockopts_n, sizeof(*words));

	*option = NULL;
	for (size_t i = 0; i < sockopts_n && !*option; i++) {
		words[i] = sockopts[i].name;
		if (take_word(p, words[i]))
			*option = &sockopts[i];
	}
	if (!*option)
		unknown_word(p, "option", words, sockopts_n);
	free(words);
	return *option;
}

static bool parse_switch(struct parser *p, int *value)
{
	*value = take_word(p, "on");
	return *value || take_word(p, "off") || unexpected(p, "on or off");
}

static bool parse_plain(struct parser *p, const struct sockopt *option, int *value)
{
	uint64_t number;

	if (!parse_number(p, option->name, 0, INT_MAX, &number))
		return false;
	*value = number;
	return true;
}

/* A time that is a whole number of what the option counts. */
static bool parse_counted_time(struct parser *p, const struct sockopt *option, int *value)
{
	const struct token *token = p->at;
	char unit[TIME_TEXT], most[TIME_TEXT];
	nsec_t time;

	if (!parse_time(p, option->name, 0, &time))
		return false;
	if (time % option->unit) {
		diag_error(p->diags, token->loc, "%s is nothing finer than %s", option->name,
			   time_text(unit, option->unit));
		return false;
	}
	if (time / option->unit > INT_MAX) {
		diag_error(p->diags, token->loc, "%s is at most %s", option->name,
			   time_text(most, INT_MAX * option->unit));
		return false;
	}
	*value = time / option->unit;
	return true;
}

/* off, or a time. */
static bool parse_limited(struct parser *p, const struct sockopt *option, int *value)
{
	*value = SOCKOPT_OFF;
	if (take_word(p, "off"))
		return true;
	if (p->at->kind != TOKEN_NUMBER)
		return unexpected(p, "off or a time, such as 5s");
	return parse_counted_time(p, option, value);
}

static bool parse_option_word(struct parser *p, char **word)
{
	const struct token *token = p->at;

	if (!take_kind(p, TOKEN_WORD))
		return unexpected(p, "a word");
	*word = xstrndup(token_text(p, token), token->loc.len);
	return true;
}

bool parse_setsockopt(struct parser *p, struct step *step)
{
	struct sockopt_setting *s = &step->sockopt;

	if (!parse_option(p, &s->option))
		return false;
	switch (s->option->kind) {
	case SOCKOPT_SWITCH:
		return parse_switch(p, &s->value);
	case SOCKOPT_NUMBER:
		return parse_plain(p, s->option, &s->value);
	case SOCKOPT_LINGER:
	case SOCKOPT_TIME_OR_OFF:
		return parse_limited(p, s->option, &s->value);
	case SOCKOPT_TIME:
	case SOCKOPT_TIMEVAL:
		return parse_counted_time(p, s->option, &s->value);
	case SOCKOPT_WORD:
		return parse_option_word(p, &s->word);
	}
	return false;
}
