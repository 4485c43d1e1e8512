/* SPDX-License-Identifier: MIT */
/* The verbs about when segments go on, as parse_fault_time.c reads them. */
#include <inttypes.h>

#include "base/util.h"
#include "scenario/print.h"

void print_delay(const struct fault *fault, FILE *out)
{
	print_time(" ", fault->delay, out);
	if (fault->jitter)
		print_time(" jitter ", fault->jitter, out);
	if (fault->distribution != DISTRIBUTION_UNIFORM)
		fprintf(out, " distribution %s", distribution_word(fault->distribution));
}

void print_reorder(const struct fault *fault, FILE *out)
{
	if (fault->behind != 1)
		fprintf(out, " %" PRIu32, fault->behind);
	if (fault->within != REORDER_WITHIN)
		print_time(" within ", fault->within, out);
}

void print_rate(const struct fault *fault, FILE *out)
{
	static const char *const units[] = {"bit", "kbit", "mbit", "gbit"};
	uint64_t rate = fault->rate;
	size_t unit = 0;

	for (; unit + 1 < ARRAY_SIZE(units) && rate % 1000 == 0; unit++)
		rate /= 1000;
	fprintf(out, " %" PRIu64 "%s", rate, units[unit]);
	if (fault->burst)
		fprintf(out, " burst %" PRIu32, fault->burst);
}

void print_forget(const struct fault *fault, FILE *out)
{
	if (fault->at_given)
		print_time(" at ", fault->at, out);
	else
		fputs(" on", out);
}

void print_partition(const struct fault *fault, FILE *out)
{
	print_time(" ", fault->lasts, out);
	print_forget(fault, out);
}

void print_release(const struct release *release, FILE *out)
{
	switch (release->kind) {
	case RELEASE_NONE:
	case RELEASE_STATE: /* the rule's "until END STATE" */
		break;
	case RELEASE_SEGMENT:
		fprintf(out, " until %s", segment_name_word(release->name));
		if (release->from_given)
			fprintf(out, " from %s", end_name(release->from));
		break;
	case RELEASE_TIME:
		print_time(" until ", release->time, out);
		break;
	}
}
