/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include <assert.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/format.h"

static const struct format_ops *const formats[] = {
	[FORMAT_LADDER] = &format_ladder, [FORMAT_FINDINGS] = &format_findings,
	[FORMAT_BRIEF] = &format_brief,	  [FORMAT_JSON] = &format_json,
	[FORMAT_JSONL] = &format_jsonl,	  [FORMAT_TAP] = &format_tap,
	[FORMAT_JUNIT] = &format_junit,
};
static_assert(ARRAY_SIZE(formats) == FORMATS, "every format is done somehow");

bool format_parse(const char *word, enum format *format)
{
	for (enum format i = 0; i < FORMATS; i++)
		if (!strcmp(formats[i]->word, word)) {
			*format = i;
			return true;
		}
	return false;
}

/* ---- results ------------------------------------------------------------------------------- */

enum result_kind result_kind(const struct result *result)
{
	if (result->outcome)
		return (enum result_kind)result->outcome->kind;
	return result->code == EXIT_CANNOT ? RESULT_SKIPPED : RESULT_ERROR;
}

const char *result_word(enum result_kind kind)
{
	return kind == RESULT_SKIPPED ? N_("skipped") : outcome_word((enum outcome_kind)kind);
}

char *result_reason(const struct result *result)
{
	return xasprintf("cannot %s: %s", result->why->asked, strerror(result->why->error));
}

nsec_t result_duration(const struct result *result)
{
	return result->tl && result->tl->n ? result->tl->events[result->tl->n - 1].at.ns : 0;
}

void result_progress(struct report *r, const struct result *result)
{
	if (!r->style.quiet)
		fprintf(r->progress, "%s: %s\n", result->run, _(result_word(result_kind(result))));
}

/* ---- the report ---------------------------------------------------------------------------- */

/* Whatever a format prints stands between these two. */
static void begin_printing(const struct report *r)
{
	if (r->ops->for_programs)
		translate_pause();
}

static void end_printing(const struct report *r)
{
	if (r->ops->for_programs)
		translate_resume();
}

struct report *report_new(enum format format, struct style style, FILE *out, FILE *progress)
{
	struct report *r = xalloc(1, sizeof(*r));

	r->ops = formats[format];
	r->style = style;
	r->out = out;
	r->progress = progress;
	r->state = xalloc(1, r->ops->state_size);
	return r;
}

void report_run(struct report *r, FILE *live, const struct scenario *sc,
		const struct run_header *header)
{
	begin_printing(r);
	if (r->ops->run)
		r->ops->run(r, live, sc, header);
	end_printing(r);
}

void report_event(struct report *r, const struct event *ev, size_t record)
{
	begin_printing(r);
	if (r->ops->event)
		r->ops->event(r, ev, record);
	end_printing(r);
}

void report_time(struct report *r, struct monotime now)
{
	begin_printing(r);
	if (r->ops->time)
		r->ops->time(r, now);
	end_printing(r);
}

bool report_status(struct report *r, struct monotime now)
{
	if (r->ops->status)
		r->ops->status(r, now);
	return r->ops->event;
}

void report_events_end(struct report *r)
{
	begin_printing(r);
	if (r->ops->events_end)
		r->ops->events_end(r);
	end_printing(r);
}

void report_timeline(struct report *r, const struct scenario *sc, const struct timeline *tl)
{
	report_run(r, r->out, sc, &tl->header);
	for (size_t i = 0; i < tl->n; i++)
		report_event(r, &tl->events[i], timeline_record(i));
	report_events_end(r);
}

void report_judge(const struct report *r, const struct scenario *sc, const struct timeline *tl,
		  struct outcome *outcome)
{
	begin_printing(r);
	judge(sc, tl, outcome);
	end_printing(r);
}

void report_result(struct report *r, const struct result *result)
{
	r->tally.runs++;
	r->tally.by_kind[result_kind(result)]++;
	begin_printing(r);
	r->ops->result(r, result);
	end_printing(r);
}

const struct tally *report_tally(const struct report *r)
{
	return &r->tally;
}

void report_end(struct report *r)
{
	begin_printing(r);
	if (r->ops->end)
		r->ops->end(r);
	end_printing(r);
}

void report_free(struct report *r)
{
	if (r->ops->free)
		r->ops->free(r);
	free(r->state);
	free(r);
}
