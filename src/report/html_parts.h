/* SPDX-License-Identifier: MIT */
/*
 * The parts of the page that are written as they stand, and can be read without its script. Private
 * to report/.
 */
#ifndef REPORT_HTML_PARTS_H
#define REPORT_HTML_PARTS_H

#include <stdio.h>

#include "judge/judge.h"
#include "report/html_steps.h"

/* html_diagram() - An end's state diagram. */
void html_diagram(FILE *out, enum end end);

/* html_findings() - What the judge found; each finding with the step that shows it. */
void html_findings(FILE *out, const struct scenario *sc, const struct timeline *tl,
		   const struct outcome *outcome, const struct html_steps *steps);

/* html_scenario() - The scenario's text, and beside each line what it did in the run. */
void html_scenario(FILE *out, const struct scenario *sc, const struct timeline *tl,
		   const struct outcome *outcome);

/* html_calls() - The ends' system calls with their results. */
void html_calls(FILE *out, const struct scenario *sc, const struct timeline *tl,
		const struct html_steps *steps);

/* html_sysctls() - The sysctls that the lab pinned, that the scenario set or asked about. */
void html_sysctls(FILE *out, const struct timeline *tl);

/* html_accounting() - What was counted at the wires and at the queue, and whether it agrees. */
void html_accounting(FILE *out, const struct timeline *tl);

/* html_infos() - TCP_INFO as it was read at the scenario's moments. */
void html_infos(FILE *out, const struct scenario *sc, const struct timeline *tl);

/* html_open_section() - A section with its heading, by the key of its word, which is its id, too. */
void html_open_section(FILE *out, const char *key);

/* html_line_of() - The line of the scenario's text, from 1, that a place is on. */
size_t html_line_of(const struct scenario *sc, struct srcloc loc);

#endif
