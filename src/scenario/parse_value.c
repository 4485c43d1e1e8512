/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/util.h"
#include "scenario/arithmetic.h"
#include "scenario/parse_verb.h"

static const struct unit {
	const char *word;
	nsec_t ns;
} units[] = {
	/* from large to small */
	{"h", 3600 * NSEC_PER_SEC}, {"m", 60 * NSEC_PER_SEC}, {"s", NSEC_PER_SEC},
	{"ms", NSEC_PER_MSEC},	    {"us", NSEC_PER_USEC},    {"ns", 1},
};

#define UNIT_WORDS "ns, us, ms, s, m and h"

/* The parts of a TOKEN_NUMBER: sign, digits, digits after a point, unit. */
struct number {
	bool negative;
	bool plus;
	bool fractional;
	uint64_t whole;	     /* UINT64_MAX: that or more */
	uint64_t billionths; /* of the fraction */
	bool finer;	     /* the fraction is not whole billionths */
	const char *unit;
	size_t unit_len;
};

static const char *split_whole(const char *s, struct number *number)
{
	for (; isdigit((unsigned char)*s); s++) {
		if (__builtin_mul_overflow(number->whole, 10, &number->whole) ||
		    __builtin_add_overflow(number->whole, *s - '0', &number->whole)) {
			number->whole = UINT64_MAX;
			return s + strspn(s, "0123456789");
		}
	}
	return s;
}

static const char *split_fraction(const char *s, struct number *number)
{
	uint64_t weight = NSEC_PER_SEC;

	if (*s != '.' || !isdigit((unsigned char)s[1]))
		return s;
	number->fractional = true;
	for (s++; isdigit((unsigned char)*s); s++) {
		weight /= 10;
		number->billionths += weight * (*s - '0');
		number->finer |= !weight && *s != '0';
	}
	return s;
}

static struct number split_text(const char *s, size_t len)
{
	const char *end = s + len;
	struct number number = {.negative = *s == '-', .plus = *s == '+'};

	s = split_whole(s + (number.negative || number.plus), &number);
	number.unit = split_fraction(s, &number);
	number.unit_len = end - number.unit;
	return number;
}

static struct number split(const struct parser *p, const struct token *token)
{
	return split_text(token_text(p, token), token->loc.len);
}

static const struct unit *find_unit(const char *word, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		if (strlen(units[i].word) == len && !memcmp(units[i].word, word, len))
			return &units[i];
	}
	return NULL;
}

const char *time_text(char buf[TIME_TEXT], nsec_t time)
{
	const struct unit *unit = units;

	while (time % unit->ns || (!time && strcmp(unit->word, "s")))
		unit++;
	snprintf(buf, TIME_TEXT, "%" PRId64 "%s", time / unit->ns, unit->word);
	return buf;
}

/* Multiply a split number by its unit. Return: false if the result is no whole nanosecond */
static bool scale(const struct number *number, const struct unit *unit, nsec_t *time)
{
	unsigned __int128 ns = (unsigned __int128)number->billionths * unit->ns;

	if (number->finer || ns % NSEC_PER_SEC)
		return false;
	ns = ns / NSEC_PER_SEC + (unsigned __int128)number->whole * unit->ns;
	*time = ns > INT64_MAX ? INT64_MAX : (nsec_t)ns;
	if (number->negative)
		*time = -*time;
	return true;
}

bool amount_parse(const char *text, size_t len, struct amount *amount)
{
	struct number number = split_text(text, len);
	const struct unit *unit = find_unit(number.unit, number.unit_len);

	amount->is_time = unit;
	if (unit)
		return scale(&number, unit, &amount->n);
	if (number.unit_len || number.fractional || number.whole > INT64_MAX)
		return false;
	amount->n = number.negative ? -(int64_t)number.whole : (int64_t)number.whole;
	return true;
}

char *amount_text(struct amount amount)
{
	char text[TIME_TEXT];

	return amount.is_time ? xasprintf("%s", time_text(text, amount.n))
			      : xasprintf("%" PRId64, amount.n);
}

