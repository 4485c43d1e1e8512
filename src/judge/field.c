/* SPDX-License-Identifier: MIT */
/* segment NAME … FIELD = VALUE: what stood in one segment, as it was queued. */
#include <inttypes.h>

#include "base/translate.h"
#include "judge/hearing.h"
#include "tcp/flags.h"

/* The transmission that is meant of a segment; NULL if it was not sent that often. */
static const struct event *find_transmission(const struct hearing *h, const struct event *segment,
					     const struct segment_choice *which)
{
	for (uint32_t i = 0; segment && i < which->retransmission; i++)
		segment = segment_again(h, segment, which);
	return segment;
}

/* Whether the segment has such a field at all; options may be missing. */
static bool has_field(const struct segment_facts *facts, enum segment_field field)
{
	switch (field) {
	case SEGMENT_MSS:
		return segment_facts_has_option(facts, TCP_OPTION_MSS);
	case SEGMENT_WSCALE:
		return segment_facts_has_option(facts, TCP_OPTION_WSCALE);
	case SEGMENT_ACK:
		return facts->flags & TCP_ACK;
	case SEGMENT_FLAGS:
	case SEGMENT_SEQ:
	case SEGMENT_WINDOW:
	case SEGMENT_PAYLOAD:
	case SEGMENT_TTL:
	case SEGMENT_DSCP:
	case SEGMENT_ECN:
	case SEGMENT_OPTION:
		break;
	}
	return true;
}

static uint32_t field_value(const struct segment_facts *facts, const struct expectation *ex)
{
	switch (ex->field.field) {
	case SEGMENT_FLAGS:
		return facts->flags;
	case SEGMENT_SEQ:
		return facts->rel_seq;
	case SEGMENT_ACK:
		return facts->rel_ack;
	case SEGMENT_WINDOW:
		return facts->window;
	case SEGMENT_PAYLOAD:
		return facts->payload_len;
	case SEGMENT_TTL:
		return facts->ttl;
	case SEGMENT_DSCP:
		return facts->tos >> 2;
	case SEGMENT_ECN:
		return facts->tos & 3;
	case SEGMENT_MSS:
		return facts->mss;
	case SEGMENT_WSCALE:
		return facts->wscale;
	case SEGMENT_OPTION:
		return segment_facts_has_option(facts, ex->field.option);
	}
	return 0;
}

static char *flags_text(uint32_t flags)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	const char *blank = "";

	for (unsigned int bit = 0; bit < TCP_FLAGS; bit++) {
		if (!(flags & 1U << bit))
			continue;
		fprintf(out, "%s%s", blank, tcp_flag_word(bit));
		blank = " ";
	}
	fputs(flags ? "" : _("no flags"), out);
	fclose(out);
	return text;
}

static char *value_text(enum segment_field field, uint32_t value)
{
	if (field == SEGMENT_FLAGS)
		return flags_text(value);
	if (field == SEGMENT_OPTION)
		return xasprintf("%s", value ? _("present") : _("absent"));
	return xasprintf("%" PRIu32, value);
}

static char *expected_text(const struct expectation *ex)
{
	char *value = value_text(ex->field.field, ex->field.n), *text;

	if (ex->field.field == SEGMENT_OPTION)
		return value;
	text = xasprintf("%s %s", comparison_word(ex->field.cmp), value);
	free(value);
	return text;
}

static void fail(struct hearing *h, const struct expectation *ex, const struct event *segment,
		 char *saw)
{
	struct finding *f =
		hearing_add_about(h, OUTCOME_FAIL, ex, segment ? record_of(h, segment) : 0);

	f->expected = expected_text(ex);
	f->saw = saw;
}

/* Return: whether the segment is as expected; else a finding says what it is */
static bool judge_segment(struct hearing *h, const struct expectation *ex,
			  const struct event *segment)
{
	const struct segment_facts *facts = &segment->segment.facts;
	enum segment_field field = ex->field.field;
	uint32_t value = field_value(facts, ex);
	char *text;

	if (has_field(facts, field) && comparison_holds(ex->field.cmp, value, ex->field.n))
		return true;
	text = has_field(facts, field) ? value_text(field, value)
				       : xasprintf("%s", _("it has none"));
	fail(h, ex, segment, on_connection(facts->connection, text));
	return false;
}

void field_judge(struct hearing *h, const struct expectation *ex)
{
	const struct segment_choice *which = &ex->field.which;
	const struct event *segment, *meant, *last = NULL;
	struct segment_walk walk = {0};

	while ((segment = segment_walk(h, ex, which, &walk))) {
		meant = find_transmission(h, segment, which);
		if (meant && !judge_segment(h, ex, meant)) {
			free(walk.passed);
			return;
		}
		if (meant)
			last = meant;
	}
	if (last)
		hearing_add_about(h, OUTCOME_PASS, ex, record_of(h, last));
	else
		fail(h, ex, NULL, xasprintf("%s", _("no such segment")));
}
