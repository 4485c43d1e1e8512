/* SPDX-License-Identifier: MIT */
/* Expectations of calls: which end's they are, on which socket, and that there are as many. */
#include <inttypes.h>
#include <string.h>

#include "base/util.h"
#include "scenario/walk.h"

/* How many calls the scripts make: [0] of all sockets, then of those with names. */
struct calls {
	uint32_t made[ENDS][STEP_KINDS][SOCKETS_UNNAMED + SOCKET_NAMES_MAX];
};

static void count_calls(const struct scenario *sc, struct calls *calls)
{
	for_each_end(end) {
		for (size_t i = 0; i < sc->script[end].n; i++) {
			const struct step *step = &sc->script[end].steps[i];
			uint32_t *made = calls->made[end][step->kind];

			made[0]++;
			if (step->on_name)
				made[step->on]++;
			if (step->as_name && !(step->on_name && step->on == step->as))
				made[step->as]++;
		}
	}
}

/* ---- on NAME ------------------------------------------------------------------------------- */

/* The socket of that name in an end's script; 0 if there is none. */
static uint32_t find_socket(const struct scenario *sc, enum end end, struct srcloc name)
{
	const struct script *script = &sc->script[end];
	const char *text = sc->source.text + name.offset;

	for (size_t i = 0; i < script->n_names; i++) {
		if (strlen(script->names[i]) == name.len &&
		    !memcmp(script->names[i], text, name.len))
			return SOCKETS_UNNAMED + i;
	}
	return 0;
}

static void report_unknown_socket(const struct scenario *sc, const struct expectation *ex,
				  struct diags *diags)
{
	const char *word = sc->source.text + ex->call.on_name.offset;
	const char *names[ENDS * SOCKET_NAMES_MAX], *meant;
	size_t n = 0;

	for_each_end(end) {
		if (ex->call.end_given && ex->call.end != end)
			continue;
		for (size_t i = 0; i < sc->script[end].n_names; i++)
			names[n++] = sc->script[end].names[i];
	}
	meant = did_you_mean(word, ex->call.on_name.len, names, n);
	diag_error(diags, ex->call.on_name, "no step%s%s names a socket '%.*s'%s%s%s",
		   ex->call.end_given ? " of the " : "",
		   ex->call.end_given ? end_name(ex->call.end) : "",
		   (int)MIN(ex->call.on_name.len, 40), word, meant ? "; did you mean '" : "",
		   meant ? meant : "", meant ? "'?" : "");
}

/* ---- which end's --------------------------------------------------------------------------- */

/* "the client's script has no connect on web", "… has one connect, no third" */
static void report_too_few(const struct expectation *ex, struct diags *diags, enum end end,
			   uint32_t made)
{
	const char *word = step_word(ex->call.call);

	if (made)
		diag_error(diags, ex->loc,
			   "the %s's script has no %s %" PRIu32 "%s%s: it has %" PRIu32 " of them",
			   end_name(end), word, ex->call.nth, ex->call.on ? " on " : "",
			   ex->call.on ? ex->call.on_text : "", made);
	else
		diag_error(diags, ex->loc, "the %s's script has no %s%s%s", end_name(end), word,
			   ex->call.on ? " on " : "", ex->call.on ? ex->call.on_text : "");
}

/* What there is of such calls at an end. */
struct at_end {
	uint32_t on; /* the socket's number; 0: any, or none of that name */
	uint32_t made;
};

/* Which end's calls they are. Return: false where that can't be told, which is reported */
static bool resolve_end(const struct scenario *sc, struct expectation *ex,
			const struct at_end found[ENDS], struct diags *diags)
{
	const char *word = step_word(ex->call.call);
	bool client = found[CLIENT].made, server = found[SERVER].made;
	struct srcloc name = ex->call.on_name;

	if (ex->call.end_given)
		return true;
	ex->call.end = client ? CLIENT : SERVER;
	if (client && server)
		diag_error(diags, ex->loc,
			   "%s at which end? Both scripts have one: write 'client %s' or "
			   "'server %s'",
			   word, word, word);
	else if (!client && !server)
		diag_error(diags, ex->loc, "no script has a step %s%s%.*s", word,
			   name.len ? " on " : "", (int)MIN(name.len, 40),
			   sc->source.text + name.offset);
	return client != server;
}

/* Find the end that an expectation of a call means, and the socket there. */
static void resolve_call(const struct scenario *sc, struct expectation *ex,
			 const struct calls *calls, struct diags *diags)
{
	bool named = ex->call.on_name.len, known = false;
	struct at_end found[ENDS] = {0};
	enum end end;

	for_each_end(e) {
		found[e].on = named ? find_socket(sc, e, ex->call.on_name) : 0;
		if (!named || found[e].on)
			found[e].made = calls->made[e][ex->call.call][found[e].on];
		known |= found[e].on && (!ex->call.end_given || e == ex->call.end);
	}
	if (named && !known) {
		report_unknown_socket(sc, ex, diags);
		return;
	}
	if (!resolve_end(sc, ex, found, diags))
		return;
	end = ex->call.end;
	ex->call.on = found[end].on;
	if (named)
		ex->call.on_text = sc->script[end].names[found[end].on - SOCKETS_UNNAMED];
	if (found[end].made < MAX(ex->call.nth, 1))
		report_too_few(ex, diags, end, found[end].made);
}

void check_calls(struct scenario *sc, struct diags *diags)
{
	struct calls calls = {0};

	count_calls(sc, &calls);
	for (size_t i = 0; i < sc->n_expectations; i++) {
		if (is_about_call(&sc->expectations[i]))
			resolve_call(sc, &sc->expectations[i], &calls, diags);
	}
}
