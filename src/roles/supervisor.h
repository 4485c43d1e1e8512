/* SPDX-License-Identifier: MIT */
/*
 * The supervisor: starts a run's processes, forwards between them, merges what they report into
 * the timeline, and ends the run.
 */
#ifndef ROLES_SUPERVISOR_H
#define ROLES_SUPERVISOR_H

#include <sys/types.h>

#include "base/refusal.h"
#include "timeline/timeline.h"

/* A run's processes. */
enum role { ROLE_KEEPER, ROLE_INJECTOR, ROLE_PROBE, ROLE_CLIENT, ROLE_SERVER };

#define ROLES 5

/* "keeper", "injector" … */
const char *role_name(enum role role);

/* What the names of files begin with that say what programs of exec said: "exec-client-3.out". */
#define OUTPUT_PREFIX "exec-"

/* The phases of a run. */
enum phase {
	PHASE_SET_UP,	 /* the keeper is building the lab */
	PHASE_READY,	 /* every role has reported READY, no script has begun */
	PHASE_RUNNING,	 /* the scripts run */
	PHASE_TEAR_DOWN, /* the record is closed, the lab is being taken down */
};

#define PHASES 4

/* "set-up", "ready" … */
struct run_request {
	const struct scenario *sc;
	unsigned int ip_version; /* 4 or 6 */
	uint64_t seed;
	/* Called for each event in the timeline's order, a few ms after it happened. May be NULL. */
	void (*on_event)(void *arg, const struct event *ev, size_t record);
	/*
	 * Called when nothing has happened for a while, after on_event for what had: no event before
	 * @now will follow. May be NULL.
	 */
	void (*on_silence)(void *arg, struct monotime now);
	/* Called once a second as long as the scripts run. May be NULL: nobody looks. */
	void (*on_second)(void *arg, struct monotime now);
	/* Called at the beginning of each phase, with the host's process ids (0: not yet). May be NULL. */
	void (*on_phase)(void *arg, enum phase phase, const pid_t pids[ROLES]);
	/*
	 * What on_event shows must not hold up the run, however slowly it is read: output_fd says
	 * which descriptor shall be waited for (-1: none now), on_writable is called when it can be
	 * written. Both or neither may be NULL.
	 */
	int (*output_fd)(void *arg);
	void (*on_writable)(void *arg);
	void *arg;
	/* A directory's descriptor, for what programs of exec say; 0: nobody wants to know. */
	int outputs;
	/* The kernel ends with this run: its lab is left as it is. */
	bool leave_lab;
};

/**
 * supervisor_run() - Make one run
 * @req:	What to run
 * @tl:		Filled with the run's timeline; header.tool, .scenario, .title, .run and .parameters
 *		are the caller's to set. Released by timeline_free(), also after an error
 * @why:	Filled in after an error
 *
 * Return: 0; EXIT_CANNOT when this machine refuses something that the lab needs; EXIT_BUG when a
 * role died or broke the protocol
 */
int supervisor_run(const struct run_request *req, struct timeline *tl, struct refusal *why);

#endif
