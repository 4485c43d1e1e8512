/* SPDX-License-Identifier: MIT */
/*
 * Evidence: whatever is missing from a recorded timeline of tests/judge/, or was added to it,
 * makes the run inconclusive, however well its expectations are met.
 */
#include <check.h>
#include <errno.h>
#include <string.h>

#include "base/util.h"
#include "recorded.h"

/* Timelines that pass: with drops, with a held segment, with refused calls, and real ones. */
static const char *const passing[] = {
	"third-ack-loss",	   "delayed",
	"refused-as-expected",	   "teardown",
	"recorded-third-ack-loss", "recorded-clean-connection",
	"recorded-unplugged",	   "recorded-rewritten",
};

/* One changed timeline must be inconclusive, the unchanged one passes again. */
static void assert_inconclusive(const struct timeline *changed, const char *what, size_t record)
{
	ck_assert_msg(outcome_of(changed) == OUTCOME_INCONCLUSIVE, "%s, record %zu: %s", what,
		      record, outcome_word(outcome.kind));
}

static void flip(size_t event, uint64_t *counter, const char *name)
{
	++*counter;
	assert_inconclusive(&tl, name, timeline_record(event));
	--*counter;
	if (!*counter)
		return;
	--*counter;
	assert_inconclusive(&tl, name, timeline_record(event));
	++*counter;
}

static void flip_queued(size_t event)
{
	struct event_queued *q = &tl.events[event].queued;

	flip(event, &q->queued, "queued");
	flip(event, &q->accepted, "accepted");
	flip(event, &q->dropped, "dropped");
	flip(event, &q->flushed, "flushed");
	flip(event, &q->held, "held");
	flip(event, &q->lost, "lost before the queue");
	flip(event, &q->copies, "copies");
	flip(event, &q->forged, "forged");
	flip(event, &q->undelivered, "undelivered");
}

static void flip_captured(size_t event)
{
	struct event_captured *c = &tl.events[event].captured;

	flip(event, &c->out, "out");
	flip(event, &c->in, "in");
	flip(event, &c->lost, "missed by the capture");
}

START_TEST(flipped_counters)
{
	size_t tallies = 0;

	load(passing[_i]);
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_PASS);
	for (size_t i = 0; i < tl.n; i++) {
		if (tl.events[i].kind == EVENT_QUEUED)
			flip_queued(i);
		else if (tl.events[i].kind == EVENT_CAPTURED)
			flip_captured(i);
		else
			continue;
		tallies++;
	}
	ck_assert_uint_eq(tallies, 2 * ENDS);
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_PASS);
	unload();
}
END_TEST

/* The same balance can be kept wrong by two terms at once: then the records must tell. */
START_TEST(flipped_in_balance)
{
	struct event_queued *q;

	load(passing[_i]);
	q = &find(EVENT_QUEUED, 0)->queued;
	q->accepted--;
	q->dropped++;
	q->copies++;
	assert_inconclusive(&tl, "accepted to dropped", 0);
	q->accepted++;
	q->dropped--;
	q->copies--;
	q->queued++;
	q->held++;
	find(EVENT_CAPTURED, 0)->captured.out++;
	assert_inconclusive(&tl, "one more held", 0);
	unload();
}
END_TEST

static bool is_evidence(enum event_kind kind)
{
	return kind == EVENT_CAPTURE || kind == EVENT_SEGMENT || kind == EVENT_VERDICT ||
	       kind == EVENT_QUEUED || kind == EVENT_CAPTURED || kind == EVENT_FAULT;
}

/* The timeline with event @i there @times times. */
static struct timeline with(size_t i, size_t times)
{
	struct timeline changed = {.header = tl.header, .n = tl.n - 1 + times};

	changed.events = xalloc(changed.n, sizeof(*changed.events));
	for (size_t from = 0, to = 0; from < tl.n; from++)
		for (size_t n = from == i ? times : 1; n > 0; n--)
			changed.events[to++] = tl.events[from];
	return changed;
}

static void assert_needed_once(size_t i, size_t times, const char *what)
{
	struct timeline changed = with(i, times);

	assert_inconclusive(&changed, what, timeline_record(i));
	free(changed.events);
}

START_TEST(dropped_and_doubled_records)
{
	size_t n = 0;

	load(passing[_i]);
	for (size_t i = 0; i < tl.n; i++) {
		if (!is_evidence(tl.events[i].kind))
			continue;
		assert_needed_once(i, 0, "dropped");
		assert_needed_once(i, 2, "doubled");
		n++;
	}
	ck_assert_uint_gt(n, 8);
	unload();
}
END_TEST

