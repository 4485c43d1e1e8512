/* SPDX-License-Identifier: MIT */
#include "lab/lab.h"

#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "kernel/ethtool.h"
#include "kernel/netns.h"
#include "lab/middlebox.h"
#include "lab/plan.h"
#include "lab/site.h"
#include "lab/stranger.h"
#include "lab/sysctls.h"

/* Indices of devices: chosen, so that nobody has to ask. A new namespace may have some already, beside
 * its loopback: one for each kind of tunnel that the machine knows. */
#define LOOPBACK_INDEX 1
#define END_INDEX      100

#define PREFIX4 24
#define PREFIX6 64

/* A small table of its own for each namespace makes a dump of all sockets three times as fast. */
#define EHASH_ENTRIES "256"

/* Make a namespace and set its sysctls before it has any device. */
static int found(struct lab *lab, enum place place, const struct scenario *sc, struct site *site,
		 struct refusal *why)
{
	int fd = netns_new(), err;

	if (fd < 0)
		return refuse(why, fd,
			      "run as root, or allow unprivileged user namespaces "
			      "(sysctl user.max_net_namespaces and, on Ubuntu, "
			      "kernel.apparmor_restrict_unprivileged_userns=0)",
			      "create the %s's network namespace", place_name(place));
	lab->netns[place] = fd;
	if (place == PLACE_WIRE) {
		/* Read by the kernel when a namespace is made from within this one. */
		err = sysctl_write("net.ipv4.tcp_child_ehash_entries", EHASH_ENTRIES);
		if (err < 0 && err != -ENOENT)
			return refuse(why, err, NULL, "set net.ipv4.tcp_child_ehash_entries");
	}
	err = lab_sysctls(lab, place, sc, why);
	return err < 0 ? err : site_open(site, place, why);
}

/* Create both pairs, from within the wire. */
static int link_ends(struct lab *lab, struct site *wire, struct refusal *why)
{
	int err;

	for_each_end(e) {
		struct veth_end here = {.name = end_name(e), .ifindex = lab->wire_ifindex[e]};
		struct veth_end there = {.name = END_DEVICE, .ifindex = lab->ifindex[e]};

		memcpy(here.mac, wire_mac[e], MAC_LEN);
		memcpy(there.mac, end_mac[e], MAC_LEN);
		rtnl_veth(&wire->rtnl, &here, &there, lab->netns[(enum place)e]);
	}
	err = nl_flush(&wire->rtnl);
	return err < 0 ? refuse(why, err, "the kernel needs CONFIG_VETH",
				"create the veth pairs between the wire and the ends (%s)",
				wire->rtnl.message)
		       : 0;
}

/* Queue addresses, neighbours and, at an end, the way out, for both IP versions. */
static void number_device(struct site *site, unsigned int ifindex, enum end net, bool at_wire)
{
	for (unsigned int ip = 4; ip <= 6; ip += 2) {
		struct ip_addr end = lab_address(net, ip), wire = wire_address(net, ip);

		rtnl_address(&site->rtnl, ifindex, at_wire ? &wire : &end,
			     ip == 4 ? PREFIX4 : PREFIX6);
		if (at_wire)
			rtnl_neighbour(&site->rtnl, ifindex, &end, end_mac[net]);
		else
			site_way_out(site, ifindex, net, ip);
	}
}

/* The wire's halves of the links: offloads off, up, numbered. */
static int configure_wire(const struct lab *lab, struct site *wire, struct refusal *why)
{
	int err = 0;

	for_each_end(e) {
		if (!err)
			err = ethtool_offloads_off(end_name(e));
		rtnl_link_up(&wire->rtnl, lab->wire_ifindex[e]);
		number_device(wire, lab->wire_ifindex[e], e, true);
		if (lab->floods[e])
			strangers_route(&wire->rtnl, lab->wire_ifindex[e], e);
	}
	if (!err)
		err = nl_flush(&wire->rtnl);
	return err < 0 ? refuse(why, err, NULL, "configure the wire (%s)", wire->rtnl.message) : 0;
}

/* An end's half, likewise. The process ends in @end. */
static int configure_end(const struct lab *lab, struct site *site, enum end end,
			 struct refusal *why)
{
	int err = lab_enter(lab, (enum place)end, why);

	if (err < 0)
		return err;
	err = ethtool_offloads_off(END_DEVICE);
	rtnl_link_up(&site->rtnl, LOOPBACK_INDEX);
	rtnl_link_up(&site->rtnl, lab->ifindex[end]);
	number_device(site, lab->ifindex[end], end, false);
	if (!err)
		err = nl_flush(&site->rtnl);
	return err < 0 ? refuse(why, err, NULL, "configure the %s's link (%s)", end_name(end),
				site->rtnl.message)
		       : 0;
}

