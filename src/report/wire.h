/* SPDX-License-Identifier: MIT */
/* What a row draws between the two ends. Private to report/. */
#ifndef REPORT_WIRE_H
#define REPORT_WIRE_H

#include "report/canvas.h"
#include "report/layout.h"
#include "report/row.h"

/* A text that found no room in the line of its segment, to stand below it. */
struct wire_rest {
	char words[ROW_WORDS]; /* empty: nothing is left over */
	int pos;	       /* where it belongs, from the sender's side */
};

/**
 * wire_draw() - Draw a row's segment or ICMP message
 * @canvas:	Where
 * @layout:	In which columns
 * @beyond:	How many columns behind the wire are free, at each end, for texts that are too long
 * @row:	What
 * @ascii:	Whether it is to be drawn with ASCII only
 * @rest:	Filled in: what found no room
 */
void wire_draw(struct canvas *canvas, const struct layout *layout, const int beyond[ENDS],
	       const struct row *row, bool ascii, struct wire_rest *rest);

#endif
