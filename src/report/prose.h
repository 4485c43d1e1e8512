/* SPDX-License-Identifier: MIT */
/* Prose in a terminal or a file: headings, and paragraphs that are broken where the line ends. */
#ifndef REPORT_PROSE_H
#define REPORT_PROSE_H

#include "report/ladder.h"

struct prose {
	FILE *out;
	int width; /* columns of a line */
	bool colour;
	bool begun; /* something stands above */
};

/* prose_begin() - Begin to write on @out. */
void prose_begin(struct prose *p, FILE *out, struct style style);

/* prose_heading() - Write a heading, with an empty line above it if it is not the first one. */
void prose_heading(struct prose *p, const char *text);

/**
 * prose_paragraph() - Write a paragraph
 * @indent:	Columns to its left
 * @text:	What it says
 */
void prose_paragraph(struct prose *p, int indent, const char *text);

/**
 * prose_item() - Write a paragraph with a label to its left
 * @indent:	Columns to the left of the label
 * @label:	"1.", "-", "Default"
 * @room:	Columns of the widest label
 * @text:	What it says
 */
void prose_item(struct prose *p, int indent, const char *label, int room, const char *text);

#endif
