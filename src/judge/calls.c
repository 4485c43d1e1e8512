/* SPDX-License-Identifier: MIT */
/* CALL ok|ERRNO, CALL took TIME, CALL = N bytes. */
#include <inttypes.h>

#include "judge/hearing.h"

/* ---- ok|ERRNO ------------------------------------------------------------------------------ */

/* Takes over @saw. */
static void call_fails(struct hearing *h, const struct expectation *ex, size_t record, char *saw)
{
	struct finding *f = hearing_add_about(h, OUTCOME_FAIL, ex, record);

	f->expected = ex->call.status ? xasprintf("exit status %u", ex->call.status)
				      : result_text(ex->call.error);
	f->saw = saw;
}

static bool is_call(const struct event *ev, const struct expectation *ex, enum event_kind kind)
{
	return ev->kind == kind && ev->end == ex->call.end && ev->call.step == ex->call.call;
}

/* The first return of such a call that is not as expected; *n counts those that are. */
static const struct event *find_other_result(const struct hearing *h, const struct expectation *ex,
					     size_t *n, size_t *last)
{
	*n = 0;
	*last = 0;
	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		if (!is_call(ev, ex, EVENT_RETURN))
			continue;
		if (ev->call.cut || !call_came_to(&ev->call, ex->call.error, ex->call.status))
			return ev;
		*last = timeline_record(i);
		++*n;
	}
	return NULL;
}

void call_judge(struct hearing *h, const struct expectation *ex)
{
	const struct event *waiting = hearing_waiting(h, ex->call.end, h->tl->n);
	size_t n, last;
	const struct event *other = find_other_result(h, ex, &n, &last);

	if (other && !other->call.cut)
		call_fails(h, ex, record_of(h, other), call_result_text(&other->call));
	else if (waiting && waiting->call.step == ex->call.call)
		call_fails(h, ex, record_of(h, waiting),
			   xasprintf("%s", hearing_cut_text(h, waiting)));
	else if (n == 0)
		call_fails(h, ex, 0, xasprintf("the %s never came to it", end_name(ex->call.end)));
	else
		hearing_add_about(h, OUTCOME_PASS, ex, last);
}

/* ---- took TIME ----------------------------------------------------------------------------- */

/* The next call of that kind at or behind @from, and its return; NULL when it was cut or has none. */
static const struct event *next_call(const struct hearing *h, const struct expectation *ex,
				     size_t from, const struct event **ret)
{
	const struct event *call = NULL;

	*ret = NULL;
	for (size_t i = from; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		if (!call && is_call(ev, ex, EVENT_CALL)) {
			call = ev;
		} else if (call && is_call(ev, ex, EVENT_RETURN)) {
			*ret = ev->call.cut ? NULL : ev;
			break;
		}
	}
	return call;
}

static struct span duration(const struct hearing *h, const struct event *call,
			    const struct event *ret)
{
	if (!ret)
		return (struct span){monotime_between(call->at, h->tl->events[h->tl->n - 1].at),
				     UNBOUNDED};
	return (struct span){monotime_between(call->at, ret->at),
			     monotime_between(call->at, ret->at)};
}

static void add_duration(struct hearing *h, const struct expectation *ex, enum outcome_kind kind,
			 const struct event *event, struct span span)
{
	struct finding *f = hearing_add_about(h, kind, ex, record_of(h, event));
	char *text = span_text(span);

	f->saw = xasprintf("%s%s%s", text, span.at_most == UNBOUNDED ? "; " : "",
			   span.at_most == UNBOUNDED ? hearing_cut_text(h, event) : "");
	if (kind != OUTCOME_PASS)
		f->expected = expected_time_text(&ex->call.time);
	free(text);
}

/* Each call must be as expected. Of one that was cut the end is known to be unknown. */
void took_judge(struct hearing *h, const struct expectation *ex)
{
	const struct event *call, *ret, *last = NULL;
	struct span span = {0};
	struct finding *f;

	for (size_t i = 0; (call = next_call(h, ex, i, &ret));
	     i = (size_t)(call - h->tl->events) + 1) {
		enum outcome_kind kind;

		span = duration(h, call, ret);
		kind = span_judge(span, &ex->call.time);
		last = ret ? ret : call;
		if (kind != OUTCOME_PASS) {
			add_duration(h, ex, kind, last, span);
			return;
		}
	}
	if (last) {
		add_duration(h, ex, OUTCOME_PASS, last, span);
		return;
	}
	f = hearing_add_about(h, OUTCOME_FAIL, ex, 0);
	f->expected = expected_time_text(&ex->call.time);
	f->saw = xasprintf("the %s never came to it", end_name(ex->call.end));
}

/* ---- = N bytes ----------------------------------------------------------------------------- */

/* All such calls together. What a call that failed or was cut had moved nobody knows. */
void bytes_judge(struct hearing *h, const struct expectation *ex)
{
	const struct event *waiting = hearing_waiting(h, ex->call.end, h->tl->n);
	const struct event *last = NULL;
	struct finding *f;
	uint64_t n = 0;

	for (size_t i = 0; i < h->tl->n; i++) {
		const struct event *ev = &h->tl->events[i];

		if (!is_call(ev, ex, EVENT_RETURN) || ev->call.error || ev->call.cut)
			continue;
		n += ev->call.result;
		last = ev;
	}
	if (waiting && waiting->call.step == ex->call.call) {
		f = hearing_add_about(h, OUTCOME_FAIL, ex, record_of(h, waiting));
		f->expected = xasprintf("%s %" PRIu32, comparison_word(ex->call.cmp), ex->call.n);
		f->saw = xasprintf("%s", hearing_cut_text(h, waiting));
	} else {
		judge_count(h, ex, ex->call.cmp, ex->call.n, n, last ? record_of(h, last) : 0);
	}
}
