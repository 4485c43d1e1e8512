/* SPDX-License-Identifier: MIT */
/*
 * How many of many runs have been made: a line on standard error, drawn again in place while others are
 * waited for. Where that is no terminal there is no such line. Private to commands/.
 */
#ifndef COMMANDS_PROGRESS_H
#define COMMANDS_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
	size_t total;
	bool wanted; /* a line can be drawn and makes sense */
	bool shown;
};

/* progress_begin() - Begin; @quiet: whoever looks wants to hear of failures only. */
void progress_begin(struct progress *progress, size_t total, bool quiet);

/* progress_show() - So many have been made, so many are being made now. */
void progress_show(struct progress *progress, size_t done, size_t busy);

/* progress_hide() - Take the line away: something else is to be printed. */
void progress_hide(struct progress *progress);

#endif