bool parse_time(struct parser *p, const char *what, nsec_t min, nsec_t *time)
{
	const struct token *token = p->at;
	struct number number;
	const struct unit *unit;
	char least[TIME_TEXT];

	if (!take_kind(p, TOKEN_NUMBER))
		return unexpected(p, "a time, such as 500ms or 10s");
	number = split(p, token);
	unit = find_unit(number.unit, number.unit_len);
	if (number.plus)
		diag_error(p->diags, token->loc, "a time has no sign");
	else if (!number.unit_len)
		diag_error(p->diags, token->loc, "a time without a unit; units are " UNIT_WORDS);
	else if (!unit)
		diag_error(p->diags, token->loc, "unknown unit '%.*s'; units are " UNIT_WORDS,
			   (int)MIN(number.unit_len, 20), number.unit);
	else if (!scale(&number, unit, time))
		diag_error(p->diags, token->loc, "nothing is finer than 1ns here");
	else if (*time < min || *time > TIME_MAX_NS)
		diag_error(p->diags, token->loc, "%s must be from %s to 1000h", what,
			   time_text(least, min));
	else
		return true;
	return false;
}

bool parse_number(struct parser *p, const char *what, uint64_t min, uint64_t max, uint64_t *result)
{
	const struct token *token = p->at;
	struct number number;

	if (!take_kind(p, TOKEN_NUMBER))
		return unexpected(p, "a number");
	number = split(p, token);
	if (number.unit_len || number.fractional) {
		diag_error(p->diags, token->loc, "%s must be a whole number without a unit", what);
		return false;
	}
	if (number.negative || number.plus || number.whole < min || number.whole > max) {
		diag_error(p->diags, token->loc, "%s must be from %" PRIu64 " to %" PRIu64, what,
			   min, max);
		return false;
	}
	*result = number.whole;
	return true;
}

bool at_offset(const struct parser *p)
{
	char sign = *token_text(p, p->at);

	return p->at->kind == TOKEN_NUMBER && (sign == '+' || sign == '-');
}

/* Nothing is farther away from anything in the space of sequence numbers. */
#define OFFSET_MAX INT32_MAX

bool parse_offset(struct parser *p, int64_t *offset)
{
	const struct token *token = p->at;
	struct number number;

	if (!at_offset(p))
		return unexpected(p, "an offset with its sign, such as +1 or -1000");
	p->at++;
	number = split(p, token);
	if (number.unit_len || number.fractional || number.whole > OFFSET_MAX) {
		diag_error(p->diags, token->loc, "an offset must be a whole number from -%d to +%d",
			   OFFSET_MAX, OFFSET_MAX);
		return false;
	}
	*offset = number.negative ? -(int64_t)number.whole : (int64_t)number.whole;
	return true;
}

static bool parse_percent(struct parser *p, unsigned int *percent)
{
	struct number number = split(p, p->at);

	if (number.negative || number.plus || number.fractional || number.whole > 100) {
		diag_error(p->diags, p->at->loc,
			   "a tolerance must be from 0%% to 100%% in whole percent");
		return false;
	}
	*percent = number.whole;
	p->at++;
	return true;
}

bool parse_probability(struct parser *p, uint32_t *probability)
{
	const struct token *token = p->at;
	uint64_t step = NSEC_PER_SEC / PROBABILITY_PERCENT;
	struct number number;

	if (!take_kind(p, TOKEN_NUMBER))
		return unexpected(p, "a percentage, such as 5%");
	number = split(p, token);
	*probability = MIN(number.whole, 101) * PROBABILITY_PERCENT + number.billionths / step;
	if (number.unit_len == 1 && *number.unit == '%' && !number.negative && !number.finer &&
	    number.billionths % step == 0 && *probability > 0 &&
	    *probability <= 100 * PROBABILITY_PERCENT)
		return true;
	diag_error(p->diags, token->loc,
		   "a probability must be from 0.0001%% to 100%% in steps of 0.0001%%");
	return false;
}

bool parse_tolerance(struct parser *p, struct expected_time *t)
{
	const struct token *token;

	if (!take_kind(p, TOKEN_PLUS_MINUS))
		return true;
	token = p->at;
	if (token->kind == TOKEN_NUMBER && token_text(p, token)[token->loc.len - 1] == '%') {
		t->tolerance = TOLERANCE_PERCENT;
		return parse_percent(p, &t->percent);
	}
	t->tolerance = TOLERANCE_TIME;
	return parse_time(p, "a tolerance", 0, &t->plus_minus);
}

bool parse_limited_time(struct parser *p, const char *what, struct expected_time *t)
{
	if (!parse_time(p, what, t->cmp == CMP_LT ? 1 : 0, &t->time))
		return false;
	if (p->at->kind == TOKEN_PLUS_MINUS && t->cmp != CMP_EQ) {
		diag_error(p->diags, p->at->loc, "a limit has no tolerance");
		return false;
	}
	return parse_tolerance(p, t);
}

