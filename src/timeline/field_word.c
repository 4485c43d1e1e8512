/* SPDX-License-Identifier: MIT */
/* Enums, spelt by their words. */
#include "timeline/field.h"

#include <assert.h>
#include <string.h>

#include "base/util.h"
#include "timeline/event.h"
#include "timeline/transition.h"

/* conditions have no words of their own elsewhere: condition_word() makes half a sentence */
static const char *const condition_words[] = {
	[COND_NAME] = "name",
	[COND_DIRECTION] = "direction",
	[COND_CONNECTION] = "connection",
	[COND_FLAGS] = "flags",
	[COND_SIZE] = "size",
	[COND_PAYLOAD] = "payload",
	[COND_CONTAINS] = "contains",
	[COND_MATCH] = "match",
	[COND_WHILE] = "while",
	[COND_TIMER] = "timer",
	[COND_RETRANSMITS] = "retransmits",
	[COND_UNTIL] = "until",
	[COND_SINCE] = "since",
	[COND_AFTER] = "after",
	[COND_FOR] = "for",
	[COND_RELEASED] = "released",
	[COND_RETRANSMISSION] = "retransmission",
	[COND_PROBABILITY] = "probability",
	[COND_ORDINAL] = "ordinal",
	[COND_OFF] = "off",
	[COND_EARLIER] = "earlier",
	[COND_ALL] = "all",
};
static_assert(ARRAY_SIZE(condition_words) == CONDITIONS, "a word for each condition");

static const char *condition_json(unsigned int condition)
{
	return condition_words[condition];
}

static json_t *word_write(const struct field *f, const void *at, const struct scenario *sc UNUSED)
{
	unsigned int value;

	memcpy(&value, at, sizeof(value));
	return json_string(f->type->word(value));
}

static bool word_read(const struct field *f, const json_t *json, void *at,
		      const struct scenario *sc UNUSED)
{
	if (!json_is_string(json))
		return false;
	for (unsigned int value = 0; value < f->type->words; value++) {
		if (strcmp(f->type->word(value), json_string_value(json)) == 0) {
			memcpy(at, &value, sizeof(value));
			return true;
		}
	}
	return false;
}

/* An enum's field type; the function between gives all of them one signature. */
#define WORD_FIELD(type, count, what, function)            \
	static const char *type##_json(unsigned int value) \
	{                                                  \
		return function(value);                    \
	}                                                  \
	const struct field_type type = {                   \
		.wants = (what),                           \
		.write = word_write,                       \
		.read = word_read,                         \
		.word = type##_json,                       \
		.words = (count),                          \
	}

/* VERDICT_HOLD, the last, is a decision but nothing to tell the kernel. */
static_assert(VERDICT_HOLD == VERDICTS - 1, "accept and drop come first");

WORD_FIELD(field_end, ENDS, "client or server", end_name);
WORD_FIELD(field_state, TCP_STATES, "a TCP state by its name in RFC 9293", tcp_state_name);
WORD_FIELD(field_timer, TCP_TIMERS, "a timer's name", tcp_timer_name);
WORD_FIELD(field_look, LOOKS, "a reason to look", look_word);
WORD_FIELD(field_step, STEP_KINDS, "the word of a step", step_word);
WORD_FIELD(field_decision, VERDICTS, "accept, drop or hold", verdict_word);
WORD_FIELD(field_verdict, VERDICT_HOLD, "accept or drop", verdict_word);
WORD_FIELD(field_condition, CONDITIONS, "a condition of a rule", condition_json);
WORD_FIELD(field_origin, SEGMENT_ORIGINS, "end, copy or forged", segment_origin_word);
WORD_FIELD(field_obstacle, OBSTACLES, "an obstacle", obstacle_word);
WORD_FIELD(field_icmp, ICMP_KINDS, "a kind of ICMP message", icmp_kind_word);
WORD_FIELD(field_loss, LOSSES, "a kind of loss", loss_word);
WORD_FIELD(field_end_reason, END_REASONS, "done or timeout", end_reason_word);
WORD_FIELD(field_cause, CAUSES, "a kind of cause", cause_word);
