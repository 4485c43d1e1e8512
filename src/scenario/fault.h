/* SPDX-License-Identifier: MIT */
/* Faults: what is done to which segments. A part of scenario.h. */
#ifndef SCENARIO_FAULT_H
#define SCENARIO_FAULT_H

#include "base/diag.h"
#include "base/monotime.h"
#include "tcp/end.h"
#include "tcp/segment.h"
#include "tcp/states.h"

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

/* fault_text() - A rule in one line, for messages: "drop ack from client while …"; the caller frees it. */
char *fault_text(const struct fault *fault);

#endif
