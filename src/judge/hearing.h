/* SPDX-License-Identifier: MIT */
/*
 * A hearing: what every part of the judge works with. The parts look at the evidence, the faults,
 * the scripts' steps and the expectations, and add findings; none of them knows the outcome.
 */
#ifndef JUDGE_HEARING_H
#define JUDGE_HEARING_H

#include "judge/judge.h"
#include "timeline/transition.h"

struct hearing {
	const struct scenario *sc;
	const struct timeline *tl;
	const struct transition **moves; /* all of the run, by end, connection and time */
	size_t n_moves;
	struct outcome *out;
};

/* The way of one connection through the states of one end: its moves, at least one, by time. */
struct way {
	const struct transition *const *moves;
	size_t n;
};

/* hearing_next_way() - Go on to the next connection of an end; from a zeroed @way to the first. */
bool hearing_next_way(const struct hearing *h, enum end end, struct way *way);

/* hearing_next_meant() - … to the next one that an expectation is about. */
bool hearing_next_meant(const struct hearing *h, const struct expectation *ex, enum end end,
			struct way *way);

/* way_text() - The states of a way, those that nobody saw in parentheses. The caller frees it. */
char *way_text(const struct way *way);

/* way_is_inferred() - Whether it has such states. */
bool way_is_inferred(const struct way *way);

/**
 * hearing_no_connection() - Add a failure: what is expected of connections found none
 * @h:		The hearing
 * @ex:		The expectation
 * @end:	The end that had none that is meant
 * @expected:	What was expected; taken over
 */
void hearing_no_connection(struct hearing *h, const struct expectation *ex, enum end end,
			   char *expected);

/* on_connection() - What was seen, taken over, and on which connection if not on the first. The caller
 * frees it. */
char *on_connection(uint32_t connection, char *saw);

/* How many connections the run had, by its segments. */
uint32_t hearing_connections(const struct hearing *h);

/* hearing_connection() - Which connection an event's ports mean; 0 if no segment before it tells. */
uint32_t hearing_connection(const struct hearing *h, const struct event *ev, uint16_t port,
			    uint16_t peer_port);

/* record_of() - The number of an event's record. */
size_t record_of(const struct hearing *h, const struct event *ev);

/**
 * hearing_add() - Add a finding
 * @h:		The hearing
 * @kind:	What it makes of the run
 * @loc:	The scenario's line; NULL if it is about none. Findings are kept in this order
 * @record:	The timeline's record that shows it, 0 if no single one does
 * @subject:	What was looked at; taken over
 *
 * Return: the finding, for expected and saw; valid until the next one is added
 */
struct finding *hearing_add(struct hearing *h, enum outcome_kind kind, const struct srcloc *loc,
			    size_t record, char *subject);

/* hearing_add_about() - Add a finding about an expectation, whose text is the subject. */
struct finding *hearing_add_about(struct hearing *h, enum outcome_kind kind,
				  const struct expectation *ex, size_t record);

/* result_text() - What a call came to: "ok" or the errno's name. The caller frees the string. */
char *result_text(int error);

/**
 * call_came_to() - Whether a call came to that
 * @error:	An errno, or 0
 * @status:	Of exec alone: the program's exit status
 */
bool call_came_to(const struct event_call *call, int error, int64_t status);

/* call_result_text() - What a call came to: as above, or "exit status 3". The caller frees it. */
char *call_result_text(const struct event_call *call);

/* Whether an expectation is asked for on this run. */
enum applies {
	APPLIES,
	APPLIES_NOT,	 /* disabled, or its "where" does not hold */
	APPLIES_UNKNOWN, /* what its "where" asks about was not recorded */
};

/* hearing_applies() - Whether an expectation is asked for on the run that is heard. */
enum applies hearing_applies(const struct hearing *h, const struct expectation *ex);

/* hearing_step() - The step that a call or return is about. */
const struct step *hearing_step(const struct hearing *h, const struct event *call);

/**
 * hearing_waiting() - The call in which an end was blocked
 * @h:		The hearing
 * @end:	The end
 * @before:	Index of the event at which its script is looked at; the timeline's length for the
 *		end of the run, at which blocked calls may already be recorded as cut
 *
 * Return: its EVENT_CALL, NULL if the end was between calls or done
 */
