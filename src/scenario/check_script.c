/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/util.h"
#include "scenario/walk.h"

/* ---- links and processes ------------------------------------------------------------------- */

static void check_unplug(struct walk *w, const struct step *step)
{
	const struct step **unplug = &w->unplug[step->target.end];

	if (*unplug && !w->link_shared[step->target.end])
		diag_error(w->diags, step->loc, "the %s is unplugged already, since %s",
			   end_name(step->target.end),
			   source_line(w->diags->src, (*unplug)->loc).text);
	*unplug = step;
}

static void check_plug(struct walk *w, const struct step *step)
{
	const struct step **unplug = &w->unplug[step->target.end];

	if (!*unplug && !w->link_shared[step->target.end])
		diag_error(w->diags, step->loc, "plug without an unplug before it");
	*unplug = NULL;
}

static void check_reboot(struct walk *w, const struct step *step)
{
	walk_close_all(w, step);
	w->unplug[w->end] = NULL;
}

/* exit and kill */
static void check_end_of_process(struct walk *w, const struct step *step)
{
	if (step->target.end == w->end)
		w->gone = step;
}

static void check_thaw(struct walk *w, const struct step *step)
{
	if (step->target.end == w->end)
		diag_error(w->diags, step->loc,
			   "a frozen %s makes no step; the %s's script can say thaw %s",
			   end_name(w->end), end_name(other_end(w->end)), end_name(w->end));
}

/* ---- all steps ----------------------------------------------------------------------------- */

static void check_step(struct walk *w, struct step *step)
{
	switch (step->kind) {
	case STEP_SOCKET:
	case STEP_BIND:
	case STEP_LISTEN:
	case STEP_ACCEPT:
	case STEP_CONNECT:
	case STEP_SEND:
	case STEP_RECV:
	case STEP_EXPECT_DATA:
	case STEP_SHUTDOWN:
	case STEP_CLOSE:
	case STEP_ABORT:
	case STEP_SETSOCKOPT:
		check_socket_step(w, step);
		break;
	case STEP_UNPLUG:
		check_unplug(w, step);
		break;
	case STEP_PLUG:
		check_plug(w, step);
		break;
	case STEP_REBOOT:
		check_reboot(w, step);
		break;
	case STEP_EXIT:
	case STEP_KILL:
		check_end_of_process(w, step);
		break;
	case STEP_THAW:
		check_thaw(w, step);
		break;
	case STEP_FLOOD:
	case STEP_SLEEP:
	case STEP_AT:
	case STEP_WAIT:
		check_time_step(w, step);
		break;
	case STEP_CONNECTIONS:
	case STEP_EXEC:
	case STEP_LIMIT:
	case STEP_FREEZE:
		break;
	case STEP_MARK:
		break;
	}
}

static void walk_script(struct scenario *sc, struct diags *diags, enum end end, const bool *broken)
{
	struct script *script = &sc->script[end];
	struct walk w = {.end = end, .sc = sc, .diags = diags, .broken = broken};

	for_each_end(e)
		w.link_shared[e] = script_touches_link(&sc->script[other_end(end)], e);
	for (size_t i = 0; i < script->n; i++) {
		if (w.gone) {
			diag_error(diags, script->steps[i].loc,
				   "this step is never made: the %s's process ends on line %u",
				   end_name(end), w.gone->loc.line);
			return;
		}
		check_step(&w, &script->steps[i]);
	}
}

/* A flood forges senders on these ports (lab/stranger.h). */
#define FLOOD_PORTS_FIRST 1024
#define FLOOD_PORTS_LAST  32767

static void check_flood_ports(const struct scenario *sc, struct diags *diags, enum end end)
{
	const struct script *script = &sc->script[end];
	bool floods = script_has(script, STEP_FLOOD);

	for (size_t i = 0; floods && i < script->n; i++) {
		const struct step *step = &script->steps[i];
		uint16_t port = step->kind == STEP_CONNECT ? step->connect.from : 0;

		if (port >= FLOOD_PORTS_FIRST && port <= FLOOD_PORTS_LAST)
			diag_error(diags, step->loc,
				   "the %s's flood comes from the ports %d to %d; take another",
				   end_name(end), FLOOD_PORTS_FIRST, FLOOD_PORTS_LAST);
	}
}

/* ---- ports --------------------------------------------------------------------------------- */

static const struct step *find_step(const struct script *script, enum step_kind kind)
{
	for (size_t i = 0; i < script->n; i++) {
		if (script->steps[i].kind == kind)
			return &script->steps[i];
	}
	return NULL;
}

/* The port that a step leaves out; NULL if it leaves none out. */
static uint16_t *port_left_out(struct step *step)
{
	if (step->kind == STEP_CONNECT && !step->connect.port_given)
		return &step->connect.port;
	if (step->kind == STEP_CONNECTIONS && !step->connections.port_given)
		return &step->connections.port;
	if (step->kind == STEP_FLOOD && !step->flood.port_given)
		return &step->flood.port;
	return NULL;
}

/* What has no port goes where the other end listens first. */
static void resolve_ports(struct scenario *sc, struct diags *diags, enum end end, bool other_broken)
{
	struct script *script = &sc->script[end];
	const struct step *listen = find_step(&sc->script[other_end(end)], STEP_LISTEN);

	for (size_t i = 0; i < script->n; i++) {
		struct step *step = &script->steps[i];
		uint16_t *port = port_left_out(step);

		if (port && listen)
			*port = listen->listen.port;
		else if (port && !other_broken)
			diag_error(diags, step->loc,
				   "%s to which port? The %s does not listen, so name one",
				   step_word(step->kind), end_name(other_end(end)));
	}
}

/* Programs are told where the server's script listens. */
static void check_commands(const struct scenario *sc, struct diags *diags, enum end end)
{
	const struct script *script = &sc->script[end];

	for (size_t i = 0; i < script->n; i++) {
		const struct step *step = &script->steps[i];

		if (step->kind == STEP_EXEC && strstr(step->command, "$PORT"))
			diag_error(diags, step->loc,
				   "$PORT stands for nothing: the server's script does not listen");
	}
}

void check_scripts(struct scenario *sc, struct diags *diags, const struct parse_notes *notes)
{
	const bool *broken = notes->script_broken;

	for_each_end(end)
		if (!broken[end])
			walk_script(sc, diags, end, broken);
	for_each_end(end)
		check_flood_ports(sc, diags, end);
	for_each_end(end)
		resolve_ports(sc, diags, end, broken[other_end(end)] || notes->block_broken);
	if (broken[CLIENT] || broken[SERVER] || notes->block_broken)
		return;
	for_each_end(end)
		if (!find_step(&sc->script[SERVER], STEP_LISTEN))
			check_commands(sc, diags, end);
	check_deadlock(sc, diags);
	check_calls(sc, diags);
}
