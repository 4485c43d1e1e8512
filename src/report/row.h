/* SPDX-License-Identifier: MIT */
/*
 * A row of a ladder: what one line, or the few that belong together, say; nothing of how they are
 * drawn. rowmaker.c makes rows of a timeline's events.
 */
#ifndef REPORT_ROW_H
#define REPORT_ROW_H

#include "fault/rule.h"
#include "scenario/scenario.h"
#include "timeline/timers.h"

enum row_kind {
	ROW_SEGMENT, /* a segment, as its sender sent it */
	ROW_RELEASE, /* a delayed segment goes on; its first row came before other rows */
	ROW_ICMP,    /* an ICMP message, as if from the end that the segment was for */
	ROW_CHANGE,  /* a state changed without a segment */
	ROW_MORE,    /* a state changed by the segment of the row above */
	ROW_NOTE,    /* anything else worth a line */
	ROW_CALL,    /* calls alone */
};

/* States that one row can show one after the other at an end. */
#define ROW_STATES TCP_STATES

struct row_states {
	size_t n;
	struct {
		enum tcp_state state;
		bool inferred;
		size_t change; /* which transition, from 1 in the order found; 0: none */
	} item[ROW_STATES];
};

/* Where a segment was lost that no fault dropped. */
enum row_loss {
	ROW_LOSS_NONE,
	ROW_LOSS_LINK, /* its receiver has no link */
	ROW_LOSS_WIRE, /* the wire took it for no connection's */
};

/* A call, or another step of an end's script: that it begins in this row, or ends, or both. */
struct row_call {
	uint32_t number;
	enum step_kind step;
	unsigned int times; /* as many of the same kind, with the same result, stand for one */
	bool begins;
	bool ends;
	bool failed;
	char name[48];	 /* "recv()" */
	char result[32]; /* "= 5", "ETIMEDOUT"; empty: nothing worth telling */
};

/* As many of an end as one row can show. */
#define ROW_CALLS 4

struct row_calls {
	size_t n;
	struct row_call item[ROW_CALLS];
};

/* Rows that far apart have a silence between them. */
#define SILENCE (1 * NSEC_PER_SEC)

/* Bytes of a row's words. */
#define ROW_WORDS 320

struct row {
	enum row_kind kind;
	struct monotime at;
	enum end end; /* who sent the segment; or whom it is about */
	struct row_states states[ENDS];
	struct row_calls calls[ENDS];
	struct timer_run timer;	      /* its going off made the row; TIMER_NONE: none's */
	struct timer_run ended[ENDS]; /* ran in the silence before, until this row */

	/* ROW_SEGMENT, ROW_RELEASE, ROW_ICMP */
	uint32_t number;
	struct segment_facts facts;
	enum verdict_kind verdict;
	const char *fault; /* name of the fault that decided, NULL if none did */
	enum row_loss loss;
	bool ours;    /* no end sent it: a copy or forged */
	bool changed; /* it went on as @sent */
	struct segment_facts sent;
	enum obstacle obstacle; /* why the fault could not change it */
	nsec_t delay;		/* it was held that long, 0 if not, or if nobody knew how long */
	bool released;		/* it was held, and is no longer */

	/* ROW_CHANGE, ROW_NOTE, ROW_ICMP */
	uint32_t connection;
	char words[ROW_WORDS];
	bool of_call; /* the calls say the same */

	/* While the row is being made: see rows.c */
	bool settled;
	bool parked;
	bool seen_after[ENDS]; /* both ends have been looked at after the verdict */
};

#endif
