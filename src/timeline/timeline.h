/* SPDX-License-Identifier: MIT */
/*
 * The timeline: the merged record of one run. Its events stand in the order of their times, all
 * relative to the run's origin (the moment when the ends' scripts were started). run.jsonl is
 * exactly this, one JSON object a line: the header first, then the events, the "end" event last.
 */
#ifndef TIMELINE_TIMELINE_H
#define TIMELINE_TIMELINE_H

#include <stdio.h>

#include "timeline/event.h"
#include "timeline/packet.h"

/* Version of run.jsonl's schema. */
#define TIMELINE_SCHEMA 1

/* Where in the lab: the ends, and the wire between them. */
enum place { PLACE_CLIENT, PLACE_SERVER, PLACE_WIRE };

#define PLACES 3

/* "client", "server", "wire" */
const char *place_name(enum place place);

/* A sysctl as the lab had it during the run. */
struct sysctl_record {
	enum place place;
	char name[96];	  /* "net.ipv4.tcp_sack" */
	char value[96];	  /* empty when this kernel has no such sysctl */
	bool by_scenario; /* else by the pinned profile, or only asked about by "where" */
};

struct run_header {
	char *tool;	/* "tcplab 0.1.0" */
	char *scenario; /* base name of the file */
	char *title;
	char *run;		 /* the case's name: "third-ack-loss.ipv4" */
	unsigned int ip_version; /* 4 or 6 */
	char *kernel;		 /* uname's release */
	char *ruleset;		 /* "nft queue" or "xt NFQUEUE" */
	uint64_t seed;
	nsec_t realtime_offset; /* CLOCK_REALTIME less CLOCK_MONOTONIC, by which captures
					 * were brought to the timeline's clock */
	struct parameter_value *parameters; /* of the case */
	size_t n_parameters;
	char **without_faults;
	size_t n_without_faults;
	struct sysctl_record *sysctls;
	size_t n_sysctls;
};

struct timeline {
	struct run_header header;
	struct event *events;
	size_t n;
	struct packet *packets; /* of the captures, while the run is in memory */
	size_t n_packets;
};

/* A record's number in a timeline, as findings name it: the header is 1, events[0] is 2 … so that
 * it is the line of run.jsonl. 0: no record. */
static inline size_t timeline_record(size_t index)
{
	return index + 2;
}

/**
 * timeline_add() - Put an event in its place
 *
 * Events with the same time keep the order of their arrival. Cheap for events that are about in
 * order, which those of a few roles are.
 */
void timeline_add(struct timeline *tl, const struct event *ev);

/* timeline_keep_packet() - Keep the bytes of a capture. Return: their number, for its event */
uint32_t timeline_keep_packet(struct timeline *tl, const struct packet *packet);

/* timeline_complete() - Whether the timeline has its last event: anything else is a torso. */
bool timeline_complete(const struct timeline *tl);

/**
 * timeline_write() - Write run.jsonl
 * @tl:		The timeline
 * @sc:		The scenario, for the names of its faults
 * @out:	Where to
 *
 * Return: 0, or a negative error code of the stream
 */
int timeline_write(const struct timeline *tl, const struct scenario *sc, FILE *out);

/**
 * timeline_read_parameters() - Look ahead for the case that a record is of
 * @tl:		Nothing but header.parameters is filled in; released by timeline_free()
 * @in:		The stream, at its beginning and again there afterwards
 *
 * Of what is no run.jsonl, or can't be read twice, there are none; timeline_read() says what is wrong.
 */
void timeline_read_parameters(struct timeline *tl, FILE *in);

/**
 * timeline_read() - Read run.jsonl back
 * @tl:		Filled in; released by timeline_free(), also after an error
 * @sc:		The scenario it belongs to: faults are found by name
 * @in:		The stream
 * @name:	Its name, for error messages
 * @err:	Where they go: "name:line: what is wrong"
 *
 * Unknown members are skipped, unknown types and schemas are errors; so is a fault, a mark or a
 * counter that the scenario does not have.
 *
 * Return: 0, or -EBADMSG
 */
int timeline_read(struct timeline *tl, const struct scenario *sc, FILE *in, const char *name,
		  FILE *err);

void timeline_free(struct timeline *tl);

#endif
