/* SPDX-License-Identifier: MIT */
/*
 * Coverage: which moves of RFC 9293's state machine (tcp/moves.h) runs have observed, at either
 * end. Observed and inferred ones are counted apart; a transition that is none of the RFC's moves is
 * counted, too.
 */
#ifndef REPORT_COVERAGE_H
#define REPORT_COVERAGE_H

#include "report/ladder.h"
#include "tcp/moves.h"
#include "timeline/timeline.h"
#include "timeline/transition.h"

struct move_count {
	uint64_t observed;
	uint64_t inferred;
	uint64_t refused; /* attempts at a move that Linux never makes */
	char **scenarios; /* base names, each once, in the order of their coming */
	size_t n_scenarios;
};

/* A transition that RFC 9293 does not have. */
struct other_move {
	enum tcp_state from;
	enum tcp_state to;
	enum cause_kind cause;
	struct move_count count;
};

struct coverage {
	struct move_count moves[TCP_MOVES];
	struct other_move *others;
	size_t n_others;
	size_t runs;
};

/* coverage_add() - Count what one run shows. @coverage is zeroed to start with. */
void coverage_add(struct coverage *coverage, const struct timeline *tl);

/**
 * coverage_complete() - Whether every move that Linux can make was seen
 *
 * One that passes within an instant can only be inferred, and counts.
 */
bool coverage_complete(const struct coverage *coverage);

/* coverage_print() - The table: move, how often, in which scenarios. */
void coverage_print(FILE *out, const struct coverage *coverage, struct style style);

/* coverage_diagram() - The state diagram as an SVG document, each edge with its count. */
void coverage_diagram(FILE *out, const struct coverage *coverage);

void coverage_free(struct coverage *coverage);

#endif
