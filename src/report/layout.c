/* SPDX-License-Identifier: MIT */
#include "report/layout.h"

#include "base/util.h"
#include "report/canvas.h"

/* Below that the wire would be too short to say anything: lines wrap instead. */
#define WIDTH_MIN 64

/* From this width on, inferred states have their parentheses without touching the wire. */
#define WIDTH_ROOMY 96

/* From this width on, calls have columns of their own, that wide; they get a part of what is more. */
#define WIDTH_CALLS    120
#define CALLS_WIDTH    19
#define CALLS_WIDER_BY 5
#define CALLS_MAX      28

#define TIME_WIDTH 9 /* "10800.000" */

struct layout layout_make(int width)
{
	struct layout l = {.time = TIME_WIDTH};
	bool roomy;

	width = width ? MIN(MAX(width, WIDTH_MIN), CANVAS_WIDTH) : CANVAS_USUAL;
	roomy = width >= WIDTH_ROOMY && width < WIDTH_CALLS;
	l.end = width - 1;
	l.state = roomy ? 14 : 12;
	l.state_at[CLIENT] = l.time + (roomy ? GAP : 1);
	l.state_at[SERVER] = l.end - l.state;
	if (width >= WIDTH_CALLS) {
		l.call = MIN(CALLS_WIDTH + (width - WIDTH_CALLS) / CALLS_WIDER_BY, CALLS_MAX);
		l.call_at[CLIENT] = l.time + GAP;
		l.call_at[SERVER] = l.end - l.call;
		l.state_at[CLIENT] = l.call_at[CLIENT] + l.call + 1;
		l.state_at[SERVER] = l.call_at[SERVER] - GAP - l.state;
	}
	l.wire_at = l.state_at[CLIENT] + l.state + GAP;
	l.wire = l.state_at[SERVER] - GAP - l.wire_at;
	return l;
}
