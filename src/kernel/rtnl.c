/* SPDX-License-Identifier: MIT */
#include "kernel/rtnl.h"

#include <errno.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

static void put_veth_end(struct nlmsghdr *nlh, const struct veth_end *end)
{
	mnl_attr_put_strz(nlh, IFLA_IFNAME, end->name);
	mnl_attr_put(nlh, IFLA_ADDRESS, MAC_LEN, end->mac);
}

void rtnl_veth(struct nl *nl, const struct veth_end *here, const struct veth_end *there,
	       int there_ns)
{
	struct nlmsghdr *nlh = nl_begin(nl, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
	struct nlattr *info, *data, *peer;
	struct ifinfomsg *ifi;

	ifi = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifi));
	ifi->ifi_family = AF_UNSPEC;
	ifi->ifi_index = (int)here->ifindex;
	put_veth_end(nlh, here);
	info = mnl_attr_nest_start(nlh, IFLA_LINKINFO);
	mnl_attr_put_str(nlh, IFLA_INFO_KIND, "veth");
	data = mnl_attr_nest_start(nlh, IFLA_INFO_DATA);
	peer = mnl_attr_nest_start(nlh, VETH_INFO_PEER);
	ifi = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifi));
	ifi->ifi_index = (int)there->ifindex;
	put_veth_end(nlh, there);
	mnl_attr_put_u32(nlh, IFLA_NET_NS_FD, there_ns);
	mnl_attr_nest_end(nlh, peer);
	mnl_attr_nest_end(nlh, data);
	mnl_attr_nest_end(nlh, info);
	nl_queue(nl, nlh);
}

static void set_link(struct nl *nl, unsigned int ifindex, unsigned int flags)
{
	struct nlmsghdr *nlh = nl_begin(nl, RTM_NEWLINK, 0);
	struct ifinfomsg *ifi = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifi));

	ifi->ifi_family = AF_UNSPEC;
	ifi->ifi_index = ifindex;
	ifi->ifi_flags = flags;
	ifi->ifi_change = IFF_UP;
	nl_queue(nl, nlh);
}

void rtnl_link_up(struct nl *nl, unsigned int ifindex)
{
	set_link(nl, ifindex, IFF_UP);
}

void rtnl_link_down(struct nl *nl, unsigned int ifindex)
{
	set_link(nl, ifindex, 0);
}

void rtnl_address(struct nl *nl, unsigned int ifindex, const struct ip_addr *addr,
		  unsigned int prefix_len)
{
	struct nlmsghdr *nlh = nl_begin(nl, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
	struct ifaddrmsg *ifa = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifa));

	ifa->ifa_family = addr->family;
	ifa->ifa_prefixlen = prefix_len;
	ifa->ifa_flags = addr->family == AF_INET6 ? IFA_F_NODAD : 0;
	ifa->ifa_scope = RT_SCOPE_UNIVERSE;
	ifa->ifa_index = ifindex;
	mnl_attr_put(nlh, IFA_LOCAL, ip_addr_len(addr), addr->bytes);
	mnl_attr_put(nlh, IFA_ADDRESS, ip_addr_len(addr), addr->bytes);
	nl_queue(nl, nlh);
}

void rtnl_route(struct nl *nl, unsigned int ifindex, const struct ip_addr *net,
		unsigned int prefix_len, const struct ip_addr *via)
{
	struct nlmsghdr *nlh = nl_begin(nl, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL);
	struct rtmsg *rt = mnl_nlmsg_put_extra_header(nlh, sizeof(*rt));

	rt->rtm_family = via->family;
	rt->rtm_dst_len = prefix_len;
	rt->rtm_table = RT_TABLE_MAIN;
	rt->rtm_protocol = RTPROT_STATIC;
	rt->rtm_scope = RT_SCOPE_UNIVERSE;
	rt->rtm_type = RTN_UNICAST;
	if (prefix_len)
		mnl_attr_put(nlh, RTA_DST, ip_addr_len(net), net->bytes);
	mnl_attr_put(nlh, RTA_GATEWAY, ip_addr_len(via), via->bytes);
	mnl_attr_put_u32(nlh, RTA_OIF, ifindex);
	nl_queue(nl, nlh);
}

