/* SPDX-License-Identifier: MIT */
/* The scripts of the ends: steps, one system call or wait each. A part of scenario.h. */
#ifndef SCENARIO_SCRIPT_H
#define SCENARIO_SCRIPT_H

#include "base/diag.h"
#include "base/monotime.h"
#include "scenario/sockopt.h"
#include "tcp/end.h"
#include "tcp/states.h"

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
	STEP_MARK,	 /* mark NAME: a moment that expectations speak of */
};

#define STEP_KINDS 13

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
		struct {
			size_t moment;	  /* index into the scenario's moments */
			const char *name; /* theirs */
		} mark;
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

void step_free(struct step *step);

/* step_text() - A step in one line, for messages; the caller frees it. */
char *step_text(const struct step *step);

#endif