const struct event *hearing_waiting(const struct hearing *h, enum end end, size_t before);

/* hearing_call_is_meant() - Whether an expectation of calls is about the one that returned so. */
bool hearing_call_is_meant(const struct hearing *h, const struct expectation *ex,
			   const struct event *ret);

/* hearing_cut_text() - Why such a call never returned: its process was killed, or the run ended. */
const char *hearing_cut_text(const struct hearing *h, const struct event *call);

/* ---- durations ----------------------------------------------------------------------------- */

/* Something lasted that long, or happened then; known as an interval only. */
struct span {
	nsec_t at_least;
	nsec_t at_most; /* UNBOUNDED when the run ended first */
};

#define UNBOUNDED INT64_MAX

/* span_judge() - What is wholly in range passes, what is wholly outside fails. */
enum outcome_kind span_judge(struct span span, const struct expected_time *expected);

/* span_text() - "7.072 s", "at least 3 s", "1 s to 2 s". The caller frees it. */
char *span_text(struct span span);

/* expected_time_text() - The durations that satisfy, in the same form. The caller frees it. */
char *expected_time_text(const struct expected_time *expected);

/* ---- segments ------------------------------------------------------------------------------ */

/* segment_is() - Whether an event is a segment that a choice means, but for its ordinal. */
bool segment_is(const struct event *ev, const struct expectation *ex,
		const struct segment_choice *which);

/* The nth segments of each connection and direction that a choice means. */
struct segment_walk {
	size_t next;		  /* event to look at */
	uint32_t (*passed)[ENDS]; /* [connection - 1][direction], NULL before the first */
};

/* segment_walk() - Go on to the next; from a zeroed @walk to the first. NULL: none is left. */
const struct event *segment_walk(const struct hearing *h, const struct expectation *ex,
				 const struct segment_choice *which, struct segment_walk *walk);

/* segment_again() - The next transmission of the same segment; NULL if there is none. */
const struct event *segment_again(const struct hearing *h, const struct event *segment,
				  const struct segment_choice *which);

/* ---- counting ------------------------------------------------------------------------------ */

/* judge_count() - Add a finding about a count against its limit. */
void judge_count(struct hearing *h, const struct expectation *ex, enum comparison cmp,
		 uint32_t limit, uint64_t seen, size_t record);

/* ---- the parts ----------------------------------------------------------------------------- */

/* evidence_judge() - Complete, nothing lost, every segment accounted for. */
void evidence_judge(struct hearing *h);

/* faults_judge() - Every enabled fault fired, unless the scenario expects that it may not. */
void faults_judge(struct hearing *h);

/* holds_judge() - What was held until something came did not wait in vain. */
void holds_judge(struct hearing *h);

/* steps_judge() - No step failed unexpectedly, and the run ended by itself. */
void steps_judge(struct hearing *h);

/* expectations_judge() - Each expectation that applies. */
void expectations_judge(struct hearing *h);

/* late_judge() - When all else has been judged: whether what failed may be tcplab's own lateness. */
void late_judge(struct hearing *h);

/* Judges one expectation. */
typedef void judge_fn(struct hearing *h, const struct expectation *ex);

/* One for each kind. */
judge_fn path_judge;	 /* END path STATE … */
judge_fn passes_judge;	 /* END passes STATE … */
judge_fn never_judge;	 /* END never STATE */
judge_fn ends_in_judge;	 /* END ends in STATE */
judge_fn stay_judge;	 /* END in STATE for TIME */
judge_fn reaches_judge;	 /* END reaches STATE within TIME */
judge_fn segments_judge; /* segments NAME = N */
judge_fn gaps_judge;	 /* gaps of NAME = TIME … */
judge_fn field_judge;	 /* segment NAME FIELD = N */
judge_fn call_judge;	 /* CALL ok|ERRNO */
judge_fn took_judge;	 /* CALL took TIME */
judge_fn bytes_judge;	 /* CALL = N bytes */
judge_fn data_judge;	 /* data received by END equals data sent by END */
judge_fn info_judge;	 /* info END FIELD = VALUE */
judge_fn counter_judge;	 /* counter END NAME = N */
judge_fn sockets_judge;	 /* sockets of END in STATE = N */

#endif
