/* SPDX-License-Identifier: MIT */
/* The parts of scenario_print(). Private to src/scenario/. */
#ifndef SCENARIO_PRINT_H
#define SCENARIO_PRINT_H

#include "scenario/parse.h"

/* print_time() - A time, in the language's own form, with @before before it. */
void print_time(const char *before, nsec_t time, FILE *out);

/* Each without indentation and newline. */
void print_step(const struct step *step, FILE *out);
void print_rule(const struct fault *fault, FILE *out);
void print_match(const struct match *match, FILE *out);
void print_expectation(const struct scenario *sc, const struct expectation *ex, FILE *out);

/* What a verb has before its segment, with a blank before; NULL for verbs of one word. */
extern void (*const print_arguments[VERBS])(const struct fault *fault, FILE *out);

/* What a verb about time has before its segment, and a hold behind it; with a blank before. */
void print_delay(const struct fault *fault, FILE *out);
void print_reorder(const struct fault *fault, FILE *out);
void print_rate(const struct fault *fault, FILE *out);
void print_partition(const struct fault *fault, FILE *out);
void print_forget(const struct fault *fault, FILE *out);
void print_release(const struct release *release, FILE *out);
/* print_script() - Every step of a script, repeats as they were written, a line each. */
void print_script(const struct script *script, FILE *out);

/* print_where() - The line that opens a condition's block; nothing for WHERE_ALWAYS. */
void print_where(const struct where *where, FILE *out);

#endif
