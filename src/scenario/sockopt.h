/* SPDX-License-Identifier: MIT */
/*
 * Socket options that a script can set: `setsockopt NAME VALUE`. What an option counts is said
 * once, in a table; the language and the system call both go by it.
 */
#ifndef SCENARIO_SOCKOPT_H
#define SCENARIO_SOCKOPT_H

#include <stddef.h>

#include "base/monotime.h"

enum sockopt_kind {
	SOCKOPT_SWITCH,	     /* on | off */
	SOCKOPT_NUMBER,	     /* a whole number without a unit */
	SOCKOPT_TIME,	     /* a time, which the option counts in units of its own */
	SOCKOPT_TIME_OR_OFF, /* off | a time */
	SOCKOPT_TIMEVAL,     /* a time (struct timeval) */
	SOCKOPT_LINGER,	     /* off | a time in seconds (struct linger) */
	SOCKOPT_WORD,	     /* a word */
};

struct sockopt {
	const char *name; /* as in socket(7), ip(7) and tcp(7) */
	int level;
	int option;
	enum sockopt_kind kind;
	nsec_t unit; /* of times */
	int option6; /* of IPPROTO_IPV6 for a socket of IPv6; 0: the same as above */
};

/* The value of an option that is off instead of a time. */
#define SOCKOPT_OFF -1

/* An option and the value that it is set to. */
struct sockopt_setting {
	const struct sockopt *option;
	int value;  /* a switch: 0 or 1; a time: in the option's units */
	char *word; /* SOCKOPT_WORD alone, else NULL */
};

/* Every option that the language knows. */
extern const struct sockopt sockopts[];
extern const size_t sockopts_n;

#endif
