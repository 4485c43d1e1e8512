/* SPDX-License-Identifier: MIT */
#include "recorded.h"

#include <check.h>
#include <string.h>

#include "base/util.h"

struct scenario sc;
struct timeline tl;
struct outcome outcome;

/* A tests/judge/NAME.conf and .jsonl, as `tcplab judge` reads them. */
void load(const char *name)
{
	char *conf = xasprintf("tests/judge/%s.conf", name);
	char *jsonl = xasprintf("tests/judge/%s.jsonl", name);
	FILE *in;

	ck_assert(scenario_load(&sc, conf, stderr));
	in = fopen(jsonl, "r");
	ck_assert_ptr_nonnull(in);
	ck_assert_int_eq(timeline_read(&tl, &sc, in, jsonl, stderr), 0);
	fclose(in);
	free(conf);
	free(jsonl);
}

void unload(void)
{
	outcome_free(&outcome);
	timeline_free(&tl);
	scenario_free(&sc);
}

enum outcome_kind outcome_of(const struct timeline *timeline)
{
	outcome_free(&outcome);
	judge(&sc, timeline, &outcome);
	return outcome.kind;
}

struct event *find(enum event_kind kind, size_t nth)
{
	for (size_t i = 0; i < tl.n; i++)
		if (tl.events[i].kind == kind && nth-- == 0)
			return &tl.events[i];
	ck_abort_msg("the timeline has too few \"%s\" records", event_kind_word(kind));
}

/* What the judge saw where the subject of its finding contains @subject. */
const char *saw(const char *subject)
{
	for (size_t i = 0; i < outcome.n; i++)
		if (strstr(outcome.findings[i].subject, subject))
			return outcome.findings[i].saw ? outcome.findings[i].saw : "";
	ck_abort_msg("no finding is about %s", subject);
}

enum outcome_kind kind_of(const char *subject)
{
	for (size_t i = 0; i < outcome.n; i++)
		if (strstr(outcome.findings[i].subject, subject))
			return outcome.findings[i].kind;
	ck_abort_msg("no finding is about %s", subject);
}
