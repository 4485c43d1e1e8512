/* SPDX-License-Identifier: MIT */
#include "kernel/sockdiag.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "base/util.h"
#include "kernel/nl.h"

/* The kernel's TCP_LISTEN (include/net/tcp_states.h). */
#define LINUX_LISTEN 10

struct request {
	struct nlmsghdr nlh;
	struct inet_diag_req_v2 req;
};

int sockdiag_open(struct sockdiag *sd, enum end end, const struct ip_addr *address,
		  const struct ip_addr *peer)
{
	*sd = (struct sockdiag){.end = end, .address = *address, .peer = *peer};
	sd->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	return sd->fd < 0 ? -errno : 0;
}

void sockdiag_close(struct sockdiag *sd)
{
	close_fd(&sd->fd);
}

static struct request request(struct sockdiag *sd, uint16_t type, uint16_t flags, uint8_t family)
{
	return (struct request){
		.nlh = {.nlmsg_len = sizeof(struct request),
			.nlmsg_type = type,
			.nlmsg_flags = NLM_F_REQUEST | flags,
			.nlmsg_seq = ++sd->seq},
		.req = {.sdiag_family = family,
			.sdiag_protocol = IPPROTO_TCP,
			.idiag_states = ~0U,
			.id.idiag_cookie = {INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE}},
	};
}

/* Read one datagram of answers. Return: its length or a negative error code */
static ssize_t receive(int fd, void *buf, size_t size, int flags)
{
	ssize_t n;

	do {
		n = recv(fd, buf, size, flags);
	} while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n;
}

static void fill(struct sighting *seen, const struct inet_diag_msg *msg)
{
	seen->state = tcp_state_from_linux(msg->idiag_state);
	seen->cookie = (uint64_t)msg->id.idiag_cookie[1] << 32 | msg->id.idiag_cookie[0];
	seen->timer = msg->idiag_timer < TCP_TIMERS ? msg->idiag_timer : TIMER_NONE;
	seen->expires_ms = seen->timer != TIMER_NONE ? msg->idiag_expires : 0;
	seen->retransmits = msg->idiag_retrans;
}

/*
 * What TCP_INFO tells, if the kernel gives it: not for request sockets and TIME-WAIT. To read it the
 * kernel takes the socket's lock (tcp_get_info()), so the answer waits for whoever has it.
 */
static void fill_info(struct sighting *seen, const struct nlmsghdr *nlh)
{
	const size_t base = NLMSG_SPACE(sizeof(struct inet_diag_msg));
	const struct rtattr *attr = (const void *)((const char *)nlh + base);
	int len = nlh->nlmsg_len > base ? (int)(nlh->nlmsg_len - base) : 0; /* below 0 at the end */
	struct tcp_info info;

	for (; RTA_OK(attr, len); attr = RTA_NEXT(attr, len)) {
		if (attr->rta_type != INET_DIAG_INFO ||
		    RTA_PAYLOAD(attr) < offsetof(struct tcp_info, tcpi_advmss))
			continue;
		memcpy(&info, RTA_DATA(attr), offsetof(struct tcp_info, tcpi_advmss));
		seen->rto_us = info.tcpi_rto;
		seen->cwnd = info.tcpi_snd_cwnd;
	}
}

/* Whether the answer is about the socket that was asked for, not the listener beside it. */
static bool is_asked(const struct inet_diag_msg *msg, uint16_t port, uint16_t peer_port)
{
	return ntohs(msg->id.idiag_sport) == port && ntohs(msg->id.idiag_dport) == peer_port &&
	       (msg->idiag_state == LINUX_LISTEN) == (peer_port == 0);
}

/* The kernel's error in a NLMSG_ERROR, which may be 0. */
static int error_of(const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *err = NLMSG_DATA(nlh);

	return nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*err)) ? -EBADMSG : err->error;
}

int sockdiag_read_answer(const void *answer, size_t len, uint32_t seq, struct sighting *seen)
{
	const struct nlmsghdr *nlh = answer;
	int err;

	if (!NLMSG_OK(nlh, len))
		return -EBADMSG;
	if (nlh->nlmsg_seq != seq)
		return 0;
	if (nlh->nlmsg_type == NLMSG_ERROR) {
		err = error_of(nlh);
		return err == -ENOENT || !err ? 1 : err;
	}
	if (nlh->nlmsg_len < NLMSG_LENGTH(sizeof(struct inet_diag_msg)))
		return -EBADMSG;
	if (!is_asked(NLMSG_DATA(nlh), seen->port, seen->peer_port))
		return 1;
	fill(seen, NLMSG_DATA(nlh));
	if (seen->peer_port)
		fill_info(seen, nlh);
	return 1;
}

