/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/translate.h"
#include "judge/hearing.h"

enum outcome_kind span_judge(struct span span, const struct expected_time *expected)
{
	nsec_t lo, hi;

	expected_time_range(expected, &lo, &hi);
	if (lo <= span.at_least && span.at_most <= hi)
		return OUTCOME_PASS;
	if (span.at_most < lo || hi < span.at_least)
		return OUTCOME_FAIL;
	return OUTCOME_INCONCLUSIVE;
}

char *span_text(struct span span)
{
	char from[NSEC_TEXT], to[NSEC_TEXT];

	nsec_format(from, span.at_least);
	if (span.at_most == UNBOUNDED)
		return xasprintf(_("at least %s"), from);
	nsec_format(to, span.at_most);
	if (span.at_least <= 0)
		return xasprintf(_("at most %s"), to);
	return strcmp(from, to) ? xasprintf(_("%s to %s"), from, to) : xasprintf("%s", from);
}

char *expected_time_text(const struct expected_time *expected)
{
	struct span span;

	expected_time_range(expected, &span.at_least, &span.at_most);
	return span_text(span);
}
