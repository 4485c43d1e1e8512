/* SPDX-License-Identifier: MIT */
/* Findings and outcome in words, under the ladder. */
#ifndef REPORT_FINDINGS_H
#define REPORT_FINDINGS_H

#include <stdio.h>

#include "judge/judge.h"
#include "report/ladder.h"

/**
 * findings_print() - Print what the judge found
 * @out:	Where to
 * @sc:		The scenario, for file name and lines
 * @outcome:	What was found
 * @run:	The case's name
 * @style:	How
 *
 *	pass   third-ack-loss.conf:33  client path SYN-SENT ESTABLISHED
 *	FAIL   third-ack-loss.conf:34  server path SYN-RECEIVED CLOSED
 *	         expected SYN-RECEIVED CLOSED
 *	         saw      SYN-RECEIVED ESTABLISHED       (run.jsonl:41)
 *	third-ack-loss.ipv4: fail
 */
void findings_print(FILE *out, const struct scenario *sc, const struct outcome *outcome,
		    const char *run, struct style style);

/* findings_conclude() - Print the last of those lines only. */
void findings_conclude(FILE *out, const struct outcome *outcome, const char *run,
		       struct style style);

#endif
