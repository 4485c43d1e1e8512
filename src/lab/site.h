/* SPDX-License-Identifier: MIT */
/* The means to work on one namespace's links, and to see that they work. Private to src/lab/. */
#ifndef LAB_SITE_H
#define LAB_SITE_H

#include "lab/lab.h"

struct site {
	int news;	/* announcements of links and routes, -1 if nobody waits for them */
	struct nl rtnl; /* requests */
};

/* site_init() - A site of which nothing is open. Its buffer is left alone: pages cost time. */
static inline void site_init(struct site *site)
{
	site->news = -1;
	site->rtnl.socket = NULL;
}

/* site_open() - Open it in the namespace that the process is in. Return: 0 or -errno */
int site_open(struct site *site, enum place place, struct refusal *why);

/* site_listen() - Hear what is announced there: in the same namespace. Return: 0 or -errno */
int site_listen(struct site *site);

void site_close(struct site *site);

/* site_way_out() - Queue what tells an end how to reach the rest of the world over its link. */
void site_way_out(struct site *site, unsigned int ifindex, enum end end, unsigned int ip_version);

/* A half of a link, as it has to be before segments get through. */
struct link_half {
	struct site *site;
	unsigned int ifindex;
	struct ip_addr own; /* its IPv6 address: the one that takes time */
};

/**
 * site_link_ready() - Whether both halves of a link are up and their addresses are routed
 *
 * Return: 1, 0 or a negative error code
 */
int site_link_ready(const struct link_half halves[2]);

/**
 * site_await_link() - Sleep until it is; both sites listen
 *
 * Links come up and IPv6 routes appear in the kernel's deferred work. Without waiting for that,
 * one in six first SYNs would be lost.
 *
 * Return: 0, or a negative error code: -ETIMEDOUT after LINK_READY_LIMIT
 */
int site_await_link(const struct link_half halves[2]);

/* How long the kernel's own deferred work on new links may take. */
#define LINK_READY_LIMIT (2 * NSEC_PER_SEC)

#endif
