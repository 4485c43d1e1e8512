/* SPDX-License-Identifier: MIT */
/*
 * Where the columns of a ladder are. Private to report/.
 *
 *	time/s   client   ── what is on the wire ──▶   server
 *
 * The last column of a terminal stays empty: not every one leaves the cursor there.
 */
#ifndef REPORT_LAYOUT_H
#define REPORT_LAYOUT_H

#include "tcp/end.h"

struct layout {
	int time;  /* width of the times, which begin the line */
	int state; /* width of a column of states */
	int state_at[ENDS];
	int wire; /* width of the wire */
	int wire_at;
	int end; /* behind the last column */
};

/**
 * layout_make() - Lay a ladder out
 * @width:	Columns that there are; 0: nobody says how many
 */
struct layout layout_make(int width);

#endif
