/* SPDX-License-Identifier: MIT */
#include "kernel/ruleset.h"

#include <endian.h>
#include <errno.h>
#include <libnftnl/expr.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/xt_NFQUEUE.h>
#include <linux/netfilter_ipv4.h>
#include <stdlib.h>

#include "kernel/nft.h"

#define CHAIN "queue"

/* Revision 3 of the xt NFQUEUE target has the fields of struct xt_NFQ_info_v3. */
#define XT_REVISION 3

/* NFTA_COMPAT_TYPE: 0 asks for a match, 1 for a target (net/netfilter/nft_compat.c). */
#define COMPAT_TARGET 1

const char *queue_target_name(enum queue_target target)
{
	return target == QUEUE_NFT ? "nft queue" : "xt NFQUEUE";
}

static bool add_nft_queue(struct nftnl_rule *rule, uint16_t queue)
{
	struct nftnl_expr *expr = nftnl_expr_alloc("queue");

	if (!expr)
		return false;
	nftnl_expr_set_u16(expr, NFTNL_EXPR_QUEUE_NUM, queue);
	nftnl_expr_set_u16(expr, NFTNL_EXPR_QUEUE_TOTAL, 1);
	nftnl_rule_add_expr(rule, expr);
	return true;
}

static bool add_xt_queue(struct nftnl_rule *rule, uint16_t queue)
{
	struct nftnl_expr *expr = nftnl_expr_alloc("target");
	/* The kernel wants the length that iptables would send: aligned to 8. libnftnl frees it. */
	struct xt_NFQ_info_v3 *info = calloc(1, 8);

	if (!expr || !info)
		return false;
	_Static_assert(sizeof(*info) <= 8, "the xt target's info fits its aligned size");
	info->queuenum = queue;
	info->queues_total = 1;
	nftnl_expr_set_str(expr, NFTNL_EXPR_TG_NAME, "NFQUEUE");
	nftnl_expr_set_u32(expr, NFTNL_EXPR_TG_REV, XT_REVISION);
	nftnl_expr_set(expr, NFTNL_EXPR_TG_INFO, info, 8);
	nftnl_rule_add_expr(rule, expr);
	return true;
}

static int load_chain(struct nl *nl, bool middlebox)
{
	static const struct nft_chain forward = {CHAIN, "filter", NF_INET_FORWARD, 0};
	static const struct nft_chain first = {CHAIN, "filter", NF_INET_PRE_ROUTING, NF_IP_PRI_RAW};
	struct nft t;

	nft_begin(&t, nl);
	nft_put_table(&t);
	nft_put_chain(&t, middlebox ? &first : &forward);
	return nft_commit(&t);
}

static int load_rule(struct nl *nl, uint16_t queue, enum queue_target target)
{
	struct nftnl_rule *rule = nft_rule(CHAIN);
	bool ok = nft_match_tcp(rule) &&
		  (target == QUEUE_NFT ? add_nft_queue(rule, queue) : add_xt_queue(rule, queue));
	struct nft t;

	nft_begin(&t, nl);
	nft_put_rule(&t, rule);
	return ok ? nft_commit(&t) : -ENOMEM;
}

/*
 * Whether nft_compat offers the xt NFQUEUE target. A question, not an attempt: a transaction that
 * fails waits for an RCU grace period (8 to 20 ms), which is why what can be asked for is preferred
 * to what can only be tried.
 */
static bool has_xt_queue(struct nl *nl)
{
	uint16_t type = NFNL_SUBSYS_NFT_COMPAT << 8 | NFNL_MSG_COMPAT_GET;
	struct nlmsghdr *nlh = nl_begin(nl, type, 0);
	struct nfgenmsg *nfg = mnl_nlmsg_put_extra_header(nlh, sizeof(*nfg));

	nfg->nfgen_family = NFPROTO_IPV4;
	nfg->version = NFNETLINK_V0;
	mnl_attr_put_strz(nlh, NFTA_COMPAT_NAME, "NFQUEUE");
	mnl_attr_put_u32(nlh, NFTA_COMPAT_REV, htobe32(XT_REVISION));
	mnl_attr_put_u32(nlh, NFTA_COMPAT_TYPE, htobe32(COMPAT_TARGET));
	return nl_talk(nl, nlh, NULL, NULL) == 0;
}

int ruleset_load(uint16_t queue, bool middlebox, enum queue_target *target, struct refusal *why)
{
	struct nl nl;
	int err = nl_open(&nl, NETLINK_NETFILTER);

	if (err < 0)
		return refuse(why, err, "the kernel needs CONFIG_NETFILTER_NETLINK",
			      "open a netfilter socket in the wire's network namespace");
	*target = has_xt_queue(&nl) ? QUEUE_XT : QUEUE_NFT;
	err = load_chain(&nl, middlebox);
	if (!err)
		err = load_rule(&nl, queue, *target);
	nl_close(&nl);
	if (err < 0)
		return refuse(
			why, err,
			"the kernel needs nf_tables with its queue expression (nft_queue), or "
			"nft_compat with xt_NFQUEUE; `tcplab doctor` says which it has",
			"load the wire's ruleset");
	return 0;
}
