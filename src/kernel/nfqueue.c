/* SPDX-License-Identifier: MIT */
#include "kernel/nfqueue.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <libnetfilter_queue/libnetfilter_queue.h>
#include <libnfnetlink/libnfnetlink.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/util.h"

/* The default queue holds 1024 packets, the default socket buffer 257: the first is overrun at
 * 20,000 SYN/s. */
#define QUEUE_LENGTH  16384
#define SOCKET_BUFFER (8 * 1024 * 1024)

/* A packet of the largest size, with all of its attributes. */
#define PACKET_BUFFER (64 * 1024 + 4096)

static int configure(struct nfqueue *q)
{
	struct nlmsghdr *nlh = nfq_nlmsg_put(q->nl.buf, NFQNL_MSG_CONFIG, q->number);
	int err;

	nlh->nlmsg_flags |= NLM_F_ACK;
	nlh->nlmsg_seq = ++q->nl.seq;
	nfq_nlmsg_cfg_put_cmd(nlh, AF_UNSPEC, NFQNL_CFG_CMD_BIND);
	err = nl_talk(&q->nl, nlh, NULL, NULL);
	if (err < 0)
		return err;
	nlh = nfq_nlmsg_put(q->nl.buf, NFQNL_MSG_CONFIG, q->number);
	nlh->nlmsg_flags |= NLM_F_ACK;
	nlh->nlmsg_seq = ++q->nl.seq;
	nfq_nlmsg_cfg_put_params(nlh, NFQNL_COPY_PACKET, 0xffff);
	nfq_nlmsg_cfg_put_qmaxlen(nlh, QUEUE_LENGTH);
	return nl_talk(&q->nl, nlh, NULL, NULL);
}

/* As large as this process is allowed to make it: rootless, the host's limit applies. */
static void enlarge_buffer(int fd)
{
	int size = SOCKET_BUFFER;

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
}

int nfqueue_open(struct nfqueue *q, uint16_t number, struct refusal *why)
{
	int err;

	q->number = number;
	q->interfaces = NULL;
	q->packet_buf = NULL;
	q->arrived = q->taken = 0;
	q->empty = false;
	err = nl_open(&q->nl, NETLINK_NETFILTER);
	if (err < 0)
		return refuse(why, err, "the kernel needs CONFIG_NETFILTER_NETLINK",
			      "open a netfilter socket in the wire's network namespace");
	enlarge_buffer(nl_fd(&q->nl));
	err = configure(q);
	if (err < 0) {
		nfqueue_close(q);
		return refuse(
			why, err,
			"the kernel needs CONFIG_NETFILTER_NETLINK_QUEUE; `tcplab doctor` tells",
			"bind NFQUEUE %u in the wire's network namespace", number);
	}
	q->interfaces = nlif_open();
	if (!q->interfaces || nlif_query(q->interfaces) < 0) {
		err = errno ? -errno : -ENOMEM;
		nfqueue_close(q);
		return refuse(why, err, NULL, "list the wire's interfaces");
	}
	/* Not zeroed: most is never touched. */
	q->packet_buf = xrealloc(NULL, NFQUEUE_BATCH, PACKET_BUFFER);
	return 0;
}

void nfqueue_close(struct nfqueue *q)
{
	if (q->interfaces)
		nlif_close(q->interfaces);
	nl_close(&q->nl);
	free(q->packet_buf);
	q->interfaces = NULL;
	q->packet_buf = NULL;
}

int nfqueue_fd(const struct nfqueue *q)
{
	return nl_fd(&q->nl);
}

/* Read one NFQNL_MSG_PACKET; every attribute that is used has been checked for type and length. */
static enum received read_packet(const struct nlmsghdr *nlh, struct queued *packet)
{
	struct nlattr *attr[NFQA_MAX + 1] = {NULL};
	const struct nfqnl_msg_packet_hdr *ph;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(struct nfgenmsg) ||
	    nfq_nlmsg_parse(nlh, attr) < 0 || !attr[NFQA_PACKET_HDR] ||
	    mnl_attr_get_payload_len(attr[NFQA_PACKET_HDR]) < sizeof(*ph))
		return RECEIVED_UNREADABLE;
	ph = mnl_attr_get_payload(attr[NFQA_PACKET_HDR]);
	packet->id = ntohl(ph->packet_id);
	if (!attr[NFQA_IFINDEX_INDEV] || !attr[NFQA_PAYLOAD] || attr[NFQA_CAP_LEN])
		return RECEIVED_UNREADABLE;
	packet->ifindex = ntohl(mnl_attr_get_u32(attr[NFQA_IFINDEX_INDEV]));
	packet->packet = mnl_attr_get_payload(attr[NFQA_PAYLOAD]);
	packet->len = mnl_attr_get_payload_len(attr[NFQA_PAYLOAD]);
	return RECEIVED_PACKET;
}

