/* SPDX-License-Identifier: MIT */
#include "report/item.h"

#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/label.h"
#include "report/text.h"

/* What a long label leaves of the verdict. */
#define VERDICT_KEPT 12

/* What became of a segment, or that no end sent it; empty if nothing befell it. */
static void describe_verdict(const struct scenario *sc, const struct event_segment *segment,
			     bool ascii, char *text, size_t size)
{
	const struct verdict *v = &segment->verdict;
	const char *fault = "";
	bool passed = true;

	if (v->fault != NO_FAULT && (size_t)v->fault < sc->n_faults) {
		fault = sc->faults[v->fault].name;
		passed = sc->faults[v->fault].verb == VERB_PASS;
	}
	text[0] = '\0';
	switch (v->kind) {
	case VERDICT_ACCEPT:
		if (!passed)
			snprintf(text, size, "  %c %s", segment->origin == ORIGIN_END ? '*' : '+',
				 fault);
		break;
	case VERDICT_DROP:
		snprintf(text, size, "  %s %s", ascii ? "x" : "╳", fault);
		break;
	case VERDICT_HOLD:
		snprintf(text, size, "  ~ %s", fault);
		break;
	}
}

static void segment_text(const struct scenario *sc, const struct item *item, int room, bool ascii,
			 char text[ITEM_TEXT])
{
	char label[SEGMENT_LABEL], verdict[128];
	const char *sender = _(end_name(item->end));

	room -= text_columns(sender) + 1;
	describe_verdict(sc, &item->segment, ascii, verdict, sizeof(verdict));
	segment_label(&item->segment.facts, room - text_columns(verdict), label);
	text_cut(label, room - MIN(text_columns(verdict), VERDICT_KEPT));
	snprintf(text, ITEM_TEXT, "%s %s%s", sender, label, verdict);
}

static void transition_text(const struct item *item, bool ascii, char text[ITEM_TEXT])
{
	const struct transition *tr = &item->transition;
	char which[16] = "";

	if (tr->connection > 1)
		snprintf(which, sizeof(which), "#%u ", tr->connection);
	snprintf(text, ITEM_TEXT, "%s %s%s %s %s  %s", _(end_name(tr->end)), which,
		 tcp_state_name(tr->from), ascii ? "->" : "→", tcp_state_name(tr->to),
		 _(tr->cause == CAUSE_UNKNOWN ? N_("cause unknown") : cause_word(tr->cause)));
}

static void call_text(const struct scenario *sc, const struct item *item, char text[ITEM_TEXT])
{
	const struct script *script = &sc->script[item->end];
	const struct event_call *call = &item->call;
	const char *error = errno_name(call->error);
	char *step = NULL;

	if (call->number && call->number <= script->n)
		step = step_text(&script->steps[call->number - 1]);
	snprintf(text, ITEM_TEXT, _("%s %s: %s"), _(end_name(item->end)),
		 step ? step : step_word(call->step),
		 call->cut ? _("still blocked")
		 : error   ? error
			   : strerror(call->error));
	free(step);
}

void item_text(const struct scenario *sc, const struct item *item, int room, bool ascii,
	       char text[ITEM_TEXT])
{
	switch (item->kind) {
	case ITEM_SEGMENT:
		segment_text(sc, item, room, ascii, text);
		break;
	case ITEM_TRANSITION:
		transition_text(item, ascii, text);
		break;
	case ITEM_CALL:
		call_text(sc, item, text);
		break;
	}
	text_cut(text, room);
}
