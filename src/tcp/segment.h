/* SPDX-License-Identifier: MIT */
/*
 * A segment: a bounds-checked view of an IPv4 or IPv6 packet that carries TCP. It never copies;
 * it lives as long as the bytes that it looks at. Nothing else reads header bytes.
 *
 * And segment facts: the fixed-size copy of what a record keeps of a segment.
 */
#ifndef TCP_SEGMENT_H
#define TCP_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Flag bits as they stand in the header (RFC 9293 section 3.1). */
enum tcp_flag {
	TCP_FIN = 1 << 0,
	TCP_SYN = 1 << 1,
	TCP_RST = 1 << 2,
	TCP_PSH = 1 << 3,
	TCP_ACK = 1 << 4,
	TCP_URG = 1 << 5,
	TCP_ECE = 1 << 6,
	TCP_CWR = 1 << 7,
};

/* Kinds of options that are known by name (the registry of IANA). */
enum tcp_option {
	TCP_OPTION_MSS = 2,
	TCP_OPTION_WSCALE = 3,
	TCP_OPTION_SACK_PERMITTED = 4,
	TCP_OPTION_SACK = 5,
	TCP_OPTION_TIMESTAMPS = 8,
	TCP_OPTION_FAST_OPEN = 34,
};

struct segment {
	const uint8_t *packet; /* first byte of the IP header */
	size_t len;	       /* of the IP packet */
	const uint8_t *tcp;    /* first byte of the TCP header */
	const uint8_t *options;
	size_t options_len;
	const uint8_t *payload;
	size_t payload_len;
	const uint8_t *src; /* addresses, 4 or 16 bytes */
	const uint8_t *dst;
	uint8_t ip_version; /* 4 or 6 */
	uint8_t ttl;	    /* or hop limit */
	uint8_t tos;	    /* or traffic class */
	uint8_t flags;	    /* enum tcp_flag */
	uint16_t src_port;  /* host order, as all numbers here */
	uint16_t dst_port;
	uint32_t seq;
	uint32_t ack; /* 0 when the ACK flag is off */
	uint16_t window;
	uint16_t urgent;
	uint16_t checksum;
};

/**
 * segment_parse() - Look at a packet as a TCP segment
 * @seg:	Filled in; points into @packet
 * @packet:	An IPv4 or IPv6 packet, from its IP header on
 * @len:	How many bytes of it there are
 *
 * Every length is checked against @len. IPv6 extension headers (hop-by-hop, routing, destination
 * options, a first fragment's) are skipped.
 *
 * Return: 0; -EPROTONOSUPPORT if the packet is not TCP (or is a later fragment); -EBADMSG if its
 * headers contradict themselves or are cut short
 */
int segment_parse(struct segment *seg, const void *packet, size_t len);

/* segment_len() - Sequence space taken: payload, plus one each for SYN and FIN (SEG.LEN). */
uint32_t segment_len(const struct segment *seg);

/* segment_option() - First option of a kind: pointer to its kind byte, or NULL. Bounds-checked. */
const uint8_t *segment_option(const struct segment *seg, uint8_t kind);

/* segment_sum() - The Internet checksum over the segment and its pseudo header: 0 if it is right. */
uint16_t segment_sum(const struct segment *seg);

/* segment_checksum_ok() - Whether the TCP checksum (with its pseudo header) is right. */
bool segment_checksum_ok(const struct segment *seg);

/*
 * Names of segments (tcplab-scenario(5)). A segment can have several; a set is a bit mask.
 * Ordered from the most to the least specific: the first name of a segment's set is shown.
 */
enum segment_name {
	SEG_SYN, /* SYN without ACK */
	SEG_SYN_ACK,
	SEG_RST,
	SEG_FIN,
	SEG_HANDSHAKE_ACK, /* the opener's ACKs without data that acknowledge no more than the
				 * SYN, before it has sent or acknowledged anything else */
	SEG_FIN_ACK_OF,	   /* no data, no FIN: acknowledges the other end's FIN */
	SEG_DATA,	   /* any payload */
	SEG_ACK,	   /* no data, no flags but ACK */
	SEG_ANY,
};

#define SEGMENT_NAMES 9

/* The word of the language: "syn", "syn-ack", "handshake-ack" … */
const char *segment_name_word(enum segment_name name);

/* segment_name_parse() - The name written as @word. Return: false if there is none */
bool segment_name_parse(const char *word, size_t len, enum segment_name *name);

/* What a record keeps of a segment. Plain values, no pointers: it travels between processes. */
struct segment_facts {
	uint32_t
		connection; /* number of the connection, from 1 in the order of their first segments */
	uint32_t seq;	    /* as on the wire */
	uint32_t ack;
	uint32_t rel_seq; /* less the sender's ISS; as on the wire if that was never seen */
	uint32_t rel_ack; /* less the receiver's ISS, likewise; 0 without ACK */
	uint32_t payload_len;
	uint16_t src_port;
	uint16_t dst_port;
	uint16_t window;
	uint16_t names;		 /* set of 1 << enum segment_name */
	uint16_t retransmission; /* 0: first transmission, 1: first retransmission … */
	uint16_t mss;		 /* of its option; 0 if there is none */
	uint8_t wscale;		 /* likewise */
	uint8_t flags;
	uint8_t ip_version;
	uint8_t ttl;	     /* or hop limit, as queued: one less than the sender's */
	uint8_t tos;	     /* or traffic class: DSCP and ECN */
	uint32_t options[8]; /* set of their kinds, end and padding left out: 32 to a word */
};

/* segment_facts_has_option() - Whether there was an option of that kind. */
static inline bool segment_facts_has_option(const struct segment_facts *facts, uint8_t kind)
{
	return facts->options[kind / 32] & 1U << kind % 32;
}

/* segment_facts_add_option() - Note that there is an option of that kind. */
static inline void segment_facts_add_option(struct segment_facts *facts, uint8_t kind)
{
	facts->options[kind / 32] |= 1U << kind % 32;
}

/* segment_header_facts() - Fill in what options and the IP header tell: mss … options. */
void segment_header_facts(const struct segment *seg, struct segment_facts *facts);

/* segment_facts_len() - As segment_len(). */
uint32_t segment_facts_len(const struct segment_facts *facts);

/* The name that a segment is shown by: the most specific of its set. */
enum segment_name segment_facts_name(const struct segment_facts *facts);

/* Enough for segment_facts_title(). */
#define SEGMENT_TITLE 48

/**
 * segment_facts_title() - What a ladder calls it: "SYN", "SYN-ACK", "FIN, ACK", "data 512 B"
 */
const char *segment_facts_title(const struct segment_facts *facts, char buf[SEGMENT_TITLE]);

#endif
