/* SPDX-License-Identifier: MIT */
/* An item of a comparison in words. Private to report/. */
#ifndef REPORT_ITEM_H
#define REPORT_ITEM_H

#include "report/align.h"

/* Bytes for an item's text. */
#define ITEM_TEXT 512

/**
 * item_text() - "client SYN (2nd retx)  seq 0  ╳ lose-syn"
 * @sc:		The scenario, for the names of faults and steps
 * @item:	The item
 * @room:	Cells that there are for it; less important parts are left out, the end is cut off
 * @ascii:	No ╳, no arrow
 * @text:	Filled in
 */
void item_text(const struct scenario *sc, const struct item *item, int room, bool ascii,
	       char text[ITEM_TEXT]);

#endif
