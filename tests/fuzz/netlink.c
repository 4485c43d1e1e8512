/* SPDX-License-Identifier: MIT */
/*
 * What the kernel says by netlink, as bytes. The first byte of an input says which reader has the
 * rest.
 */
#include <linux/netlink.h>
#include <string.h>

#include "base/util.h"
#include "fuzz.h"
#include "kernel/nfqueue.h"
#include "kernel/rtnl.h"
#include "kernel/sockdiag.h"
#include "kernel/tcpinfo.h"

/* The requests that an input answers. */
#define SEQ	  1
#define PORT	  8080
#define PEER_PORT 40000

static void read_socket(const void *data, size_t size)
{
	struct sighting connection = {.port = PORT, .peer_port = PEER_PORT};
	struct sighting listener = {.port = PORT};

	if (sockdiag_read_answer(data, size, SEQ, &connection) > 0)
		MUST(connection.state < TCP_STATES && connection.timer < TCP_TIMERS);
	if (sockdiag_read_answer(data, size, SEQ, &listener) > 0)
		MUST(listener.state == TCPS_CLOSED || listener.state == TCPS_LISTEN);
}

static void read_notice(const void *data, size_t size)
{
	uint16_t port, peer_port;

	MUST(sockdiag_read_notice(data, size, &port, &peer_port));
}

static void read_talk(const void *data, size_t size, mnl_cb_t cb, void *result)
{
	struct nl nl = {0};

	nl_read(&nl, data, size, SEQ, cb, result);
	MUST(memchr(nl.message, '\0', sizeof(nl.message)));
}

static void read_link(const void *data, size_t size)
{
	int up = 0;

	read_talk(data, size, rtnl_read_operstate, &up);
}

static void read_sent(const void *data, size_t size)
{
	uint64_t sent = 0;

	read_talk(data, size, rtnl_read_sent, &sent);
}

static void read_route(const void *data, size_t size)
{
	int local = 0;

	read_talk(data, size, rtnl_read_local, &local);
}

static void look_at_dumped(void *arg, const struct dumped_socket *socket)
{
	(void)arg;
	MUST(socket->state < TCP_STATES);
	MUST(!socket->info || socket->info->value[INFO_STATE] < TCP_STATES);
}

static void read_dump(const void *data, size_t size)
{
	struct dumped_to dump = {look_at_dumped, NULL};

	read_talk(data, size, tcpinfo_read_socket, &dump);
}

static void read_acknowledgement(const void *data, size_t size)
{
	read_talk(data, size, NULL, NULL);
}

static void read_packet(const void *data, size_t size)
{
	struct queued packet;

	if (nfqueue_read(data, size, &packet) == RECEIVED_PACKET)
		MUST(packet.packet >= (const uint8_t *)data &&
		     packet.packet + packet.len <= (const uint8_t *)data + NLMSG_ALIGN(size));
}

static void (*const readers[])(const void *data, size_t size) = {
	read_socket, read_notice,	   read_link,	read_sent,
	read_route,  read_acknowledgement, read_packet, read_dump,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	void *aligned;

	if (!size)
		return 0;
	/* aligned, and no more than the readers ask for: a sanitizer sees who reads on */
	aligned = calloc(1, NLMSG_ALIGN(size - 1));
	memcpy(aligned, data + 1, size - 1);
	readers[data[0] % ARRAY_SIZE(readers)](aligned, size - 1);
	free(aligned);
	return 0;
}
