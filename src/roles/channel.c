/* SPDX-License-Identifier: MIT */
#include "roles/channel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "base/util.h"

int channel_pair(int fds[2])
{
	int on = 1;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
		return -errno;
	/* Roles live in a pid namespace of their own: the kernel translates who they are. */
	setsockopt(fds[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on));
	return 0;
}

void channel_put(struct channel *ch, const struct message *msg)
{
	ch->out[ch->n++] = *msg;
	if (ch->n == CHANNEL_BATCH)
		channel_flush(ch);
}

void channel_put_event(struct channel *ch, const struct event *ev)
{
	struct message msg = {.kind = MSG_EVENT, .event = *ev};

	channel_put(ch, &msg);
}

void channel_flush(struct channel *ch)
{
	ssize_t sent;

	if (!ch->n)
		return;
	do {
		sent = send(ch->fd, ch->out, ch->n * sizeof(*ch->out), MSG_NOSIGNAL);
	} while (sent < 0 && errno == EINTR);
	if (sent < 0 && errno != EPIPE && errno != ECONNRESET)
		shutdown(ch->fd, SHUT_RDWR); /* lost evidence must not go unseen: EOF, both sides */
	ch->n = 0;
}

int channel_try(struct channel *ch, const struct message *msg)
{
	ssize_t sent;

	do {
		sent = send(ch->fd, msg, sizeof(*msg), MSG_NOSIGNAL | MSG_DONTWAIT);
	} while (sent < 0 && errno == EINTR);
	if (sent < 0 && errno == EAGAIN)
		return -EAGAIN;
	if (sent < 0 && errno != EPIPE && errno != ECONNRESET)
		shutdown(ch->fd, SHUT_RDWR);
	return 0;
}

int channel_send_fds(struct channel *ch, const struct message *msg, const int fds[CHANNEL_FDS])
{
	char control[CMSG_SPACE(sizeof(int[CHANNEL_FDS]))] = {0};
	struct iovec iov = {(void *)msg, sizeof(*msg)};
	struct msghdr hdr = {.msg_iov = &iov,
			     .msg_iovlen = 1,
			     .msg_control = control,
			     .msg_controllen = sizeof(control)};
	struct cmsghdr *c = CMSG_FIRSTHDR(&hdr);

	channel_flush(ch);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int[CHANNEL_FDS]));
	memcpy(CMSG_DATA(c), fds, sizeof(int[CHANNEL_FDS]));
	return sendmsg(ch->fd, &hdr, MSG_NOSIGNAL) < 0 ? -errno : 0;
}

static void read_control(struct msghdr *hdr, struct sender *sender)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(hdr); c; c = CMSG_NXTHDR(hdr, c)) {
		if (c->cmsg_level != SOL_SOCKET)
			continue;
		if (c->cmsg_type == SCM_CREDENTIALS) {
			struct ucred cred;

			memcpy(&cred, CMSG_DATA(c), sizeof(cred));
			sender->pid = cred.pid;
		} else if (c->cmsg_type == SCM_RIGHTS &&
			   c->cmsg_len == CMSG_LEN(sizeof(sender->fds))) {
			memcpy(sender->fds, CMSG_DATA(c), sizeof(sender->fds));
		}
	}
}

/* Receive one packet. Return: as channel_get() */
static int receive(struct channel *ch, struct sender *sender)
{
	char control[CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(sizeof(int[CHANNEL_FDS]))];
	struct iovec iov = {ch->in, sizeof(ch->in)};
	struct msghdr hdr = {.msg_iov = &iov,
			     .msg_iovlen = 1,
			     .msg_control = control,
			     .msg_controllen = sizeof(control)};
	ssize_t n;

	do {
		n = recvmsg(ch->fd, &hdr, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	} while (n < 0 && errno == EINTR);
	if (n < 0) /* a role that died with unread messages resets its channel */
		return errno == ECONNRESET ? 0 : -errno;
	if (n == 0)
		return 0;
	read_control(&hdr, sender);
	if (n % sizeof(*ch->in) || hdr.msg_flags & MSG_TRUNC)
		return -EBADMSG;
	ch->arrived = n / sizeof(*ch->in);
	ch->taken = 0;
	ch->sender = sender->pid;
	return 1;
}

int channel_get(struct channel *ch, struct message *msg, struct sender *sender)
{
	struct sender whose = {.pid = ch->sender, .fds = {-1, -1}};
	int ret = ch->taken < ch->arrived ? 1 : receive(ch, &whose);

	if (ret == 1) {
		*msg = ch->in[ch->taken++];
		if (sender) {
			*sender = whose;
			return ret;
		}
	}
	for (int i = 0; i < CHANNEL_FDS; i++)
		close_fd(&whose.fds[i]);
	return ret;
}
