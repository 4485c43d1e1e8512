/* SPDX-License-Identifier: MIT */
#include "scenario/print.h"

static void print_state_condition(const char *word, const struct state_condition *condition,
				  FILE *out)
{
	if (condition->given)
		fprintf(out, " %s %s %s", word, end_name(condition->end),
			tcp_state_name(condition->state));
}

void print_rule(const struct fault *fault, FILE *out)
{
	const struct match *match = &fault->match;

	fputs(verb_word(fault->verb), out);
	if (fault->verb == VERB_DELAY)
		print_time(" ", fault->delay, out);
	if (fault->jitter)
		print_time(" jitter ", fault->jitter, out);
	fprintf(out, " %s", segment_name_word(match->name));
	if (match->from_given)
		fprintf(out, " from %s", end_name(match->from));
	if (match->ordinal != ORDINAL_NONE)
		fprintf(out, " %s %u", match->ordinal == ORDINAL_FIRST ? "first" : "nth", match->n);
	print_state_condition("while", &match->while_state, out);
	print_state_condition("until", &match->until_state, out);
}

char *fault_text(const struct fault *fault)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	print_rule(fault, out);
	fclose(out);
	return text;
}
