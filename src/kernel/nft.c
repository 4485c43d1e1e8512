/* SPDX-License-Identifier: MIT */
#include "kernel/nft.h"

#include <errno.h>
#include <libnftnl/chain.h>
#include <libnftnl/common.h>
#include <libnftnl/expr.h>
#include <libnftnl/table.h>
#include <linux/netfilter.h>

#define TABLE "tcplab"

void nft_begin(struct nft *t, struct nl *nl)
{
	t->nl = nl;
	t->batch = mnl_nlmsg_batch_start(t->buf, sizeof(t->buf) / 2);
	nftnl_batch_begin(mnl_nlmsg_batch_current(t->batch), ++nl->seq);
	mnl_nlmsg_batch_next(t->batch);
}

static struct nlmsghdr *request(struct nft *t, uint16_t type, uint16_t flags)
{
	return nftnl_nlmsg_build_hdr(mnl_nlmsg_batch_current(t->batch), type, NFPROTO_INET,
				     NLM_F_CREATE | NLM_F_ACK | flags, ++t->nl->seq);
}

void nft_put_table(struct nft *t)
{
	struct nftnl_table *table = nftnl_table_alloc();

	nftnl_table_set_str(table, NFTNL_TABLE_NAME, TABLE);
	nftnl_table_nlmsg_build_payload(request(t, NFT_MSG_NEWTABLE, NLM_F_EXCL), table);
	nftnl_table_free(table);
	mnl_nlmsg_batch_next(t->batch);
}

void nft_put_chain(struct nft *t, const struct nft_chain *c)
{
	struct nftnl_chain *chain = nftnl_chain_alloc();

	nftnl_chain_set_str(chain, NFTNL_CHAIN_TABLE, TABLE);
	nftnl_chain_set_str(chain, NFTNL_CHAIN_NAME, c->name);
	nftnl_chain_set_str(chain, NFTNL_CHAIN_TYPE, c->type);
	nftnl_chain_set_u32(chain, NFTNL_CHAIN_HOOKNUM, c->hook);
	nftnl_chain_set_s32(chain, NFTNL_CHAIN_PRIO, c->priority);
	nftnl_chain_nlmsg_build_payload(request(t, NFT_MSG_NEWCHAIN, NLM_F_EXCL), chain);
	nftnl_chain_free(chain);
	mnl_nlmsg_batch_next(t->batch);
}

struct nftnl_rule *nft_rule(const char *chain)
{
	struct nftnl_rule *rule = nftnl_rule_alloc();

	nftnl_rule_set_str(rule, NFTNL_RULE_TABLE, TABLE);
	nftnl_rule_set_str(rule, NFTNL_RULE_CHAIN, chain);
	nftnl_rule_set_u32(rule, NFTNL_RULE_FAMILY, NFPROTO_INET);
	return rule;
}

bool nft_match_meta(struct nftnl_rule *rule, uint32_t key, const void *value, size_t len)
{
	struct nftnl_expr *meta = nftnl_expr_alloc("meta");
	struct nftnl_expr *cmp = nftnl_expr_alloc("cmp");

	if (!meta || !cmp)
		return false;
	nftnl_expr_set_u32(meta, NFTNL_EXPR_META_KEY, key);
	nftnl_expr_set_u32(meta, NFTNL_EXPR_META_DREG, NFT_REG_1);
	nftnl_rule_add_expr(rule, meta);
	nftnl_expr_set_u32(cmp, NFTNL_EXPR_CMP_SREG, NFT_REG_1);
	nftnl_expr_set_u32(cmp, NFTNL_EXPR_CMP_OP, NFT_CMP_EQ);
	nftnl_expr_set(cmp, NFTNL_EXPR_CMP_DATA, value, len);
	nftnl_rule_add_expr(rule, cmp);
	return true;
}

bool nft_match_tcp(struct nftnl_rule *rule)
{
	uint8_t tcp = IPPROTO_TCP;

	return nft_match_meta(rule, NFT_META_L4PROTO, &tcp, sizeof(tcp));
}

void nft_put_rule(struct nft *t, struct nftnl_rule *rule)
{
	nftnl_rule_nlmsg_build_payload(request(t, NFT_MSG_NEWRULE, NLM_F_APPEND), rule);
	nftnl_rule_free(rule);
	mnl_nlmsg_batch_next(t->batch);
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

int nft_commit(struct nft *t)
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
