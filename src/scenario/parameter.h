/* SPDX-License-Identifier: MIT */
/* Parameters: names that stand for one of several values. A part of scenario.h. */
#ifndef SCENARIO_PARAMETER_H
#define SCENARIO_PARAMETER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What a parameter stands for in one case. */
struct parameter_value {
	char *name;
	char *value; /* as it is written: a string has its quotes */
	bool varies; /* other cases have other values, or it was given from outside */
};

/* Values that are given from outside: -D NAME=VALUE[,VALUE…]. */
struct definition {
	char *name;
	char **values; /* as they are written */
	size_t n;
	bool known;  /* some scenario has such a parameter … */
	char *meant; /* … else the closest one that some scenario has */
};

struct definitions {
	struct definition *items;
	size_t n;
};

/**
 * definitions_add() - Take what -D was given; values that are no number and no word become strings
 *
 * Of several definitions of a name the last one counts.
 *
 * Return: false if it is none, which is reported on @err
 */
bool definitions_add(struct definitions *defs, const char *argument, FILE *err);

/**
 * definitions_put() - Add one value of a record, unless the name is defined already
 *
 * That no scenario has such a parameter is no error: the case's own text has none any more.
 *
 * Return: false if it can't be a parameter's name or value
 */
bool definitions_put(struct definitions *defs, const char *name, const char *value);

/* definitions_known() - Whether the scenarios loaded so far have them all; reported on @err. */
bool definitions_known(const struct definitions *defs, FILE *err);

void definitions_free(struct definitions *defs);

#endif
