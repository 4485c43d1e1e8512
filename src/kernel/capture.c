/* SPDX-License-Identifier: MIT */
#include "kernel/capture.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/util.h"

#define SOCKET_BUFFER (8 * 1024 * 1024)

/*
 * Offsets count from the IP header (SOCK_DGRAM). IPv4: protocol at 9. IPv6: next header at 6; where
 * that is hop-by-hop options or routing, the next one at 40 (a multicast listener report
 * has hop-by-hop options, too).
 */
static struct sock_filter tcp_only[] = {
	/*  0 */ BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0),
	/*  1 */ BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, 4),
	/*  2 */ BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 6, 2, 0),
	/*  3 */ BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
	/*  4 */ BPF_JUMP(BPF_JMP | BPF_JA, 4, 0, 0),
	/*  5 */ BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 6),
	/*  6 */ BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_HOPOPTS, 1, 0),
	/*  7 */ BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_ROUTING, 0, 1),
	/*  8 */ BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 40),
	/*  9 */ BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_TCP, 0, 1),
	/* 10 */ BPF_STMT(BPF_RET | BPF_K, CAPTURE_BYTES),
	/* 11 */ BPF_STMT(BPF_RET | BPF_K, 0),
};

static int prepare(int fd, unsigned int ifindex)
{
	struct sock_fprog filter = {.len = ARRAY_SIZE(tcp_only), .filter = tcp_only};
	struct sockaddr_ll addr = {
		.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = ifindex};
	int size = SOCKET_BUFFER, on = 1;

	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)) < 0)
		return -errno;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	return bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0 ? -errno : 0;
}

int capture_open(struct capture *cap, unsigned int ifindex, nsec_t realtime_offset)
{
	int err;

	cap->n = 0;
	cap->realtime_offset = realtime_offset;
	/* Protocol 0 until bind(): a socket that listens from its birth costs a grace period more. */
	cap->fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (cap->fd < 0)
		return -errno;
	err = prepare(cap->fd, ifindex);
	if (err < 0)
		capture_close(cap);
	return err;
}

void capture_close(struct capture *cap)
{
	close_fd(&cap->fd);
}

/* The kernel's stamp of a frame, or the present when it has none. */
static struct monotime stamp(struct msghdr *msg, nsec_t realtime_offset)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c; c = CMSG_NXTHDR(msg, c))
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS) {
			struct timespec ts;

			memcpy(&ts, CMSG_DATA(c), sizeof(ts));
			return (struct monotime){ts.tv_sec * NSEC_PER_SEC + ts.tv_nsec -
						 realtime_offset};
		}
	return monotime_now();
}

int capture_read(struct capture *cap)
{
	char control[CAPTURE_BATCH][CMSG_SPACE(sizeof(struct timespec))];
	struct sockaddr_ll from[CAPTURE_BATCH];
	struct mmsghdr msgs[CAPTURE_BATCH];
	struct iovec iov[CAPTURE_BATCH];
	int n;

	for (int i = 0; i < CAPTURE_BATCH; i++) {
		iov[i] = (struct iovec){cap->batch[i].packet, CAPTURE_BYTES};
		msgs[i].msg_hdr = (struct msghdr){.msg_name = &from[i],
						  .msg_namelen = sizeof(from[i]),
						  .msg_iov = &iov[i],
						  .msg_iovlen = 1,
						  .msg_control = control[i],
						  .msg_controllen = sizeof(control[i])};
	}
	/* ENETDOWN: the end unplugged itself, once told; what was captured before is still there. */
	do {
		n = recvmmsg(cap->fd, msgs, CAPTURE_BATCH, MSG_DONTWAIT | MSG_TRUNC, NULL);
	} while (n < 0 && (errno == EINTR || errno == ENETDOWN));
	cap->n = n > 0 ? n : 0;
	if (n < 0)
		return errno == EAGAIN ? 0 : -errno;
	for (int i = 0; i < n; i++) {
		struct captured *c = &cap->batch[i];

		c->outgoing = from[i].sll_pkttype == PACKET_OUTGOING;
		c->at = stamp(&msgs[i].msg_hdr, cap->realtime_offset);
		c->len = msgs[i].msg_len;
		c->kept = MIN(c->len, (size_t)CAPTURE_BYTES);
	}
	return n;
}

int capture_lost(struct capture *cap, uint64_t *lost)
{
	struct tpacket_stats stats;
	socklen_t len = sizeof(stats);

	if (getsockopt(cap->fd, SOL_PACKET, PACKET_STATISTICS, &stats, &len) < 0)
		return -errno;
	*lost = stats.tp_drops;
	return 0;
}
