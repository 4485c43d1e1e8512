/* SPDX-License-Identifier: MIT */
/*
 * Rules whose conditions contradict each other, so that no segment can meet all of them. Only what
 * is certain counts: not, for example, that an end which is ESTABLISHED sends no SYN, because one
 * that it sent before may still be in the queue.
 */
#include <stdarg.h>

#include "base/util.h"
#include "scenario/check.h"

/* The shortest IP header, without options, and the shortest TCP header. */
#define HEADERS_MIN 40

static void __attribute__((format(printf, 3, 4)))
warn(struct diags *diags, const struct fault *fault, const char *fmt, ...)
{
	char *why;
	va_list args;

	va_start(args, fmt);
	if (vasprintf(&why, fmt, args) < 0)
		abort();
	va_end(args);
	diag_warning(diags, fault->loc, "no segment can meet this rule: %s", why);
	free(why);
}

/* An ACK and nothing else: no data and no other flag. */
static bool is_bare(enum segment_name name)
{
	return name == SEG_ACK || name == SEG_HANDSHAKE_ACK || name == SEG_FIN_ACK_OF;
}

/* Whether some number from @low to @high is within a limit. */
static bool limit_allows(const struct limit *limit, uint32_t low, uint32_t high)
{
	/* what holds for any of them holds for an end of the interval or for the limit's own number */
	return limit_holds(limit, low) || limit_holds(limit, high) ||
	       (limit->n >= low && limit->n <= high && limit_holds(limit, limit->n));
}

static void check_flags(const struct fault *fault, struct diags *diags)
{
	static const struct flags_condition implied[SEGMENT_NAMES] = {
		[SEG_SYN] = {.set = TCP_SYN, .clear = TCP_ACK},
		[SEG_SYN_ACK] = {.set = TCP_SYN | TCP_ACK},
		[SEG_RST] = {.set = TCP_RST},
		[SEG_FIN] = {.set = TCP_FIN},
	};
	const struct flags_condition bare = {.set = TCP_ACK, .clear = (uint8_t)~TCP_ACK};
	const struct match *m = &fault->match;
	const struct flags_condition *by_name = is_bare(m->name) ? &bare : &implied[m->name];

	if (m->flags.set & by_name->clear || m->flags.clear & by_name->set)
		warn(diags, fault, "the name '%s' contradicts its flags",
		     segment_name_word(m->name));
}

static void check_lengths(const struct fault *fault, struct diags *diags)
{
	const struct match *m = &fault->match;
	uint32_t low = m->name == SEG_DATA, high = is_bare(m->name) ? 0 : UINT32_MAX;

	if (m->contains.len > low)
		low = (uint32_t)m->contains.len;
	if (low > high)
		warn(diags, fault, "'%s' has no payload to contain anything",
		     segment_name_word(m->name));
	else if (!limit_allows(&m->payload, low, high))
		warn(diags, fault, "its payload is never %s %u", comparison_word(m->payload.cmp),
		     m->payload.n);
	else if (!limit_allows(&m->size, HEADERS_MIN + low, UINT32_MAX))
		warn(diags, fault, "its size is never %s %u", comparison_word(m->size.cmp),
		     m->size.n);
}

static void check_states(const struct fault *fault, struct diags *diags)
{
	const struct state_condition *during = &fault->match.while_state;
	const struct state_condition *until = &fault->match.until_state;

	if (during->given && until->given && during->end == until->end &&
	    during->state == until->state)
		warn(diags, fault, "the state that it needs ends it");
}

static void check_timers(const struct fault *fault, struct diags *diags)
{
	const struct timer_condition *during = &fault->match.timer;
	const struct timer_condition *until = &fault->match.until_timer;

	if (during->given && until->given && during->end == until->end &&
	    during->timer == until->timer)
		warn(diags, fault, "the timer that it needs ends it");
}

void check_matches(const struct scenario *sc, struct diags *diags)
{
	for (size_t i = 0; i < sc->n_faults; i++) {
		const struct fault *fault = &sc->faults[i];
		const struct match *m = &fault->match;

		check_flags(fault, diags);
		check_lengths(fault, diags);
		check_states(fault, diags);
		check_timers(fault, diags);
		if (is_bare(m->name) && m->transmissions == TRANSMISSIONS_AGAIN)
			warn(diags, fault,
			     "'%s' takes no sequence space, so it is no retransmission",
			     segment_name_word(m->name));
		if (sc->timeout_given && m->after >= sc->timeout)
			warn(diags, fault, "the scenario's timeout ends the run before");
	}
}
