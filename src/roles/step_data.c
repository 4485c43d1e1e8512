/* SPDX-License-Identifier: MIT */
/* Steps that move data. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "base/util.h"
#include "roles/endpoint.h"

/* As much as one call is given. */
#define PIECE 16384

/* Bytes of a text, or of a pattern that says where in the stream they stand. */
static void fill(char *buf, size_t len, const char *text, uint64_t offset)
{
	if (text) {
		memcpy(buf, text + offset, len);
		return;
	}
	for (size_t i = 0; i < len; i++)
		buf[i] = 'a' + (offset + i) % 26;
}

int64_t do_send(struct endpoint *ep, const struct step *step)
{
	struct sock *s = &ep->sockets[step->on];
	uint64_t sent = 0;

	while (sent < step->send.bytes) {
		char buf[PIECE];
		size_t len = MIN(sizeof(buf), step->send.bytes - sent);
		ssize_t n;

		fill(buf, len, step->send.text, sent);
		n = send(s->fd, buf, len, MSG_NOSIGNAL);
		if (n < 0)
			return -errno;
		stream_add(&s->sent, buf, n);
		sent += n;
	}
	return sent;
}

int64_t do_recv(struct endpoint *ep, const struct step *step)
{
	struct sock *s = &ep->sockets[step->on];
	uint64_t received = 0;

	while (step->recv.until_eof || received < step->recv.bytes) {
		char buf[PIECE];
		size_t len = step->recv.until_eof ? sizeof(buf)
						  : MIN(sizeof(buf), step->recv.bytes - received);
		ssize_t n = recv(s->fd, buf, len, 0);

		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		stream_add(&s->received, buf, n);
		received += n;
	}
	return received;
}

int64_t do_expect_data(struct endpoint *ep, const struct step *step)
{
	struct sock *s = &ep->sockets[step->on];
	uint64_t received = 0;

	while (received < step->expect.bytes) {
		char buf[PIECE], expected[PIECE];
		size_t len = MIN(sizeof(buf), step->expect.bytes - received);
		ssize_t n = recv(s->fd, buf, len, 0);

		if (n < 0)
			return -errno;
		stream_add(&s->received, buf, n);
		fill(expected, n, step->expect.text, received);
		if (n == 0 || memcmp(buf, expected, n) != 0)
			return -EBADMSG;
		received += n;
	}
	return received;
}
