/* SPDX-License-Identifier: MIT */
#include "report/status.h"

#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/phrase.h"
#include "report/text.h"

/* The parts of the line, in their order. */
enum part { PART_TIME, PART_TIMER, PART_CALL, PART_TIMEOUT = PART_CALL + ENDS, PART_OTHER_TIMER };

#define PARTS (PART_OTHER_TIMER + 1)

/* The order in which they get room. */
static const enum part by_worth[PARTS] = {
	PART_TIME,	    PART_TIMER,		PART_TIMEOUT,
	PART_CALL + CLIENT, PART_CALL + SERVER, PART_OTHER_TIMER,
};

/* How they stand in the line. */
static const enum part by_place[PARTS] = {
	PART_TIME,	    PART_TIMER,		PART_OTHER_TIMER,
	PART_CALL + CLIENT, PART_CALL + SERVER, PART_TIMEOUT,
};

#define PART_TEXT 128

static long long seconds(nsec_t d)
{
	return (d + NSEC_PER_SEC / 2) / NSEC_PER_SEC;
}

static void timer_part(const struct status *s, enum end end, char text[PART_TEXT])
{
	const struct timer_run *timer = s->timer[end];
	nsec_t left;

	if (!timer)
		return;
	left = monotime_between(s->now, timer->due);
	if (seconds(left) > 0)
		/* TRANSLATORS: "server: SYN-ACK timer, 3 s left" */
		snprintf(text, PART_TEXT, _("%s: %s, %lld s left"), _(end_name(end)),
			 phrase_timer_name(timer), seconds(left));
	else
		/* TRANSLATORS: "server: keepalive timer is due": it will go off any moment */
		snprintf(text, PART_TEXT, _("%s: %s is due"), _(end_name(end)),
			 phrase_timer_name(timer));
}

static void call_part(const struct status *s, enum end end, char text[PART_TEXT])
{
	if (s->call[end])
		snprintf(text, PART_TEXT, C_("status", "%s: %s"), _(end_name(end)), s->call[end]);
}

/* The end whose timer is due first. */
static enum end first_due(const struct status *s)
{
	const struct timer_run *client = s->timer[CLIENT], *server = s->timer[SERVER];

	return client && (!server || !monotime_before(server->due, client->due)) ? CLIENT : SERVER;
}

static void make_parts(const struct status *s, char parts[PARTS][PART_TEXT])
{
	enum end first = first_due(s);

	snprintf(parts[PART_TIME], PART_TEXT, _("%5lld s"), seconds(s->now.ns));
	timer_part(s, first, parts[PART_TIMER]);
	timer_part(s, other_end(first), parts[PART_OTHER_TIMER]);
	for_each_end(e)
		call_part(s, e, parts[PART_CALL + e]);
	snprintf(parts[PART_TIMEOUT], PART_TEXT, _("timeout at %lld s"), seconds(s->timeout));
}

void status_text(const struct status *s, int room, char text[STATUS_TEXT])
{
	const char *comma = C_("status", "; ");
	char parts[PARTS][PART_TEXT] = {{0}};
	bool chosen[PARTS] = {false};

	make_parts(s, parts);
	for (size_t i = 0; i < PARTS; i++) {
		int width = text_columns(parts[by_worth[i]]) + text_columns(comma);

		chosen[by_worth[i]] = parts[by_worth[i]][0] && width <= room;
		if (chosen[by_worth[i]])
			room -= width;
	}
	text[0] = '\0';
	for (size_t i = 0, n = 0; i < PARTS; i++) {
		if (!chosen[by_place[i]])
			continue;
		strcat(text, n == 0 ? "" : n == 1 ? "  " : comma);
		strcat(text, parts[by_place[i]]);
		n++;
	}
}
