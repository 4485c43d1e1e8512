/* SPDX-License-Identifier: MIT */
/* The supervisor's own picture of a run; private to the supervisor's files. */
#ifndef ROLES_RUN_H
#define ROLES_RUN_H

#include "kernel/sockdiag.h"
#include "kernel/timer.h"
#include "roles/channel.h"
#include "roles/supervisor.h"
#include "timeline/transition.h"

/* One end's script, as far as it has come. */
struct seat {
	size_t step;		       /* index of the step that GO was or will be given for */
	bool open;		       /* the step's call has begun and not returned */
	bool waiting;		       /* it is a `wait until` that has not come true */
	bool unplugged;		       /* its link is down */
	bool looking;		       /* the probe looks at what the last call did */
	bool held_back;		       /* a connect waits for the other end's listen */
	bool done;		       /* every step has been made, or the script was broken off */
	bool dying;		       /* its process is to end: exit or kill */
	bool dead;		       /* … and has ended */
	uint32_t returned[STEP_KINDS]; /* how many of its steps have */
	uint32_t segments[SEGMENT_NAMES]; /* queued from it so far */
};

/* What a role is to be told and can't take yet, in order. */
struct mail {
	struct message *items;
	size_t n, sent;
};

/* Messages that came after their role's tally. */
struct kept {
	bool tallied; /* what comes now does */
	struct message *items;
	size_t n, taken;
};

struct run {
	const struct run_request *req;
	struct timeline *tl;
	struct refusal *why;
	pid_t keeper;
	pid_t pids[ROLES];
	struct mail mail[ROLES];
	struct kept kept[ROLES];
	bool ready[ROLES];
	bool closed; /* the record is complete */
	bool down;   /* the keeper has cleared up */
	bool failed; /* @why says how; a role's fault unless @cannot */
	bool cannot; /* the machine refused something */
	struct timer timer;
	struct monotime origin;
	struct sockdiag diag[ENDS]; /* to clear up with if the keeper can't */
	struct seat seat[ENDS];
	struct transitions *now; /* states by what has arrived, for waits */
	bool holds_until_state;	 /* the injector is to hear of the ends' states */
	uint32_t *fired;	 /* by fault, so far */
	uint64_t undecided;	 /* segments whose verdict has not been given */
	bool settled[ROLES];
	uint64_t still_held;	   /* by the injector's last SETTLED */
	struct event queued[ENDS]; /* the latest tallies */
	struct event captured[ENDS];
	struct event looks;
	size_t shown;		       /* events given to on_event so far */
	size_t silences;	       /* on_silence has been called so often since */
	struct monotime second;	       /* when on_second is called next */
	struct channel channel[ROLES]; /* last: they are large, and mostly not touched */
};

/* How long after it happened an event is shown: by then, what was before it has arrived. */
#define SHOW_AFTER (5 * NSEC_PER_MSEC)

/* ---- record.c: events in, timeline out */

/* run_record() - Take an event from a role into the timeline (or keep it, if it is a tally). */
void run_record(struct run *run, struct event ev);

/*
 * run_show() - Give on_event what is old enough at @now, and call on_silence and on_second; MONOTIME_NEVER:
 * all events.
 */
void run_show(struct run *run, struct monotime now);

/* run_next_show() - When there is something to show next, or that there is nothing. */
struct monotime run_next_show(const struct run *run);

/* run_return_step() - Record that the step that an end is at has returned, without its process. */
void run_return_step(struct run *run, enum end end, bool cut);

/* run_close_record() - Cut what is still blocked, add the tallies and the last event. */
void run_close_record(struct run *run, enum end_reason reason);

/* ---- mail.c: what the supervisor tells the roles */

/* run_tell() - Send a role a message: at once, or as soon as it can take it. Never blocks. */
void run_tell(struct run *run, enum role role, const struct message *msg);

/* mail_waits() - Whether something is to be sent as soon as the role's channel can be written. */
bool mail_waits(const struct run *run, enum role role);

/* mail_send() - Send as much as the role can take. */
void mail_send(struct run *run, enum role role);

/* mail_free() - Throw away what has not been sent. */
void mail_free(struct run *run);

/* ---- kept.c: tallies, and what comes after them */

/* run_tallies_agree() - Whether the wire's witness and the queue's keeper have counted the same. */
bool run_tallies_agree(const struct run *run);

/* kept_is_tally() - Whether a message is (half) a role's tally. */
bool kept_is_tally(const struct message *msg);

/* kept_back() - Keep a message back if it came after its role's tally. Return: whether it did */
bool kept_back(struct run *run, enum role role, const struct message *msg);

/* kept_next() - Take one that was kept back. Return: false if there is none */
bool kept_next(struct run *run, enum role role, struct message *msg);

/* kept_free() - Throw away what was kept back. */
void kept_free(struct run *run);

/* ---- direct.c: who does what next */

/* run_step() - The step that an end is at. */
const struct step *run_step(const struct run *run, enum end end);

/* run_come() - Tell an end that what its step waits for has come. */
void run_come(struct run *run, enum end end, int error);

/* run_end_script() - An end makes no further step. */
void run_end_script(struct run *run, enum end end);

/* run_ask_for_look() - Have the probe look at an end; @msg says at what. */
void run_ask_for_look(struct run *run, struct message *msg);

/* run_begin_scripts() - Tell the injector when they begin, and give both ends their first GO. */
void run_begin_scripts(struct run *run);

/* run_direct() - See what an event means for the scripts: GO, LOOK. */
void run_direct(struct run *run, const struct event *ev);

/* run_looked() - The probe has looked at what an end's call did: the end may go on. */
void run_looked(struct run *run, enum end end);

/* run_scripts_over() - Whether nobody is left who would drive the run. */
bool run_scripts_over(const struct run *run);

/* ---- waits.c: what scripts wait for */

/* waits_begin() - An end's `wait until` has begun. */
void waits_begin(struct run *run, enum end end);

/* waits_count() - Take notice of what waits may count. */
void waits_count(struct run *run, const struct event *ev);

/* waits_check() - Whether what is waited for has come. */
void waits_check(struct run *run);

/* ---- process.c: the ends' processes, frozen, thawed and killed as steps */

/* process_signal() - An end's kill, freeze or thaw has begun. */
void process_signal(struct run *run, enum end end);

/* process_signalled() - The keeper has done it. */
void process_signalled(struct run *run, const struct message *msg);

/* process_ended() - A role has been reaped. Return: whether that is part of the experiment */
bool process_ended(struct run *run, enum role role);

#endif