static enum segment_origin origin_of(uint32_t number)
{
	for (size_t i = 0; i < tl.n; i++)
		if (tl.events[i].kind == EVENT_SEGMENT && tl.events[i].segment.number == number)
			return tl.events[i].segment.origin;
	ck_abort_msg("no segment %u", number);
}

/* The tally that counts a record of the wire or a verdict. */
static uint64_t *tally_of(const struct event *ev)
{
	struct event *queued = find(EVENT_QUEUED, 0), *captured = find(EVENT_CAPTURED, 0);

	if (queued->end != ev->end)
		queued = find(EVENT_QUEUED, 1);
	if (captured->end != ev->end)
		captured = find(EVENT_CAPTURED, 1);
	if (ev->kind == EVENT_CAPTURE)
		return ev->capture.outgoing ? &captured->captured.out : &captured->captured.in;
	if (ev->verdict.kind == VERDICT_DROP)
		return &queued->queued.dropped;
	switch (origin_of(ev->verdict.segment)) {
	case ORIGIN_END:
		break;
	case ORIGIN_COPY:
		return &queued->queued.copies;
	case ORIGIN_FORGED:
		return &queued->queued.forged;
	}
	return &queued->queued.accepted;
}

/* A witness that lost a record and did not count it either: only the balance can tell. */
START_TEST(missed_and_not_counted)
{
	load(passing[_i]);
	for (size_t i = 0; i < tl.n; i++) {
		const struct event *ev = &tl.events[i];
		uint64_t *tally;

		if (ev->kind != EVENT_CAPTURE && ev->kind != EVENT_VERDICT)
			continue;
		tally = tally_of(ev);
		--*tally;
		assert_needed_once(i, 0, "dropped and not counted");
		ck_assert_ptr_nonnull(strstr(outcome.findings[0].subject, "is accounted for"));
		++*tally;
	}
	unload();
}
END_TEST

START_TEST(contradicting_verdicts)
{
	struct event *verdict;

	load("third-ack-loss");
	verdict = find(EVENT_VERDICT, 2);
	verdict->verdict.kind = VERDICT_ACCEPT;
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(saw("agree"), "verdict accept on segment 3, which was to drop");
	verdict->verdict.kind = VERDICT_DROP;
	verdict->verdict.segment = UINT32_MAX;
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(saw("agree"), "a verdict on segment 4294967295, of which there is no "
				       "record");
	verdict->verdict.segment = 3;
	find(EVENT_VERDICT, 1)->verdict.changed = true;
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(saw("agree"), "segment 2 was to be changed by no fault");
	unload();
}
END_TEST

START_TEST(contradicting_numbers)
{
	struct event *segment;

	load("third-ack-loss");
	segment = find(EVENT_SEGMENT, 2);
	segment->segment.number = 2;
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(saw("agree"), "two segments with the number 2");
	segment->segment.number = 0;
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(saw("agree"), "the number 0 among 7 segments");
	unload();
}
END_TEST

START_TEST(every_loss)
{
	load("third-ack-loss");
	for (enum loss loss = 0; loss < LOSSES; loss++) {
		struct event lost = {.kind = EVENT_LOST, .lost = {loss, ENOBUFS}};
		struct timeline changed = with(0, 2);

		changed.events[0] = lost;
		ck_assert_int_eq(outcome_of(&changed), OUTCOME_INCONCLUSIVE);
		ck_assert_ptr_nonnull(strstr(saw("lost"), "ENOBUFS, 1 time"));
		free(changed.events);
	}
	unload();
}
END_TEST

START_TEST(torso)
{
	load(passing[_i]);
	tl.n--;
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_ERROR);
	ck_assert_int_eq(outcome_exit_code(outcome.kind), EXIT_BUG);
	tl.n = 0;
	ck_assert_int_eq(outcome_of(&tl), OUTCOME_ERROR);
	unload();
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("evidence");
	TCase *mutations = tcase_create("mutations"), *others = tcase_create("others");

	tcase_add_loop_test(mutations, flipped_counters, 0, ARRAY_SIZE(passing));
	tcase_add_loop_test(mutations, flipped_in_balance, 0, ARRAY_SIZE(passing));
	tcase_add_loop_test(mutations, dropped_and_doubled_records, 0, ARRAY_SIZE(passing));
	tcase_add_loop_test(mutations, missed_and_not_counted, 0, ARRAY_SIZE(passing));
	tcase_add_loop_test(mutations, torso, 0, ARRAY_SIZE(passing));
	tcase_set_timeout(mutations, 60);
	suite_add_tcase(s, mutations);
	tcase_add_test(others, contradicting_verdicts);
	tcase_add_test(others, contradicting_numbers);
	tcase_add_test(others, every_loss);
	suite_add_tcase(s, others);
	return s;
}

int main(void)
{
	SRunner *sr = srunner_create(suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
