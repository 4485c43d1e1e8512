/* SPDX-License-Identifier: MIT */
/*
 * How far several runs are, or one that shows nothing of itself: a line on standard error, drawn again in
 * place. Where that is no terminal there is no such line. Private to commands/.
 */
#ifndef COMMANDS_PROGRESS_H
#define COMMANDS_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/monotime.h"

struct progress {
	size_t total; /* runs */
	bool wanted;  /* a line can be drawn */
	bool shown;
	int width; /* of the terminal */
};

/* How far they are. */
struct progress_report {
	size_t done;
	size_t busy;   /* under way */
	nsec_t since;  /* … so long */
	nsec_t within; /* their timeout */
};

/*
 * progress_begin() - Begin; @quiet: whoever looks wants to hear of failures only
 *
 * On a terminal, a signal that ends the program takes the line away, too; or that of a ladder.
 */
void progress_begin(struct progress *progress, size_t total, bool quiet);

/* progress_show() - Draw the line, unless it would block. */
void progress_show(struct progress *progress, const struct progress_report *how);

/* progress_hide() - Take the line away: something else is to be printed. */
void progress_hide(struct progress *progress);

#endif
