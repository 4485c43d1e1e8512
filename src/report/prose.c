/* SPDX-License-Identifier: MIT */
#include "report/prose.h"

#include "base/util.h"
#include "report/canvas.h"
#include "report/layout.h"
#include "report/text.h"

/* Between a label and its paragraph. */
#define GAP 2

void prose_begin(struct prose *p, FILE *out, struct style style)
{
	/* Longer lines would be no pleasure to read. */
	int width = style.width ? MIN(style.width, CANVAS_USUAL) : CANVAS_USUAL;

	*p = (struct prose){.out = out, .width = layout_make(width).end, .colour = style.colour};
}

void prose_heading(struct prose *p, const char *text)
{
	if (p->begun)
		fputc('\n', p->out);
	p->begun = true;
	fputs(p->colour ? paint_begin(PAINT_STATE) : "", p->out);
	prose_paragraph(p, 0, text);
	fputs(p->colour ? paint_end(PAINT_STATE) : "", p->out);
}

/* @text, of which the first line begins at @at where the cursor is already. */
static void print_text(struct prose *p, int at, const char *text)
{
	do {
		const char *next;
		size_t len = text_line(text, p->width - at, &next);

		fprintf(p->out, "%.*s\n", (int)len, text);
		text = next;
		if (*text)
			fprintf(p->out, "%*s", at, "");
	} while (*text);
}

void prose_paragraph(struct prose *p, int indent, const char *text)
{
	p->begun = true;
	fprintf(p->out, "%*s", indent, "");
	print_text(p, indent, text);
}

void prose_item(struct prose *p, int indent, const char *label, int room, const char *text)
{
	p->begun = true;
	fprintf(p->out, "%*s%s%*s", indent, "", label, room - text_columns(label) + GAP, "");
	print_text(p, indent + room + GAP, text);
}
