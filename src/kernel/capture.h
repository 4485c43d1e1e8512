/* SPDX-License-Identifier: MIT */
/* Capturing the TCP segments that pass an end's wire, with a packet socket in the end's namespace. */
#ifndef KERNEL_CAPTURE_H
#define KERNEL_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/monotime.h"

/* Frames read by one system call. */
#define CAPTURE_BATCH 16

/* Bytes kept of each packet: an Ethernet frame's, for offloads are off. */
#define CAPTURE_BYTES 2048

struct captured {
	bool outgoing;		       /* the end sent it */
	struct monotime at;	       /* the kernel's stamp, brought to CLOCK_MONOTONIC */
	size_t len;		       /* of the packet on the wire */
	size_t kept;		       /* bytes of it in @packet */
	uint8_t packet[CAPTURE_BYTES]; /* from the IP header on */
};

struct capture {
	int fd;			/* -1 when closed */
	nsec_t realtime_offset; /* what is taken off the kernel's real-time stamps */
	size_t n;		/* frames in @batch */
	struct captured batch[CAPTURE_BATCH];
};

/**
 * capture_open() - Capture TCP on a device of the namespace that the process is in
 * @cap:		Filled in
 * @ifindex:		The device
 * @realtime_offset:	See realtime_offset()
 *
 * Return: 0 or a negative error code
 */
int capture_open(struct capture *cap, unsigned int ifindex, nsec_t realtime_offset);

void capture_close(struct capture *cap);

/**
 * capture_read() - Fill the batch with what has been captured, without blocking
 *
 * Return: how many frames are in @cap->batch, or a negative error code
 */
int capture_read(struct capture *cap);

/**
 * capture_lost() - Frames that the socket had to drop since the last question
 *
 * Return: 0 or a negative error code
 */
int capture_lost(struct capture *cap, uint64_t *lost);

#endif
