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

/* Room for the credentials and the descriptors that come with a packet. */
#define CONTROL (CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(sizeof(int[CHANNEL_FDS])))

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

static void read_packet(struct arrived *in, struct mmsghdr *msg)
{
	in->sender = (struct sender){.pid = 0, .fds = {-1, -1}};
	read_control(&msg->msg_hdr, &in->sender);
	in->taken = 0;
	in->n = msg->msg_len / sizeof(struct message);
	if (msg->msg_len % sizeof(struct message) || msg->msg_hdr.msg_flags & MSG_TRUNC)
		in->ret = -EBADMSG;
	else
		in->ret = msg->msg_len > 0;
}

/* Receive what there is, as much as is wanted. Return: as channel_get() */
static int receive(struct channel *ch)
{
	char control[CHANNEL_PACKETS][CONTROL];
	struct mmsghdr msgs[CHANNEL_PACKETS];
	struct iovec iov[CHANNEL_PACKETS];
	int n, wanted = ch->drained ? CHANNEL_PACKETS : 1;

	for (int i = 0; i < wanted; i++) {
		iov[i] = (struct iovec){ch->items[i], sizeof(ch->items[i])};
		msgs[i].msg_hdr = (struct msghdr){.msg_iov = &iov[i],
						  .msg_iovlen = 1,
						  .msg_control = control[i],
						  .msg_controllen = sizeof(control[i])};
	}
	do {
		n = recvmmsg(ch->fd, msgs, wanted, MSG_DONTWAIT | MSG_CMSG_CLOEXEC, NULL);
	} while (n < 0 && errno == EINTR);
	if (n < 0) /* a role that died with unread messages resets its channel */
		return errno == ECONNRESET ? 0 : -errno;
	for (int i = 0; i < n; i++)
		read_packet(&ch->in[i], &msgs[i]);
	ch->packets = n;
	ch->packet = 0;
	ch->empty = n < wanted;
	return 1;
}

/* Take the next message of a packet. Return: false if it has none left */
static bool take(struct arrived *in, const struct message *items, struct message *msg,
		 struct sender *sender)
{
	if (in->taken == in->n)
		return false;
	*msg = items[in->taken++];
	if (sender)
		*sender = in->sender;
	for (int i = 0; i < CHANNEL_FDS; i++) {
		if (!sender)
			close_fd(&in->sender.fds[i]);
		in->sender.fds[i] = -1; /* they came with the first */
	}
	return true;
}

int channel_get(struct channel *ch, struct message *msg, struct sender *sender)
{
	for (;;) {
		int ret;

		for (; ch->packet < ch->packets; ch->packet++) {
			struct arrived *in = &ch->in[ch->packet];

			if (in->ret != 1 || take(in, ch->items[ch->packet], msg, sender))
				return in->ret;
		}
		if (ch->empty) {
			ch->empty = false;
			return -EAGAIN;
		}
		ret = receive(ch);
		if (ret != 1)
			return ret;
	}
}
