/* SPDX-License-Identifier: MIT */
/* A run as a capture file, for Wireshark and the like. */
#ifndef REPORT_PCAPNG_H
#define REPORT_PCAPNG_H

#include "timeline/timeline.h"

/* Whose captures are in the file. */
enum wires {
	WIRES_OF_SENDERS, /* each segment once */
	WIRES_OF_BOTH,	  /* each segment as it left one end and as it came to the other */
};

/**
 * pcapng_write() - Write a run's packets, with what happened to them as comments
 * @out:	Where to
 * @sc:		The scenario
 * @tl:		The run; with its packets, which are only in memory
 * @wires:	Which of them
 *
 * Each end's wire is an interface. A failure shows in the stream's error indicator.
 */
void pcapng_write(FILE *out, const struct scenario *sc, const struct timeline *tl,
		  enum wires wires);

#endif
