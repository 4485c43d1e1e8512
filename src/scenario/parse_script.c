/* SPDX-License-Identifier: MIT */
/* A script's statements: steps with their sockets, and repeats of them. */
#include <assert.h>
#include <string.h>

#include "base/util.h"
#include "scenario/parse_step.h"

/* ---- sockets by name ----------------------------------------------------------------------- */

/* Find a socket by its name. Return: its number, or 0 if there is none yet */
static uint32_t find_socket(const struct script *script, const char *word, size_t len)
{
	for (size_t i = 0; i < script->n_names; i++) {
		if (strlen(script->names[i]) == len && !memcmp(script->names[i], word, len))
			return SOCKETS_UNNAMED + i;
	}
	return 0;
}

static bool parse_on(struct parser *p, const struct script *script, struct step *step)
{
	const char *word = token_text(p, p->at), *meant;
	size_t len = p->at->loc.len;

	if (p->at->kind != TOKEN_WORD)
		return unexpected(p, "a socket's name");
	step->on = find_socket(script, word, len);
	if (!step->on) {
		meant = did_you_mean(word, len, (const char *const *)script->names,
				     script->n_names);
		diag_error(p->diags, p->at->loc,
			   "no step before this one names a socket '%.*s'%s%s%s", (int)MIN(len, 40),
			   word, meant ? "; did you mean '" : "", meant ? meant : "",
			   meant ? "'?" : "");
		return false;
	}
	step->on_name = script->names[step->on - SOCKETS_UNNAMED];
	p->at++;
	return true;
}

static bool parse_as(struct parser *p, struct script *script, struct step *step)
{
	const char *word = token_text(p, p->at);
	size_t len = p->at->loc.len;

	if (p->at->kind != TOKEN_WORD)
		return unexpected(p, "a name for the socket");
	step->as = find_socket(script, word, len);
	if (!step->as && script->n_names == SOCKET_NAMES_MAX) {
		diag_error(p->diags, p->at->loc, "an end names at most %d sockets",
			   SOCKET_NAMES_MAX);
		return false;
	}
	if (!step->as) {
		*ARRAY_ADD(script->names, script->n_names) = xstrndup(word, len);
		step->as = SOCKETS_UNNAMED + script->n_names - 1;
	}
	step->as_name = script->names[step->as - SOCKETS_UNNAMED];
	p->at++;
	return true;
}

bool parse_step_sockets(struct parser *p, struct script *script, struct step *step)
{
	unsigned int may = step_takes(step);
	const struct token *first = p->at;

	step->on = step->kind == STEP_ACCEPT ? SOCKET_LISTENER : SOCKET_CONNECTION;
	step->as = step->kind == STEP_LISTEN ? SOCKET_LISTENER : SOCKET_CONNECTION;
	if (may & TAKES_ON && take_word(p, "on") && !parse_on(p, script, step))
		return false;
	if (may & TAKES_AS && take_word(p, "as") && !parse_as(p, script, step))
		return false;
	if (step->kind == STEP_ACCEPT || step->kind == STEP_SOCKET)
		return true;
	if (step->on_name && step->as_name) {
		diag_error(p->diags, span_from(p, first),
			   "%s uses a socket (on) or makes one (as), not both",
			   step_word(step->kind));
		return false;
	}
	if (step->on_name)
		step->as = step->on;
	if (step->as_name)
		step->on = step->as;
	return true;
}

/* ---- steps --------------------------------------------------------------------------------- */

