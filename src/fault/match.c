/* SPDX-License-Identifier: MIT */
#include "fault/match.h"

bool match_state_seen(const struct state_condition *cond, const struct end_states *states)
{
	return states->existed[cond->end] && states->state[cond->end] == cond->state;
}

enum condition match_uncounted(const struct match *m, const struct candidate *c, bool over)
{
	if (!(c->facts->names & 1 << m->name))
		return COND_NAME;
	if (m->from_given && m->from != c->from)
		return COND_DIRECTION;
	if (m->while_state.given && !match_state_seen(&m->while_state, c->states))
		return COND_WHILE;
	if (over)
		return COND_UNTIL;
	if (m->ordinal != ORDINAL_NONE && c->facts->retransmission)
		return COND_RETRANSMISSION;
	return COND_ALL;
}

bool match_ordinal(const struct match *m, uint32_t index)
{
	switch (m->ordinal) {
	case ORDINAL_NONE:
		return true;
	case ORDINAL_FIRST:
		return index <= m->n;
	case ORDINAL_NTH:
		return index == m->n;
	}
	return false;
}
