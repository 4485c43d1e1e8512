/* SPDX-License-Identifier: MIT */
/*
 *	connect()		begins,
 *	┊			is under way,
 *	┊ = 0			and returns;
 *	listen() = 0		all in one line
 */
#include "report/callcolumn.h"

#include <string.h>

#include "base/util.h"

static const char *bar(bool ascii)
{
	return ascii ? "|" : "┊";
}

/* Cut a text that is too long, and show that. */
static void shorten(char text[CALL_TEXT], int width, bool ascii)
{
	const char *dots = ascii ? ".." : "…";

	if (text_columns(text) <= width)
		return;
	text_cut(text, width - text_columns(dots));
	strcat(text, dots);
}

static void add_line(struct callcolumn *column, const char *text, bool open, int width, bool ascii)
{
	char *line = column->line[column->n].text;

	snprintf(line, CALL_TEXT, "%.*s", CALL_TEXT - 8, text);
	shorten(line, width, ascii);
	column->line[column->n++].open = open;
}

/* That a call is over without anything to tell needs no line. */
static void end_quietly(struct callcolumn *column)
{
	if (column->n)
		column->line[column->n - 1].open = false;
	else
		column->open = false;
}

static void take_call(struct callcolumn *column, const struct row_call *call, int width, bool ascii)
{
	bool open = column->n ? column->line[column->n - 1].open : column->open;
	char whole[CALL_TEXT], end[CALL_TEXT];

	if (call->begins && !call->ends)
		snprintf(column->name, sizeof(column->name), "%s", call->name);
	if (call->times > 1)
		snprintf(whole, sizeof(whole), "%u %s %s", call->times, ascii ? "x" : "×",
			 call->name);
	else
		snprintf(whole, sizeof(whole), "%s %s", call->name, call->result);
	snprintf(end, sizeof(end), "%s %s", bar(ascii), call->result);
	if (!call->result[0]) {
		if (call->begins)
			add_line(column, call->name, !call->ends, width, ascii);
		else
			end_quietly(column);
	} else if (text_columns(whole) <= width && (call->begins || !open)) {
		add_line(column, whole, false, width, ascii);
	} else {
		if (call->begins || !open)
			add_line(column, call->name, true, width, ascii);
		add_line(column, end, false, width, ascii);
	}
}

void callcolumn_take(struct callcolumn *column, const struct row_calls *calls, int width,
		     bool ascii)
{
	column->n = column->at = 0;
	for (size_t i = 0; i < calls->n; i++)
		take_call(column, &calls->item[i], width, ascii);
}

bool callcolumn_shows(const struct row_calls *calls)
{
	for (size_t i = 0; i < calls->n; i++)
		if (calls->item[i].begins || calls->item[i].result[0])
			return true;
	return false;
}

bool callcolumn_left(const struct callcolumn *column)
{
	return column->at < column->n;
}

void callcolumn_draw(struct callcolumn *column, struct canvas *canvas, int at, bool ascii)
{
	if (callcolumn_left(column)) {
		canvas_text(canvas, at, PAINT_PLAIN, column->line[column->at].text);
		column->open = column->line[column->at++].open;
	} else if (column->open) {
		canvas_text(canvas, at, PAINT_DIM, bar(ascii));
	}
}

void callcolumn_skip(struct callcolumn *column)
{
	if (column->n)
		column->open = column->line[column->n - 1].open;
	column->at = column->n;
}

/* What is worth telling where there is little room. */
static bool is_notable(const struct row_call *call)
{
	bool carries = call->step == STEP_SEND || call->step == STEP_RECV ||
		       call->step == STEP_EXPECT_DATA;

	return call->ends && !call->failed &&
	       (carries || call->step == STEP_CONNECT || call->step == STEP_ACCEPT);
}

void callcolumn_short(const struct row_calls *calls, int room, char text[CALL_TEXT])
{
	for (size_t i = 0; i < calls->n; i++) {
		const struct row_call *call = &calls->item[i];

		snprintf(text, CALL_TEXT, "%s %s", call->name, call->result);
		if (is_notable(call) && text_columns(text) <= room)
			return;
	}
	text[0] = '\0';
}
