/* SPDX-License-Identifier: MIT */
#include "base/util.h"
#include "scenario/check.h"

/* What a script has done when a step is reached. */
struct walk {
	enum end end;
	const struct scenario *sc;
	struct diags *diags;
	const struct step *listen;     /* the step that began to listen, NULL if none has */
	const struct step *connection; /* … that made the connection, NULL while there is none */
	const struct step *close;      /* … that closed the last one */
	const struct step *unplug;     /* … that took the link down, NULL while it is up */
};

static void check_listen(struct walk *w, const struct step *step)
{
	if (w->listen)
		diag_error(w->diags, step->loc,
			   "the %s listens already, since %s; an end has one listener",
			   end_name(w->end), source_line(w->diags->src, w->listen->loc).text);
	w->listen = step;
}

/* accept and connect */
static void check_open(struct walk *w, const struct step *step)
{
	if (step->kind == STEP_ACCEPT && !w->listen)
		diag_error(w->diags, step->loc, "accept without a listen before it");
	else if (w->connection)
		diag_error(w->diags, step->loc,
			   "the connection of %s must be closed first; an end has one at a "
			   "time",
			   source_line(w->diags->src, w->connection->loc).text);
	w->connection = step;
}

/* send, recv, shutdown and close */
static void check_use(struct walk *w, const struct step *step)
{
	const char *word = step_word(step->kind);

	if (!w->connection && w->close)
		diag_error(w->diags, step->loc, "%s after the close of %s", word,
			   source_line(w->diags->src, w->close->loc).text);
	else if (!w->connection)
		diag_error(w->diags, step->loc, "%s without a connect or accept before it", word);
	if (step->kind == STEP_CLOSE) {
		w->close = step;
		w->connection = NULL;
	}
}

static void check_setsockopt(struct walk *w, const struct step *step)
{
	if (!w->connection && !w->listen)
		diag_error(w->diags, step->loc,
			   "setsockopt without a socket: no connect, accept or "
			   "listen before it");
}

static void check_unplug(struct walk *w, const struct step *step)
{
	if (w->unplug)
		diag_error(w->diags, step->loc, "the %s is unplugged already, since %s",
			   end_name(w->end), source_line(w->diags->src, w->unplug->loc).text);
	w->unplug = step;
}

static void check_plug(struct walk *w, const struct step *step)
{
	if (!w->unplug)
		diag_error(w->diags, step->loc, "plug without an unplug before it");
	w->unplug = NULL;
}

/* Without a timeout of its own, a scenario for any time is held to the shorter default. */
static void check_within_timeout(struct walk *w, const struct step *step, nsec_t time)
{
	const struct scenario *sc = w->sc;
	bool virtual = sc->time == TIME_VIRTUAL;

	if (sc->timeout_given && time >= sc->timeout)
		diag_warning(w->diags, step->loc,
			     "the scenario's timeout ends the run before this time has passed");
	else if (!sc->timeout_given &&
		 time >= (virtual ? DEFAULT_TIMEOUT_VIRTUAL : DEFAULT_TIMEOUT))
		diag_warning(w->diags, step->loc,
			     "without a timeout in the scenario's header, a run in %s time ends "
			     "after %s, before this time has passed",
			     virtual ? "virtual" : "real", virtual ? "3h" : "30s");
}

static void check_wait(struct walk *w, const struct step *step)
{
	const struct wait_condition *wait = &step->wait;

	if (wait->done && wait->end == w->end)
		diag_error(w->diags, step->loc, "the %s would wait for its own end",
			   end_name(w->end));
	else if (wait->done && !w->sc->script[wait->end].given)
		diag_error(w->diags, step->loc, "there is no %s block that could be done",
			   end_name(wait->end));
	if (wait->limited)
		check_within_timeout(w, step, wait->within);
}

static void check_step(struct walk *w, const struct step *step)
{
	switch (step->kind) {
	case STEP_LISTEN:
		check_listen(w, step);
		break;
	case STEP_ACCEPT:
	case STEP_CONNECT:
		check_open(w, step);
		break;
	case STEP_SEND:
	case STEP_RECV:
	case STEP_SHUTDOWN:
	case STEP_CLOSE:
		check_use(w, step);
		break;
	case STEP_SETSOCKOPT:
		check_setsockopt(w, step);
		break;
	case STEP_UNPLUG:
		check_unplug(w, step);
		break;
	case STEP_PLUG:
		check_plug(w, step);
		break;
	case STEP_SLEEP:
		check_within_timeout(w, step, step->sleep);
		break;
	case STEP_WAIT:
		check_wait(w, step);
		break;
	case STEP_MARK:
		break;
	}
}

