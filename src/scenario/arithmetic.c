/* SPDX-License-Identifier: MIT */
#include "scenario/arithmetic.h"

#include <ctype.h>
#include <string.h>

#include "base/util.h"
#include "scenario/lex.h"

/* Parentheses and signs within each other. */
#define DEPTH_MAX 50

struct reader {
	const struct source *src;
	struct srcloc loc; /* of the whole expression */
	struct diags *diags;
	amount_fn *name;
	void *arg;
	const char *at; /* never past the last ')' of the expression */
	unsigned int depth;
};

/* The place of @len bytes at @at. */
static struct srcloc place(const struct reader *r, const char *at, size_t len)
{
	struct srcloc loc = r->loc;

	for (const char *c = r->src->text + r->loc.offset; c < at; c++, loc.offset++)
		loc.column += (*c & 0xc0) != 0x80;
	loc.len = len;
	return loc;
}

static void skip_blanks(struct reader *r)
{
	r->at += strspn(r->at, " \t");
}

static bool wrong(struct reader *r, const char *at, size_t len, const char *what)
{
	diag_error(r->diags, place(r, at, len), "%s", what);
	return false;
}

/* ---- operators ----------------------------------------------------------------------------- */

static bool sum(char op, struct amount *a, struct amount b, const char **why)
{
	if (a->is_time != b.is_time) {
		*why = "a time and a number are neither added nor subtracted";
		return false;
	}
	*why = "the result is too large";
	return !(op == '+' ? __builtin_add_overflow(a->n, b.n, &a->n)
			   : __builtin_sub_overflow(a->n, b.n, &a->n));
}

static bool product(struct amount *a, struct amount b, const char **why)
{
	if (a->is_time && b.is_time) {
		*why = "two times are not multiplied";
		return false;
	}
	*why = "the result is too large";
	a->is_time |= b.is_time;
	return !__builtin_mul_overflow(a->n, b.n, &a->n);
}

static bool quotient(struct amount *a, struct amount b, const char **why)
{
	if (b.is_time && !a->is_time)
		*why = "a number is not divided by a time";
	else if (!b.n)
		*why = "nothing is divided by 0";
	else if (b.n == -1 && a->n == INT64_MIN)
		*why = "the result is too large";
	else if (a->n % b.n)
		*why = a->is_time && !b.is_time ? "the result is no whole number of nanoseconds"
						: "the result is no whole number";
	else {
		a->n /= b.n;
		a->is_time = a->is_time && !b.is_time;
		return true;
	}
	return false;
}

static bool apply(struct reader *r, const char *op, struct amount *a, struct amount b)
{
	const char *why;
	bool good = *op == '*'	 ? product(a, b, &why)
		    : *op == '/' ? quotient(a, b, &why)
				 : sum(*op, a, b, &why);

	return good || wrong(r, op, 1, why);
}

/* ---- grammar ------------------------------------------------------------------------------- */

static bool read_sum(struct reader *r, struct amount *a);

static bool read_number(struct reader *r, struct amount *a)
{
	const char *begin = r->at;

	while (isalnum((unsigned char)*r->at) || *r->at == '.' || *r->at == '%')
		r->at++;
	return amount_parse(begin, r->at - begin, a) ||
	       wrong(r, begin, r->at - begin, "this is neither a whole number nor a time");
}

static bool read_name(struct reader *r, size_t len, struct amount *a)
{
	const char *begin = r->at;

	r->at += len;
	return r->name(r->arg, begin, place(r, begin, len), a);
}

static bool read_parentheses(struct reader *r, struct amount *a)
{
	r->at++;
	if (!read_sum(r, a))
		return false;
	if (*r->at != ')')
		return wrong(r, r->at, 1, "expected an operator (+ - * /) or ')'");
	r->at++;
	return true;
}

static bool read_negative(struct reader *r, struct amount *a);

static bool read_operand(struct reader *r, struct amount *a)
{
	size_t len;
	bool good;

	skip_blanks(r);
	len = param_name_length(r->at, r->src->text + r->loc.offset + r->loc.len - r->at);
	if (r->depth == DEPTH_MAX)
		return wrong(r, r->at, 1, "nobody reads an expression that is nested so deep");
	r->depth++;
	if (len)
		good = read_name(r, len, a);
	else if (isdigit((unsigned char)*r->at))
		good = read_number(r, a);
	else if (*r->at == '(')
		good = read_parentheses(r, a);
	else if (*r->at == '-')
		good = read_negative(r, a);
	else
		good = wrong(r, r->at, 1, "expected a number, a time, a parameter's name or '('");
	r->depth--;
	skip_blanks(r);
	return good;
}

static bool read_negative(struct reader *r, struct amount *a)
{
	const char *sign = r->at++;
	struct amount minuend;

	if (!read_operand(r, a))
		return false;
	minuend = (struct amount){.is_time = a->is_time};
	if (!apply(r, sign, &minuend, *a))
		return false;
	*a = minuend;
	return true;
}

static bool read_product(struct reader *r, struct amount *a)
{
	struct amount b;

	if (!read_operand(r, a))
		return false;
	while (*r->at == '*' || *r->at == '/') {
		const char *op = r->at++;

		if (!read_operand(r, &b) || !apply(r, op, a, b))
			return false;
	}
	return true;
}

static bool read_sum(struct reader *r, struct amount *a)
{
	struct amount b;

	if (!read_product(r, a))
		return false;
	while (*r->at == '+' || *r->at == '-') {
		const char *op = r->at++;

		if (!read_product(r, &b) || !apply(r, op, a, b))
			return false;
	}
	return true;
}

bool arithmetic(const struct source *src, struct srcloc loc, struct diags *diags, amount_fn *name,
		void *arg, struct amount *result)
{
	struct reader r = {.src = src,
			   .loc = loc,
			   .diags = diags,
			   .name = name,
			   .arg = arg,
			   .at = src->text + loc.offset + 1};

	return read_parentheses(&r, result);
}
