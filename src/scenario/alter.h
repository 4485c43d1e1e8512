/* SPDX-License-Identifier: MIT */
/*
 * What verbs say that change a segment's bytes or put further packets on the wire: the arguments
 * of set, option, payload, corrupt, duplicate, inject, reply and reject. A part of fault.h.
 */
#ifndef SCENARIO_ALTER_H
#define SCENARIO_ALTER_H

#include "base/monotime.h"
#include "tcp/draft.h"
#include "tcp/end.h"
#include "tcp/icmp.h"
#include "tcp/segment.h"

/* What fits a packet behind the longest headers. */
#define PAYLOAD_MAX 1400

/* What fits the 40 bytes of a header's options behind kind and length. */
#define OPTION_DATA_MAX 38

/* Bytes of a text, or as "hex …". */
struct bytes {
	uint8_t *data;
	size_t len;
	bool hex;
};

/* ---- set ----------------------------------------------------------------------------------- */

/* "flags SYN,ACK", "flags +FIN", "flags -PSH" */
enum flags_change { FLAGS_EXACTLY, FLAGS_MORE, FLAGS_LESS };

/* "flags", "seq", "ack", "window", "urgent", "ttl", "dscp", "ecn" */
const char *header_field_word(enum header_field field);

/* How many values HEADER_ECN has. */
#define ECN_CODES 4

/* ecn_word() - What they are called: "none", "ect1", "ect0", "ce" (RFC 3168 section 5). */
const char *ecn_word(unsigned int code);

struct settings {
	unsigned int given; /* set of 1 << enum header_field */
	enum flags_change flags;
	int64_t value[HEADER_FIELDS]; /* seq and ack: what is added to the segment's own */
	bool keep_checksum;
};

/* ---- option -------------------------------------------------------------------------------- */

enum option_form {
	OPTION_STRIP,
	OPTION_ADD,	   /* without data */
	OPTION_NUMBER,	   /* mss, wscale: number[0] */
	OPTION_BLOCKS,	   /* sack: pairs of edges, relative to the ISS of whose data they are */
	OPTION_TIMESTAMPS, /* value and, if two are given, echo */
	OPTION_BYTES,
};

/* Edges of as many SACK blocks as fit. */
#define OPTION_NUMBERS 8

struct option_change {
	uint8_t kind;
	bool by_number; /* the kind is written so: any bytes may follow */
	enum option_form form;
	size_t n;
	int64_t number[OPTION_NUMBERS];
	bool relative[OPTION_NUMBERS]; /* timestamps: added to the segment's own */
	struct bytes bytes;
};

/* ---- corrupt, duplicate, reject ------------------------------------------------------------ */

enum corrupted { CORRUPT_CHECKSUM, CORRUPT_PAYLOAD, CORRUPT_HEADER };

#define CORRUPTED_PARTS 3

/* "checksum", "payload", "header" */
const char *corrupted_word(enum corrupted part);

/* How many bits of a segment can be flipped. */
#define CORRUPT_BITS_MAX 64

struct corruption {
	enum corrupted part;
	uint32_t bits;
};

struct duplication {
	uint32_t copies; /* besides the segment itself */
	nsec_t after;	 /* how much later than the segment they leave */
};

struct rejection {
	enum icmp_kind kind;
	uint32_t mtu; /* ICMP_KIND_TOO_BIG only */
};

/* ---- inject, reply ------------------------------------------------------------------------- */

/* Where a forged segment's sequence number lies for the end that receives it. */
enum seq_place {
	SEQ_OFFSET,	   /* from what it expects next; 0 is "exact" */
	SEQ_IN_WINDOW,	   /* in the middle of its window */
	SEQ_OUT_OF_WINDOW, /* behind the end of it */
};

struct forgery {
	enum segment_name name; /* syn, syn-ack, ack, data, fin or rst */
	enum end toward;	/* inject only: reply goes to the segment's sender */
	enum seq_place place;
	int64_t seq; /* SEQ_OFFSET */
	bool ack_given;
	int64_t ack; /* offset from what the claimed sender would acknowledge */
	struct bytes payload;
};

#endif
