/* SPDX-License-Identifier: MIT */
/* Expectations: what a run is to show. A part of scenario.h. */
#ifndef SCENARIO_EXPECT_H
#define SCENARIO_EXPECT_H

#include "base/diag.h"
#include "base/monotime.h"
#include "scenario/script.h"
#include "tcp/end.h"
#include "tcp/info.h"
#include "tcp/segment.h"
#include "tcp/states.h"

enum comparison { CMP_EQ, CMP_NE, CMP_LT, CMP_LE, CMP_GT, CMP_GE };

#define COMPARISONS 6

/* "=", "!=", "<", "<=", ">", ">=" */
const char *comparison_word(enum comparison cmp);

/* comparison_holds() - Whether "seen CMP limit" is true. */
bool comparison_holds(enum comparison cmp, uint64_t seen, uint64_t limit);

enum tolerance_kind { TOLERANCE_DEFAULT, TOLERANCE_PERCENT, TOLERANCE_TIME };

/* A duration that is expected: "7s", "7s +- 10%", "7s +- 300ms", ">= 6s". */
struct expected_time {
	enum comparison cmp; /* CMP_EQ with a tolerance, else a plain limit */
	nsec_t time;
	enum tolerance_kind tolerance;
	unsigned int percent;
	nsec_t plus_minus;
};

/* expected_time_range() - The durations that satisfy, both ends included. */
void expected_time_range(const struct expected_time *t, nsec_t *lo, nsec_t *hi);

enum expectation_kind {
	EXPECT_PATH,	 /* END path STATE … */
	EXPECT_PASSES,	 /* END passes STATE … */
	EXPECT_NEVER,	 /* END never STATE */
	EXPECT_ENDS_IN,	 /* END ends in STATE */
	EXPECT_IN_STATE, /* END in STATE for T +- … */
	EXPECT_REACHES,	 /* END reaches STATE within T | at T +- … */
	EXPECT_SEGMENTS, /* segments NAME … CMP N */
	EXPECT_GAPS,	 /* gaps of NAME … = T … +- … */
	EXPECT_FIELD,	 /* segment NAME … FIELD CMP N */
	EXPECT_CALL,	 /* [END] CALL [N] [on NAME] ok|ERRNO */
	EXPECT_TOOK,	 /* [END] CALL … took T +- … */
	EXPECT_BYTES,	 /* [END] send|recv … CMP N bytes */
	EXPECT_DATA,	 /* data received by END equals data sent by END */
	EXPECT_INFO,	 /* info END FIELD CMP VALUE [at NAME] */
	EXPECT_COUNTER,	 /* counter END NAME CMP N [at NAME] */
	EXPECT_SOCKETS,	 /* sockets of END in STATE CMP N [at NAME] */
	EXPECT_FIRED,	 /* fault NAME fired CMP N */
};

#define EXPECTATION_KINDS 17

/* "where sysctl NAME exists|absent { … }", "where kernel CMP A.B { … }" */
enum where_kind { WHERE_ALWAYS, WHERE_SYSCTL, WHERE_KERNEL };

struct where {
	enum where_kind kind;
	struct srcloc loc;
	char *sysctl;
	bool exists;
	enum comparison cmp;
	unsigned int kernel_major;
	unsigned int kernel_minor;
};

enum transmission {
	TRANSMISSION_ANY,
	TRANSMISSION_FIRST, /* first transmission */
	TRANSMISSION_AGAIN, /* retransmissions */
};

/* Which segments are meant: NAME [from END] [nth N] … */
struct segment_choice {
	enum segment_name name;
	bool from_given;
	enum end from;
	enum transmission transmission;
	bool dropped;
	uint32_t nth; /* per connection and direction, retransmissions not counted; from 1 */
	uint32_t retransmission; /* of the nth; 0 is its first transmission */
};

/* What can be expected of one segment. */
enum segment_field {
	SEGMENT_FLAGS,
	SEGMENT_SEQ, /* less the sender's ISS */
	SEGMENT_ACK, /* less the receiver's ISS */
	SEGMENT_WINDOW,
	SEGMENT_PAYLOAD,
	SEGMENT_TTL,
	SEGMENT_DSCP,
	SEGMENT_ECN,
	SEGMENT_MSS,
	SEGMENT_WSCALE,
	SEGMENT_OPTION, /* whether an option is there */
};

#define SEGMENT_FIELDS 11

/* "flags", "seq" … */
const char *segment_field_word(enum segment_field field);

/* option_name() - "mss", "timestamps" …; NULL for a kind of option without a name. */
const char *option_name(uint8_t kind);

/*
 * A moment at which both ends are taken stock of: a step "mark NAME", or the end of the run. Its
 * number is its index in the scenario's list.
 */
struct stock_moment {
	char *name;
	struct srcloc loc;
};

#define MOMENT_END 0

struct expectation {
	enum expectation_kind kind;
	struct srcloc loc;
	size_t where;	     /* index into the scenario's conditions; 0: always */
	bool disabled;	     /* "fired" of a fault that --without-fault disables */
	uint32_t connection; /* its number; 0: each one that the end had */
	size_t moment;	     /* at which stock is taken */
	union {
		struct {
			enum end end;
			enum tcp_state *states;
			size_t n;
		} path; /* EXPECT_PATH, EXPECT_PASSES */
		struct {
			enum end end;
			enum tcp_state state;
		} visit; /* EXPECT_NEVER, EXPECT_ENDS_IN */
		struct {
			enum end end;
			enum tcp_state state;
			struct expected_time time;
		} in_state; /* EXPECT_IN_STATE, EXPECT_REACHES (since the run's start) */
		struct {
			struct segment_choice which;
			enum comparison cmp;
			uint32_t n;
		} segments;
		struct {
			struct segment_choice which;
			struct expected_time *gaps; /* all with the same tolerance */
			size_t n;
		} gaps;
		struct {
			struct segment_choice which;
			enum segment_field field;
			enum comparison cmp;
			uint32_t n; /* SEGMENT_FLAGS: a set; SEGMENT_OPTION: 1 present, 0 absent */
			uint8_t option;
		} field;
		struct {
			bool end_given;
			enum end end; /* resolved by check */
			enum step_kind call;
			uint32_t nth;	       /* the nth such call of the end; 0: each */
			struct srcloc on_name; /* of the socket that it is on; check finds … */
			uint32_t on;	       /* … its number, 0 where none was written, … */
			const char *on_text;   /* … and its name in the script */
			int error;	       /* EXPECT_CALL; 0: ok, else an errno */
			unsigned int status;   /* … of exec: the program's exit status */
			struct expected_time time; /* EXPECT_TOOK */
			enum comparison cmp;	   /* EXPECT_BYTES */
			uint32_t n;
		} call;
		enum end receiver; /* EXPECT_DATA */
		struct {
			enum end end;
			enum info_field field; /* EXPECT_INFO */
			size_t counter;	       /* EXPECT_COUNTER: index into the scenario's */
			enum tcp_state state;  /* EXPECT_SOCKETS */
			enum comparison cmp;
			uint32_t n;		   /* INFO_TCP_STATE: the state */
			struct expected_time time; /* INFO_MICROSECONDS */
		} stock;
		struct {
			size_t fault; /* index into the scenario's faults */
			enum comparison cmp;
			uint32_t n;
		} fired;
	};
};

/* is_about_call() - Whether an expectation is about calls: its part call says which. */
bool is_about_call(const struct expectation *ex);

/* call_is_meant() - Whether a step is such a call as an expectation is about, but for its number. */
bool call_is_meant(const struct expectation *ex, enum end end, const struct step *step);

#endif
