/* SPDX-License-Identifier: MIT */
/* Expectations of calls: how they end, how long they take, how much they move. */
#include <inttypes.h>

#include "base/translate.h"
#include "explain/nouns.h"
#include "explain/say.h"

static size_t count_calls(const struct scenario *sc, const struct expectation *ex)
{
	const struct script *script = &sc->script[ex->call.end];
	size_t n = 0;

	for (size_t i = 0; i < script->n; i++)
		n += call_is_meant(ex, ex->call.end, &script->steps[i]);
	return n;
}

/* "connect of the client", with the socket's name if it is told by that */
static const char *call_noun(struct sentences *s, const struct expectation *ex)
{
	const char *call = step_word(ex->call.call), *who = noun_end(ex->call.end);

	if (ex->call.on)
		return part(s, _("%s of %s on the socket %s"), call, who, ex->call.on_text);
	/* TRANSLATORS: "connect of the client" */
	return part(s, C_("call of an end", "%s of %s"), call, who);
}

/* At the beginning of a sentence. */
static const char *call_first(struct sentences *s, const struct scenario *sc,
			      const struct expectation *ex)
{
	const char *call = call_noun(s, ex);

	if (ex->call.nth)
		/* TRANSLATORS: "Number 2 of the calls connect of the client" */
		return part(s, _("Number %u of the calls %s"), ex->call.nth, call);
	return count_calls(sc, ex) > 1 ? part(s, C_("call", "Each %s"), call)
				       : part(s, C_("call", "The %s"), call);
}

static void say_result(struct sentences *s, const struct expectation *ex, const char *call)
{
	bool program = ex->call.call == STEP_EXEC;

	if (ex->call.status)
		sentence(s, _("%s ends with status %u."), call, ex->call.status);
	else if (ex->call.error && program)
		sentence(s, _("%s cannot even begin: %s."), call, noun_error(s, ex->call.error));
	else if (ex->call.error)
		sentence(s, _("%s fails with %s."), call, noun_error(s, ex->call.error));
	else if (program)
		sentence(s, _("%s ends with status 0: all is well."), call);
	else
		sentence(s, _("%s succeeds."), call);
}

static void say_bytes(struct sentences *s, const struct scenario *sc, const struct expectation *ex)
{
	const char *n = noun_limit(s, ex->call.cmp, ex->call.n);

	if (ex->call.nth || count_calls(sc, ex) == 1)
		sentence(s, P_("%s moves %s byte.", "%s moves %s bytes.", ex->call.n),
			 call_first(s, sc, ex), n);
	else
		sentence(s,
			 P_("All calls %s together move %s byte.",
			    "All calls %s together move %s bytes.", ex->call.n),
			 call_noun(s, ex), n);
}

void say_call(struct sentences *s, const struct scenario *sc, const struct expectation *ex)
{
	if (ex->kind == EXPECT_BYTES)
		say_bytes(s, sc, ex);
	else if (ex->kind == EXPECT_TOOK)
		sentence(s, _("%s takes %s."), call_first(s, sc, ex),
			 noun_expected_time(s, &ex->call.time));
	else
		say_result(s, ex, call_first(s, sc, ex));
}