enum received nfqueue_read(const void *message, size_t len, struct queued *packet)
{
	const struct nlmsghdr *nlh = message;

	packet->id = 0;
	if (!NLMSG_OK(nlh, len))
		return RECEIVED_UNREADABLE;
	if (nlh->nlmsg_type == NLMSG_ERROR) {
		packet->id = nlh->nlmsg_seq;
		return RECEIVED_FLUSHED;
	}
	if (nlh->nlmsg_type == ((NFNL_SUBSYS_QUEUE << 8) | NFQNL_MSG_PACKET))
		return read_packet(nlh, packet);
	return RECEIVED_NOTHING;
}

/* Take what the kernel has. Return: RECEIVED_NOTHING or RECEIVED_OVERRUN if there is nothing to read */
static enum received refill(struct nfqueue *q)
{
	struct mmsghdr msgs[NFQUEUE_BATCH] = {0};
	struct iovec iov[NFQUEUE_BATCH];
	int n;

	for (int i = 0; i < NFQUEUE_BATCH; i++) {
		iov[i] = (struct iovec){q->packet_buf + (size_t)i * PACKET_BUFFER, PACKET_BUFFER};
		msgs[i].msg_hdr.msg_iov = &iov[i];
		msgs[i].msg_hdr.msg_iovlen = 1;
	}
	do {
		n = recvmmsg(nl_fd(&q->nl), msgs, NFQUEUE_BATCH, MSG_DONTWAIT, NULL);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno == EAGAIN ? RECEIVED_NOTHING : RECEIVED_OVERRUN;
	for (int i = 0; i < n; i++)
		q->len[i] = msgs[i].msg_len;
	q->arrived = n;
	q->taken = 0;
	q->empty = n < NFQUEUE_BATCH;
	return RECEIVED_PACKET;
}

enum received nfqueue_receive(struct nfqueue *q, struct queued *packet)
{
	enum received received;

	packet->id = 0;
	do {
		size_t i;

		if (q->taken == q->arrived && q->empty) {
			q->empty = false; /* poll() has not been asked since */
			return RECEIVED_NOTHING;
		}
		if (q->taken == q->arrived) {
			received = refill(q);
			if (received != RECEIVED_PACKET)
				return received;
		}
		i = q->taken++;
		received = nfqueue_read(q->packet_buf + i * PACKET_BUFFER, q->len[i], packet);
	} while (received == RECEIVED_NOTHING);
	if (received == RECEIVED_PACKET &&
	    nlif_index2name(q->interfaces, packet->ifindex, packet->indev) < 0)
		return RECEIVED_UNREADABLE;
	return received;
}

int nfqueue_verdict(struct nfqueue *q, uint32_t id, bool accept)
{
	char buf[MNL_ALIGN(sizeof(struct nlmsghdr)) + 64];
	struct nlmsghdr *nlh = nfq_nlmsg_put(buf, NFQNL_MSG_VERDICT, q->number);

	/* No acknowledgement is asked for; an error comes back under this number. */
	nlh->nlmsg_seq = id;
	nfq_nlmsg_verdict_put(nlh, id, accept ? NF_ACCEPT : NF_DROP);
	return mnl_socket_sendto(q->nl.socket, nlh, nlh->nlmsg_len) < 0 ? -errno : 0;
}

int nfqueue_verdict_changed(struct nfqueue *q, uint32_t id, const void *packet, size_t len)
{
	char buf[MNL_ALIGN(sizeof(struct nlmsghdr)) + 64 + NFQUEUE_CHANGED_MAX];
	struct nlmsghdr *nlh = nfq_nlmsg_put(buf, NFQNL_MSG_VERDICT, q->number);

	nlh->nlmsg_seq = id;
	nfq_nlmsg_verdict_put(nlh, id, NF_ACCEPT);
	nfq_nlmsg_verdict_put_pkt(nlh, packet, (uint32_t)len);
	return mnl_socket_sendto(q->nl.socket, nlh, nlh->nlmsg_len) < 0 ? -errno : 0;
}

int nfqueue_lost(const struct nfqueue *q, uint64_t *lost)
{
	FILE *f = fopen("/proc/self/net/netfilter/nfnetlink_queue", "re");
	uint64_t queue_dropped, user_dropped;
	unsigned int number;
	int err = -ENOENT;

	if (!f)
		return -errno;
	/* number, portid, waiting, copy mode, copy range, dropped for a full queue, dropped for a
	 * full socket, last id, 1 (net/netfilter/nfnetlink_queue.c, seq_show()) */
	while (err && fscanf(f, "%u %*u %*u %*u %*u %" SCNu64 " %" SCNu64 " %*u %*u", &number,
			     &queue_dropped, &user_dropped) == 3)
		if (number == q->number) {
			*lost = queue_dropped + user_dropped;
			err = 0;
		}
	fclose(f);
	return err;
}