static int look_once(struct sockdiag *sd, uint16_t port, uint16_t peer_port, struct sighting *seen)
{
	struct request rq = request(sd, SOCK_DIAG_BY_FAMILY, 0, sd->address.family);
	char buf[1024] __attribute__((aligned(NLMSG_ALIGNTO)));
	ssize_t n;
	int answered;

	rq.req.id.idiag_sport = htons(port);
	rq.req.id.idiag_dport = htons(peer_port);
	rq.req.idiag_ext = peer_port ? 1 << (INET_DIAG_INFO - 1) : 0;
	memcpy(rq.req.id.idiag_src, sd->address.bytes, ip_addr_len(&sd->address));
	if (peer_port) {
		struct ip_addr peer = sd->peer;

		if (sd->peer_at)
			sd->peer_at(other_end(sd->end), peer_port, &peer);
		memcpy(rq.req.id.idiag_dst, peer.bytes, ip_addr_len(&peer));
	}
	*seen = (struct sighting){.end = sd->end, .port = port, .peer_port = peer_port};
	sd->requests++;
	if (send(sd->fd, &rq, sizeof(rq), 0) < 0)
		return -errno;
	do { /* the answer is there when send() returns; an older one may stand before it */
		n = receive(sd->fd, buf, sizeof(buf), MSG_DONTWAIT);
		if (n < 0)
			return n;
		answered = sockdiag_read_answer(buf, n, rq.nlh.nlmsg_seq, seen);
	} while (!answered);
	return answered < 0 ? answered : 0;
}

bool sockdiag_is_alone(void)
{
	static int alone = -1;
	cpu_set_t cpus;

	if (alone < 0)
		alone = sched_getaffinity(0, sizeof(cpus), &cpus) == 0 && CPU_COUNT(&cpus) == 1;
	return alone;
}

/* Looks that are made before it is believed that there is no socket. */
#define LOOKS_FOR_NOTHING 4

/*
 * The kernel's look-up takes no lock: while a connection's socket is being replaced by its next one
 * (request socket, socket, TIME-WAIT) it can miss both, and says that there is none
 * (inet_ehash_insert(), inet_twsk_hashdance()). That takes a moment, unless whoever replaces it is
 * interrupted by the machine's owner; and it takes two processors.
 */
int sockdiag_look(struct sockdiag *sd, uint16_t port, uint16_t peer_port, struct sighting *seen)
{
	int looks = sockdiag_is_alone() ? 1 : LOOKS_FOR_NOTHING;
	int err = look_once(sd, port, peer_port, seen);

	for (int i = 1; i < looks && !err && seen->state == TCPS_CLOSED && peer_port; i++) {
		sched_yield();
		err = look_once(sd, port, peer_port, seen);
	}
	return err;
}

/* What is done with each socket of a dump. Return: 0 or a negative error code */
typedef int socket_fn(struct sockdiag *sd, const struct inet_diag_msg *msg, void *arg);

/* Order a socket's end. No acknowledgement: one that is gone by now is as good. */
static int destroy(struct sockdiag *sd, const struct inet_diag_msg *msg, void *arg)
{
	struct request rq = request(sd, SOCK_DESTROY, 0, msg->idiag_family);

	(void)arg;
	rq.req.id = msg->id;
	return send(sd->fd, &rq, sizeof(rq), 0) < 0 ? -errno : 0;
}

/* Take each connection in a piece of a dump. Return: whether the dump goes on */
static bool take_dumped(struct sockdiag *sd, const char *buf, ssize_t len, uint32_t seq,
			socket_fn *fn, void *arg, int *err)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)buf;

	for (; NLMSG_OK(nlh, len); nlh = NLMSG_NEXT(nlh, len)) {
		if (nlh->nlmsg_seq != seq)
			continue; /* an order's error */
		if (nlh->nlmsg_type == NLMSG_DONE || nlh->nlmsg_type == NLMSG_ERROR)
			return false;
		if (nlh->nlmsg_len < NLMSG_LENGTH(sizeof(struct inet_diag_msg)))
			*err = *err ? *err : -EBADMSG;
		else if (!*err)
			*err = fn(sd, NLMSG_DATA(nlh), arg);
	}
	return true;
}

