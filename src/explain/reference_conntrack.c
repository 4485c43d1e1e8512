/* SPDX-License-Identifier: MIT */
/*
 * What a wire that follows connections remembers (`wire stateful`, `wire nat`): the kernel's
 * nf_conntrack. Its names for states are those of its own table, not of the ends.
 */
#include "base/translate.h"
#include "base/util.h"
#include "explain/reference_tables.h"

/* clang-format off */
const struct reference_sysctl reference_conntrack[] = {
	{
		.name = "net.netfilter.nf_conntrack_tcp_timeout_established",
		.standard = "432000",
		.unit = N_("seconds"),
		.meaning = N_("After so long a silence (5 days) a firewall or NAT forgets an open "
			      "connection, and tells nobody."),
		.limits = N_("Many home routers have far less. `wire stateful timeout 30s` sets it "
			     "for a scenario's wire."),
		.since = "2.6.20",
	},
	{
		.name = "net.netfilter.nf_conntrack_tcp_timeout_syn_sent",
		.standard = "120",
		.unit = N_("seconds"),
		.meaning = N_("How long a SYN without an answer is remembered."),
		.since = "2.6.20",
	},
	{
		.name = "net.netfilter.nf_conntrack_tcp_timeout_syn_recv",
		.standard = "60",
		.unit = N_("seconds"),
		.meaning = N_("How long a handshake without its third segment is remembered."),
		.since = "2.6.20",
	},
	{
		.name = "net.netfilter.nf_conntrack_tcp_timeout_fin_wait",
		.standard = "120",
		.unit = N_("seconds"),
		.meaning = N_("How long a connection is remembered after its first FIN, until that "
			      "is acknowledged."),
		.since = "2.6.20",
	},
	{
		.name = "net.netfilter.nf_conntrack_tcp_timeout_close_wait",
		.standard = "60",
		.unit = N_("seconds"),
		.meaning = N_("How long a connection is remembered whose first FIN has been "
			      "acknowledged, since its last segment."),
		.limits = N_("A server that answers slowly on a half-closed connection is cut off "
			     "by it."),
		.since = "2.6.20",
	},
	{
		.name = "net.netfilter.nf_conntrack_tcp_timeout_last_ack",
		.standard = "30",
		.unit = N_("seconds"),
		.meaning = N_("How long the ACK of the second FIN is waited for."),
		.since = "2.6.20",
	},
	{
		.name = "net.netfilter.nf_conntrack_tcp_timeout_time_wait",
		.standard = "120",
		.unit = N_("seconds"),
		.meaning = N_("How long a connection that was closed in order is remembered."),
		.since = "2.6.20",
	},
	{
		.name = "net.netfilter.nf_conntrack_tcp_timeout_close",
		.standard = "10",
		.unit = N_("seconds"),
		.meaning = N_("How long a connection that a RST has ended is remembered."),
		.since = "2.6.20",
	},
	{
		.name = "net.netfilter.nf_conntrack_tcp_timeout_unacknowledged",
		.standard = "300",
		.unit = N_("seconds"),
		.meaning = N_("How long an open connection is remembered while data are not "
			      "acknowledged."),
		.since = "2.6.31",
	},
	{
		.name = "net.netfilter.nf_conntrack_tcp_timeout_max_retrans",
		.standard = "300",
		.unit = N_("seconds"),
		.meaning = N_("How long a connection is remembered once "
			      "nf_conntrack_tcp_max_retrans retransmissions have passed."),
		.since = "2.6.20",
	},
	{
		.name = "net.netfilter.nf_conntrack_tcp_max_retrans",
		.standard = "3",
		.unit = N_("retransmissions"),
		.meaning = N_("After so many retransmissions without an answer a shorter time "
			      "counts."),
		.since = "2.6.20",
	},
	{
		.name = "net.netfilter.nf_conntrack_tcp_loose",
		.standard = "1",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("A connection whose beginning was not seen is followed all the "
			      "same."),
		.limits = N_("tcplab's wire sets it to 0: what belongs to no connection that it "
			     "saw begin is lost."),
		.since = "2.6.20",
	},
	{
		.name = "net.netfilter.nf_conntrack_tcp_be_liberal",
		.standard = "0",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("Only RSTs must be within the window of a connection; other segments "
			      "may be outside of it."),
		.since = "2.6.20",
	},
	{
		.name = "net.netfilter.nf_conntrack_tcp_ignore_invalid_rst",
		.standard = "0",
		.unit = N_("0 off, 1 on"),
		.meaning = N_("RSTs outside of the window of a connection are let through."),
		.since = "5.14",
	},
};
/* clang-format on */

const size_t reference_conntrack_n = ARRAY_SIZE(reference_conntrack);