bool parse_expected_time(struct parser *p, const char *what, struct expected_time *t)
{
	const struct token *token = p->at;

	t->cmp = CMP_EQ;
	if (token->kind == TOKEN_COMPARISON) {
		parse_comparison(p, &t->cmp);
		if (t->cmp == CMP_EQ || t->cmp == CMP_NE) {
			diag_error(p->diags, token->loc,
				   "no time is exact: write 7s, 7s +- 10%%, < 7s, <= 7s, > 7s or "
				   ">= 7s");
			return false;
		}
	}
	return parse_limited_time(p, what, t);
}

bool parse_comparison(struct parser *p, enum comparison *cmp)
{
	const struct token *token = p->at;

	if (!take_kind(p, TOKEN_COMPARISON))
		return unexpected(p, "a comparison (= != < <= > >=)");
	for (enum comparison c = 0; c < COMPARISONS; c++) {
		const char *word = comparison_word(c);

		if (strlen(word) == token->loc.len &&
		    !memcmp(word, token_text(p, token), token->loc.len))
			*cmp = c;
	}
	return true;
}

bool parse_limit(struct parser *p, const char *what, uint32_t max, enum comparison *cmp,
		 uint32_t *n)
{
	const struct token *first = p->at;
	uint64_t number;

	if (!parse_comparison(p, cmp) || !parse_number(p, what, 0, max, &number))
		return false;
	if (*cmp == CMP_LT && number == 0) {
		diag_error(p->diags, span_from(p, first), "no count is less than 0");
		return false;
	}
	*n = number;
	return true;
}

bool parse_version(struct parser *p, unsigned int *major, unsigned int *minor)
{
	const struct token *token = p->at;
	char text[16];
	int used = 0;

	if (!take_kind(p, TOKEN_NUMBER))
		return unexpected(p, "a kernel version, such as 6.5");
	snprintf(text, sizeof(text), "%.*s", (int)MIN(token->loc.len, sizeof(text) - 1),
		 token_text(p, token));
	if (token->loc.len < 8 && sscanf(text, "%u.%u%n", major, minor, &used) == 2 &&
	    text[used] == '\0' && text[0] != '-')
		return true;
	diag_error(p->diags, token->loc, "a kernel version has two numbers, such as 6.5");
	return false;
}

bool parse_string(struct parser *p, const char *what, char **text)
{
	const struct token *token = p->at;
	char expected[64];

	if (!take_kind(p, TOKEN_STRING)) {
		snprintf(expected, sizeof(expected), "%s in quotes", what);
		return unexpected(p, expected);
	}
	if (token->loc.len == strlen("\"\"")) {
		diag_error(p->diags, token->loc, "an empty string");
		return false;
	}
	*text = string_value(token_text(p, token), token->loc.len);
	return true;
}

bool parse_end(struct parser *p, enum end *end)
{
	const char *words[ENDS];

	if (p->at->kind == TOKEN_WORD && end_parse(token_text(p, p->at), p->at->loc.len, end)) {
		p->at++;
		return true;
	}
	for_each_end(e)
		words[e] = end_name(e);
	return unknown_word(p, "end", words, ENDS);
}

bool parse_segment_name(struct parser *p, enum segment_name *name)
{
	const char *words[SEGMENT_NAMES];

	if (p->at->kind == TOKEN_WORD &&
	    segment_name_parse(token_text(p, p->at), p->at->loc.len, name)) {
		p->at++;
		return true;
	}
	for (enum segment_name n = 0; n < SEGMENT_NAMES; n++)
		words[n] = segment_name_word(n);
	return unknown_word(p, "segment", words, SEGMENT_NAMES);
}

bool parse_state(struct parser *p, const char *other, enum tcp_state *state)
{
	const char *words[TCP_STATES + 1] = {[TCP_STATES] = other};

	if (p->at->kind == TOKEN_WORD &&
	    tcp_state_parse(token_text(p, p->at), p->at->loc.len, state)) {
		if (*state == TCPS_LISTEN) {
			diag_error(p->diags, p->at->loc,
				   "no connection is ever in LISTEN; the listener beside it is");
			return false;
		}
		p->at++;
		return true;
	}
	for (enum tcp_state s = 0; s < TCP_STATES; s++)
		words[s] = s == TCPS_LISTEN ? NULL : tcp_state_name(s);
	return unknown_word(p, "state", words, ARRAY_SIZE(words));
}
