/* SPDX-License-Identifier: MIT */
/*
 * Where the columns of a ladder are. Private to report/.
 *
 *	time/s   client   ── what is on the wire ──▶   server
 *
 * and where there is room for it, the ends' calls outside of their states:
 *
 *	time/s  calls   client   ── what is on the wire ──▶   server   calls
 *
 * The last column of a terminal stays empty: not every one leaves the cursor there.
 */
#ifndef REPORT_LAYOUT_H
#define REPORT_LAYOUT_H

#include "tcp/end.h"

/* Between the wire and the states. */
#define GAP 2

struct layout {
	int time;  /* width of the times, which begin the line */
	int state; /* width of a column of states */
	int state_at[ENDS];
	int wire; /* width of the wire */
	int wire_at;
	int call; /* width of a column of calls; 0: there are none */
	int call_at[ENDS];
	int end; /* behind the last column */
};

/**
 * layout_make() - Lay a ladder out
 * @width:	Columns that there are; 0: nobody says how many
 */
struct layout layout_make(int width);

#endif
