/* SPDX-License-Identifier: MIT */
/* The NFQUEUE of the wire: packets in, verdicts out. The only file that says NF_*. */
#ifndef KERNEL_NFQUEUE_H
#define KERNEL_NFQUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/refusal.h"
#include "kernel/nl.h"

struct nlif_handle;

/* The largest packet that nfqueue_verdict_changed() takes. */
#define NFQUEUE_CHANGED_MAX 2048

/* A packet that waits in the kernel for its verdict. */
struct queued {
	uint32_t id;	       /* the kernel's, for the verdict */
	unsigned int ifindex;  /* of the interface it came in by … */
	char indev[16];	       /* … and its name, of which nfqueue_read() knows nothing */
	const uint8_t *packet; /* from the IP header on; valid until the next receive */
	size_t len;
};

/* Packets that are taken from the kernel at once. */
#define NFQUEUE_BATCH 4

struct nfqueue {
	struct nl nl;
	uint16_t number;
	struct nlif_handle *interfaces; /* libnfnetlink's table of interface names */
	char *packet_buf;		/* NFQUEUE_BATCH messages, of len bytes each */
	size_t len[NFQUEUE_BATCH];
	unsigned int arrived, taken;
	bool empty; /* there was no more */
};

/* What nfqueue_receive() found. */
enum received {
	RECEIVED_NOTHING, /* the queue is empty */
	RECEIVED_PACKET,
	RECEIVED_FLUSHED,    /* a verdict came too late: the kernel had let go of packet id */
	RECEIVED_OVERRUN,    /* the kernel could not hand packets over: they are lost */
	RECEIVED_UNREADABLE, /* a packet whose attributes are missing or malformed */
};

/**
 * nfqueue_open() - Bind a queue in the network namespace that the process is in
 * @q:		Filled in; closed by nfqueue_close()
 * @number:	The queue's number
 * @why:	Filled in on error
 *
 * Return: 0 or a negative error code
 */
int nfqueue_open(struct nfqueue *q, uint16_t number, struct refusal *why);

void nfqueue_close(struct nfqueue *q);

int nfqueue_fd(const struct nfqueue *q);

/**
 * nfqueue_receive() - Take the next packet from the queue, without blocking
 * @q:		The queue; after RECEIVED_NOTHING, poll() tells when there is something
 * @packet:	Filled in for RECEIVED_PACKET; its id alone for RECEIVED_FLUSHED and
 *		RECEIVED_UNREADABLE (0 when even that is missing)
 */
enum received nfqueue_receive(struct nfqueue *q, struct queued *packet);

/**
 * nfqueue_read() - Read the bytes of one message of the queue
 * @message:	Aligned as netlink messages are, in a buffer of NLMSG_ALIGN(@len)
 * @packet:	As above, pointing into @message; but for its interface's name
 *
 * Return: RECEIVED_NOTHING if it is about something else
 */
enum received nfqueue_read(const void *message, size_t len, struct queued *packet);

/**
 * nfqueue_verdict() - Give the verdict on a packet; any order
 *
 * An accepted packet is delivered inside this call (but for some 5 in 100,000, when the
 * receiver's socket is locked). A packet that the kernel has let go of is told by a later
 * RECEIVED_FLUSHED.
 *
 * Return: 0 or a negative error code
 */
int nfqueue_verdict(struct nfqueue *q, uint32_t id, bool accept);

/**
 * nfqueue_verdict_changed() - Accept a packet with other bytes, which go on as they are
 * @packet:	The bytes, from the IP header on; at most NFQUEUE_CHANGED_MAX
 *
 * Return: as nfqueue_verdict()
 */
int nfqueue_verdict_changed(struct nfqueue *q, uint32_t id, const void *packet, size_t len);

/**
 * nfqueue_lost() - Packets that the kernel dropped before or in the queue, by its own counters
 * @lost:	Set to their number so far, both directions
 *
 * Return: 0 or a negative error code
 */
int nfqueue_lost(const struct nfqueue *q, uint64_t *lost);

#endif
