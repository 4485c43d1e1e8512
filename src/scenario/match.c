/* SPDX-License-Identifier: MIT */
#include "scenario/match.h"

#include <stdlib.h>

#include "scenario/filter.h"

bool range_holds(const struct range *range, uint32_t n)
{
	return !range->given || (n >= range->low && n <= range->high);
}

bool limit_holds(const struct limit *limit, uint32_t n)
{
	return !limit->given || comparison_holds(limit->cmp, n, limit->n);
}

void match_free(struct match *match)
{
	free(match->contains.bytes);
	filter_free(&match->filter);
}
