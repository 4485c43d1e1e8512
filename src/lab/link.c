/* SPDX-License-Identifier: MIT */
#include "lab/link.h"

#include "base/util.h"
#include "lab/plan.h"
#include "lab/site.h"

struct link {
	enum end end;
	struct site own; /* at the end */
	struct site wire;
	unsigned int own_index; /* of the link's device there */
	unsigned int wire_index;
};

/* To work there and to wait for what comes of it. */
static int open_site(struct site *site, enum place place, struct refusal *why)
{
	int err = site_open(site, place, why);

	if (!err && (err = site_listen(site)) < 0)
		refuse(why, err, NULL, "listen to rtnetlink at the %s", place_name(place));
	return err;
}

struct link *link_open(const struct lab *lab, enum end end, struct refusal *why)
{
	struct link *link = xalloc(1, sizeof(*link));
	int err = lab_enter(lab, PLACE_WIRE, why);

	link->end = end;
	link->own_index = lab->ifindex[end];
	link->wire_index = lab->wire_ifindex[end];
	site_init(&link->own);
	site_init(&link->wire);
	if (!err)
		err = open_site(&link->wire, PLACE_WIRE, why);
	if (lab_enter(lab, (enum place)end, why) < 0 || err < 0 ||
	    open_site(&link->own, (enum place)end, why) < 0) {
		link_close(link);
		return NULL;
	}
	return link;
}

int link_unplug(struct link *link)
{
	rtnl_link_down(&link->own.rtnl, link->own_index);
	return nl_flush(&link->own.rtnl);
}

/*
 * With the device the kernel took its routes down and forgot its neighbours, permanent ones
 * included. Its addresses were kept (IPv6: see keep_addr_on_down in profile.c), and with them
 * come back the routes to its own net. At the wire's side only the carrier was gone, which costs
 * nothing.
 */
int link_plug(struct link *link)
{
	const struct link_half halves[] = {
		{&link->own, link->own_index, lab_address(link->end, 6)},
		{&link->wire, link->wire_index, wire_address(link->end, 6)},
	};
	int err;

	rtnl_link_up(&link->own.rtnl, link->own_index);
	for (unsigned int ip = 4; ip <= 6; ip += 2)
		site_way_out(&link->own, link->own_index, link->end, ip);
	err = nl_flush(&link->own.rtnl);
	return err ? err : site_await_link(halves);
}

void link_close(struct link *link)
{
	if (!link)
		return;
	site_close(&link->own);
	site_close(&link->wire);
	free(link);
}
