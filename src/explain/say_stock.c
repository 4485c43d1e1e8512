/* SPDX-License-Identifier: MIT */
/* Expectations of what stock is taken of: sockets, counters of the kernel, TCP_INFO. */
#include <inttypes.h>

#include "base/translate.h"
#include "explain/nouns.h"
#include "explain/say.h"

/* When stock is taken, at the beginning of a sentence. */
static const char *moment_first(struct sentences *s, const struct scenario *sc,
				const struct expectation *ex)
{
	return ex->moment == MOMENT_END
		       ? _("At the end of the run")
		       : part(s, _("At the moment %s"), sc->moments[ex->moment].name);
}

static const char *info_value(struct sentences *s, const struct expectation *ex)
{
	switch (info_field_unit(ex->stock.field)) {
	case INFO_COUNT:
		break;
	case INFO_MICROSECONDS:
		return noun_expected_time(s, &ex->stock.time);
	case INFO_TCP_STATE:
		return noun_compared(s, ex->stock.cmp, tcp_state_name(ex->stock.n));
	}
	return noun_limit(s, ex->stock.cmp, ex->stock.n);
}

static void say_sockets(struct sentences *s, const char *when, const struct expectation *ex)
{
	if (ex->stock.cmp == CMP_EQ && !ex->stock.n)
		sentence(s, _("%s %s has no socket in %s."), when, noun_end(ex->stock.end),
			 tcp_state_name(ex->stock.state));
	else
		sentence(s,
			 P_("%s %s has %s socket in %s.", "%s %s has %s sockets in %s.",
			    ex->stock.n),
			 when, noun_end(ex->stock.end), noun_limit(s, ex->stock.cmp, ex->stock.n),
			 tcp_state_name(ex->stock.state));
}

void say_stock(struct sentences *s, const struct scenario *sc, const struct expectation *ex)
{
	const char *when = moment_first(s, sc, ex);

	if (ex->kind == EXPECT_SOCKETS)
		say_sockets(s, when, ex);
	else if (ex->kind == EXPECT_COUNTER && ex->stock.cmp == CMP_EQ && !ex->stock.n)
		sentence(s, _("%s the counter %s of the kernel of %s has not grown."), when,
			 sc->counters[ex->stock.counter], noun_end(ex->stock.end));
	else if (ex->kind == EXPECT_COUNTER)
		sentence(s, _("%s the counter %s of the kernel of %s has grown by %s."), when,
			 sc->counters[ex->stock.counter], noun_end(ex->stock.end),
			 noun_limit(s, ex->stock.cmp, ex->stock.n));
	else
		sentence(s, _("%s TCP_INFO says of %s that %s is %s."), when,
			 noun_connection(s, ex->stock.end, ex->connection),
			 info_field_word(ex->stock.field), info_value(s, ex));
}
