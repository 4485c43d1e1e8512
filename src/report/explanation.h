/* SPDX-License-Identifier: MIT */
/* A scenario in plain words, on one page: what is built, done, broken and expected, and the way of it. */
#ifndef REPORT_EXPLANATION_H
#define REPORT_EXPLANATION_H

#include "report/ladder.h"

/* explanation_print() - Explain a scenario: the first of its file's cases, which are named. */
void explanation_print(FILE *out, const struct scenarios *all, struct style style);

#endif
