/* SPDX-License-Identifier: MIT */
/*
 * The exchange: a directory of the host's, the kernel's working directory, that the guest sees at
 * EXCHANGE_GUEST. The host puts the scenario there; the guest leaves the timeline, or a refusal.
 * Private to virtual/ and commands/beside.c.
 */
#ifndef VIRTUAL_EXCHANGE_H
#define VIRTUAL_EXCHANGE_H

#include <stdbool.h>

#include "base/refusal.h"
#include "scenario/files.h"
#include "timeline/timeline.h"

/* Where the guest mounts it. A directory that every host has, and that the lab does not need. */
#define EXCHANGE_GUEST "/tmp"

#define EXCHANGE_SCENARIO "scenario.conf"
#define EXCHANGE_TIMELINE "timeline"
#define EXCHANGE_PARTIAL  "timeline.partial"
#define EXCHANGE_REFUSED  "refused"
#define EXCHANGE_MESSAGES "messages" /* standard error of the guest's processes */
#define EXCHANGE_CONSOLE  "console"  /* what the kernel itself says */
#define EXCHANGE_FILE	  "file-%zu" /* what `send file` sends, numbered from 1 */

/* The bytes of EXCHANGE_REFUSED: written and read by the same program. */
struct exchange_refused {
	int code; /* as supervisor_run() returned it */
	struct refusal why;
};

/*
 * The timeline is exchanged as the bytes of its structures, as the roles' channels carry them: it is
 * written and read by the same program, for which run.jsonl, with its words for people, would be a
 * detour. Its tool, scenario, title, run and parameters are the host's to
 * know.
 */

/* exchange_write_timeline() - Return: whether all was written */
bool exchange_write_timeline(const struct timeline *tl, FILE *out);

/* exchange_read_timeline() - Return: whether all was there; timeline_free() releases it anyhow */
bool exchange_read_timeline(struct timeline *tl, FILE *in);

/* exchange_take_timeline() - Likewise, all but the names, which the caller has set in @tl */
bool exchange_take_timeline(struct timeline *tl, FILE *in);

/* exchange_put_files() - Put there what `send file` sends. Return: 0 or a negative error code */
int exchange_put_files(const char *exchange, const struct scenario *sc);

/* exchange_take_files() - Read it there, in the guest. Return: whether all could be read */
bool exchange_take_files(struct scenario *sc);

/**
 * exchange_take_outputs() - Copy what programs of exec have said
 * @exchange:	The directory
 * @to:		Another directory's descriptor
 *
 * Return: 0 or the first negative error code
 */
int exchange_take_outputs(const char *exchange, int to);

/* exchange_remove() - Remove the directory with everything in it; an empty path is none. */
void exchange_remove(const char *path);

#endif
