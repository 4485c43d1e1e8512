/* SPDX-License-Identifier: MIT */
#include "scenario/script.h"

#include <stdlib.h>

void step_free_texts(struct step *step)
{
	switch (step->kind) {
	case STEP_SEND:
		free(step->send.text);
		free(step->send.file);
		break;
	case STEP_EXPECT_DATA:
		free(step->expect.text);
		break;
	case STEP_SETSOCKOPT:
		free(step->sockopt.word);
		break;
	case STEP_EXEC:
		free(step->command);
		break;
	case STEP_SOCKET:
	case STEP_BIND:
	case STEP_LISTEN:
	case STEP_ACCEPT:
	case STEP_CONNECT:
	case STEP_CONNECTIONS:
	case STEP_RECV:
	case STEP_SHUTDOWN:
	case STEP_CLOSE:
	case STEP_ABORT:
	case STEP_FLOOD:
	case STEP_LIMIT:
	case STEP_UNPLUG:
	case STEP_PLUG:
	case STEP_REBOOT:
	case STEP_EXIT:
	case STEP_KILL:
	case STEP_FREEZE:
	case STEP_THAW:
	case STEP_SLEEP:
	case STEP_AT:
	case STEP_WAIT:
	case STEP_MARK:
		break;
	}
}

unsigned int step_takes(const struct step *step)
{
	switch (step->kind) {
	case STEP_SOCKET:
		return TAKES_AS;
	case STEP_LISTEN:
	case STEP_CONNECT:
		return TAKES_ON | TAKES_AS;
	case STEP_ACCEPT:
		return step->accept.n ? TAKES_ON : TAKES_ON | TAKES_AS;
	case STEP_CLOSE:
		return step->all ? TAKES_NONE : TAKES_ON;
	case STEP_BIND:
	case STEP_SEND:
	case STEP_RECV:
	case STEP_EXPECT_DATA:
	case STEP_SHUTDOWN:
	case STEP_ABORT:
	case STEP_SETSOCKOPT:
		return TAKES_ON;
	case STEP_CONNECTIONS:
	case STEP_EXEC:
	case STEP_FLOOD:
	case STEP_LIMIT:
	case STEP_UNPLUG:
	case STEP_PLUG:
	case STEP_REBOOT:
	case STEP_EXIT:
	case STEP_KILL:
	case STEP_FREEZE:
	case STEP_THAW:
	case STEP_SLEEP:
	case STEP_AT:
	case STEP_WAIT:
	case STEP_MARK:
		break;
	}
	return TAKES_NONE;
}

bool step_is_on(const struct step *step, uint32_t socket)
{
	unsigned int takes = step_takes(step);

	return (takes & TAKES_ON && step->on == socket) || (takes & TAKES_AS && step->as == socket);
}

bool script_has(const struct script *script, enum step_kind kind)
{
	for (size_t i = 0; i < script->n; i++) {
		if (script->steps[i].kind == kind)
			return true;
	}
	return false;
}

bool script_touches_link(const struct script *script, enum end end)
{
	for (size_t i = 0; i < script->n; i++) {
		const struct step *step = &script->steps[i];

		if ((step->kind == STEP_UNPLUG || step->kind == STEP_PLUG ||
		     step->kind == STEP_REBOOT) &&
		    step->target.end == end)
			return true;
	}
	return false;
}
