/* SPDX-License-Identifier: MIT */
#include "scenario/print.h"

void print_rule(const struct fault *fault, FILE *out)
{
	fputs(verb_word(fault->verb), out);
	if (print_arguments[fault->verb])
		print_arguments[fault->verb](fault, out);
	if (fault->at_given)
		return;
	fputc(' ', out);
	print_match(&fault->match, out);
	print_release(&fault->match.release, out);
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
