/* SPDX-License-Identifier: MIT */
/* What all roles have in common, and their main functions. None of those returns. */
#ifndef ROLES_ROLE_H
#define ROLES_ROLE_H

#include "kernel/userns.h"
#include "lab/lab.h"
#include "roles/channel.h"

/* Everything that a role is given; inherited by fork(). */
struct role_args {
	const struct scenario *sc;
	unsigned int ip_version;
	uint64_t seed;
	nsec_t realtime_offset; /* see realtime_offset() */
	struct lab *lab;
	struct channel *channel;
	int outputs; /* see struct run_request */
};

/* endpoint_of() - The role that is an end's process. */
enum role endpoint_of(enum end end);

_Noreturn void injector_main(const struct role_args *args);
_Noreturn void probe_main(const struct role_args *args);
_Noreturn void endpoint_main(const struct role_args *args, enum end end);

/**
 * keeper_main() - Build the lab, start the roles, and clear up whatever happens
 * @args:	As every role's; @args->lab is filled in
 * @fds:	The roles' ends of their channels
 * @map_as:	Who the process was before it entered a user namespace, to map itself; NULL if it
 *		has not entered one
 */
_Noreturn void keeper_main(struct role_args *args, int fds[ROLES], const struct identity *map_as);

/**
 * role_close_others() - Close every descriptor but the standard streams and some to keep
 * @keep:	The descriptors to keep, in any order
 * @n:		How many, at most ROLES + 1
 */
void role_close_others(const int *keep, size_t n);

/**
 * role_refused() - Report a refusal to the supervisor and leave
 */
_Noreturn void role_refused(struct channel *ch, const struct refusal *why);

/* role_ready() - Report that the role has everything it needs. */
void role_ready(struct channel *ch);

/**
 * role_patient() - Do not interrupt whoever runs when this process wakes up (SCHED_BATCH)
 *
 * A verdict wakes up the receiver's process and the probe. On one CPU they would go on before the
 * injector has taken the photograph after it. (A real-time injector would be wrong: it starves the
 * kernel's softirq thread, and then delivery is late.)
 */
void role_patient(void);

/**
 * role_lost() - Report that evidence was lost
 * @ch:		The role's channel
 * @what:	What was lost
 * @error:	errno if one told, negative or positive, else 0
 */
void role_lost(struct channel *ch, enum loss what, int error);

#endif
