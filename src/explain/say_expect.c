/* SPDX-License-Identifier: MIT */
/* What is expected: states and data here, segments, calls and stock in files of their own. */
#include "base/translate.h"
#include "explain/explain.h"
#include "explain/nouns.h"
#include "explain/say.h"

static void say_path(struct sentences *s, const struct expectation *ex)
{
	const char *states = noun_states(s, ex->path.states, ex->path.n);
	const char *who = noun_connection_first(s, ex->path.end, ex->connection);

	if (ex->kind == EXPECT_PASSES)
		sentence(s,
			 _("%s goes through these states in this order, whatever is between "
			   "them: %s."),
			 who, states);
	else if (ex->path.n == 1)
		sentence(s, _("%s comes into just one state, and stays in it: %s."), who, states);
	else if (ex->path.states[ex->path.n - 1] == TCPS_CLOSED)
		sentence(s, _("%s goes through just these states, and is gone then: %s."), who,
			 states);
	else
		sentence(s, _("%s goes through just these states, and stays in the last one: %s."),
			 who, states);
}

static void say_ends_in(struct sentences *s, const char *who, enum tcp_state state)
{
	if (state == TCPS_CLOSED)
		sentence(s, _("%s is gone (CLOSED) at the end of the run."), who);
	else
		sentence(s, _("%s is in %s at the end of the run."), who, tcp_state_name(state));
}

static void say_reaches(struct sentences *s, const char *who, const struct expectation *ex)
{
	const struct expected_time *time = &ex->in_state.time;
	const char *state = tcp_state_name(ex->in_state.state);

	if (time->cmp == CMP_LE)
		sentence(s, _("%s comes into %s no later than %s after the beginning of the run."),
			 who, state, noun_time(s, time->time));
	else
		sentence(s, _("%s comes into %s %s after the beginning of the run."), who, state,
			 noun_expected_time(s, time));
}

static void say_data(struct sentences *s, const struct expectation *ex)
{
	enum end to = ex->receiver, from = other_end(to);

	if (ex->connection)
		sentence(s,
			 _("Every byte that %s sends on connection %u arrives at %s, in order "
			   "and unchanged, and nothing else does."),
			 noun_end(from), ex->connection, noun_end(to));
	else
		sentence(s,
			 _("Every byte that %s sends arrives at %s, in order and unchanged, and "
			   "nothing else does."),
			 noun_end(from), noun_end(to));
}

static void say_fired(struct sentences *s, const struct scenario *sc, const struct expectation *ex)
{
	const char *name = sc->faults[ex->fired.fault].name;

	if (ex->fired.cmp == CMP_EQ && !ex->fired.n)
		sentence(s, _("The fault %s never decides on a segment."), name);
	else if (ex->fired.cmp == CMP_GE && !ex->fired.n)
		sentence(s, _("The fault %s need not decide on any segment."), name);
	else
		sentence(s,
			 P_("The fault %s decides on %s segment.",
			    "The fault %s decides on %s segments.", ex->fired.n),
			 name, noun_limit(s, ex->fired.cmp, ex->fired.n));
}

void explain_expectation(struct sentences *s, const struct scenario *sc,
			 const struct expectation *ex)
{
	switch (ex->kind) {
	case EXPECT_PATH:
	case EXPECT_PASSES:
		say_path(s, ex);
		break;
	case EXPECT_NEVER:
		sentence(s, _("%s is never in %s."),
			 noun_connection_first(s, ex->visit.end, ex->connection),
			 tcp_state_name(ex->visit.state));
		break;
	case EXPECT_ENDS_IN:
		say_ends_in(s, noun_connection_first(s, ex->visit.end, ex->connection),
			    ex->visit.state);
		break;
	case EXPECT_IN_STATE:
		sentence(s, _("%s stays in %s for %s."),
			 noun_connection_first(s, ex->in_state.end, ex->connection),
			 tcp_state_name(ex->in_state.state),
			 noun_expected_time(s, &ex->in_state.time));
		break;
	case EXPECT_REACHES:
		say_reaches(s, noun_connection_first(s, ex->in_state.end, ex->connection), ex);
		break;
	case EXPECT_SEGMENTS:
		say_segments(s, ex);
		break;
	case EXPECT_GAPS:
		say_gaps(s, ex);
		break;
	case EXPECT_FIELD:
		say_field(s, ex);
		break;
	case EXPECT_CALL:
	case EXPECT_TOOK:
	case EXPECT_BYTES:
		say_call(s, sc, ex);
		break;
	case EXPECT_DATA:
		say_data(s, ex);
		break;
	case EXPECT_INFO:
	case EXPECT_COUNTER:
	case EXPECT_SOCKETS:
		say_stock(s, sc, ex);
		break;
	case EXPECT_FIRED:
		say_fired(s, sc, ex);
		break;
	}
}

void explain_where(struct sentences *s, const struct where *where)
{
	const char *version;

	switch (where->kind) {
	case WHERE_ALWAYS:
		break;
	case WHERE_SYSCTL:
		if (where->exists)
			sentence(s, _("On kernels that have the sysctl %s:"), where->sysctl);
		else
			sentence(s, _("On kernels without the sysctl %s:"), where->sysctl);
		break;
	case WHERE_KERNEL:
		version = part(s, "%u.%u", where->kernel_major, where->kernel_minor);
		sentence(s, _("On kernels of this version: %s"),
			 noun_compared(s, where->cmp, version));
		break;
	}
}
