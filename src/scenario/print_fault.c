/* SPDX-License-Identifier: MIT */
#include "scenario/print.h"

/* What stands between the verb and its segment. */
static void print_arguments(const struct fault *fault, FILE *out)
{
	switch (fault->verb) {
	case VERB_DROP:
	case VERB_PASS:
	case VERB_HOLD:
		break;
	case VERB_DELAY:
		print_delay(fault, out);
		break;
	case VERB_REORDER:
		print_reorder(fault, out);
		break;
	case VERB_RATE:
		print_rate(fault, out);
		break;
	case VERB_PARTITION:
		print_partition(fault, out);
		break;
	case VERB_FORGET:
		print_forget(fault, out);
		break;
	}
}

void print_rule(const struct fault *fault, FILE *out)
{
	fputs(verb_word(fault->verb), out);
	print_arguments(fault, out);
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
