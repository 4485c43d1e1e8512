/* SPDX-License-Identifier: MIT */
#include "kernel/middlebox.h"

#include <errno.h>
#include <libnftnl/expr.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netfilter_ipv4.h>
#include <net/if.h>
#include <string.h>

#include "kernel/nft.h"

/* Everything that comes in, once its connection is known and a reply has got its old address back. */
static const struct nft_chain police = {"police", "filter", NF_INET_PRE_ROUTING, NF_IP_PRI_FILTER};
static const struct nft_chain hide = {"hide", "nat", NF_INET_POST_ROUTING, NF_IP_PRI_NAT_SRC};

/* A packet's connection is in one of the states of the bit mask @states. */
static bool match_ct_state(struct nftnl_rule *rule, uint32_t states)
{
	struct nftnl_expr *ct = nftnl_expr_alloc("ct");
	struct nftnl_expr *mask = nftnl_expr_alloc("bitwise");
	struct nftnl_expr *cmp = nftnl_expr_alloc("cmp");
	const uint32_t none = 0;

	if (!ct || !mask || !cmp)
		return false;
	nftnl_expr_set_u32(ct, NFTNL_EXPR_CT_KEY, NFT_CT_STATE);
	nftnl_expr_set_u32(ct, NFTNL_EXPR_CT_DREG, NFT_REG_1);
	nftnl_rule_add_expr(rule, ct);
	nftnl_expr_set_u32(mask, NFTNL_EXPR_BITWISE_SREG, NFT_REG_1);
	nftnl_expr_set_u32(mask, NFTNL_EXPR_BITWISE_DREG, NFT_REG_1);
	nftnl_expr_set_u32(mask, NFTNL_EXPR_BITWISE_LEN, sizeof(states));
	nftnl_expr_set(mask, NFTNL_EXPR_BITWISE_MASK, &states, sizeof(states));
	nftnl_expr_set(mask, NFTNL_EXPR_BITWISE_XOR, &none, sizeof(none));
	nftnl_rule_add_expr(rule, mask);
	nftnl_expr_set_u32(cmp, NFTNL_EXPR_CMP_SREG, NFT_REG_1);
	nftnl_expr_set_u32(cmp, NFTNL_EXPR_CMP_OP, NFT_CMP_NEQ);
	nftnl_expr_set(cmp, NFTNL_EXPR_CMP_DATA, &none, sizeof(none));
	nftnl_rule_add_expr(rule, cmp);
	return true;
}

static bool match_device(struct nftnl_rule *rule, uint32_t key, const char *device)
{
	char name[IFNAMSIZ] = "";

	strncpy(name, device, sizeof(name) - 1);
	return nft_match_meta(rule, key, name, sizeof(name));
}

static bool add_drop(struct nftnl_rule *rule)
{
	struct nftnl_expr *verdict = nftnl_expr_alloc("immediate");

	if (!verdict)
		return false;
	nftnl_expr_set_u32(verdict, NFTNL_EXPR_IMM_DREG, NFT_REG_VERDICT);
	nftnl_expr_set_u32(verdict, NFTNL_EXPR_IMM_VERDICT, NF_DROP);
	nftnl_rule_add_expr(rule, verdict);
	return true;
}

static bool add_masquerade(struct nftnl_rule *rule)
{
	struct nftnl_expr *masquerade = nftnl_expr_alloc("masq");

	if (!masquerade)
		return false;
	nftnl_rule_add_expr(rule, masquerade);
	return true;
}

static bool put_police(struct nft *t)
{
	struct nftnl_rule *rule = nft_rule(police.name);
	bool ok = nft_match_tcp(rule) && match_ct_state(rule, NF_CT_STATE_INVALID_BIT) &&
		  add_drop(rule);

	nft_put_chain(t, &police);
	nft_put_rule(t, rule);
	return ok;
}

static bool put_nat(struct nft *t, const char *outside)
{
	struct nftnl_rule *unasked = nft_rule(police.name), *rule = nft_rule(hide.name);
	bool ok = nft_match_tcp(unasked) && match_device(unasked, NFT_META_IIFNAME, outside) &&
		  match_ct_state(unasked, NF_CT_STATE_BIT(IP_CT_NEW)) && add_drop(unasked);

	ok = ok && nft_match_tcp(rule) && match_device(rule, NFT_META_OIFNAME, outside) &&
	     add_masquerade(rule);
	nft_put_rule(t, unasked);
	nft_put_chain(t, &hide);
	nft_put_rule(t, rule);
	return ok;
}

int middlebox_load(bool nat, const char *outside, struct refusal *why)
{
	struct nl nl;
	struct nft t;
	int err = nl_open(&nl, NETLINK_NETFILTER);
	bool ok;

	if (!err) {
		nft_begin(&t, &nl);
		ok = put_police(&t) && (!nat || put_nat(&t, outside));
		err = ok ? nft_commit(&t) : -ENOMEM;
		nl_close(&nl);
	}
	return err < 0 ? refuse(why, err,
				"the kernel needs nf_conntrack and nft_ct, for `wire nat` "
				"nft_masq, "
				"too; a kernel in virtual time has them (--virtual)",
				"make the wire follow connections")
		       : 0;
}

int middlebox_forget(void)
{
	struct nl nl;
	struct nlmsghdr *nlh;
	struct nfgenmsg *nfg;
	int err = nl_open(&nl, NETLINK_NETFILTER);

	if (err < 0)
		return err;
	nlh = nl_begin(&nl, NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_DELETE, 0);
	nfg = mnl_nlmsg_put_extra_header(nlh, sizeof(*nfg));
	nfg->nfgen_family = AF_UNSPEC;
	nfg->version = NFNETLINK_V0;
	err = nl_talk(&nl, nlh, NULL, NULL);
	nl_close(&nl);
	return err;
}
