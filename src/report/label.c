/* SPDX-License-Identifier: MIT */
#include "report/label.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "report/text.h"

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

static int64_t shown(uint32_t relative, uint32_t on_the_wire)
{
	return relative == on_the_wire ? (int64_t)relative : (int32_t)relative;
}

int64_t segment_shown_seq(const struct segment_facts *f)
{
	return shown(f->rel_seq, f->seq);
}

int64_t segment_shown_ack(const struct segment_facts *f)
{
	return shown(f->rel_ack, f->ack);
}

void segment_label(const struct segment_facts *f, int room, char label[SEGMENT_LABEL])
{
	char title[SEGMENT_TITLE], which[16] = "", retx[48] = "", numbers[64];

	if (f->connection > 1)
		snprintf(which, sizeof(which), "#%u ", f->connection);
	if (f->retransmission)
		/* TRANSLATORS: " (2nd retx)", sent again for the 2nd time; to leave "nd" out: %.0s */
		snprintf(retx, sizeof(retx), _(" (%u%s retx)"), f->retransmission,
			 ordinal_suffix(f->retransmission));
	if (f->flags & TCP_ACK)
		snprintf(numbers, sizeof(numbers), "  seq %" PRId64 " ack %" PRId64,
			 segment_shown_seq(f), segment_shown_ack(f));
	else
		snprintf(numbers, sizeof(numbers), "  seq %" PRId64, segment_shown_seq(f));
	snprintf(label, SEGMENT_LABEL, "%s%s%s", which, segment_facts_title(f, title), retx);
	if (text_columns(label) + text_columns(numbers) <= room)
		strcat(label, numbers);
}

const char *call_word(const struct scenario *sc, enum end end, uint32_t number)
{
	const struct script *script = &sc->script[end];

	return number && number <= script->n ? step_word(script->steps[number - 1].kind) : "call";
}
