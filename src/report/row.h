/* SPDX-License-Identifier: MIT */
/* A row of the ladder: what ladder.c puts together and row.c draws. */
#ifndef REPORT_ROW_H
#define REPORT_ROW_H

#include "fault/rule.h"
#include "report/ladder.h"

enum row_kind {
	ROW_SEGMENT, /* a segment, as its sender sent it */
	ROW_RELEASE, /* a delayed segment goes on; its first row has been drawn already */
	ROW_ICMP,    /* an ICMP message, as if from the end that the segment was for */
	ROW_CHANGE,  /* a state changed without a segment */
	ROW_MORE,    /* a state changed by the segment of the row above */
	ROW_NOTE,    /* anything else worth a line */
};

/* States that one row can show one after the other at an end. */
#define ROW_STATES TCP_STATES

struct row_states {
	size_t n;
	struct {
		enum tcp_state state;
		bool inferred;
	} item[ROW_STATES];
};

struct row {
	enum row_kind kind;
	struct monotime at;
	enum end end; /* who sent the segment; or whom it is about */
	struct row_states states[ENDS];
	bool settled; /* nothing can be added to it any more: to be drawn */

	/* ROW_SEGMENT, ROW_RELEASE, ROW_ICMP */
	uint32_t number;
	struct segment_facts facts;
	enum verdict_kind verdict;
	const char *fault; /* name of the fault that decided, NULL if none did */
	bool ours;	   /* no end sent it: a copy or forged */
	bool changed;	   /* it went on as @sent */
	struct segment_facts sent;
	nsec_t delay;	       /* it was held that long, 0 if not */
	bool released;	       /* it was held, and is no longer */
	bool seen_after[ENDS]; /* both ends have been looked at after the verdict */

	/* ROW_CHANGE, ROW_NOTE, ROW_ICMP */
	uint32_t connection;
	char words[72]; /* wire and the far state column at most */
};

/* row_heading() - Print the line above the columns. */
void row_heading(struct style style, FILE *out);

/* row_draw() - Print a row; more than one line when an end passed through several states. */
void row_draw(const struct row *row, struct style style, FILE *out);

#endif
