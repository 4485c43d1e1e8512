/* SPDX-License-Identifier: MIT */
/*
 * An end's process as a part of the experiment: kill, freeze and thaw are the keeper's to do, who is
 * the process's parent; exit is the process's own. Both ends of a process that was to end come to the
 * supervisor: its last messages, and the keeper's word that it has been reaped.
 */
#include <errno.h>
#include <signal.h>

#include "roles/run.h"

static int signal_of(enum step_kind kind)
{
	return kind == STEP_KILL ? SIGKILL : kind == STEP_FREEZE ? SIGSTOP : SIGCONT;
}

void process_signal(struct run *run, enum end end)
{
	const struct step *step = run_step(run, end);
	struct seat *target = &run->seat[step->target.end];
	struct message msg = {.kind = MSG_SIGNAL};

	if (target->dead) {
		run_come(run, end, ESRCH);
		return;
	}
	target->dying |= step->kind == STEP_KILL;
	msg.signal.end = step->target.end;
	msg.signal.asker = end;
	msg.signal.signal = signal_of(step->kind);
	run_tell(run, ROLE_KEEPER, &msg);
}

void process_signalled(struct run *run, const struct message *msg)
{
	if (!run->seat[msg->signal.asker].dead)
		run_come(run, msg->signal.asker, msg->signal.error);
}

/* Whether the step that an end is at is what ended it. */
static bool is_own_doing(const struct run *run, enum end end)
{
	const struct step *step = run_step(run, end);

	return step->kind == STEP_EXIT || (step->kind == STEP_KILL && step->target.end == end);
}

bool process_ended(struct run *run, enum role role)
{
	enum end end = role == ROLE_CLIENT ? CLIENT : SERVER;
	struct seat *seat = &run->seat[end];
	struct message look = {.kind = MSG_LOOK};

	if ((role != ROLE_CLIENT && role != ROLE_SERVER) || !seat->dying)
		return false;
	seat->dead = true;
	seat->waiting = seat->looking = seat->held_back = false;
	if (seat->open)
		run_return_step(run, end, !is_own_doing(run, end));
	look.look.end = end;
	look.look.why = LOOK_CALL;
	look.look.call = seat->step + 1;
	run_ask_for_look(run, &look);
	run_end_script(run, end);
	return true;
}
