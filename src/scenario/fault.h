/* SPDX-License-Identifier: MIT */
/* Faults: what is done to which segments. A part of scenario.h. */
#ifndef SCENARIO_FAULT_H
#define SCENARIO_FAULT_H

#include "base/diag.h"
#include "base/monotime.h"
#include "scenario/alter.h"
#include "scenario/match.h"

enum verb {
	VERB_DROP,
	VERB_DELAY, /* delay T [jitter T [distribution uniform|normal]] */
	VERB_PASS,
	VERB_HOLD,	/* hold … until SEGMENT [from END] | END STATE | T */
	VERB_REORDER,	/* reorder [N] [within T] */
	VERB_RATE,	/* rate R [burst N] */
	VERB_PARTITION, /* partition T on … | at T: drops everything */
	VERB_FORGET,	/* forget on … | at T: the wire loses what it knows of connections */
	VERB_SET,
	VERB_OPTION,
	VERB_PAYLOAD,
	VERB_CORRUPT,
	VERB_TRUNCATE,
	VERB_DUPLICATE,
	VERB_INJECT,
	VERB_REPLY,
	VERB_REJECT,
};

#define VERBS 17

/* "drop", "delay" … */
const char *verb_word(enum verb verb);

/* How jitter is spread. */
enum distribution { DISTRIBUTION_UNIFORM, DISTRIBUTION_NORMAL };

#define DISTRIBUTIONS 2

/* "uniform", "normal" */
const char *distribution_word(enum distribution distribution);

/* How long a reordered segment waits for those that are to overtake it, unless the rule says. */
#define REORDER_WITHIN (1 * NSEC_PER_SEC)

struct fault {
	struct srcloc loc; /* of the rule: the line that records point at */
	struct srcloc name_loc;
	char *name;
	enum verb verb;
	nsec_t delay;
	nsec_t jitter; /* 0: none; the delay is spread over delay ± jitter, seeded: evenly … */
	enum distribution distribution; /* … or normal, the jitter its standard deviation */
	uint32_t behind;		/* reorder: so many segments overtake it … */
	nsec_t within;			/* … in that time */
	uint64_t rate;			/* in bits a second */
	uint32_t burst;			/* in bytes; 0: each segment takes its time */
	nsec_t lasts;			/* of a partition */
	bool at_given;			/* partition, forget: it begins at a time … */
	nsec_t at; /* … after the scripts began, else with the rule's segment */
	union {
		struct settings set;
		struct option_change option;
		struct bytes payload;
		struct corruption corrupt;
		uint32_t truncate; /* to so many bytes of payload */
		struct duplication duplicate;
		struct forgery forge; /* VERB_INJECT, VERB_REPLY */
		struct rejection reject;
	};
	struct match match;
	bool disabled; /* --without-fault */
};

/* fault_free() - Release what a fault holds. */
void fault_free(struct fault *fault);

/* fault_text() - A rule in one line, for messages: "drop ack from client while …"; the caller frees it. */
char *fault_text(const struct fault *fault);

#endif
