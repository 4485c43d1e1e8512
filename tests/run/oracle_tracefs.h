/* SPDX-License-Identifier: MIT */
/* A trace of its own: an instance of tracefs, mounted where nobody else sees it. */
#ifndef TESTS_RUN_ORACLE_TRACEFS_H
#define TESTS_RUN_ORACLE_TRACEFS_H

#include <stdio.h>

#include "oracle_trace.h"

struct tracefs {
	char mount[64];		/* empty: not mounted */
	char instance[128];	/* empty: none made */
};

/**
 * tracefs_open() - Mount tracefs and make an instance of it
 * @fs:		Filled in; released by tracefs_close(), also after an error
 * @mount:	An empty directory. The calling process gets a mount namespace of its own
 * @why:	On error: what was refused
 *
 * Return: 0 or a negative error code
 */
int tracefs_open(struct tracefs *fs, const char *mount, const char **why);

/* tracefs_close() - Remove the instance and the mount. */
void tracefs_close(struct tracefs *fs);

/**
 * tracefs_start() - Trace what oracle_trace.h lists on the monotonic clock
 * @first:	Only sockets of which one of the two ports is no less than this …
 * @last:	… and no more than that
 * @why:	On error: what was refused
 *
 * Return: 0 or a negative error code
 */
int tracefs_start(const struct tracefs *fs, unsigned int first, unsigned int last,
		  const char **why);

/**
 * tracefs_read() - What has been traced
 * @events:	Filled with a new array
 * @n:		How many
 * @err:	Where to tell what is wrong with the trace
 *
 * Return: 0; -EBADMSG if a line can't be understood or the trace is not complete; or what reading
 * it gave
 */
int tracefs_read(const struct tracefs *fs, struct trace_event **events, size_t *n, FILE *err);

#endif
