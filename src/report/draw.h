/* SPDX-License-Identifier: MIT */
/* Drawing a ladder's rows in a terminal or a file. Private to report/ and quiz/. */
#ifndef REPORT_DRAW_H
#define REPORT_DRAW_H

#include <stdio.h>

#include "report/callcolumn.h"
#include "report/ladder.h"
#include "report/layout.h"
#include "report/row.h"
#include "report/status.h"

struct drawing {
	FILE *out;
	struct style style;
	struct layout layout;
	struct callcolumn calls[ENDS];
	struct monotime last; /* of the row drawn last */
	nsec_t silence;	      /* the last one between two rows */
	bool status;	      /* stands below them */
	bool timeless;	      /* rows that have no times */
};

/* drawing_begin() - Begin to draw on @out. */
void drawing_begin(struct drawing *d, FILE *out, struct style style);

/* draw_heading() - Print the line above the columns. */
void draw_heading(struct drawing *d);

/* draw_words() - Print a text, further lines of it indented. */
void draw_words(struct drawing *d, const char *text);

/* draw_status() - Draw what is waited for below the rows, if that lasts. Calls are filled in. */
void draw_status(struct drawing *d, struct status *status);

/* draw_no_status() - Take it away again. */
void draw_no_status(struct drawing *d);

/* draw_row() - Print a row, in one line or more. */
void draw_row(struct drawing *d, const struct row *row);

#endif
