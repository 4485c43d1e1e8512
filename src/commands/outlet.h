/* SPDX-License-Identifier: MIT */
/*
 * An outlet: text on its way to standard output while an experiment runs. Whoever reads it slowly, or
 * not at all (a full pipe, Ctrl-S), must not hold up the experiment: what can't be written yet waits
 * in memory. Private to commands/.
 */
#ifndef COMMANDS_OUTLET_H
#define COMMANDS_OUTLET_H

#include <stdbool.h>
#include <stdio.h>

struct outlet {
	FILE *stream; /* to write to */
	char *text;   /* everything written so far */
	size_t len;
	size_t sent; /* how much of it is out */
	bool broken; /* nothing can be written any more; outlet_close() will meet the error */
};

/* outlet_open() - Begin. Return: false when there is no memory for it */
bool outlet_open(struct outlet *outlet);

/* outlet_fd() - The descriptor to be waited for until it can be written; -1 if nothing waits. */
int outlet_fd(struct outlet *outlet);

/* outlet_push() - Write what goes out without blocking, when the descriptor can be written. */
void outlet_push(struct outlet *outlet);

/* outlet_close() - Write the rest to standard output, however long that takes, and free. */
void outlet_close(struct outlet *outlet);

#endif
