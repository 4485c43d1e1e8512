/* SPDX-License-Identifier: MIT */
/* A recorded run of tests/judge/, to be changed and judged. */
#ifndef UNIT_RECORDED_H
#define UNIT_RECORDED_H

#include "judge/judge.h"

extern struct scenario sc;
extern struct timeline tl;
extern struct outcome outcome;

/* load() - Read tests/judge/NAME.conf and .jsonl, as `tcplab judge` does. */
void load(const char *name);

void unload(void);

/* outcome_of() - Judge a timeline of the loaded scenario; the findings are in @outcome. */
enum outcome_kind outcome_of(const struct timeline *timeline);

/* find() - The nth record of a kind, from 0. */
struct event *find(enum event_kind kind, size_t nth);

/* saw() - What the judge saw where the subject of its finding contains @subject. */
const char *saw(const char *subject);

/* kind_of() - What that finding made of the run. */
enum outcome_kind kind_of(const char *subject);

#endif