static int count_one(struct sockdiag *sd, const struct inet_diag_msg *msg, void *arg)
{
	(void)sd;
	(void)msg;
	++*(int *)arg;
	return 0;
}

/* Ask for all connections of a family, and do something with each as the dump names it. */
static int dump_family(struct sockdiag *sd, uint8_t family, socket_fn *fn, void *arg)
{
	struct request rq = request(sd, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, family);
	char buf[16384] __attribute__((aligned(NLMSG_ALIGNTO)));
	int err = 0;
	ssize_t n;

	rq.req.idiag_states = ~(1U << LINUX_LISTEN);
	sd->requests++;
	if (send(sd->fd, &rq, sizeof(rq), 0) < 0)
		return -errno;
	do {
		n = receive(sd->fd, buf, sizeof(buf), 0);
	} while (n >= 0 && take_dumped(sd, buf, n, rq.nlh.nlmsg_seq, fn, arg, &err));
	return n < 0 ? n : err;
}

/*
 * Whoever used the socket before may have been killed in the middle of a dump, and the kernel begins
 * no other until that one has been read to its end.
 */
static void drain(struct sockdiag *sd)
{
	char buf[16384];

	while (receive(sd->fd, buf, sizeof(buf), MSG_DONTWAIT) > 0)
		;
}

static int dump(struct sockdiag *sd, socket_fn *fn, void *arg)
{
	int err4, err6;

	drain(sd);
	err4 = dump_family(sd, AF_INET, fn, arg);
	err6 = dump_family(sd, AF_INET6, fn, arg);
	return err4 ? err4 : err6;
}

int sockdiag_destroy_all(struct sockdiag *sd)
{
	return dump(sd, destroy, NULL);
}

int sockdiag_count(struct sockdiag *sd)
{
	int n = 0, err = dump(sd, count_one, &n);

	return err ? err : n;
}

int sockdiag_can_destroy(struct sockdiag *sd)
{
	struct request rq = request(sd, SOCK_DESTROY, NLM_F_ACK, sd->address.family);
	char buf[1024] __attribute__((aligned(NLMSG_ALIGNTO)));
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)buf;
	ssize_t n;
	int err;

	rq.req.id.idiag_sport = rq.req.id.idiag_dport = htons(1);
	if (send(sd->fd, &rq, sizeof(rq), 0) < 0)
		return -errno;
	n = receive(sd->fd, buf, sizeof(buf), MSG_DONTWAIT);
	if (n < 0)
		return n;
	if (!NLMSG_OK(nlh, (size_t)n) || nlh->nlmsg_type != NLMSG_ERROR)
		return -EBADMSG;
	err = error_of(nlh);
	return err == -ENOENT ? 0 : err;
}

/* Thousands of sockets may be closed at once. */
#define NOTICES_BUFFER (8 * 1024 * 1024)

int sockdiag_notices_open(void)
{
	int fd = nl_listen(NETLINK_SOCK_DIAG, 1U << (SKNLGRP_INET_TCP_DESTROY - 1) |
						      1U << (SKNLGRP_INET6_TCP_DESTROY - 1));
	int size = NOTICES_BUFFER;

	if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	return fd;
}

int sockdiag_read_notice(const void *notice, size_t len, uint16_t *port, uint16_t *peer_port)
{
	const struct nlmsghdr *nlh = notice;
	const struct inet_diag_msg *msg = NLMSG_DATA(nlh);

	if (!NLMSG_OK(nlh, len) || nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*msg)))
		return -EBADMSG;
	*port = ntohs(msg->id.idiag_sport);
	*peer_port = ntohs(msg->id.idiag_dport);
	return 1;
}

int sockdiag_notice(int fd, uint16_t *port, uint16_t *peer_port)
{
	char buf[1024] __attribute__((aligned(NLMSG_ALIGNTO)));
	ssize_t n = receive(fd, buf, sizeof(buf), MSG_DONTWAIT);

	if (n == -EAGAIN)
		return 0;
	return n < 0 ? n : sockdiag_read_notice(buf, n, port, peer_port);
}
