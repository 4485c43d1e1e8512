/* SPDX-License-Identifier: MIT */
#include "scenario/match.h"

#include <stdlib.h>

#include "scenario/filter.h"

bool match_has_until(const struct match *match)
{
	return match->until_state.given || match->until_timer.given ||
	       match->until_retransmits.limit.given;
}

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
