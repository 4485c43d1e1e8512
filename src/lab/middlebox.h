/* SPDX-License-Identifier: MIT */
/* The wire as a middlebox: `wire stateful`, `wire nat`. Private to src/lab/. */
#ifndef LAB_MIDDLEBOX_H
#define LAB_MIDDLEBOX_H

#include "lab/lab.h"

/**
 * lab_middlebox() - Make the wire, where the process is, what the scenario says
 *
 *	veth -> queue -> connections followed, NAT undone -> police -> route -> NAT -> veth
 *
 * The queue stands first, so that every segment is seen before the wire may lose it.
 *
 * Return: 0 or a negative error code
 */
int lab_middlebox(struct lab *lab, const struct scenario *sc, struct refusal *why);

#endif
