/* SPDX-License-Identifier: MIT */
/*
 * An end's link, to be pulled and put back while a run goes on. Pulled, the end is gone for its peer:
 * what the wire sends to it dies at the link, and nothing comes from it. What the end's own sockets
 * send fails for want of a route.
 */
#ifndef LAB_LINK_H
#define LAB_LINK_H

#include "lab/lab.h"

struct link;

/**
 * link_open() - Get hold of the link of an end
 * @lab:	The lab; not needed any more afterwards
 * @end:	Whose link
 * @why:	Filled in on error
 *
 * The calling process ends in the namespace of @end, also after an error.
 *
 * Return: what link_unplug() and link_plug() take, or NULL
 */
struct link *link_open(const struct lab *lab, enum end end, struct refusal *why);

/* link_unplug() - Take the link down at the end's side. Return: 0 or a negative error code */
int link_unplug(struct link *link);

/**
 * link_plug() - Take it up again
 *
 * When the function returns, the next segment gets through.
 *
 * Return: 0 or a negative error code
 */
int link_plug(struct link *link);

void link_close(struct link *link);

#endif
