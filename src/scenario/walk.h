/* SPDX-License-Identifier: MIT */
/* A script, walked through from its first step to its last. Private to src/scenario/. */
#ifndef SCENARIO_WALK_H
#define SCENARIO_WALK_H

#include "scenario/check.h"

/* What has become of a socket when a step is reached. */
enum socket_state { SOCKET_NONE, SOCKET_FRESH, SOCKET_BOUND, SOCKET_LISTENS, SOCKET_CONNECTED };

struct walk_socket {
	enum socket_state state;
	const struct step *by;	  /* the step that brought it there */
	const struct step *close; /* … that closed the one before it, NULL if none did */
};

/* What a script has done when a step is reached. */
struct walk {
	enum end end;
	const struct scenario *sc;
	struct diags *diags;
	struct walk_socket sockets[SOCKETS_UNNAMED + SOCKET_NAMES_MAX];
	const bool *broken;		 /* scripts that have errors */
	const struct step *unplug[ENDS]; /* … that took an end's link down, NULL while it is up */
	bool link_shared[ENDS];	 /* the other script touches it, too: nobody knows the order */
	const struct step *gone; /* … that ended the end's process */
};

/* check_socket_step() - A step that is about a socket; resolves what it leaves out. */
void check_socket_step(struct walk *w, struct step *step);

/* walk_close_all() - Nothing is open any more. */
void walk_close_all(struct walk *w, const struct step *step);

/* check_time_step() - A step that takes time: sleep, at, wait, flood. */
void check_time_step(struct walk *w, const struct step *step);

/* check_deadlock() - That the ends do not wait for each other. */
void check_deadlock(const struct scenario *sc, struct diags *diags);

/* check_calls() - Expectations of calls: which end's they are. */
void check_calls(struct scenario *sc, struct diags *diags);

#endif
