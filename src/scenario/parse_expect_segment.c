/* SPDX-License-Identifier: MIT */
/* What is expected of segments: how many, when again, and what stands in one. */
#include <string.h>

#include "base/util.h"
#include "scenario/parse_expect.h"

/* ---- which: NAME [from END] [connection N] … ----------------------------------------------- */

static bool parse_from(struct parser *p, struct expectation *ex, struct segment_choice *which)
{
	(void)ex;
	which->from_given = true;
	return parse_end(p, &which->from);
}

static bool parse_of_connection(struct parser *p, struct expectation *ex,
				struct segment_choice *which)
{
	(void)which;
	p->at--; /* the word is parse_connection()'s, too */
	return parse_connection(p, ex);
}

static bool parse_nth(struct parser *p, struct expectation *ex, struct segment_choice *which)
{
	uint64_t n;

	(void)ex;
	if (!parse_number(p, "'nth'", 1, COUNT_MAX, &n))
		return false;
	which->nth = n;
	return true;
}

static bool parse_retransmission(struct parser *p, struct expectation *ex,
				 struct segment_choice *which)
{
	uint64_t n;

	(void)ex;
	if (!parse_number(p, "'retransmission'", 1, UINT16_MAX, &n))
		return false;
	which->retransmission = n;
	return true;
}

static bool parse_first(struct parser *p, struct expectation *ex, struct segment_choice *which)
{
	(void)ex;
	which->transmission = TRANSMISSION_FIRST;
	return need_word(p, "transmission");
}

static bool parse_transmission(struct parser *p, struct expectation *ex,
			       struct segment_choice *which)
{
	(void)ex;
	which->transmission = TRANSMISSION_FIRST;
	return need_word(p, "first");
}

static bool parse_again(struct parser *p, struct expectation *ex, struct segment_choice *which)
{
	(void)p;
	(void)ex;
	which->transmission = TRANSMISSION_AGAIN;
	return true;
}

static bool parse_dropped(struct parser *p, struct expectation *ex, struct segment_choice *which)
{
	(void)p;
	(void)ex;
	which->dropped = true;
	return true;
}

#define OF(kind) (1U << EXPECT_##kind)

/* Conditions that share a slot exclude each other. */
static const struct {
	const char *word;
	unsigned int slot;
	unsigned int kinds; /* of expectations that have it */
	bool (*parse)(struct parser *p, struct expectation *ex, struct segment_choice *which);
} conditions[] = {
	{"from", 0, OF(SEGMENTS) | OF(GAPS) | OF(FIELD), parse_from},
	{"connection", 1, OF(SEGMENTS) | OF(GAPS) | OF(FIELD), parse_of_connection},
	{"nth", 2, OF(GAPS) | OF(FIELD), parse_nth},
	{"first", 3, OF(SEGMENTS), parse_first},
	{"transmission", 3, OF(SEGMENTS), parse_transmission},
	{"retransmissions", 3, OF(SEGMENTS), parse_again},
	{"retransmission", 3, OF(FIELD), parse_retransmission},
	{"dropped", 4, OF(SEGMENTS), parse_dropped},
};

/* Find the condition that begins here. Return: its index, or their number */
static size_t find_condition(const struct parser *p, const struct expectation *ex)
{
	size_t i = 0;

	while (i < ARRAY_SIZE(conditions) &&
	       !(conditions[i].kinds & 1U << ex->kind && token_is(p, p->at, conditions[i].word)))
		i++;
	return i;
}

/* A word that is neither a condition nor, after "segment", a field. Return: false */
static bool unknown_condition(struct parser *p, const struct expectation *ex)
{
	const char *words[ARRAY_SIZE(conditions) + SEGMENT_FIELDS] = {0};

	for (size_t i = 0; i < ARRAY_SIZE(conditions); i++)
		words[i] = conditions[i].kinds & 1U << ex->kind ? conditions[i].word : NULL;
	for (enum segment_field f = 0; ex->kind == EXPECT_FIELD && f < SEGMENT_FIELDS; f++)
		words[ARRAY_SIZE(conditions) + f] = segment_field_word(f);
	return unknown_word(p, ex->kind == EXPECT_FIELD ? "word" : "condition", words,
			    ARRAY_SIZE(words));
}

static bool at_field(const struct parser *p, enum segment_field *field)
{
	for (*field = 0; *field < SEGMENT_FIELDS; (*field)++)
		if (token_is(p, p->at, segment_field_word(*field)))
			return true;
	return false;
}

static bool parse_which(struct parser *p, struct expectation *ex, struct segment_choice *which)
{
	const struct token *taken[ARRAY_SIZE(conditions)] = {0};
	enum segment_field field;

	which->nth = 1;
	if (!parse_segment_name(p, &which->name))
		return false;
	while (p->at->kind == TOKEN_WORD && !(ex->kind == EXPECT_FIELD && at_field(p, &field))) {
		const struct token *word = p->at, **first;
		size_t i = find_condition(p, ex);

		if (i == ARRAY_SIZE(conditions))
			return unknown_condition(p, ex);
		first = &taken[conditions[i].slot];
		if (*first) {
			diag_error(p->diags, word->loc, "'%s' after '%.*s': one of them will do",
				   conditions[i].word, (int)(*first)->loc.len,
				   token_text(p, *first));
			return false;
		}
		*first = word;
		p->at++;
		if (!conditions[i].parse(p, ex, which))
			return false;
	}
	return true;
}

