/* SPDX-License-Identifier: MIT */
/* Steps that wait: sleep, at, wait until … */
#include "base/util.h"
#include "scenario/parse_step.h"

bool parse_sleep(struct parser *p, struct step *step)
{
	return parse_time(p, "a sleep", NSEC_PER_USEC, &step->sleep);
}

bool parse_at(struct parser *p, struct step *step)
{
	return parse_time(p, "a time after the start", 0, &step->at);
}

/* [N]: how often. */
static bool parse_times(struct parser *p, uint32_t *n)
{
	uint64_t number = 1;

	if (p->at->kind == TOKEN_NUMBER && !parse_number(p, "a count", 1, COUNT_MAX, &number))
		return false;
	*n = number;
	return true;
}

static bool parse_wait_state(struct parser *p, struct wait_condition *wait)
{
	uint64_t connection;

	wait->kind = WAIT_STATE;
	if (!take_word(p, "connection"))
		return parse_state(p, "done", &wait->state);
	if (!parse_number(p, "a connection's number", 1, COUNT_MAX, &connection))
		return false;
	wait->connection = connection;
	return parse_state(p, NULL, &wait->state);
}

static bool parse_wait_end(struct parser *p, struct wait_condition *wait)
{
	if (!parse_end(p, &wait->end))
		return false;
	if (take_word(p, "done")) {
		wait->kind = WAIT_DONE;
		return true;
	}
	if (take_word(p, "listens")) {
		wait->kind = WAIT_LISTENS;
		return parse_port(p, &wait->port);
	}
	if (p->at->kind == TOKEN_WORD &&
	    step_kind_parse(token_text(p, p->at), p->at->loc.len, &wait->step)) {
		wait->kind = WAIT_STEP;
		p->at++;
		return parse_times(p, &wait->n);
	}
	return parse_wait_state(p, wait);
}

static bool parse_wait_fault(struct parser *p, struct wait_condition *wait)
{
	wait->kind = WAIT_FAULT;
	wait->fault_loc = p->at->loc;
	if (!take_kind(p, TOKEN_WORD))
		return unexpected(p, "a fault's name");
	return need_word(p, "fired") && parse_times(p, &wait->n);
}

static bool parse_wait_segment(struct parser *p, struct wait_condition *wait)
{
	wait->kind = WAIT_SEGMENT;
	p->at++;
	wait->from_given = take_word(p, "from");
	return (!wait->from_given || parse_end(p, &wait->end)) && parse_times(p, &wait->n);
}

static bool parse_awaited(struct parser *p, struct wait_condition *wait)
{
	const char *words[ENDS + 1 + SEGMENT_NAMES] = {"client", "server", "fault"};

	if (token_is(p, p->at, "client") || token_is(p, p->at, "server"))
		return parse_wait_end(p, wait);
	if (take_word(p, "fault"))
		return parse_wait_fault(p, wait);
	if (p->at->kind == TOKEN_WORD &&
	    segment_name_parse(token_text(p, p->at), p->at->loc.len, &wait->segment))
		return parse_wait_segment(p, wait);
	for (enum segment_name n = 0; n < SEGMENT_NAMES; n++)
		words[ENDS + 1 + n] = segment_name_word(n);
	return unknown_word(p, "event", words, ARRAY_SIZE(words));
}

bool parse_wait(struct parser *p, struct step *step)
{
	struct wait_condition *wait = &step->wait;

	wait->n = 1;
	if (!need_word(p, "until") || !parse_awaited(p, wait))
		return false;
	wait->limited = take_word(p, "within");
	return !wait->limited || parse_time(p, "a limit", NSEC_PER_USEC, &wait->within);
}
