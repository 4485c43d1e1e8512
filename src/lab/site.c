/* SPDX-License-Identifier: MIT */
#include "lab/site.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <poll.h>

#include "base/util.h"
#include "lab/plan.h"

int site_open(struct site *site, enum place place, struct refusal *why)
{
	int err = nl_open(&site->rtnl, NETLINK_ROUTE);

	return err < 0 ? refuse(why, err, NULL, "open rtnetlink at the %s", place_name(place)) : 0;
}

int site_listen(struct site *site)
{
	site->news = nl_listen(NETLINK_ROUTE, RTMGRP_LINK | RTMGRP_IPV6_ROUTE);
	return MIN(site->news, 0);
}

void site_close(struct site *site)
{
	nl_close(&site->rtnl);
	close_fd(&site->news);
}

void site_way_out(struct site *site, unsigned int ifindex, enum end end, unsigned int ip_version)
{
	struct ip_addr wire = wire_address(end, ip_version);

	rtnl_neighbour(&site->rtnl, ifindex, &wire, wire_mac[end]);
	rtnl_default_route(&site->rtnl, ifindex, &wire);
}

/* 1 if a half is ready, 0 if not yet, or an error code. */
static int is_ready(const struct link_half *half)
{
	int ret = rtnl_link_is_up(&half->site->rtnl, half->ifindex);

	return ret == 1 ? rtnl_is_local(&half->site->rtnl, &half->own) : ret;
}

/*
 * Sleep until the kernel announces something about the place's links or routes, and take all that it
 * has announced: most of it is about what the set-up itself did.
 */
static int await_news(struct site *site, struct monotime deadline)
{
	struct pollfd pfd = {.fd = site->news, .events = POLLIN};
	nsec_t left = monotime_between(monotime_now(), deadline);
	int n = poll(&pfd, 1, left > 0 ? (int)(left / NSEC_PER_MSEC) + 1 : 0);
	char buf[NL_BUFFER];

	if (n <= 0)
		return n < 0 ? -errno : -ETIMEDOUT;
	while (recv(pfd.fd, buf, sizeof(buf), MSG_DONTWAIT) > 0)
		; /* its text does not matter, nor a loss */
	return 0;
}

int site_link_ready(const struct link_half halves[2])
{
	int ret = is_ready(&halves[0]);

	return ret == 1 ? is_ready(&halves[1]) : ret;
}

int site_await_link(const struct link_half halves[2])
{
	struct monotime deadline = monotime_add(monotime_now(), LINK_READY_LIMIT);

	for (int i = 0; i < 2; i++) {
		int ret;

		while ((ret = is_ready(&halves[i])) == 0) {
			ret = await_news(halves[i].site, deadline);
			if (ret < 0)
				break;
		}
		if (ret < 0)
			return ret;
	}
	return 0;
}
