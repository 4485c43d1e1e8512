/* SPDX-License-Identifier: MIT */
/* Transactions with nf_tables, by libnftnl: the wire's one table, its chains and rules. */
#ifndef KERNEL_NFT_H
#define KERNEL_NFT_H

#include <libnftnl/rule.h>
#include <linux/netfilter/nf_tables.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernel/nl.h"

/* One transaction: all of it is done, or nothing. */
struct nft {
	struct nl *nl;
	struct mnl_nlmsg_batch *batch;
	char buf[4096];
};

struct nft_chain {
	const char *name;
	const char *type; /* "filter", "nat" */
	uint32_t hook;	  /* NF_INET_FORWARD … */
	int32_t priority;
};

/* nft_begin() - Begin a transaction over a netfilter socket. */
void nft_begin(struct nft *t, struct nl *nl);

/* nft_put_table() - Create the table, which must not be there yet. */
void nft_put_table(struct nft *t);

/* nft_put_chain() - Create a chain in it. */
void nft_put_chain(struct nft *t, const struct nft_chain *chain);

/* nft_rule() - A rule of a chain, without expressions yet. */
struct nftnl_rule *nft_rule(const char *chain);

/*
 * What a rule matches, one expression after the other: TCP; what a NFT_META_ key says of the packet.
 * Return: false if there is no memory
 */
bool nft_match_tcp(struct nftnl_rule *rule);
bool nft_match_meta(struct nftnl_rule *rule, uint32_t key, const void *value, size_t len);

/* nft_put_rule() - Append a rule to its chain; takes it over. */
void nft_put_rule(struct nft *t, struct nftnl_rule *rule);

/* nft_commit() - Send the transaction. Return: 0 or the first negative error code */
int nft_commit(struct nft *t);

#endif
