/* SPDX-License-Identifier: MIT */
/* Faults: what is done to which segments. A part of scenario.h. */
#ifndef SCENARIO_FAULT_H
#define SCENARIO_FAULT_H

#include "base/diag.h"
#include "base/monotime.h"
#include "scenario/match.h"

enum verb { VERB_DROP, VERB_DELAY, VERB_PASS };

#define VERBS 3

/* "drop", "delay", "pass" */
const char *verb_word(enum verb verb);

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