static const struct step *find_step(const struct script *script, enum step_kind kind)
{
	for (size_t i = 0; i < script->n; i++) {
		if (script->steps[i].kind == kind)
			return &script->steps[i];
	}
	return NULL;
}

/* A bare connect goes where the other end listens first. */
static void resolve_ports(struct scenario *sc, struct diags *diags, enum end end, bool other_broken)
{
	struct script *script = &sc->script[end];
	const struct step *listen = find_step(&sc->script[other_end(end)], STEP_LISTEN);

	for (size_t i = 0; i < script->n; i++) {
		struct step *step = &script->steps[i];

		if (step->kind != STEP_CONNECT || step->connect.port_given)
			continue;
		if (listen)
			step->connect.port = listen->listen.port;
		else if (!other_broken)
			diag_error(diags, step->loc,
				   "connect to which port? The %s does not listen, so name one",
				   end_name(other_end(end)));
	}
}

/* The step that makes an end wait until the other end is done, or NULL. */
static const struct step *find_wait_done(const struct scenario *sc, enum end end)
{
	const struct script *script = &sc->script[end];

	for (size_t i = 0; i < script->n; i++) {
		const struct step *step = &script->steps[i];

		if (step->kind == STEP_WAIT && step->wait.done && step->wait.end != end &&
		    !step->wait.limited)
			return step;
	}
	return NULL;
}

static void check_deadlock(const struct scenario *sc, struct diags *diags)
{
	const struct step *a = find_wait_done(sc, CLIENT), *b = find_wait_done(sc, SERVER);
	bool a_later = a && b && a->loc.offset > b->loc.offset;

	if (a && b)
		diag_error(diags, a_later ? a->loc : b->loc,
			   "neither end would ever be done: %s waits for the other one, too",
			   source_line(diags->src, a_later ? b->loc : a->loc).text);
}

/* ---- expectations of calls ----------------------------------------------------------------- */

/* Which scripts make which calls. */
struct calls {
	bool made[ENDS][STEP_KINDS];
};

/* Find the end that an expectation of a call means. */
static void resolve_call(struct expectation *ex, const struct calls *calls, struct diags *diags)
{
	bool client = calls->made[CLIENT][ex->call.call];
	bool server = calls->made[SERVER][ex->call.call];
	const char *word = step_word(ex->call.call);

	if (ex->call.end_given) {
		if (!calls->made[ex->call.end][ex->call.call])
			diag_error(diags, ex->loc, "the %s's script has no %s",
				   end_name(ex->call.end), word);
		return;
	}
	if (client && server)
		diag_error(diags, ex->loc,
			   "%s at which end? Both scripts have one: write 'client %s' or "
			   "'server %s'",
			   word, word, word);
	else if (!client && !server)
		diag_error(diags, ex->loc, "no script has a step %s", word);
	ex->call.end = client ? CLIENT : SERVER;
}

static bool is_about_call(const struct expectation *ex)
{
	return ex->kind == EXPECT_CALL || ex->kind == EXPECT_TOOK || ex->kind == EXPECT_BYTES;
}

static void check_calls(struct scenario *sc, struct diags *diags)
{
	struct calls calls = {0};

	for_each_end(end) {
		for (size_t i = 0; i < sc->script[end].n; i++)
			calls.made[end][sc->script[end].steps[i].kind] = true;
	}
	for (size_t i = 0; i < sc->n_expectations; i++) {
		if (is_about_call(&sc->expectations[i]))
			resolve_call(&sc->expectations[i], &calls, diags);
	}
}

void check_scripts(struct scenario *sc, struct diags *diags, const struct parse_notes *notes)
{
	const bool *broken = notes->script_broken;

	for_each_end(end) {
		struct walk w = {.end = end, .sc = sc, .diags = diags};

		for (size_t i = 0; !broken[end] && i < sc->script[end].n; i++)
			check_step(&w, &sc->script[end].steps[i]);
		resolve_ports(sc, diags, end, broken[other_end(end)] || notes->block_broken);
	}
	if (broken[CLIENT] || broken[SERVER] || notes->block_broken)
		return;
	check_deadlock(sc, diags);
	check_calls(sc, diags);
}
