/* SPDX-License-Identifier: MIT */
#include "kernel/tcpinfo.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>

#include "base/util.h"

/* Where each field is in the kernel's answer. */
#define AT(member)                                                                        \
	{                                                                                 \
		offsetof(struct tcp_info, member), sizeof(((struct tcp_info *)0)->member) \
	}

static const struct {
	size_t offset;
	size_t size; /* 1 or 4 */
} members[] = {
	[INFO_STATE] = AT(tcpi_state),
	[INFO_RETRANSMITS] = AT(tcpi_retransmits),
	[INFO_PROBES] = AT(tcpi_probes),
	[INFO_BACKOFF] = AT(tcpi_backoff),
	[INFO_RTO] = AT(tcpi_rto),
	[INFO_ATO] = AT(tcpi_ato),
	[INFO_SND_MSS] = AT(tcpi_snd_mss),
	[INFO_RCV_MSS] = AT(tcpi_rcv_mss),
	[INFO_UNACKED] = AT(tcpi_unacked),
	[INFO_SACKED] = AT(tcpi_sacked),
	[INFO_LOST] = AT(tcpi_lost),
	[INFO_RETRANS] = AT(tcpi_retrans),
	[INFO_PMTU] = AT(tcpi_pmtu),
	[INFO_RCV_SSTHRESH] = AT(tcpi_rcv_ssthresh),
	[INFO_RTT] = AT(tcpi_rtt),
	[INFO_RTTVAR] = AT(tcpi_rttvar),
	[INFO_SND_SSTHRESH] = AT(tcpi_snd_ssthresh),
	[INFO_SND_CWND] = AT(tcpi_snd_cwnd),
	[INFO_ADVMSS] = AT(tcpi_advmss),
	[INFO_REORDERING] = AT(tcpi_reordering),
	[INFO_TOTAL_RETRANS] = AT(tcpi_total_retrans),
	[INFO_MIN_RTT] = AT(tcpi_min_rtt),
};
static_assert(ARRAY_SIZE(members) == INFO_FIELDS, "a member for each field");

int tcpinfo_open(struct nl *nl)
{
	return nl_open(nl, NETLINK_SOCK_DIAG);
}

static void fill(struct info_facts *facts, const struct tcp_info *info)
{
	for (enum info_field f = 0; f < INFO_FIELDS; f++) {
		const uint8_t *at = (const uint8_t *)info + members[f].offset;

		facts->value[f] = *at;
		if (members[f].size == sizeof(uint32_t))
			memcpy(&facts->value[f], at, sizeof(uint32_t));
	}
	facts->value[INFO_STATE] = tcp_state_from_linux(info->tcpi_state);
}

int tcpinfo_read_socket(const struct nlmsghdr *nlh, void *data)
{
	const struct dumped_to *dump = data;
	const struct inet_diag_msg *msg = mnl_nlmsg_get_payload(nlh);
	struct dumped_socket socket = {0};
	struct info_facts facts;
	struct nlattr *attr;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*msg)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	socket.state = tcp_state_from_linux(msg->idiag_state);
	socket.port = ntohs(msg->id.idiag_sport);
	socket.peer_port = ntohs(msg->id.idiag_dport);
	mnl_attr_for_each(attr, nlh, sizeof(*msg)) {
		struct tcp_info info = {0};

		if (mnl_attr_get_type(attr) != INET_DIAG_INFO || socket.state == TCPS_LISTEN)
			continue;
		memcpy(&info, mnl_attr_get_payload(attr),
		       MIN(sizeof(info), mnl_attr_get_payload_len(attr)));
		fill(&facts, &info);
		socket.info = &facts;
	}
	dump->fn(dump->arg, &socket);
	return MNL_CB_OK;
}

static int dump_family(struct nl *nl, uint8_t family, struct dumped_to *dump)
{
	struct nlmsghdr *nlh = nl_begin(nl, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP);
	struct inet_diag_req_v2 *req = mnl_nlmsg_put_extra_header(nlh, sizeof(*req));

	req->sdiag_family = family;
	req->sdiag_protocol = IPPROTO_TCP;
	req->idiag_ext = 1 << (INET_DIAG_INFO - 1);
	req->idiag_states = ~0U;
	return nl_talk(nl, nlh, tcpinfo_read_socket, dump);
}

int tcpinfo_dump(struct nl *nl, dumped_fn *fn, void *arg)
{
	struct dumped_to dump = {fn, arg};
	int err = dump_family(nl, AF_INET, &dump);

	return err < 0 ? err : dump_family(nl, AF_INET6, &dump);
}
