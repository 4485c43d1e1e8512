/* SPDX-License-Identifier: MIT */
/* Expectations of calls: which end's they are. */
#include "scenario/walk.h"

/* Which scripts make which calls. */
struct calls {
	bool made[ENDS][STEP_KINDS];
};

/* Find the end that an expectation of a call means. */
static void resolve_call(struct expectation *ex, const struct calls *calls, struct diags *diags)
{
	bool client = calls->made[CLIENT][ex->call.call];
	bool server = calls->made[SERVER][ex->call.call];
	const char *word = step_word(ex->call.call);

	if (ex->call.end_given) {
		if (!calls->made[ex->call.end][ex->call.call])
			diag_error(diags, ex->loc, "the %s's script has no %s",
				   end_name(ex->call.end), word);
		return;
	}
	if (client && server)
		diag_error(diags, ex->loc,
			   "%s at which end? Both scripts have one: write 'client %s' or "
			   "'server %s'",
			   word, word, word);
	else if (!client && !server)
		diag_error(diags, ex->loc, "no script has a step %s", word);
	ex->call.end = client ? CLIENT : SERVER;
}

static bool is_about_call(const struct expectation *ex)
{
	return ex->kind == EXPECT_CALL || ex->kind == EXPECT_TOOK || ex->kind == EXPECT_BYTES;
}

void check_calls(struct scenario *sc, struct diags *diags)
{
	struct calls calls = {0};

	for_each_end(end) {
		for (size_t i = 0; i < sc->script[end].n; i++)
			calls.made[end][sc->script[end].steps[i].kind] = true;
	}
	for (size_t i = 0; i < sc->n_expectations; i++) {
		if (is_about_call(&sc->expectations[i]))
			resolve_call(&sc->expectations[i], &calls, diags);
	}
}
