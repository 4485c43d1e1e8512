/* SPDX-License-Identifier: MIT */
/* The arguments of verbs that change a segment's bytes: set, option, payload, corrupt … */
#include "scenario/parse_verb.h"

#include <string.h>

#include "base/util.h"
#include "tcp/flags.h"

/* ---- bytes --------------------------------------------------------------------------------- */

bool parse_bytes(struct parser *p, const char *what, size_t max, struct bytes *bytes)
{
	const struct token *token;
	char *text = NULL;

	bytes->hex = take_word(p, "hex");
	token = p->at;
	if (!parse_string(p, what, &text))
		return false;
	bytes->data = (uint8_t *)text;
	bytes->len = strlen(text);
	if (bytes->hex && !parse_hex(bytes->data, &bytes->len)) {
		diag_error(p->diags, token->loc, "hex takes pairs of digits, such as \"00 ff\"");
		return false;
	}
	if (bytes->len > max) {
		diag_error(p->diags, token->loc, "%s has at most %zu bytes, not %zu", what, max,
			   bytes->len);
		return false;
	}
	return true;
}

bool parse_payload(struct parser *p, struct fault *fault)
{
	return need_word(p, "replace") && parse_bytes(p, "a payload", PAYLOAD_MAX, &fault->payload);
}

/* ---- set ----------------------------------------------------------------------------------- */

static bool parse_flag(const char *word, size_t len, uint8_t *flags)
{
	uint8_t flag = tcp_flag_parse(word, len);

	*flags |= flag;
	return flag;
}

static bool parse_flags(struct parser *p, struct settings *set)
{
	const char *text = token_text(p, p->at), *end = text + p->at->loc.len;
	uint8_t flags = 0;

	if (p->at->kind != TOKEN_WORD && p->at->kind != TOKEN_FLAGS)
		return unexpected(p, "flags, such as SYN,ACK or +FIN or -PSH");
	set->flags = *text == '+' ? FLAGS_MORE : *text == '-' ? FLAGS_LESS : FLAGS_EXACTLY;
	text += set->flags != FLAGS_EXACTLY;
	while (text < end) {
		size_t len = strcspn(text, ",");

		len = MIN(len, (size_t)(end - text));
		if (!parse_flag(text, len, &flags)) {
			diag_error(p->diags, p->at->loc,
				   "flags are FIN, SYN, RST, PSH, ACK, URG, ECE, CWR, with commas "
				   "between them; + adds, - removes them");
			return false;
		}
		text += len + 1;
	}
	p->at++;
	take_flag_words(p, &flags);
	set->value[HEADER_FLAGS] = flags;
	return true;
}

static bool parse_ecn(struct parser *p, int64_t *value)
{
	const char *words[ECN_CODES];

	for (unsigned int code = 0; code < ECN_CODES; code++) {
		words[code] = ecn_word(code);
		if (take_word(p, words[code])) {
			*value = code;
			return true;
		}
	}
	return unknown_word(p, "codepoint", words, ECN_CODES);
}

static bool parse_field_number(struct parser *p, enum header_field field, uint64_t min,
			       uint64_t max, int64_t *value)
{
	char what[16];
	uint64_t number;

	snprintf(what, sizeof(what), "'%s'", header_field_word(field));
	if (!parse_number(p, what, min, max, &number))
		return false;
	*value = (int64_t)number;
	return true;
}

static bool parse_field(struct parser *p, enum header_field field, struct settings *set)
{
	int64_t *value = &set->value[field];

	switch (field) {
	case HEADER_FLAGS:
		return parse_flags(p, set);
	case HEADER_SEQ:
	case HEADER_ACK:
		return parse_offset(p, value);
	case HEADER_WINDOW:
	case HEADER_URGENT:
		return parse_field_number(p, field, 0, UINT16_MAX, value);
	case HEADER_TTL:
		return parse_field_number(p, field, 1, UINT8_MAX, value);
	case HEADER_DSCP:
		return parse_field_number(p, field, 0, 63, value);
	case HEADER_ECN:
		return parse_ecn(p, value);
	}
	return false;
}

static bool parse_setting(struct parser *p, struct settings *set)
{
	const char *words[HEADER_FIELDS];

	for (enum header_field field = 0; field < HEADER_FIELDS; field++) {
		words[field] = header_field_word(field);
		if (!take_word(p, words[field]))
			continue;
		if (set->given & 1U << field) {
			diag_error(p->diags, p->at[-1].loc, "'%s' is set already", words[field]);
			return false;
		}
		set->given |= 1U << field;
		return parse_field(p, field, set);
	}
	return unknown_word(p, "field", words, HEADER_FIELDS);
}

bool parse_set(struct parser *p, struct fault *fault)
{
	struct settings *set = &fault->set;

	do {
		if (!parse_setting(p, set))
			return false;
	} while (take_word(p, "and"));
	set->keep_checksum = take_word(p, "keep");
	return !set->keep_checksum || need_word(p, "checksum");
}

/* ---- corrupt, truncate --------------------------------------------------------------------- */

bool parse_corrupt(struct parser *p, struct fault *fault)
{
	const char *words[CORRUPTED_PARTS];
	uint64_t bits = 1;

	for (enum corrupted part = 0; part < CORRUPTED_PARTS; part++) {
		words[part] = corrupted_word(part);
		if (!take_word(p, words[part]))
			continue;
		fault->corrupt.part = part;
		if (p->at->kind == TOKEN_NUMBER &&
		    !parse_number(p, "the number of bits", 1,
				  part == CORRUPT_CHECKSUM ? 16 : CORRUPT_BITS_MAX, &bits))
			return false;
		fault->corrupt.bits = (uint32_t)bits;
		return true;
	}
	return unknown_word(p, "part", words, CORRUPTED_PARTS);
}

bool parse_truncate(struct parser *p, struct fault *fault)
{
	uint64_t bytes;

	if (!parse_number(p, "'truncate'", 0, UINT16_MAX, &bytes))
		return false;
	fault->truncate = (uint32_t)bytes;
	return true;
}
