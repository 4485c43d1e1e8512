/* SPDX-License-Identifier: MIT */
/*
 * What a segment must be for a rule to apply: its name and the conditions. A part of fault.h.
 */
#ifndef SCENARIO_MATCH_H
#define SCENARIO_MATCH_H

#include "base/diag.h"
#include "base/monotime.h"
#include "scenario/expect.h"
#include "tcp/end.h"
#include "tcp/segment.h"
#include "tcp/sighting.h"
#include "tcp/states.h"

/* "2..5", "3..", "4": from @low to @high, both included. */
struct range {
	bool given;
	uint32_t low;
	uint32_t high; /* UINT32_MAX: no end was given */
};

/* "> 100" */
struct limit {
	bool given;
	enum comparison cmp;
	uint32_t n;
};

/* "flags SYN not ACK", "flags only SYN": what must be set and what must be clear */
struct flags_condition {
	bool given;
	uint8_t set; /* enum tcp_flag */
	uint8_t clear;
};

/* contains "text", contains hex "0d 0a" */
struct pattern {
	uint8_t *bytes; /* NULL: not given */
	size_t len;
	bool hex;
};

/* match "tcp port 80" */
struct filter {
	char *text; /* NULL: not given */
	struct bpf_program *program;
};

enum ordinal_kind {
	ORDINAL_NONE,  /* every segment */
	ORDINAL_FIRST, /* first n: the first n */
	ORDINAL_NTH,   /* nth n, nth n..last */
	ORDINAL_EVERY, /* every n: the n-th, the 2n-th … */
};

/* Which transmissions of a segment are meant, and counted. */
enum transmissions {
	TRANSMISSIONS_DEFAULT, /* all, but only first ones where the rule has an ordinal */
	TRANSMISSIONS_ALL,
	TRANSMISSIONS_FIRST,
	TRANSMISSIONS_AGAIN, /* retransmissions */
};

/* "while END STATE" or "until END STATE" */
struct state_condition {
	struct srcloc loc;
	bool given;
	enum end end;
	enum tcp_state state;
};

/* "while END timer TIMER" or "until …" */
struct timer_condition {
	bool given;
	enum end end;
	enum tcp_timer timer;
};

/* "while END retransmits CMP N" or "until …" */
struct retransmits_condition {
	enum end end;
	struct limit limit;
};

/* What the times of "after" and "for" are counted from. */
enum since_kind {
	SINCE_START,   /* of the run */
	SINCE_SEGMENT, /* since SEGMENT from END: the connection's first such segment */
	SINCE_STATE,   /* since END STATE: the first segment that finds the end in it */
};

struct since {
	enum since_kind kind;
	enum end end;
	enum segment_name name;
	enum tcp_state state;
};

/* A percentage in steps of 0.0001 %. */
#define PROBABILITY_PERCENT 10000

/* What ends a hold. */
enum release_kind {
	RELEASE_NONE,	 /* the rule is no hold, or not yet read to its end */
	RELEASE_SEGMENT, /* such a segment of the connection has been queued */
	RELEASE_STATE,	 /* match.until_state has been seen */
	RELEASE_TIME,	 /* that long after the scripts began */
};

struct release {
	enum release_kind kind;
	enum segment_name name;
	bool from_given;
	enum end from;
	nsec_t time;
};

struct match {
	enum segment_name name;
	bool from_given;
	enum end from;
	struct range connection;
	struct flags_condition flags;
	struct limit size;    /* of the IP packet */
	struct limit payload; /* its length */
	struct pattern contains;
	struct filter filter;
	enum ordinal_kind ordinal;
	uint32_t n;
	uint32_t last; /* ORDINAL_NTH: UINT32_MAX if no end was given */
	enum transmissions transmissions;
	struct range retransmission; /* TRANSMISSIONS_AGAIN: which of them, if given */
	struct state_condition while_state;
	struct timer_condition timer;
	struct retransmits_condition retransmits;
	struct state_condition until_state; /* once seen, the rule is over for the connection; */
	struct timer_condition until_timer; /* … so it is by this, too … */
	struct retransmits_condition until_retransmits; /* … and by this */
	bool holds;					/* "until" is what ends the hold */
	struct release release;
	nsec_t after;  /* 0: from the beginning */
	nsec_t length; /* "for"; 0: to the end */
	struct since since;
	uint32_t probability; /* in PROBABILITY_PERCENT; 0: not given, certain */
};

/* match_has_until() - Whether something that the ends are found in makes the rule be over. */
bool match_has_until(const struct match *match);

/* range_holds(), limit_holds() - Whether a number is meant; what was not given means any. */
bool range_holds(const struct range *range, uint32_t n);
bool limit_holds(const struct limit *limit, uint32_t n);

/* match_free() - Release what a match owns. */
void match_free(struct match *match);

#endif
