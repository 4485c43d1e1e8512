/* SPDX-License-Identifier: MIT */
/* Expectations: what a run is to show. A part of scenario.h. */
#ifndef SCENARIO_EXPECT_H
#define SCENARIO_EXPECT_H

#include "base/diag.h"
#include "base/monotime.h"
#include "scenario/script.h"
#include "tcp/end.h"
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
	EXPECT_IN_STATE, /* END in STATE for T +- … */
	EXPECT_SEGMENTS, /* segments NAME [from END] CMP N */
	EXPECT_CALL,	 /* [END] CALL ok|ERRNO */
	EXPECT_FIRED,	 /* fault NAME fired CMP N */
};

#define EXPECTATION_KINDS 5

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

struct expectation {
	enum expectation_kind kind;
	struct srcloc loc;
	size_t where;  /* index into the scenario's conditions; 0: always */
	bool disabled; /* "fired" of a fault that --without-fault disables */
	union {
		struct {
			enum end end;
			enum tcp_state *states;
			size_t n;
		} path;
		struct {
			enum end end;
			enum tcp_state state;
			struct expected_time time;
		} in_state;
		struct {
			enum segment_name name;
			bool from_given;
			enum end from;
			enum comparison cmp;
			uint32_t n;
		} segments;
		struct {
			bool end_given;
			enum end end; /* resolved by check */
			enum step_kind call;
			int error; /* 0: ok, else an errno */
		} call;
		struct {
			size_t fault; /* index into the scenario's faults */
			enum comparison cmp;
			uint32_t n;
		} fired;
	};
};

#endif
