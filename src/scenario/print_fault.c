/* SPDX-License-Identifier: MIT */
#include "scenario/print.h"

void print_rule(const struct fault *fault, FILE *out)
{
	fputs(verb_word(fault->verb), out);
	if (fault->verb == VERB_DELAY)
		print_time(" ", fault->delay, out);
	if (fault->jitter)
		print_time(" jitter ", fault->jitter, out);
	fputc(' ', out);
	print_match(&fault->match, out);
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
