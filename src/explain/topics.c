/* SPDX-License-Identifier: MIT */
#include "explain/topics.h"

#include <ctype.h>
#include <string.h>

#include "base/util.h"

static void add_match(struct topics *topics, const struct match *match)
{
	topics->segment[match->name] = true;
	if (match->while_state.given)
		topics->state[match->while_state.state] = true;
	if (match->until_state.given)
		topics->state[match->until_state.state] = true;
	if (match->since.kind == SINCE_STATE)
		topics->state[match->since.state] = true;
}

static void add_script(struct topics *topics, const struct script *script)
{
	for (size_t i = 0; i < script->n; i++) {
		const struct step *step = &script->steps[i];

		if (step->kind == STEP_WAIT && step->wait.kind == WAIT_STATE)
			topics->state[step->wait.state] = true;
	}
}

static bool is_set(const struct scenario *sc, const char *name)
{
	for (size_t i = 0; i < sc->n_sysctls; i++)
		if (!strcmp(sc->sysctls[i].name, name))
			return true;
	return false;
}

static void add_sysctl(struct topics *topics, const struct scenario *sc,
		       const struct reference_sysctl *sysctl)
{
	if (!sysctl || is_set(sc, sysctl->name))
		return;
	for (size_t i = 0; i < topics->n_sysctls; i++)
		if (topics->sysctls[i] == sysctl)
			return;
	*ARRAY_ADD(topics->sysctls, topics->n_sysctls) = sysctl;
}

/* Whether a whole name stands in a text. */
static bool names(const char *text, const char *name)
{
	size_t len = strlen(name);

	for (; (text = strstr(text, name)); text++)
		if (!isalnum((unsigned char)text[len]) && text[len] != '_')
			return true;
	return false;
}

/* Whether the kernel's timers decide about it, as far as one can tell. */
static bool is_timed(const struct expected_time *time)
{
	return time->cmp == CMP_EQ && time->time >= NSEC_PER_SEC;
}

/* How long an end is in a state depends on the knobs that the reference has there. */
static void add_knobs(struct topics *topics, const struct scenario *sc, enum tcp_state state)
{
	const struct reference_sysctl *sysctl;

	for (size_t i = 0; (sysctl = reference_sysctl_at(i)); i++)
		if (names(reference_state(state)->knobs, sysctl->name))
			add_sysctl(topics, sc, sysctl);
}

static void add_expectation(struct topics *topics, const struct scenario *sc,
			    const struct expectation *ex)
{
	switch (ex->kind) {
	case EXPECT_IN_STATE:
		if (is_timed(&ex->in_state.time))
			add_knobs(topics, sc, ex->in_state.state);
		topics->state[ex->in_state.state] = true;
		break;
	case EXPECT_REACHES:
		topics->state[ex->in_state.state] = true;
		break;
	case EXPECT_PATH:
		topics->state[ex->path.states[ex->path.n - 1]] = true;
		break;
	case EXPECT_NEVER:
	case EXPECT_ENDS_IN:
		topics->state[ex->visit.state] = true;
		break;
	case EXPECT_SOCKETS:
		topics->state[ex->stock.state] = true;
		break;
	case EXPECT_GAPS:
		topics->segment[ex->gaps.which.name] = true;
		break;
	case EXPECT_PASSES:
	case EXPECT_SEGMENTS:
	case EXPECT_FIELD:
	case EXPECT_CALL:
	case EXPECT_TOOK:
	case EXPECT_BYTES:
	case EXPECT_DATA:
	case EXPECT_INFO:
	case EXPECT_COUNTER:
	case EXPECT_FIRED:
		break;
	}
}

void topics_find(struct topics *topics, const struct scenario *sc)
{
	*topics = (struct topics){0};
	for (size_t i = 0; i < sc->n_wheres; i++)
		if (sc->wheres[i].kind == WHERE_SYSCTL)
			add_sysctl(topics, sc, reference_sysctl(sc->wheres[i].sysctl));
	for_each_end(e)
		add_script(topics, &sc->script[e]);
	for (size_t i = 0; i < sc->n_faults; i++)
		if (!sc->faults[i].at_given)
			add_match(topics, &sc->faults[i].match);
	for (size_t i = 0; i < sc->n_expectations; i++)
		add_expectation(topics, sc, &sc->expectations[i]);
	topics->state[TCPS_CLOSED] = false; /* there is nothing to be known of it */
	topics->segment[SEG_ANY] = false;
}

void topics_free(struct topics *topics)
{
	free(topics->sysctls);
}
