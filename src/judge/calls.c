/* SPDX-License-Identifier: MIT */
/* CALL … ok|ERRNO, CALL … took TIME, CALL … = N bytes. */
#include <inttypes.h>

#include "base/translate.h"
#include "judge/hearing.h"

/* The caller frees it. */
static char *never_came(const struct expectation *ex)
{
	return xasprintf(_("the %s never came to it"), _(end_name(ex->call.end)));
}

/* ---- ok|ERRNO ------------------------------------------------------------------------------ */

/* Takes over @saw. */
static void call_fails(struct hearing *h, const struct expectation *ex, size_t record, char *saw)
{
	struct finding *f = hearing_add_about(h, OUTCOME_FAIL, ex, record);

	f->expected = ex->call.status ? xasprintf(_("exit status %u"), ex->call.status)
				      : result_text(ex->call.error);
	f->saw = saw;
}

static bool is_call(const struct hearing *h, const struct event *ev, const struct expectation *ex,
		    enum event_kind kind)
{
	return ev->kind == kind && ev->end == ex->call.end &&
	       call_is_meant(ex, ev->end, hearing_step(h, ev));
}

bool hearing_call_is_meant(const struct hearing *h, const struct expectation *ex,
			   const struct event *ret)
{
	uint32_t nth = 0;

	if (!is_call(h, ret, ex, EVENT_RETURN))
		return false;
	for (const struct event *ev = h->tl->events; ex->call.nth && ev < ret; ev++)
		nth += is_call(h, ev, ex, EVENT_CALL);
	return nth == ex->call.nth;
}

/* The calls that an expectation means, one after the other. */
struct call_walk {
	size_t next; /* event to look at */
	uint32_t begun;
};

/* How a call returned; NULL if it did not, or was cut. */
static const struct event *return_of(const struct hearing *h, const struct event *call)
{
	for (const struct event *ev = call + 1; ev < h->tl->events + h->tl->n; ev++) {
		if (ev->end == call->end && ev->kind == EVENT_RETURN)
			return ev->call.cut ? NULL : ev;
	}
	return NULL;
}

/* Go on to the next; from a zeroed @walk to the first. NULL: none is left. */
static const struct event *call_walk(const struct hearing *h, const struct expectation *ex,
				     struct call_walk *walk)
{
	while (walk->next < h->tl->n) {
		const struct event *ev = &h->tl->events[walk->next++];

		if (!is_call(h, ev, ex, EVENT_CALL))
			continue;
		walk->begun++;
		if (!ex->call.nth || ex->call.nth == walk->begun)
			return ev;
	}
	return NULL;
}

/* Each of them must have come to it, and there must be one. */
void call_judge(struct hearing *h, const struct expectation *ex)
{
	const struct event *call, *ret = NULL;
	struct call_walk walk = {0};

	while ((call = call_walk(h, ex, &walk))) {
		ret = return_of(h, call);
		if (!ret) {
			call_fails(h, ex, record_of(h, call),
				   xasprintf("%s", hearing_cut_text(h, call)));
			return;
		}
		if (!call_came_to(&ret->call, ex->call.error, ex->call.status)) {
			call_fails(h, ex, record_of(h, ret), call_result_text(&ret->call));
			return;
		}
	}
	if (ret)
		hearing_add_about(h, OUTCOME_PASS, ex, record_of(h, ret));
	else
		call_fails(h, ex, 0, never_came(ex));
}

/* ---- took TIME ----------------------------------------------------------------------------- */

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

	f->saw = span.at_most == UNBOUNDED
			 ? xasprintf(_("%s; %s"), text, hearing_cut_text(h, event))
			 : xasprintf("%s", text);
	if (kind != OUTCOME_PASS)
		f->expected = expected_time_text(&ex->call.time);
	free(text);
}

/* Each call must be as expected. Of one that was cut the end is known to be unknown. */
void took_judge(struct hearing *h, const struct expectation *ex)
{
	const struct event *call, *last = NULL;
	struct call_walk walk = {0};
	struct span span = {0};
	struct finding *f;

	while ((call = call_walk(h, ex, &walk))) {
		const struct event *ret = return_of(h, call);
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
	f->saw = never_came(ex);
}

/* ---- = N bytes ----------------------------------------------------------------------------- */

/* They did not all return: fail. */
static void bytes_unknown(struct hearing *h, const struct expectation *ex,
			  const struct event *waiting)
{
	struct finding *f = hearing_add_about(h, OUTCOME_FAIL, ex, record_of(h, waiting));

	f->expected = xasprintf("%s %" PRIu32, comparison_word(ex->call.cmp), ex->call.n);
	f->saw = xasprintf("%s", hearing_cut_text(h, waiting));
}

/* All such calls together. What a call that failed or was cut had moved nobody knows. */
void bytes_judge(struct hearing *h, const struct expectation *ex)
{
	const struct event *call, *last = NULL;
	struct call_walk walk = {0};
	uint64_t n = 0;

	while ((call = call_walk(h, ex, &walk))) {
		const struct event *ret = return_of(h, call);

		if (!ret) {
			bytes_unknown(h, ex, call);
			return;
		}
		if (ret->call.error)
			continue;
		n += ret->call.result;
		last = ret;
	}
	judge_count(h, ex, ex->call.cmp, ex->call.n, n, last ? record_of(h, last) : 0);
}
