/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>

#include "base/util.h"
#include "scenario/parse.h"

/* As much as one send or recv step may move. */
#define BYTES_MAX (1024 * 1024 * 1024)

static bool parse_port(struct parser *p, uint16_t *port)
{
	uint64_t number;

	if (!parse_number(p, "a port", 1, UINT16_MAX, &number))
		return false;
	*port = number;
	return true;
}

static bool parse_listen(struct parser *p, struct step *step)
{
	step->listen.port_given = true;
	return parse_port(p, &step->listen.port);
}

static bool parse_connect(struct parser *p, struct step *step)
{
	step->connect.port_given = p->at->kind == TOKEN_NUMBER;
	return !step->connect.port_given || parse_port(p, &step->connect.port);
}

/* For a step that is one word. */
static bool parse_nothing(struct parser *p, struct step *step)
{
	(void)p;
	(void)step;
	return true;
}

static bool parse_send(struct parser *p, struct step *step)
{
	if (p->at->kind == TOKEN_NUMBER)
		return parse_number(p, "a count of bytes", 1, BYTES_MAX, &step->send.bytes);
	if (p->at->kind != TOKEN_STRING)
		return unexpected(p, "a count of bytes or a string");
	if (!parse_string(p, "a text", &step->send.text))
		return false;
	step->send.bytes = strlen(step->send.text);
	return true;
}

static bool parse_recv(struct parser *p, struct step *step)
{
	if (p->at->kind == TOKEN_NUMBER)
		return parse_number(p, "a count of bytes", 1, BYTES_MAX, &step->recv.bytes);
	if (!take_word(p, "until"))
		return unexpected(p, "a count of bytes or 'until eof'");
	step->recv.until_eof = true;
	return need_word(p, "eof");
}

static bool parse_shutdown(struct parser *p, struct step *step)
{
	static const char *const words[] = {
		[SHUT_RD] = "rd",
		[SHUT_WR] = "wr",
		[SHUT_RDWR] = "rdwr",
	};

	for (size_t how = 0; how < ARRAY_SIZE(words); how++) {
		if (take_word(p, words[how])) {
			step->how = how;
			return true;
		}
	}
	return unknown_word(p, "direction", words, ARRAY_SIZE(words));
}

/* ---- setsockopt ---------------------------------------------------------------------------- */

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

static bool parse_linger(struct parser *p, const struct sockopt *option, int *value)
{
	*value = LINGER_OFF;
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

static bool parse_setsockopt(struct parser *p, struct step *step)
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
		return parse_linger(p, s->option, &s->value);
	case SOCKOPT_TIME:
		return parse_counted_time(p, s->option, &s->value);
	case SOCKOPT_WORD:
		return parse_option_word(p, &s->word);
	}
	return false;
}

/* ---- waiting ------------------------------------------------------------------------------- */

static bool parse_sleep(struct parser *p, struct step *step)
{
	return parse_time(p, "a sleep", NSEC_PER_USEC, &step->sleep);
}

static bool parse_wait(struct parser *p, struct step *step)
{
	struct wait_condition *wait = &step->wait;

	if (!need_word(p, "until") || !parse_end(p, &wait->end))
		return false;
	wait->done = take_word(p, "done");
	if (!wait->done && !parse_state(p, "done", &wait->state))
		return false;
	wait->limited = take_word(p, "within");
	return !wait->limited || parse_time(p, "a limit", NSEC_PER_USEC, &wait->within);
}

/* mark NAME: a moment of the run. */
static bool parse_mark(struct parser *p, struct step *step)
{
	struct scenario *sc = p->sc;
	const struct token *name = p->at;
	struct stock_moment *moment;

	if (!take_kind(p, TOKEN_WORD))
		return unexpected(p, "the mark's name");
	if (name->loc.len > FAULT_NAME_MAX) {
		diag_error(p->diags, name->loc, "a mark's name has at most %d characters",
			   FAULT_NAME_MAX);
		return false;
	}
	step->mark.moment = sc->n_moments;
	moment = ARRAY_ADD(sc->moments, sc->n_moments);
	moment->loc = name->loc;
	moment->name = xstrndup(token_text(p, name), name->loc.len);
	step->mark.name = moment->name;
	return true;
}

static bool (*const parse_kind[])(struct parser *p, struct step *step) = {
	[STEP_LISTEN] = parse_listen,	[STEP_ACCEPT] = parse_nothing,
	[STEP_CONNECT] = parse_connect, [STEP_SEND] = parse_send,
	[STEP_RECV] = parse_recv,	[STEP_SHUTDOWN] = parse_shutdown,
	[STEP_CLOSE] = parse_nothing,	[STEP_SETSOCKOPT] = parse_setsockopt,
	[STEP_UNPLUG] = parse_nothing,	[STEP_PLUG] = parse_nothing,
	[STEP_SLEEP] = parse_sleep,	[STEP_WAIT] = parse_wait,
	[STEP_MARK] = parse_mark,
};
static_assert(ARRAY_SIZE(parse_kind) == STEP_KINDS, "a parser for every step");

static bool parse_step_word(struct parser *p, enum step_kind *kind)
{
	const char *words[STEP_KINDS];

	if (p->at->kind == TOKEN_WORD &&
	    step_kind_parse(token_text(p, p->at), p->at->loc.len, kind)) {
		p->at++;
		return true;
	}
	for (enum step_kind k = 0; k < STEP_KINDS; k++)
		words[k] = step_word(k);
	return unknown_word(p, "step", words, STEP_KINDS);
}

bool parse_step(struct parser *p, void *arg)
{
	enum end end = *(const enum end *)arg;
	struct script *script = &p->sc->script[end];
	const struct token *word = p->at;
	struct step step = {0};

	if (!parse_step_word(p, &step.kind) || !parse_kind[step.kind](p, &step) ||
	    (!at_statement_end(p) && !unexpected(p, "the end of the line"))) {
		p->notes->script_broken[end] = true;
		step_free(&step);
		return false;
	}
	step.loc = span_from(p, word);
	*ARRAY_ADD(script->steps, script->n) = step;
	return true;
}
