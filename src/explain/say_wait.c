/* SPDX-License-Identifier: MIT */
#include "base/translate.h"
#include "explain/nouns.h"
#include "explain/say.h"

static void say_state(struct sentences *s, enum end end, const struct wait_condition *wait)
{
	const char *whose = wait->end == end && !wait->connection
				    ? _("its own connection")
				    : part(s, wait->connection ? "%s" : _("the connection of %s"),
					   noun_connection(s, wait->end, wait->connection));

	if (wait->state == TCPS_CLOSED)
		sentence(s, _("It waits until %s is gone (CLOSED)."), whose);
	else
		sentence(s, _("It waits until %s is in %s."), whose, tcp_state_name(wait->state));
}

static void say_steps(struct sentences *s, const struct wait_condition *wait)
{
	if (wait->n == 1)
		sentence(s, _("It waits until %s has done its step %s."), noun_end(wait->end),
			 step_word(wait->step));
	else
		sentence(s, _("It waits until %s has done %u of its steps %s."),
			 noun_end(wait->end), wait->n, step_word(wait->step));
}

static void say_segment(struct sentences *s, const struct wait_condition *wait)
{
	const enum end *from = wait->from_given ? &wait->end : NULL;

	if (wait->n == 1)
		sentence(s, _("It waits until %s has been on the wire."),
			 noun_from(s, noun_some_segment(wait->segment), from));
	else
		sentence(s, _("It waits until %s have been on the wire."),
			 noun_from(s,
				   part(s, C_("segments", "%u %s"), wait->n,
					noun_segments(wait->segment)),
				   from));
}

void say_wait(struct sentences *s, enum end end, const struct wait_condition *wait)
{
	switch (wait->kind) {
	case WAIT_STATE:
		say_state(s, end, wait);
		break;
	case WAIT_DONE:
		sentence(s, _("It waits until the script of %s is over."), noun_end(wait->end));
		break;
	case WAIT_STEP:
		say_steps(s, wait);
		break;
	case WAIT_LISTENS:
		sentence(s, _("It waits until something listens on port %u of %s."), wait->port,
			 noun_end(wait->end));
		break;
	case WAIT_SEGMENT:
		say_segment(s, wait);
		break;
	case WAIT_FAULT:
		sentence(s,
			 P_("It waits until the fault %s has decided on %u segment.",
			    "It waits until the fault %s has decided on %u segments.", wait->n),
			 wait->fault_name, wait->n);
		break;
	}
	if (wait->limited)
		sentence(s, _("If that takes longer than %s, the run fails."),
			 noun_time(s, wait->within));
}
