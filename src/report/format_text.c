/* SPDX-License-Identifier: MIT */
/* Reports for people: ladder, findings, brief. */
#include "base/translate.h"
#include "base/util.h"
#include "report/findings.h"
#include "report/format.h"

struct text {
	struct ladder *ladder;
	bool begun;
};

static void begin_run(struct report *r, FILE *live, const struct scenario *sc,
		      const struct run_header *header)
{
	struct text *text = r->state;

	if (text->begun && !r->style.quiet)
		fputc('\n', live);
	text->begun = true;
	text->ladder = ladder_new(live, sc, header, r->style);
}

static void draw_event(struct report *r, const struct event *ev, size_t record)
{
	struct text *text = r->state;

	ladder_event(text->ladder, ev, record);
}

static void draw_what_is_complete(struct report *r, struct monotime now)
{
	struct text *text = r->state;

	ladder_time(text->ladder, now);
}

static void draw_status_line(struct report *r, struct monotime now)
{
	struct text *text = r->state;

	ladder_status(text->ladder, now);
}

static void end_ladder(struct report *r)
{
	struct text *text = r->state;

	ladder_free(text->ladder);
	text->ladder = NULL;
}

static void print_findings(struct report *r, const struct result *result)
{
	if (result->outcome)
		findings_print(r->out, result->sc, result->outcome, result->run, r->style);
}

static void print_below_ladder(struct report *r, const struct result *result)
{
	if (result->outcome && !r->style.quiet)
		fputc('\n', r->out);
	print_findings(r, result);
}

static void print_brief(struct report *r, const struct result *result)
{
	enum result_kind kind = result_kind(result);
	struct style style = r->style;

	style.quiet = true;
	if (!result->outcome)
		fprintf(r->out, "%s: %s\n", result->run, _(result_word(kind)));
	else if (kind != RESULT_PASS)
		findings_print(r->out, result->sc, result->outcome, result->run, style);
	else if (!r->style.quiet)
		findings_conclude(r->out, result->outcome, result->run, style);
}

static void print_summary(struct report *r)
{
	const struct tally *tally = &r->tally;
	bool all_passed = tally->by_kind[RESULT_PASS] == tally->runs;

	if (tally->runs < 2 || (r->style.quiet && all_passed))
		return;
	fprintf(r->out, _("\n%u runs:"), tally->runs);
	for (enum result_kind k = 0; k < RESULT_SKIPPED; k++)
		if (tally->by_kind[k])
			/* TRANSLATORS: "3 pass": how many runs came out how */
			fprintf(r->out, _(" %u %s"), tally->by_kind[k], _(result_word(k)));
	if (tally->by_kind[RESULT_SKIPPED])
		fprintf(r->out, _(" %u that this machine cannot make"),
			tally->by_kind[RESULT_SKIPPED]);
	fputc('\n', r->out);
}

const struct format_ops format_ladder = {
	.word = "ladder",
	.state_size = sizeof(struct text),
	.run = begin_run,
	.event = draw_event,
	.time = draw_what_is_complete,
	.status = draw_status_line,
	.events_end = end_ladder,
	.result = print_below_ladder,
	.end = print_summary,
};

const struct format_ops format_findings = {
	.word = "findings",
	.result = print_findings,
	.end = print_summary,
};

const struct format_ops format_brief = {
	.word = "brief",
	.result = print_brief,
	.end = print_summary,
};
