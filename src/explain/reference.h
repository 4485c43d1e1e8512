/* SPDX-License-Identifier: MIT */
/*
 * The reference: what a learner asks of a state, a segment or a sysctl, each said once, for
 * `tcplab explain`, the quiz and the reports' tooltips. Every text is whole sentences, except for
 * `title`, `standard`, `unit`, `since` and `see`. All but names and values (`name`, `standard`) are
 * English until _() is asked about them.
 */
#ifndef EXPLAIN_REFERENCE_H
#define EXPLAIN_REFERENCE_H

#include <stddef.h>

#include "tcp/segment.h"
#include "tcp/states.h"

struct reference_state {
	const char *meaning; /* one sentence, for a tooltip */
	const char *who;     /* which end is in it, and how it got there */
	const char *leaves;  /* what takes it out again */
	const char *many;    /* what it tells about a machine that has many of them */
	const char *knobs;   /* which sysctls and socket options change it; they have full names */
	const char *see;     /* "RFC 9293 section 3.5" */
};

struct reference_segment {
	const char *title;   /* as a ladder calls it: "SYN-ACK" */
	const char *meaning; /* one sentence, for a tooltip */
	const char *sender;  /* who sends it, and when */
	const char *effect;  /* what it does to the end that gets it */
	const char *lost;    /* what happens when it is lost */
	const char *see;
};

struct reference_sysctl {
	const char *name;     /* "net.ipv4.tcp_orphan_retries" */
	const char *standard; /* in a fresh network namespace; NULL: `depends` says what decides it */
	const char *depends;  /* NULL, or why other machines or kernels have another default */
	const char *unit;     /* "seconds", "0 off, 1 on" … */
	const char *meaning;  /* one or two sentences, for a tooltip */
	const char *limits;   /* the smallest and largest values, and what they do; may be NULL */
	const char *since;    /* the first kernel that has it */
};

/* reference_state() - What there is to know of a state. */
const struct reference_state *reference_state(enum tcp_state state);

/* reference_segment() - … of segments of a name. */
const struct reference_segment *reference_segment(enum segment_name name);

/* reference_sysctl() - … of a sysctl, by its whole name or its last part; NULL if it is not known. */
const struct reference_sysctl *reference_sysctl(const char *name);

/* reference_sysctl_at() - The sysctls one after the other, from 0 on; NULL behind the last. */
const struct reference_sysctl *reference_sysctl_at(size_t i);

/* reference_sysctl_short() - The last part of its name: "tcp_orphan_retries". */
const char *reference_sysctl_short(const struct reference_sysctl *sysctl);

#endif
