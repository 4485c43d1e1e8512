/* SPDX-License-Identifier: MIT */
/*
 * A scenario in plain words, from its text alone: what is built, done, broken and expected. Whole
 * sentences, in the reader's language.
 */
#ifndef EXPLAIN_EXPLAIN_H
#define EXPLAIN_EXPLAIN_H

#include "explain/sentences.h"
#include "scenario/scenario.h"

/* explain_lab() - What is built: a sentence for each thing worth saying, but for the sysctls. */
void explain_lab(struct sentences *s, const struct scenario *sc);

/* explain_sysctl() - That a sysctl is set: @number of the scenario's; and, the first time, what it means. */
void explain_sysctl(struct sentences *s, const struct scenario *sc, size_t number);

/* explain_step() - What a step of an end's script does. */
void explain_step(struct sentences *s, enum end end, const struct step *step);

/* explain_repeat() - That the next @steps steps are made several times. */
void explain_repeat(struct sentences *s, uint32_t steps, uint32_t times);

/* explain_end() - When the run is over. */
void explain_end(struct sentences *s, const struct scenario *sc);

/* explain_fault() - What a fault does, to which segments, and when. */
void explain_fault(struct sentences *s, const struct fault *fault);

/* explain_expectation() - What is expected. */
void explain_expectation(struct sentences *s, const struct scenario *sc,
			 const struct expectation *ex);

/* explain_where() - On which kernels the expectations behind it count; nothing for WHERE_ALWAYS. */
void explain_where(struct sentences *s, const struct where *where);

#endif
