/* SPDX-License-Identifier: MIT */
/*
 * A scenario, read top to bottom as the language is (tcplab-scenario(5)): header, the ends'
 * scripts, faults, expectations. Declared things only: what a run observes has types of its own
 * in timeline/. Immutable once checked; every node knows its place in the text.
 */
#ifndef SCENARIO_SCENARIO_H
#define SCENARIO_SCENARIO_H

#include "base/diag.h"
#include "base/monotime.h"
#include "scenario/sockopt.h"
#include "tcp/end.h"
#include "tcp/segment.h"
#include "tcp/states.h"

enum ip_versions { IP_4 = 1 << 0, IP_6 = 1 << 1, IP_BOTH = IP_4 | IP_6 };

/* Which clock a run may go by: the machine's, or that of a kernel in virtual time. */
enum time_kind { TIME_ANY, TIME_REAL, TIME_VIRTUAL };

#define TIME_KINDS 3

/* "any", "real", "virtual" */
const char *time_kind_word(enum time_kind kind);

/* A sysctl that the scenario sets at one end, under /proc/sys ("net.ipv4.tcp_synack_retries"). */
struct sysctl_setting {
	struct srcloc loc;
	enum end end;
	char *name;
	char *value;
};

/* A line of text in the header: see "…", about "…". */
struct note {
	struct srcloc loc;
	char *text;
};

/* ---- scripts ------------------------------------------------------------------------------- */

enum step_kind {
	STEP_LISTEN,	 /* listen PORT */
	STEP_ACCEPT,	 /* accept */
	STEP_CONNECT,	 /* connect [PORT] */
	STEP_SEND,	 /* send N | "text" */
	STEP_RECV,	 /* recv N | until eof */
	STEP_SHUTDOWN,	 /* shutdown rd|wr|rdwr */
	STEP_CLOSE,	 /* close */
	STEP_SETSOCKOPT, /* setsockopt NAME VALUE */
	STEP_UNPLUG,	 /* unplug: the end's link goes down */
	STEP_PLUG,	 /* plug: … and up again */
	STEP_SLEEP,	 /* sleep T */
	STEP_WAIT,	 /* wait until END STATE|done [within T] */
};

#define STEP_KINDS 12

/* The word that begins a step: "listen" … */
const char *step_word(enum step_kind kind);

struct wait_condition {
	enum end end;
	bool done;	      /* until that end's script is done; else … */
	enum tcp_state state; /* … until its connection is in this state */
	bool limited;	      /* "within" was given */
	nsec_t within;
};

struct step {
	enum step_kind kind;
	struct srcloc loc;
	union {
		struct {
			uint16_t port; /* resolved by check for a bare connect */
			bool port_given;
		} listen, connect;
		struct {
			uint64_t bytes; /* of text, too */
			char *text;	/* NULL: @bytes bytes of a counting pattern */
		} send;
		struct {
			uint64_t bytes;
			bool until_eof;
		} recv;
		int how; /* SHUT_RD, SHUT_WR, SHUT_RDWR */
		struct sockopt_setting sockopt;
		nsec_t sleep;
		struct wait_condition wait;
	};
};

struct script {
	struct srcloc loc;
	bool given;
	struct step *steps;
	size_t n;
};

/* script_has() - Whether a script has a step of that kind. */
bool script_has(const struct script *script, enum step_kind kind);

/* ---- faults -------------------------------------------------------------------------------- */

enum verb { VERB_DROP, VERB_DELAY, VERB_PASS };

#define VERBS 3

/* "drop", "delay", "pass" */
const char *verb_word(enum verb verb);

enum ordinal_kind {
	ORDINAL_NONE,  /* every segment, retransmissions too */
	ORDINAL_FIRST, /* first n: the first n, retransmissions neither counted nor meant */
	ORDINAL_NTH,   /* nth n: the n-th alone */
};

/* "while END STATE" or "until END STATE" */
struct state_condition {
	struct srcloc loc;
	bool given;
	enum end end;
	enum tcp_state state;
};

/* What a segment must be for a rule to apply. */
struct match {
	enum segment_name name;
	bool from_given;
	enum end from;
	enum ordinal_kind ordinal;
	uint32_t n;
	struct state_condition while_state;
	struct state_condition until_state; /* once seen, the rule is over for the connection */
};

struct fault {
	struct srcloc loc; /* of the rule: the line that records point at */
	struct srcloc name_loc;
	char *name;
	enum verb verb;
	nsec_t delay;
	nsec_t jitter; /* 0: none; the delay is even over delay ± jitter, seeded */
	struct match match;
	bool disabled; /* --without-fault */
};

/* ---- expectations -------------------------------------------------------------------------- */

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

/* ---- the whole ----------------------------------------------------------------------------- */

/* How long a run may take when the scenario does not say: in real time, in virtual time. */
#define DEFAULT_TIMEOUT		(30 * NSEC_PER_SEC)
#define DEFAULT_TIMEOUT_VIRTUAL (3 * 3600 * NSEC_PER_SEC)

struct scenario {
	struct source source;
	struct srcloc title_loc;
	char *title;
	struct note *see;
	size_t n_see;
	struct note *about; /* one text, line by line */
	size_t n_about;
	unsigned int ip; /* set of enum ip_versions; IP_BOTH when not given */
	bool ip_given;
	enum time_kind time; /* TIME_ANY when not given */
	bool time_given;
	nsec_t timeout; /* DEFAULT_TIMEOUT when not given: whoever runs in virtual time knows better */
	bool timeout_given;
	struct sysctl_setting *sysctls;
	size_t n_sysctls;
	struct script script[ENDS];
	struct fault *faults;
	size_t n_faults;
	struct where *wheres; /* [0] is WHERE_ALWAYS */
	size_t n_wheres;
	struct expectation *expectations;
	size_t n_expectations;
};

/**
 * scenario_load() - Read, parse and check a scenario file
 * @sc:		Filled in; released by scenario_free(), also after an error
 * @path:	The file; "-" is standard input
 * @err:	Where diagnostics go
 *
 * Prints every diagnostic of the file in one go (or why it can't be read).
 *
 * Return: whether the scenario can be run
 */
bool scenario_load(struct scenario *sc, const char *path, FILE *err);

/**
 * scenario_from_source() - Parse and check text that is already in memory
 * @sc:		As above; takes over @src
 * @src:	The text
 * @diags:	Diagnostics are queued here; @diags->src is set
 */
bool scenario_from_source(struct scenario *sc, struct source *src, struct diags *diags);

/**
 * scenario_without_fault() - Disable a fault together with its expectation that it fired
 *
 * Return: false if no fault is called @name
 */
bool scenario_without_fault(struct scenario *sc, const char *name);

/* scenario_print() - Write the scenario in its canonical form, which parses to the same scenario. */
void scenario_print(const struct scenario *sc, FILE *out);

void scenario_free(struct scenario *sc);

/* One-line canonical forms, for messages. Each returns a string that the caller frees. */
char *step_text(const struct step *step);
char *fault_text(const struct fault *fault); /* "drop ack from client while …" */
char *expectation_text(const struct scenario *sc, const struct expectation *ex);

/* errno_name() - "ECONNREFUSED"; NULL if the number has no name. */
const char *errno_name(int error);

/* errno_parse() - The number that an errno's name stands for; 0 if there is none. */
int errno_parse(const char *word, size_t len);

#endif
