/* SPDX-License-Identifier: MIT */
/* option KIND strip | VALUE */
#include "scenario/parse_verb.h"

#include "base/util.h"

/* What an option of some kind may be given. */
struct option_values {
	uint8_t kind;
	enum option_form form;
	uint64_t max; /* OPTION_NUMBER */
};

/* Kinds by name; a kind by number takes bytes. */
static const struct option_values values[] = {
	{TCP_OPTION_MSS, OPTION_NUMBER, UINT16_MAX},
	{TCP_OPTION_WSCALE, OPTION_NUMBER, UINT8_MAX},
	{TCP_OPTION_SACK_PERMITTED, OPTION_ADD, 0},
	{TCP_OPTION_SACK, OPTION_BLOCKS, 0},
	{TCP_OPTION_TIMESTAMPS, OPTION_TIMESTAMPS, 0},
	{TCP_OPTION_FAST_OPEN, OPTION_BYTES, 0},
};

/* The kinds 0 and 1, end and padding, are no options. */
#define KIND_MIN 2

static bool parse_kind(struct parser *p, struct option_change *option, struct option_values *found)
{
	const char *words[ARRAY_SIZE(values)];
	uint64_t kind;

	for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
		words[i] = option_name(values[i].kind);
		if (take_word(p, words[i])) {
			*found = values[i];
			option->kind = values[i].kind;
			return true;
		}
	}
	if (p->at->kind != TOKEN_NUMBER)
		return unknown_word(p, "option", words, ARRAY_SIZE(values));
	if (!parse_number(p, "an option's kind", KIND_MIN, UINT8_MAX, &kind))
		return false;
	*found = (struct option_values){.form = OPTION_BYTES};
	option->kind = (uint8_t)kind;
	option->by_number = true;
	return true;
}

static bool parse_blocks(struct parser *p, struct option_change *option)
{
	do {
		uint64_t left, right;

		if (option->n == OPTION_NUMBERS) {
			diag_error(p->diags, p->at->loc, "an option holds at most %d SACK blocks",
				   OPTION_NUMBERS / 2);
			return false;
		}
		if (!parse_number(p, "a block's left edge", 0, UINT32_MAX, &left) ||
		    !need_word(p, "to") ||
		    !parse_number(p, "a block's right edge", 0, UINT32_MAX, &right))
			return false;
		option->number[option->n++] = (int64_t)left;
		option->number[option->n++] = (int64_t)right;
	} while (take_word(p, "and"));
	return true;
}

static bool parse_timestamps(struct parser *p, struct option_change *option)
{
	do {
		uint64_t number;

		option->relative[option->n] = at_offset(p);
		if (option->relative[option->n]) {
			if (!parse_offset(p, &option->number[option->n]))
				return false;
		} else {
			if (!parse_number(p, "a timestamp", 0, UINT32_MAX, &number))
				return false;
			option->number[option->n] = (int64_t)number;
		}
	} while (++option->n < 2 && p->at->kind == TOKEN_NUMBER);
	return true;
}

static bool parse_option_value(struct parser *p, const struct option_values *value,
			       struct option_change *option)
{
	uint64_t number;

	option->form = value->form;
	switch (value->form) {
	case OPTION_NUMBER:
		option->n = 1;
		if (!parse_number(p, "the option's value", 0, value->max, &number))
			return false;
		option->number[0] = (int64_t)number;
		return true;
	case OPTION_BLOCKS:
		return parse_blocks(p, option);
	case OPTION_TIMESTAMPS:
		return parse_timestamps(p, option);
	case OPTION_BYTES:
		return parse_bytes(p, "the option", OPTION_DATA_MAX, &option->bytes);
	case OPTION_ADD:
	case OPTION_STRIP:
		break;
	}
	return unexpected(p, "'strip' or 'add'");
}

bool parse_option(struct parser *p, struct fault *fault)
{
	struct option_change *option = &fault->option;
	struct option_values value = {0};

	if (!parse_kind(p, option, &value))
		return false;
	if (take_word(p, "strip")) {
		option->form = OPTION_STRIP;
		return true;
	}
	if ((value.form == OPTION_ADD || value.form == OPTION_BYTES) && take_word(p, "add")) {
		option->form = OPTION_ADD;
		return true;
	}
	return parse_option_value(p, &value, option);
}
