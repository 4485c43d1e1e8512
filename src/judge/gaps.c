/* SPDX-License-Identifier: MIT */
/*
 * gaps of NAME … = TIME …: when a segment was sent again, and how often. The times are those at which
 * its sender's wire had it: a segment may wait for the injector.
 */
#include "base/translate.h"
#include "judge/hearing.h"
#include "timeline/pairs.h"

/* A segment with all its transmissions. */
struct schedule {
	const struct pairs *pairs;
	const struct event **sent;
	size_t n;
};

static struct schedule find_schedule(const struct hearing *h, const struct pairs *pairs,
				     const struct event *segment,
				     const struct segment_choice *which)
{
	struct schedule s = {.pairs = pairs};

	for (; segment; segment = segment_again(h, segment, which))
		*ARRAY_ADD(s.sent, s.n) = segment;
	return s;
}

static nsec_t gap(const struct schedule *s, size_t i)
{
	return monotime_between(pairs_sent_at(s->pairs, s->sent[i]),
				pairs_sent_at(s->pairs, s->sent[i + 1]));
}

/* Return: the first transmission that does not come as expected; their number if there is none */
static size_t find_wrong(const struct schedule *s, const struct expectation *ex)
{
	size_t i = 0;

	while (i + 1 < s->n && i < ex->gaps.n) {
		struct span span = {gap(s, i), gap(s, i)};

		if (span_judge(span, &ex->gaps.gaps[i]) != OUTCOME_PASS)
			return i + 1;
		i++;
	}
	return i + 1;
}

static char *schedule_text(const struct schedule *s)
{
	char *text = NULL, buf[NSEC_TEXT];
	size_t len;
	FILE *out = open_memstream(&text, &len);

	if (s->n == 1)
		fputs(_("no other transmission"), out);
	for (size_t i = 0; i + 1 < s->n; i++)
		fprintf(out, "%s%s", i ? ", " : "", nsec_format(buf, gap(s, i)));
	fclose(out);
	return text;
}

static char *expected_text(const struct expectation *ex)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	for (size_t i = 0; i < ex->gaps.n; i++) {
		char *range = expected_time_text(&ex->gaps.gaps[i]);

		fprintf(out, "%s%s", i ? ", " : "", range);
		free(range);
	}
	fclose(out);
	return text;
}

/* Return: whether the schedule is as expected; else, or if it is the last, a finding says so */
static bool judge_schedule(struct hearing *h, const struct expectation *ex,
			   const struct schedule *s, bool last)
{
	size_t wrong = find_wrong(s, ex);
	bool good = wrong == s->n && s->n == ex->gaps.n + 1;
	struct finding *f;

	if (good && !last)
		return true;
	f = hearing_add_about(h, good ? OUTCOME_PASS : OUTCOME_FAIL, ex,
			      record_of(h, s->sent[MIN(wrong, s->n - 1)]));
	f->saw = on_connection(s->sent[0]->segment.facts.connection, schedule_text(s));
	if (!good)
		f->expected = expected_text(ex);
	return good;
}

void gaps_judge(struct hearing *h, const struct expectation *ex)
{
	const struct segment_choice *which = &ex->gaps.which;
	struct segment_walk walk = {0};
	const struct event *segment = segment_walk(h, ex, which, &walk), *next;
	struct pairs pairs;
	bool good = true;

	if (!segment) {
		struct finding *f = hearing_add_about(h, OUTCOME_FAIL, ex, 0);

		f->expected = expected_text(ex);
		f->saw = xasprintf("%s", _("no such segment"));
		return;
	}
	pairs_make(&pairs, h->tl);
	for (; segment && good; segment = next) {
		struct schedule s = find_schedule(h, &pairs, segment, which);

		next = segment_walk(h, ex, which, &walk);
		good = judge_schedule(h, ex, &s, !next);
		free(s.sent);
	}
	pairs_free(&pairs);
	free(walk.passed);
}
