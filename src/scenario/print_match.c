/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "scenario/print.h"
#include "tcp/flags.h"

static void print_bounds(uint32_t low, uint32_t high, FILE *out)
{
	fprintf(out, " %" PRIu32, low);
	if (high == UINT32_MAX)
		fputs("..", out);
	else if (high != low)
		fprintf(out, "..%" PRIu32, high);
}

static void print_range(const char *word, const struct range *range, FILE *out)
{
	if (!range->given)
		return;
	fprintf(out, " %s", word);
	print_bounds(range->low, range->high, out);
}

static void print_limit(const char *word, const struct limit *limit, FILE *out)
{
	if (limit->given)
		fprintf(out, " %s %s %" PRIu32, word, comparison_word(limit->cmp), limit->n);
}

/* ---- bytes --------------------------------------------------------------------------------- */

static void print_flag_words(const char *before, uint8_t flags, FILE *out)
{
	if (flags)
		fputs(before, out);
	for (unsigned int bit = 0; bit < TCP_FLAGS; bit++)
		if (flags & 1 << bit)
			fprintf(out, " %s", tcp_flag_word(bit));
}

static void print_flags(const struct flags_condition *flags, FILE *out)
{
	bool only = (flags->set | flags->clear) == UINT8_MAX;

	if (!flags->given)
		return;
	fputs(" flags", out);
	if (only && !flags->set)
		fputs(" none", out);
	print_flag_words(only ? " only" : "", flags->set, out);
	if (!only)
		print_flag_words(" not", flags->clear, out);
}

static void print_contains(const struct pattern *pattern, FILE *out)
{
	if (!pattern->bytes)
		return;
	fputs(" contains ", out);
	if (!pattern->hex) {
		string_print((const char *)pattern->bytes, out);
		return;
	}
	for (size_t i = 0; i < pattern->len; i++)
		fprintf(out, "%s%02x", i ? " " : "hex \"", pattern->bytes[i]);
	fputc('"', out);
}

static void print_filter(const struct filter *filter, FILE *out)
{
	if (!filter->text)
		return;
	fputs(" match ", out);
	string_print(filter->text, out);
}

/* ---- which of them ------------------------------------------------------------------------- */

static void print_ordinal(const struct match *match, FILE *out)
{
	switch (match->ordinal) {
	case ORDINAL_NONE:
		break;
	case ORDINAL_FIRST:
		fprintf(out, " first %" PRIu32, match->n);
		break;
	case ORDINAL_NTH:
		fputs(" nth", out);
		print_bounds(match->n, match->last, out);
		break;
	case ORDINAL_EVERY:
		fprintf(out, " every %" PRIu32, match->n);
		break;
	}
}

static void print_transmissions(const struct match *match, FILE *out)
{
	switch (match->transmissions) {
	case TRANSMISSIONS_DEFAULT:
		break;
	case TRANSMISSIONS_ALL:
		fputs(" all transmissions", out);
		break;
	case TRANSMISSIONS_FIRST:
		fputs(" transmission first", out);
		break;
	case TRANSMISSIONS_AGAIN:
		fputs(" retransmission", out);
		if (match->retransmission.given)
			print_bounds(match->retransmission.low, match->retransmission.high, out);
		break;
	}
}

/* ---- ends, time, chance -------------------------------------------------------------------- */

static void print_state_condition(const char *word, const struct state_condition *condition,
				  FILE *out)
{
	if (condition->given)
		fprintf(out, " %s %s %s", word, end_name(condition->end),
			tcp_state_name(condition->state));
}

static void print_timer(const char *word, const struct timer_condition *timer, FILE *out)
{
	if (timer->given)
		fprintf(out, " %s %s timer %s", word, end_name(timer->end),
			tcp_timer_name(timer->timer));
}

static void print_retransmits(const char *word, const struct retransmits_condition *r, FILE *out)
{
	if (r->limit.given)
		fprintf(out, " %s %s", word, end_name(r->end));
	print_limit("retransmits", &r->limit, out);
}

static void print_times(const struct match *match, FILE *out)
{
	const struct since *since = &match->since;

	if (match->after)
		print_time(" after ", match->after, out);
	if (match->length)
		print_time(" for ", match->length, out);
	switch (since->kind) {
	case SINCE_START:
		break;
	case SINCE_SEGMENT:
		fprintf(out, " since %s from %s", segment_name_word(since->name),
			end_name(since->end));
		break;
	case SINCE_STATE:
		fprintf(out, " since %s %s", end_name(since->end), tcp_state_name(since->state));
		break;
	}
}

static void print_probability(uint32_t probability, FILE *out)
{
	if (probability)
		fprintf(out, " probability %.6g%%", (double)probability / PROBABILITY_PERCENT);
}

void print_match(const struct match *match, FILE *out)
{
	fputs(segment_name_word(match->name), out);
	if (match->from_given)
		fprintf(out, " from %s", end_name(match->from));
	print_range("connection", &match->connection, out);
	print_flags(&match->flags, out);
	print_limit("size", &match->size, out);
	print_limit("payload", &match->payload, out);
	print_contains(&match->contains, out);
	print_filter(&match->filter, out);
	print_ordinal(match, out);
	print_transmissions(match, out);
	print_state_condition("while", &match->while_state, out);
	print_timer("while", &match->timer, out);
	print_retransmits("while", &match->retransmits, out);
	print_times(match, out);
	print_probability(match->probability, out);
	print_timer("until", &match->until_timer, out);
	print_retransmits("until", &match->until_retransmits, out);
	print_state_condition("until", &match->until_state, out);
}
