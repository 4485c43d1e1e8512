/* SPDX-License-Identifier: MIT */
#include "fault/onset.h"

enum onset onset_now(const struct fault *fault, const struct rule_state *state, nsec_t now)
{
	if (fault->verb != VERB_PARTITION && fault->verb != VERB_FORGET)
		return ONSET_AWAITED;
	if (state->begun)
		return now - state->began < fault->lasts ? ONSET_ON : ONSET_OFF;
	if (!fault->at_given)
		return ONSET_AWAITED;
	if (fault->verb == VERB_FORGET)
		return now >= fault->at ? ONSET_ON : ONSET_OFF;
	return now >= fault->at && now - fault->at < fault->lasts ? ONSET_ON : ONSET_OFF;
}

void onset_taken(const struct fault *fault, struct rule_state *state, nsec_t now)
{
	if (state->begun)
		return;
	state->begun = true;
	state->began = fault->at_given ? fault->at : now;
}
