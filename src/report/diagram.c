/* SPDX-License-Identifier: MIT */
#include "report/diagram.h"

#include <math.h>

#include "base/util.h"

/* How far the two moves between a pair of states stand off the line between their middles. */
#define APART 28

static const struct point places[] = {
	[TCPS_CLOSED] = {450, 40},	  [TCPS_LISTEN] = {450, 150},
	[TCPS_SYN_RECEIVED] = {180, 250}, [TCPS_SYN_SENT] = {720, 250},
	[TCPS_ESTABLISHED] = {450, 350},  [TCPS_FIN_WAIT_1] = {180, 450},
	[TCPS_CLOSE_WAIT] = {720, 450},	  [TCPS_FIN_WAIT_2] = {180, 580},
	[TCPS_CLOSING] = {450, 580},	  [TCPS_LAST_ACK] = {720, 580},
	[TCPS_TIME_WAIT] = {450, 690},	  [END_OF_ALL] = {720, 690},
};

struct point diagram_state(unsigned int state, double squeeze)
{
	double axis = places[TCPS_CLOSED].x;

	return (struct point){axis + (places[state].x - axis) * squeeze, places[state].y};
}

static double magnitude(double x)
{
	return x < 0 ? -x : x;
}

/* How far it is from @offset off a box's middle to the side that lies ahead, in units of @way. */
static double until_side(double half, double offset, double way)
{
	if (way == 0)
		return INFINITY;
	return (half - (way < 0 ? -offset : offset)) / magnitude(way);
}

/* Where a way that passes @aside of a box's middle leaves the box. */
static struct point leave(struct point middle, struct point aside, struct point way)
{
	double t = MIN(until_side(HALF_WIDTH, aside.x, way.x),
		       until_side(HALF_HEIGHT, aside.y, way.y));

	return (struct point){middle.x + aside.x + t * way.x, middle.y + aside.y + t * way.y};
}

/* Whether the figure has a move back, too. */
static bool has_reverse(const struct tcp_move *move)
{
	for (size_t i = 0; i < FIGURE_MOVES; i++)
		if (tcp_moves[i].from == move->to && tcp_moves[i].to == move->from)
			return true;
	return false;
}

struct arrow diagram_move(const struct tcp_move *move, double squeeze)
{
	bool ends = move->number == 19 || move->number == 20;
	struct point a = diagram_state(move->from, squeeze);
	struct point b = diagram_state(ends ? END_OF_ALL : move->to, squeeze);
	struct point way = {b.x - a.x, b.y - a.y};
	double length = MAX(magnitude(way.x), magnitude(way.y));
	double apart = has_reverse(move) ? APART / length : 0;
	/* to the right of its way, so that the move back has the other side */
	struct point aside = {-way.y * apart, way.x * apart};

	return (struct arrow){leave(a, aside, way),
			      leave(b, aside, (struct point){-way.x, -way.y})};
}
