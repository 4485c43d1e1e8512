/* SPDX-License-Identifier: MIT */
#include "kernel/nl.h"

#include <assert.h>
#include <errno.h>
#include <linux/netlink.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int nl_open(struct nl *nl, int bus)
{
	int on = 1;

	nl->seq = 0;
	nl->queued = 0;
	nl->message[0] = '\0';
	nl->socket = mnl_socket_open2(bus, SOCK_CLOEXEC);
	if (!nl->socket)
		return -errno;
	/* The first request binds it. Kernels without this just say less about what they refuse. */
	mnl_socket_setsockopt(nl->socket, NETLINK_EXT_ACK, &on, sizeof(on));
	return 0;
}

void nl_close(struct nl *nl)
{
	if (nl->socket)
		mnl_socket_close(nl->socket);
	nl->socket = NULL;
}

int nl_listen(int bus, unsigned int groups)
{
	struct sockaddr_nl addr = {.nl_family = AF_NETLINK, .nl_groups = groups};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, bus);

	if (fd >= 0 && bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0) {
		int err = -errno;

		close(fd);
		return err;
	}
	return fd < 0 ? -errno : fd;
}

int nl_fd(const struct nl *nl)
{
	return mnl_socket_get_fd(nl->socket);
}

struct nlmsghdr *nl_begin(struct nl *nl, uint16_t type, uint16_t flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(nl->buf + nl->queued);

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	nlh->nlmsg_seq = ++nl->seq;
	return nlh;
}

struct nlmsghdr *nl_begin_get(struct nl *nl, uint16_t type)
{
	struct nlmsghdr *nlh = nl_begin(nl, type, 0);

	nlh->nlmsg_flags &= ~NLM_F_ACK;
	return nlh;
}

static int keep_message(const struct nlattr *attr, void *data)
{
	struct nl *nl = data;

	if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG &&
	    mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) >= 0)
		snprintf(nl->message, sizeof(nl->message), "%s", mnl_attr_get_str(attr));
	return MNL_CB_OK;
}

/* Keep the text of an extended acknowledgement, if the error message carries one. */
static void note_extended_ack(struct nl *nl, const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	size_t offset = sizeof(*err), len = mnl_nlmsg_get_payload_len(nlh);

	nl->message[0] = '\0';
	if (nlh->nlmsg_type != NLMSG_ERROR || !(nlh->nlmsg_flags & NLM_F_ACK_TLVS) || len < offset)
		return;
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
		offset += (size_t)err->msg.nlmsg_len - sizeof(struct nlmsghdr);
	if (offset <= len)
		mnl_attr_parse(nlh, offset, keep_message, nl);
}

/* libmnl takes a length of 2 GiB and more for a negative one, which fits anywhere. */
static bool messages_fit(const struct nlmsghdr *nlh, ssize_t len)
{
	while (NLMSG_OK(nlh, len))
		nlh = NLMSG_NEXT(nlh, len);
	return len <= 0;
}

int nl_read(struct nl *nl, const void *answer, size_t len, uint32_t seq, mnl_cb_t cb, void *data)
{
	if (!len || !messages_fit(answer, len)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	note_extended_ack(nl, answer);
	return mnl_cb_run(answer, len, seq, 0, cb, data);
}

void nl_queue(struct nl *nl, struct nlmsghdr *nlh)
{
	nlh->nlmsg_flags &= ~NLM_F_ACK;
	nl->last = nl->queued;
	nl->queued += MNL_ALIGN(nlh->nlmsg_len);
	assert(nl->queued + NL_REQUEST <= sizeof(nl->buf));
}

/* Read what the kernel says until it has said something about request @seq. */
static int read_refusals(struct nl *nl, uint32_t seq)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)nl->buf;
	char message[sizeof(nl->message)] = "";
	int err = 0;

	do {
		ssize_t n = mnl_socket_recvfrom(nl->socket, nl->buf, sizeof(nl->buf));

		if (n < 0)
			return -errno;
		if (nl_read(nl, nl->buf, n, 0, NULL, NULL) >= 0 || err)
			continue;
		err = -errno;
		if (nlh->nlmsg_type != NLMSG_ERROR)
			return err;
		memcpy(message, nl->message, sizeof(message));
	} while (nlh->nlmsg_seq != seq);
	memcpy(nl->message, message, sizeof(message));
	return err;
}

int nl_flush(struct nl *nl)
{
	struct nlmsghdr *last = (struct nlmsghdr *)(nl->buf + nl->last);
	size_t len = nl->queued;

	if (!len)
		return 0;
	nl->queued = 0;
	last->nlmsg_flags |= NLM_F_ACK;
	if (mnl_socket_sendto(nl->socket, nl->buf, len) < 0)
		return -errno;
	return read_refusals(nl, last->nlmsg_seq);
}

int nl_talk(struct nl *nl, struct nlmsghdr *nlh, mnl_cb_t cb, void *data)
{
	bool acknowledged = nlh->nlmsg_flags & NLM_F_ACK;
	uint32_t seq = nlh->nlmsg_seq;
	ssize_t n;
	int ret;

	if (mnl_socket_sendto(nl->socket, nlh, nlh->nlmsg_len) < 0)
		return -errno;
	do {
		n = mnl_socket_recvfrom(nl->socket, nl->buf, sizeof(nl->buf));
		if (n < 0)
			return -errno;
		ret = nl_read(nl, nl->buf, n, seq, cb, data);
	} while (ret > MNL_CB_STOP && acknowledged);
	return ret < 0 ? -errno : 0;
}