bool parse_segments(struct parser *p, struct expectation *ex)
{
	ex->kind = EXPECT_SEGMENTS;
	return parse_which(p, ex, &ex->segments.which) &&
	       parse_limit(p, "a count", COUNT_MAX, &ex->segments.cmp, &ex->segments.n);
}

/* ---- gaps of … = T … [+- …] ---------------------------------------------------------------- */

/* T … [+- …]: all have the last one's tolerance. */
static bool parse_gap_times(struct parser *p, struct expectation *ex)
{
	struct expected_time tolerance = {.cmp = CMP_EQ};

	do {
		struct expected_time *gap = ARRAY_ADD(ex->gaps.gaps, ex->gaps.n);

		if (!parse_time(p, "a gap", 0, &gap->time))
			return false;
	} while (p->at->kind == TOKEN_NUMBER);
	if (!parse_tolerance(p, &tolerance))
		return false;
	for (size_t i = 0; i < ex->gaps.n; i++) {
		tolerance.time = ex->gaps.gaps[i].time;
		ex->gaps.gaps[i] = tolerance;
	}
	return true;
}

bool parse_gaps(struct parser *p, struct expectation *ex)
{
	const struct token *equals;
	enum comparison cmp;

	ex->kind = EXPECT_GAPS;
	if (!need_word(p, "of") || !parse_which(p, ex, &ex->gaps.which))
		return false;
	equals = p->at;
	if (!parse_comparison(p, &cmp))
		return false;
	if (cmp != CMP_EQ) {
		diag_error(p->diags, equals->loc, "gaps are compared with '=' and a tolerance");
		return false;
	}
	if (parse_gap_times(p, ex))
		return true;
	free(ex->gaps.gaps);
	return false;
}

/* ---- segment … FIELD … --------------------------------------------------------------------- */

/* = SYN ACK …: exactly these */
static bool parse_flags(struct parser *p, struct expectation *ex)
{
	const struct token *cmp = p->at;
	uint8_t flags = 0;

	if (!parse_comparison(p, &ex->field.cmp))
		return false;
	if (ex->field.cmp != CMP_EQ && ex->field.cmp != CMP_NE) {
		diag_error(p->diags, cmp->loc, "flags have no order: write = or !=");
		return false;
	}
	if (!parse_flag_words(p, &flags))
		return false;
	ex->field.n = flags;
	return true;
}

static bool parse_option_kind(struct parser *p, uint8_t *kind)
{
	const char *words[UINT8_MAX + 1];
	uint64_t number;

	if (p->at->kind == TOKEN_NUMBER) {
		if (!parse_number(p, "an option's kind", 2, UINT8_MAX, &number))
			return false;
		*kind = number;
		return true;
	}
	for (size_t i = 0; i <= UINT8_MAX; i++) {
		words[i] = option_name(i);
		if (words[i] && take_word(p, words[i])) {
			*kind = i;
			return true;
		}
	}
	return unknown_word(p, "option", words, ARRAY_SIZE(words));
}

/* KIND present|absent */
static bool parse_option(struct parser *p, struct expectation *ex)
{
	static const char *const words[] = {"present", "absent"};

	if (!parse_option_kind(p, &ex->field.option))
		return false;
	ex->field.n = take_word(p, "present");
	return ex->field.n || take_word(p, "absent") ||
	       unknown_word(p, "condition", words, ARRAY_SIZE(words));
}

static uint32_t field_max(enum segment_field field)
{
	switch (field) {
	case SEGMENT_SEQ:
	case SEGMENT_ACK:
		return UINT32_MAX;
	case SEGMENT_WINDOW:
	case SEGMENT_PAYLOAD:
	case SEGMENT_MSS:
		return UINT16_MAX;
	case SEGMENT_FLAGS:
	case SEGMENT_OPTION:
	case SEGMENT_TTL:
	case SEGMENT_WSCALE:
		break;
	case SEGMENT_DSCP:
		return 63;
	case SEGMENT_ECN:
		return 3;
	}
	return UINT8_MAX;
}

bool parse_field(struct parser *p, struct expectation *ex)
{
	enum segment_field field;

	ex->kind = EXPECT_FIELD;
	if (!parse_which(p, ex, &ex->field.which))
		return false;
	if (!at_field(p, &field))
		return unknown_condition(p, ex);
	p->at++;
	ex->field.field = field;
	if (field == SEGMENT_FLAGS)
		return parse_flags(p, ex);
	if (field == SEGMENT_OPTION)
		return parse_option(p, ex);
	return parse_limit(p, segment_field_word(field), field_max(field), &ex->field.cmp,
			   &ex->field.n);
}