void rtnl_default_route(struct nl *nl, unsigned int ifindex, const struct ip_addr *via)
{
	rtnl_route(nl, ifindex, NULL, 0, via);
}

void rtnl_neighbour(struct nl *nl, unsigned int ifindex, const struct ip_addr *addr,
		    const uint8_t mac[MAC_LEN])
{
	struct nlmsghdr *nlh = nl_begin(nl, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE);
	struct ndmsg *nd = mnl_nlmsg_put_extra_header(nlh, sizeof(*nd));

	nd->ndm_family = addr->family;
	nd->ndm_ifindex = ifindex;
	nd->ndm_state = NUD_PERMANENT;
	mnl_attr_put(nlh, NDA_DST, ip_addr_len(addr), addr->bytes);
	mnl_attr_put(nlh, NDA_LLADDR, MAC_LEN, mac);
	nl_queue(nl, nlh);
}

static int keep_operstate(const struct nlattr *attr, void *data)
{
	int *up = data;

	if (mnl_attr_get_type(attr) == IFLA_OPERSTATE && mnl_attr_validate(attr, MNL_TYPE_U8) >= 0)
		*up = mnl_attr_get_u8(attr) == IF_OPER_UP;
	return MNL_CB_OK;
}

int rtnl_read_operstate(const struct nlmsghdr *nlh, void *data)
{
	return mnl_attr_parse(nlh, sizeof(struct ifinfomsg), keep_operstate, data);
}

int rtnl_link_is_up(struct nl *nl, unsigned int ifindex)
{
	struct nlmsghdr *nlh = nl_begin_get(nl, RTM_GETLINK);
	struct ifinfomsg *ifi = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifi));
	int up = 0, err;

	ifi->ifi_family = AF_UNSPEC;
	ifi->ifi_index = ifindex;
	err = nl_talk(nl, nlh, rtnl_read_operstate, &up);
	return err < 0 ? err : up;
}

static int keep_sent(const struct nlattr *attr, void *data)
{
	const char *stats = mnl_attr_get_payload(attr);
	uint64_t *sent = data;

	if (mnl_attr_get_type(attr) != IFLA_STATS64)
		return MNL_CB_OK;
	if (mnl_attr_get_payload_len(attr) < offsetof(struct rtnl_link_stats64, rx_bytes)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	/* The kernel aligns the attribute on four bytes only. */
	memcpy(sent, stats + offsetof(struct rtnl_link_stats64, tx_packets), sizeof(*sent));
	return MNL_CB_OK;
}

int rtnl_read_sent(const struct nlmsghdr *nlh, void *data)
{
	return mnl_attr_parse(nlh, sizeof(struct ifinfomsg), keep_sent, data);
}

int rtnl_sent(struct nl *nl, const char *name, uint64_t *sent)
{
	struct nlmsghdr *nlh = nl_begin_get(nl, RTM_GETLINK);
	struct ifinfomsg *ifi = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifi));

	ifi->ifi_family = AF_UNSPEC;
	mnl_attr_put_strz(nlh, IFLA_IFNAME, name);
	return nl_talk(nl, nlh, rtnl_read_sent, sent);
}

int rtnl_read_local(const struct nlmsghdr *nlh, void *data)
{
	const struct rtmsg *rt = mnl_nlmsg_get_payload(nlh);
	int *local = data;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*rt)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	*local = rt->rtm_type == RTN_LOCAL;
	return MNL_CB_OK;
}

int rtnl_is_local(struct nl *nl, const struct ip_addr *addr)
{
	struct nlmsghdr *nlh = nl_begin_get(nl, RTM_GETROUTE);
	struct rtmsg *rt = mnl_nlmsg_put_extra_header(nlh, sizeof(*rt));
	int local = 0, err;

	rt->rtm_family = addr->family;
	rt->rtm_dst_len = 8 * ip_addr_len(addr);
	mnl_attr_put(nlh, RTA_DST, ip_addr_len(addr), addr->bytes);
	err = nl_talk(nl, nlh, rtnl_read_local, &local);
	if (err == -ENETUNREACH || err == -EHOSTUNREACH)
		return 0;
	return err < 0 ? err : local;
}
