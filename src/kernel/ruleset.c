/* SPDX-License-Identifier: MIT */
#include "kernel/ruleset.h"

#include <endian.h>
#include <errno.h>
#include <libnftnl/chain.h>
#include <libnftnl/common.h>
#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <libnftnl/table.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/xt_NFQUEUE.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/nl.h"

#define TABLE "tcplab"
#define CHAIN "forward"

/* Revision 3 of the xt NFQUEUE target has the fields of struct xt_NFQ_info_v3. */
#define XT_REVISION 3

/* NFTA_COMPAT_TYPE: 0 asks for a match, 1 for a target (net/netfilter/nft_compat.c). */
#define COMPAT_TARGET 1

const char *queue_target_name(enum queue_target target)
{
	return target == QUEUE_NFT ? "nft queue" : "xt NFQUEUE";
}

static bool add_protocol_match(struct nftnl_rule *rule)
{
	struct nftnl_expr *meta = nftnl_expr_alloc("meta");
	struct nftnl_expr *cmp = nftnl_expr_alloc("cmp");
	uint8_t tcp = IPPROTO_TCP;

	if (!meta || !cmp)
		return false;
	nftnl_expr_set_u32(meta, NFTNL_EXPR_META_KEY, NFT_META_L4PROTO);
	nftnl_expr_set_u32(meta, NFTNL_EXPR_META_DREG, NFT_REG_1);
	nftnl_rule_add_expr(rule, meta);
	nftnl_expr_set_u32(cmp, NFTNL_EXPR_CMP_SREG, NFT_REG_1);
	nftnl_expr_set_u32(cmp, NFTNL_EXPR_CMP_OP, NFT_CMP_EQ);
	nftnl_expr_set(cmp, NFTNL_EXPR_CMP_DATA, &tcp, sizeof(tcp));
	nftnl_rule_add_expr(rule, cmp);
	return true;
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

static void put_table(struct mnl_nlmsg_batch *batch, uint32_t seq)
{
	struct nftnl_table *table = nftnl_table_alloc();
	struct nlmsghdr *nlh;

	nftnl_table_set_str(table, NFTNL_TABLE_NAME, TABLE);
	nlh = nftnl_nlmsg_build_hdr(mnl_nlmsg_batch_current(batch), NFT_MSG_NEWTABLE, NFPROTO_INET,
				    NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK, seq);
	nftnl_table_nlmsg_build_payload(nlh, table);
	nftnl_table_free(table);
	mnl_nlmsg_batch_next(batch);
}

static void put_chain(struct mnl_nlmsg_batch *batch, uint32_t seq)
{
	struct nftnl_chain *chain = nftnl_chain_alloc();
	struct nlmsghdr *nlh;

	nftnl_chain_set_str(chain, NFTNL_CHAIN_TABLE, TABLE);
	nftnl_chain_set_str(chain, NFTNL_CHAIN_NAME, CHAIN);
	nftnl_chain_set_str(chain, NFTNL_CHAIN_TYPE, "filter");
	nftnl_chain_set_u32(chain, NFTNL_CHAIN_HOOKNUM, NF_INET_FORWARD);
	nftnl_chain_set_s32(chain, NFTNL_CHAIN_PRIO, 0);
	nlh = nftnl_nlmsg_build_hdr(mnl_nlmsg_batch_current(batch), NFT_MSG_NEWCHAIN, NFPROTO_INET,
				    NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK, seq);
	nftnl_chain_nlmsg_build_payload(nlh, chain);
	nftnl_chain_free(chain);
	mnl_nlmsg_batch_next(batch);
}

static bool put_rule(struct mnl_nlmsg_batch *batch, uint32_t seq, uint16_t queue,
		     enum queue_target target)
{
	struct nftnl_rule *rule = nftnl_rule_alloc();
	struct nlmsghdr *nlh;
	bool ok;

	nftnl_rule_set_str(rule, NFTNL_RULE_TABLE, TABLE);
	nftnl_rule_set_str(rule, NFTNL_RULE_CHAIN, CHAIN);
	nftnl_rule_set_u32(rule, NFTNL_RULE_FAMILY, NFPROTO_INET);
	ok = add_protocol_match(rule) &&
	     (target == QUEUE_NFT ? add_nft_queue(rule, queue) : add_xt_queue(rule, queue));
	nlh = nftnl_nlmsg_build_hdr(mnl_nlmsg_batch_current(batch), NFT_MSG_NEWRULE, NFPROTO_INET,
				    NLM_F_CREATE | NLM_F_APPEND | NLM_F_ACK, seq);
	nftnl_rule_nlmsg_build_payload(nlh, rule);
	nftnl_rule_free(rule);
	mnl_nlmsg_batch_next(batch);
	return ok;
}

/* Read acknowledgements up to the one of request @last; the first error is the batch's. */
static int read_acks(struct nl *nl, uint32_t last)
{
	int err = 0;

	for (;;) {
		ssize_t n = mnl_socket_recvfrom(nl->socket, nl->buf, sizeof(nl->buf));
		const struct nlmsghdr *nlh = (const struct nlmsghdr *)nl->buf;

		if (n < 0)
			return -errno;
		for (int left = n; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
			const struct nlmsgerr *ack = mnl_nlmsg_get_payload(nlh);

			if (nlh->nlmsg_type != NLMSG_ERROR)
				continue;
			if (ack->error && !err)
				err = ack->error;
			if (nlh->nlmsg_seq == last)
				return err;
		}
	}
}

/* What one transaction holds. */
struct transaction {
	struct nl *nl;
	struct mnl_nlmsg_batch *batch;
	char buf[4096];
};

static void begin(struct transaction *t, struct nl *nl)
{
	t->nl = nl;
	t->batch = mnl_nlmsg_batch_start(t->buf, sizeof(t->buf) / 2);
	nftnl_batch_begin(mnl_nlmsg_batch_current(t->batch), ++nl->seq);
	mnl_nlmsg_batch_next(t->batch);
}

/* Send the transaction; its last request has the number that @nl->seq stands at. */
static int commit(struct transaction *t)
{
	uint32_t last = t->nl->seq;
	int err = 0;

	nftnl_batch_end(mnl_nlmsg_batch_current(t->batch), ++t->nl->seq);
	mnl_nlmsg_batch_next(t->batch);
	if (mnl_socket_sendto(t->nl->socket, mnl_nlmsg_batch_head(t->batch),
			      mnl_nlmsg_batch_size(t->batch)) < 0)
		err = -errno;
	mnl_nlmsg_batch_stop(t->batch);
	return err ? err : read_acks(t->nl, last);
}

static int load_chain(struct nl *nl)
{
	struct transaction t;

	begin(&t, nl);
	put_table(t.batch, ++nl->seq);
	put_chain(t.batch, ++nl->seq);
	return commit(&t);
}

static int load_rule(struct nl *nl, uint16_t queue, enum queue_target target)
{
	struct transaction t;

	begin(&t, nl);
	if (!put_rule(t.batch, ++nl->seq, queue, target))
		return -ENOMEM;
	return commit(&t);
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

int ruleset_load(uint16_t queue, enum queue_target *target, struct refusal *why)
{
	struct nl nl;
	int err = nl_open(&nl, NETLINK_NETFILTER, 0);

	if (err < 0)
		return refuse(why, err, "the kernel needs CONFIG_NETFILTER_NETLINK",
			      "open a netfilter socket in the wire's network namespace");
	*target = has_xt_queue(&nl) ? QUEUE_XT : QUEUE_NFT;
	err = load_chain(&nl);
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
