/* SPDX-License-Identifier: MIT */
#include "report/label.h"

#include <stdio.h>
#include <string.h>

#include "report/canvas.h"

static const char *ordinal_suffix(unsigned int n)
{
	if (n % 100 >= 11 && n % 100 <= 13)
		return "th";
	switch (n % 10) {
	case 1:
		return "st";
	case 2:
		return "nd";
	case 3:
		return "rd";
	}
	return "th";
}

void segment_label(const struct segment_facts *f, int room, char label[SEGMENT_LABEL])
{
	char title[SEGMENT_TITLE], which[16] = "", retx[24] = "", numbers[40];

	if (f->connection > 1)
		snprintf(which, sizeof(which), "#%u ", f->connection);
	if (f->retransmission)
		snprintf(retx, sizeof(retx), " (%u%s retx)", f->retransmission,
			 ordinal_suffix(f->retransmission));
	if (f->flags & TCP_ACK)
		snprintf(numbers, sizeof(numbers), "  seq %u ack %u", f->rel_seq, f->rel_ack);
	else
		snprintf(numbers, sizeof(numbers), "  seq %u", f->rel_seq);
	snprintf(label, SEGMENT_LABEL, "%s%s%s", which, segment_facts_title(f, title), retx);
	if (text_columns(label) + text_columns(numbers) <= room)
		strcat(label, numbers);
}

const char *call_word(const struct scenario *sc, enum end end, uint32_t number)
{
	const struct script *script = &sc->script[end];

	return number && number <= script->n ? step_word(script->steps[number - 1].kind) : "call";
}
