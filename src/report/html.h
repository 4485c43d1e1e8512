/* SPDX-License-Identifier: MIT */
/*
 * report.html: a run as one page that needs nothing besides itself.
 */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include <stdio.h>

#include "judge/judge.h"

/**
 * html_write() - Write a run's page
 * @out:	Where to
 * @sc:		The scenario
 * @tl:		The run
 * @outcome:	What the judge made of it
 *
 * Nothing that differs between identical runs is in it. A failure shows in the stream's error
 * indicator.
 */
void html_write(FILE *out, const struct scenario *sc, const struct timeline *tl,
		const struct outcome *outcome);

#endif
