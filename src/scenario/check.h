/* SPDX-License-Identifier: MIT */
/*
 * What takes more than one statement to tell: names that must exist, scripts that cannot work,
 * rules that are never reached. Private to src/scenario/.
 */
#ifndef SCENARIO_CHECK_H
#define SCENARIO_CHECK_H

#include "scenario/parse.h"

/**
 * check_scenario() - Check a parsed scenario and resolve what it leaves out
 *
 * Fills in: the port of a bare connect, the end of a call's expectation, the faults that
 * expectations name. What parsing has damaged is not complained about again.
 */
void check_scenario(struct scenario *sc, struct diags *diags, const struct parse_notes *notes);

/* check_scripts() - The part of it that is about steps, and about expectations of calls. */
void check_scripts(struct scenario *sc, struct diags *diags, const struct parse_notes *notes);

/* check_matches() - Warn of rules whose conditions no segment meets, whatever the run. */
void check_matches(const struct scenario *sc, struct diags *diags);

/* check_marks() - … about the marks that expectations name. */
void check_marks(struct scenario *sc, struct diags *diags, const struct parse_notes *notes);

/* check_reach() - Warn of rules that are never reached. */
void check_reach(const struct scenario *sc, struct diags *diags);

#endif
