/* SPDX-License-Identifier: MIT */
/* The parts of tests/run/kill.c: bringing a run to its moment, and finding what is left of it. */
#ifndef KILL_H
#define KILL_H

#include <stdbool.h>
#include <sys/types.h>

#include "kernel/nl.h"
#include "roles/supervisor.h"

/* The only place where files can be written, besides /proc. */
#define SCRATCH "/dev/shm"

/* Whom to kill: a role, or the process that started them all. */
#define SUPERVISOR ROLES
#define VICTIMS	   (ROLES + 1)

enum moment {
	MOMENT_SET_UP,		/* a role has just been forked */
	MOMENT_READY,
	MOMENT_RUNNING,
	MOMENT_HELD,		/* a segment waits in the queue */
	MOMENT_ORPHAN,		/* FIN-WAIT-1, the socket closed, the FIN dropped */
	MOMENT_TEAR_DOWN,	/* with such an orphan, too */
	MOMENT_CLEARING,	/* the keeper has read some of the sockets that are to be destroyed */
	MOMENT_OUTPUT,		/* as HELD, but of tcplab itself, with -o */
};

#define MOMENTS 8

struct kill_case {
	enum moment moment;
	enum role newborn;		/* MOMENT_SET_UP: the role that has just been forked */
	unsigned int victim;
	bool rootless;			/* and IPv6; else as root, and IPv4 */
};

/* ---- kill.c */

/* must() - Give back what a system call returned, or end the case: the test itself can't go on. */
int must(int ret, const char *what);

/* give_up() - End the case, with errno's text. */
_Noreturn void give_up(const char *what);

/* skip() - End the test, or the case and with it the test: this machine cannot. */
_Noreturn void skip(const char *reason);

/* complain() - Report what is wrong about a case. Return: false */
bool complain(const struct kill_case *c, const char *what);

/* ---- kill_stop.c */

/* A run that stands stopped at its moment. */
struct doomed {
	const struct kill_case *c;
	pid_t supervisor;
	int channel;			/* to whoever has stopped the run; closing it lets it go on */
	pid_t pids[ROLES];		/* 0: not there yet */
};

/**
 * doomed_start() - Start a run and have it stopped at its moment
 * @d:		Filled in
 * @c:		What is to be done to it
 * @tcplab:	The program, for MOMENT_OUTPUT
 */
void doomed_start(struct doomed *d, const struct kill_case *c, int tcplab);

/* ---- kill_left.c */

/* What there is of a run while it stands, to see it go. */
struct traces {
	const struct kill_case *c;
	int pidfds[VICTIMS];		/* -1: not there yet, or no longer */
	struct nl rtnl;
	int news;			/* announcements of links */
	unsigned int sentinels;		/* one in each of the lab's network namespaces */
};

/* traces_take() - Watch a run's processes and plant a sentinel in each of its network namespaces. */
void traces_take(struct traces *t, const struct doomed *d);

/* traces_victim_dead() - Sleep until the victim is dead, or it is too late. */
void traces_victim_dead(const struct traces *t, struct monotime deadline);

/* traces_vanish() - Whether everything of the run is gone by then; complains if not. */
bool traces_vanish(struct traces *t, struct monotime deadline);

/**
 * enter_stage() - Move to a mount namespace where nothing can be written but below SCRATCH
 *
 * Skips the test where that is not possible.
 */
void enter_stage(void);

/* enter_network() - Move to a new network namespace, with nothing but lo in it. */
void enter_network(void);

/* stage_is_clean() - Whether interfaces, mounts and files are as before; complains if not. */
bool stage_is_clean(const struct kill_case *c);

#endif
