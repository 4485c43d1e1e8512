/* SPDX-License-Identifier: MIT */
/* A column of an end's calls: what the lines of a row show of them. Private to report/. */
#ifndef REPORT_CALLCOLUMN_H
#define REPORT_CALLCOLUMN_H

#include "report/canvas.h"
#include "report/row.h"

/* A call's name and result. */
#define CALL_TEXT 96

struct callcolumn {
	bool open;	      /* a call has begun and not returned … */
	char name[CALL_TEXT]; /* … this one */
	size_t n;	      /* lines of the row */
	size_t at;	      /* drawn of them */
	struct {
		char text[CALL_TEXT];
		bool open; /* after it */
	} line[2 * ROW_CALLS];
};

/* callcolumn_shows() - Whether calls take a line. */
bool callcolumn_shows(const struct row_calls *calls);

/**
 * callcolumn_take() - A row begins
 * @column:	The column; the lines of the row before are forgotten
 * @calls:	What begins and ends in the row
 * @width:	Columns that there are
 * @ascii:	Whether it is to be drawn with ASCII only
 */
void callcolumn_take(struct callcolumn *column, const struct row_calls *calls, int width,
		     bool ascii);

/* callcolumn_left() - Whether the row has more lines. */
bool callcolumn_left(const struct callcolumn *column);

/* callcolumn_draw() - Draw the next line, or that a call is under way, from column @at on. */
void callcolumn_draw(struct callcolumn *column, struct canvas *canvas, int at, bool ascii);

/* callcolumn_skip() - The row's lines are not drawn. */
void callcolumn_skip(struct callcolumn *column);

/*
 * callcolumn_short() - The one call that a row shows where there is no such column: "recv() = 5", or empty
 * if none that matters has succeeded
 */
void callcolumn_short(const struct row_calls *calls, int room, char text[CALL_TEXT]);

#endif
