/* SPDX-License-Identifier: MIT */
/*
 * Where the states and moves of RFC 9293 Figure 5 stand in a drawing of them. Private to report/.
 */
#ifndef REPORT_DIAGRAM_H
#define REPORT_DIAGRAM_H

#include "tcp/moves.h"

/* The figure's moves are the first of tcp_moves. */
#define FIGURE_MOVES 20

/* CLOSED is where connections come from, and once more, below, where they end. */
#define END_OF_ALL TCP_STATES

/* Half of a state's box. */
#define HALF_WIDTH  66
#define HALF_HEIGHT 17

struct point {
	double x, y;
};

struct arrow {
	struct point from, to;
};

/**
 * diagram_state() - The middle of a state's box
 * @state:	An enum tcp_state, or END_OF_ALL
 * @squeeze:	1, or less to bring the columns nearer to each other
 */
struct point diagram_state(unsigned int state, double squeeze);

/* diagram_move() - From box to box; a move and the one back stand apart. */
struct arrow diagram_move(const struct tcp_move *move, double squeeze);

#endif