/* For a step that is one word. */
static bool parse_nothing(struct parser *p, struct step *step)
{
	(void)p;
	(void)step;
	return true;
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

static parse_step_fn *const parse_kind[] = {
	[STEP_SOCKET] = parse_nothing,
	[STEP_BIND] = parse_bind,
	[STEP_LISTEN] = parse_listen,
	[STEP_ACCEPT] = parse_accept,
	[STEP_CONNECT] = parse_connect,
	[STEP_CONNECTIONS] = parse_connections,
	[STEP_SEND] = parse_send,
	[STEP_RECV] = parse_recv,
	[STEP_EXPECT_DATA] = parse_expect_data,
	[STEP_SHUTDOWN] = parse_shutdown,
	[STEP_CLOSE] = parse_close,
	[STEP_ABORT] = parse_nothing,
	[STEP_SETSOCKOPT] = parse_setsockopt,
	[STEP_EXEC] = parse_exec,
	[STEP_FLOOD] = parse_flood,
	[STEP_LIMIT] = parse_limit_files,
	[STEP_UNPLUG] = parse_maybe_target,
	[STEP_PLUG] = parse_maybe_target,
	[STEP_REBOOT] = parse_nothing,
	[STEP_EXIT] = parse_nothing,
	[STEP_KILL] = parse_target,
	[STEP_FREEZE] = parse_target,
	[STEP_THAW] = parse_target,
	[STEP_SLEEP] = parse_sleep,
	[STEP_AT] = parse_at,
	[STEP_WAIT] = parse_wait,
	[STEP_MARK] = parse_mark,
};
static_assert(ARRAY_SIZE(parse_kind) == STEP_KINDS, "a parser for every step");

static bool parse_step_word(struct parser *p, enum step_kind *kind)
{
	const char *words[STEP_KINDS + 1] = {[STEP_KINDS] = "repeat"};

	if (p->at->kind == TOKEN_WORD &&
	    step_kind_parse(token_text(p, p->at), p->at->loc.len, kind)) {
		p->at++;
		return true;
	}
	for (enum step_kind k = 0; k < STEP_KINDS; k++)
		words[k] = step_word(k);
	return unknown_word(p, "step", words, ARRAY_SIZE(words));
}

static bool room_for(struct parser *p, const struct script *script, struct srcloc loc, size_t n)
{
	if (script->n + n <= STEPS_MAX)
		return true;
	diag_error(p->diags, loc, "a script has at most %d steps, repeated ones counted",
		   STEPS_MAX);
	return false;
}

/* ---- repeat N { … } ------------------------------------------------------------------------ */

/* Repeats in repeats, at the most. */
#define REPEATS_MAX 8

static bool parse_repeat(struct parser *p, struct script *script, enum end end)
{
	struct repeat repeat = {.first = script->n};
	const struct token *word = p->at - 1;
	size_t at = script->n_repeats, errors = p->diags->errors;
	uint64_t times;

	if (p->repeats == REPEATS_MAX) {
		diag_error(p->diags, word->loc, "at most %d repeats stand inside each other",
			   REPEATS_MAX);
		return false;
	}
	if (!parse_number(p, "a count of turns", 1, STEPS_MAX, &times))
		return false;
	if (p->at->kind ==
	    TOKEN_WORD) /* where it is forgotten, the block ends with the line, too */
		return unexpected(p, "'{' before the steps to repeat");
	repeat.times = times;
	(void)ARRAY_ADD(script->repeats, script->n_repeats);
	p->repeats++;
	parse_block(p, parse_step, &end);
	p->repeats--;
	repeat.n = script->n - repeat.first;
	script->repeats[at] = repeat;
	if (p->diags->errors > errors)
		return true; /* reported; the block has been read to its end */
	if (!repeat.n) {
		diag_error(p->diags, word->loc, "nothing is repeated");
		return true;
	}
	if (!room_for(p, script, word->loc, repeat.n * (times - 1)))
		return true;
	for (size_t i = 0; i < repeat.n * (times - 1); i++) {
		struct step step = script->steps[repeat.first + i];

		step.again = true;
		*ARRAY_ADD(script->steps, script->n) = step;
	}
	return true;
}

bool parse_step(struct parser *p, void *arg)
{
	enum end end = *(const enum end *)arg;
	struct script *script = &p->sc->script[end];
	const struct token *word = p->at;
	struct step step = {0};

	if (take_word(p, "repeat"))
		return parse_repeat(p, script, end);
	if (!parse_step_word(p, &step.kind) || !parse_kind[step.kind](p, &step) ||
	    !parse_step_sockets(p, script, &step) ||
	    (!at_statement_end(p) && !unexpected(p, "the end of the line"))) {
		p->notes->script_broken[end] = true;
		step_free_texts(&step);
		return false;
	}
	step.loc = span_from(p, word);
	if (step_has_target(step.kind) && !step.target.given)
		step.target.end = end;
	if (!room_for(p, script, step.loc, 1)) {
		step_free_texts(&step);
		return false;
	}
	*ARRAY_ADD(script->steps, script->n) = step;
	return true;
}
