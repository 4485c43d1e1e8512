/* SPDX-License-Identifier: MIT */
/* What page.js draws from: the run's steps, and the ends' numbers over time. Private to report/. */
#ifndef REPORT_HTML_DATA_H
#define REPORT_HTML_DATA_H

#include <jansson.h>

#include "report/html_steps.h"

/**
 * html_data() - The page's data
 * @sc:		The scenario
 * @tl:		The run
 * @steps:	Its steps
 *
 * Return: the document; the caller's to release
 */
json_t *html_data(const struct scenario *sc, const struct timeline *tl,
		  const struct html_steps *steps);

/* html_step_text() - A call in words, as the scenario has it: "connect 8080". The caller frees it. */
char *html_step_text(const struct scenario *sc, const struct event *call);

/* html_call_result() - What a call came to: "512", "ECONNREFUSED", … The caller frees it. */
char *html_call_result(const struct event *ret);

/* html_cause() - "timer, 7.106..7.362 s". The caller frees it. */
char *html_cause(const struct scenario *sc, const struct transition *tr);

#endif