/* The process ends in the wire, as it began. */
static int listen_everywhere(const struct lab *lab, struct site sites[PLACES], struct refusal *why)
{
	static const enum place order[] = {PLACE_CLIENT, PLACE_SERVER, PLACE_WIRE};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(order) && !err; i++) {
		err = lab_enter(lab, order[i], why);
		if (!err && (err = site_listen(&sites[order[i]])) < 0)
			refuse(why, err, NULL, "listen to rtnetlink at the %s",
			       place_name(order[i]));
	}
	return err;
}

/* Where the links are ready by now, as they are with one CPU, nobody needs to listen. */
static int await_ready(const struct lab *lab, struct site sites[PLACES], struct refusal *why)
{
	struct link_half halves[ENDS][2];
	int err;

	for_each_end(e) {
		halves[e][0] = (struct link_half){&sites[e], lab->ifindex[e], lab_address(e, 6)};
		halves[e][1] = (struct link_half){&sites[PLACE_WIRE], lab->wire_ifindex[e],
						  wire_address(e, 6)};
	}
	if (site_link_ready(halves[CLIENT]) == 1 && site_link_ready(halves[SERVER]) == 1)
		return 0;
	err = listen_everywhere(lab, sites, why);
	if (err < 0)
		return err;
	for_each_end(e) {
		err = site_await_link(halves[e]);
		if (err < 0)
			return refuse(why, err, NULL,
				      "see the link between wire and %s come up in time",
				      end_name(e));
	}
	return 0;
}

/* Everything once the namespaces are there; the process is in the wire. */
static int connect_places(struct lab *lab, struct site sites[PLACES], struct refusal *why)
{
	int err = link_ends(lab, &sites[PLACE_WIRE], why);

	if (!err)
		err = configure_wire(lab, &sites[PLACE_WIRE], why);
	for_each_end(e)
		if (!err)
			err = configure_end(lab, &sites[e], e, why);
	if (!err)
		err = lab_enter(lab, PLACE_WIRE, why);
	if (!err)
		err = ruleset_load(LAB_QUEUE, lab->wire != WIRE_PLAIN, &lab->target, why);
	return err < 0 ? err : await_ready(lab, sites, why);
}

int lab_up(struct lab *lab, const struct scenario *sc, struct refusal *why)
{
	static const enum place order[] = {PLACE_WIRE, PLACE_CLIENT, PLACE_SERVER};
	struct site sites[PLACES];
	int err = 0;

	for (enum place p = 0; p < PLACES; p++)
		site_init(&sites[p]);
	*lab = (struct lab){.netns = {-1, -1, -1}, .wire = sc->wire};
	for_each_end(e) {
		lab->ifindex[e] = END_INDEX;
		lab->wire_ifindex[e] = END_INDEX + 1 + e;
		lab->floods[e] = script_has(&sc->script[e], STEP_FLOOD);
	}
	for (size_t i = 0; i < ARRAY_SIZE(order) && !err; i++) {
		err = found(lab, order[i], sc, &sites[order[i]], why);
		if (!err && order[i] != PLACE_WIRE)
			err = lab_enter(lab, PLACE_WIRE, why);
	}
	if (!err)
		err = connect_places(lab, sites, why);
	if (!err && sc->wire != WIRE_PLAIN)
		err = lab_middlebox(lab, sc, why);
	for (enum place p = 0; p < PLACES; p++)
		site_close(&sites[p]);
	return err;
}

int lab_enter(const struct lab *lab, enum place place, struct refusal *why)
{
	int err = netns_enter(lab->netns[place]);

	return err < 0 ? refuse(why, err, NULL, "enter the %s's network namespace",
				place_name(place))
		       : 0;
}

int lab_watch(const struct lab *lab, enum end end, unsigned int ip_version, struct sockdiag *sd,
	      struct refusal *why)
{
	struct ip_addr own = lab_address(end, ip_version);
	struct ip_addr peer = lab_peer(lab->wire, end, ip_version);
	int err = lab_enter(lab, (enum place)end, why);

	if (err < 0)
		return err;
	err = sockdiag_open(sd, end, &own, &peer);
	sd->peer_at = lab->floods[other_end(end)] ? stranger_at : NULL;
	return err < 0 ? refuse(why, err, "the kernel needs CONFIG_INET_DIAG",
				"open sock_diag at the %s", end_name(end))
		       : 0;
}

void lab_close(struct lab *lab)
{
	for (enum place p = 0; p < PLACES; p++)
		close_fd(&lab->netns[p]);
	free(lab->sysctls);
	lab->sysctls = NULL;
	lab->n_sysctls = 0;
}
