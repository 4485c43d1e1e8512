/* SPDX-License-Identifier: MIT */
/*
 * The same case in several places: on this host's kernel, on one of virtual time and on another.
 * What differs between their ladders, side by side.
 */
#ifndef REPORT_COMPARE_H
#define REPORT_COMPARE_H

#include "report/ladder.h"

/* A run, and what the place is called where it was made: "real 6.18.44", "6.1.192". */
struct compared {
	const char *label;
	const struct timeline *tl;
};

/**
 * compare_print() - Print the differences between runs of one case
 * @out:	Where to
 * @sc:		The scenario of all of them
 * @runs:	The runs; the others are compared with the first
 * @n:		How many there are, at least 1
 * @style:	How; quiet prints nothing when there is no difference
 *
 * What is compared are the segments (sender, what it is, retransmission, relative numbers, what
 * became of it), the transitions (end, states, kind of cause) and the calls that failed or were
 * cut, each end's in their order: what the two ends do in the same instant has none. Two times are
 * the same if they are within 12.5 % of the time since what stands before (the bound of the
 * kernel's timer wheel) and 20 ms of each other, counted from there or from the beginning.
 *
 * Return: whether there is no difference
 */
bool compare_print(FILE *out, const struct scenario *sc, const struct compared *runs, size_t n,
		   struct style style);

#endif
