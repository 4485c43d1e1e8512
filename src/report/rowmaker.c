/* SPDX-License-Identifier: MIT */
/*
 * What a segment did to the ends is known only some events after the segment itself, and a call
 * that moved an end is often seen before the segment that the call sent. So rows wait in a short
 * list, in the order of their times, and the first is handed on as soon as it is settled and a
 * little time has passed:
 *
 *  - a segment's row when both ends have been looked at after its verdict, or when the next
 *    segment comes; a dropped segment's with its verdict;
 *  - a held segment's with its verdict, too, but without it as soon as another row comes, or after
 *    a second: then the segment has one more row when it goes on;
 *  - a change by a call that sends a segment (connect: SYN, close: FIN …) waits for that segment
 *    and is shown in its row; when none comes within some ms it gets a row of its own;
 *  - all others at once.
 *
 * A change by a segment stands in that segment's row, or right below it if the row is handed on
 * already. A row shows a state when it changes, at the row that changed it.
 */
#include "report/rowmaker.h"

#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/phrase.h"
#include "report/rows.h"

/* So much of a step's text stands in a note. */
#define NOTE_TEXT 160

struct rowmaker {
	const struct scenario *sc;
	struct transitions *transitions;
	struct timers *timers;
	row_sink *sink;
	void *arg;
	struct monotime last; /* of the rows handed on that are about more than calls */
	struct monotime
		due[ENDS]; /* of the timer that the end's latest segment by a timer was by */
	struct rows rows;
	const char *forgetful; /* the fault that made the wire forget last, NULL if none did */
	bool unplugged[ENDS];  /* the end has no link: nothing arrives there */
	bool killed[ENDS];     /* the end's process was */
};

/* A row is complete: the silence before it is known, and the timers that ran in it. */
static void complete(void *arg, const struct row *row)
{
	struct rowmaker *m = arg;
	struct row done = *row;

	for_each_end(e) {
		const struct timer_run *timer = NULL;

		if (row->kind != ROW_CALL && monotime_between(m->last, row->at) >= SILENCE)
			timer = timers_between(m->timers, e, m->last, row->at);
		if (timer)
			done.ended[e] = *timer;
	}
	if (row->kind != ROW_CALL)
		m->last = row->at;
	m->sink(m->arg, &done);
}

struct rowmaker *rowmaker_new(const struct scenario *sc, row_sink *sink, void *arg)
{
	struct rowmaker *m = xalloc(1, sizeof(*m));

	m->sc = sc;
	m->sink = sink;
	m->arg = arg;
	m->rows.sink = complete;
	m->rows.arg = m;
	m->transitions = transitions_new();
	m->timers = timers_new();
	return m;
}

static struct row *add_note(struct rowmaker *m, const struct event *ev, const char *what,
			    const char *how)
{
	struct row *row = rows_add(&m->rows, ROW_NOTE, ev->at, ev->end);

	/* TRANSLATORS: "accept: EINTR": a step, an event, and what became of it */
	snprintf(row->words, sizeof(row->words), C_("step", "%.*s: %s"), NOTE_TEXT, what, how);
	row->settled = true;
	return row;
}

/* Whether a segment is one that a timer of that kind sends. */
static bool sent_by(enum tcp_timer kind, const struct segment_facts *f)
{
	if (kind == TIMER_RETRANSMIT)
		return f->retransmission > 0;
	return (kind == TIMER_KEEPALIVE || kind == TIMER_PROBE) && f->payload_len <= 1 &&
	       f->flags == TCP_ACK;
}

/* The timer that made an end send a segment, if one did. */
static struct timer_run timer_of(struct rowmaker *m, const struct event *ev)
{
	const struct segment_facts *f = &ev->segment.facts;
	const struct timer_run *timer =
		timers_fired(m->timers, ev->end, f->src_port, f->dst_port, ev->at);

	if (!timer || ev->segment.origin != ORIGIN_END || !sent_by(timer->kind, f) ||
	    m->due[ev->end].ns == timer->due.ns)
		return (struct timer_run){0};
	m->due[ev->end] = timer->due;
	return *timer;
}

static void on_segment(struct rowmaker *m, const struct event *ev)
{
	const struct verdict *verdict = &ev->segment.verdict;
	struct row *row;
	struct row segment = {
		.kind = ROW_SEGMENT,
		.at = ev->at,
		.end = ev->end,
		.number = ev->segment.number,
		.facts = ev->segment.facts,
		.ours = ev->segment.origin != ORIGIN_END,
		.verdict = verdict->kind,
		.delay = verdict->kind == VERDICT_HOLD ? MAX(verdict->delay, 0) : 0,
		.timer = timer_of(m, ev),
	};

	if (verdict->fault != NO_FAULT && (size_t)verdict->fault < m->sc->n_faults) {
		const struct fault *fault = &m->sc->faults[verdict->fault];

		segment.fault = fault->name;
		if (fault->verb == VERB_FORGET) {
			m->forgetful = fault->name;
			add_note(m, ev, fault->name, _("the wire forgets its connections"));
		}
	}
	if (!segment.ours)
		rows_adopt_changes(&m->rows, &segment);
	rows_settle_segments(&m->rows);
	row = rows_add(&m->rows, ROW_SEGMENT, ev->at, ev->end);
	*row = segment;
	rows_adopt_calls(&m->rows, row);
}

static void on_icmp(struct rowmaker *m, const struct event *ev)
{
	struct row *row;

	rows_settle_segments(&m->rows);
	row = rows_add(&m->rows, ROW_ICMP, ev->at, other_end(ev->end));
	row->number = ev->icmp.number;
	if (ev->icmp.fault < m->sc->n_faults)
		row->fault = m->sc->faults[ev->icmp.fault].name;
	snprintf(row->words, sizeof(row->words), "ICMP %s", icmp_kind_word(ev->icmp.what));
}

/* A held segment whose row has been drawn gets a second one. */
static struct row *row_of_release(struct rowmaker *m, const struct event *ev)
{
	struct row held, *row;

	if (!rows_take_held(&m->rows, ev->verdict.segment, &held))
		return NULL;
	rows_settle_segments(&m->rows);
	row = rows_add(&m->rows, ROW_RELEASE, ev->at, held.end);
	row->number = held.number;
	row->facts = held.facts;
	row->verdict = held.verdict;
	row->fault = held.fault;
	return row;
}

/* Where an accepted segment was lost all the same. */
static enum row_loss loss_of(const struct rowmaker *m, const struct event *ev)
{
	if (ev->verdict.kind != VERDICT_ACCEPT)
		return ROW_LOSS_NONE;
	if (m->unplugged[other_end(ev->end)])
		return ROW_LOSS_LINK;
	return ev->verdict.undelivered ? ROW_LOSS_WIRE : ROW_LOSS_NONE;
}

static void on_verdict(struct rowmaker *m, const struct event *ev)
{
	struct row *row = rows_find_segment(&m->rows, ev->verdict.segment);

	if (!row)
		row = row_of_release(m, ev);
	if (!row)
		return;
	row->released = true;
	row->changed = ev->verdict.changed;
	row->sent = ev->verdict.facts;
	row->obstacle = ev->verdict.obstacle;
	row->loss = loss_of(m, ev);
	if (row->loss == ROW_LOSS_WIRE && !row->fault)
		row->fault = m->forgetful;
	if (ev->verdict.kind == VERDICT_DROP || row->loss) {
		row->kind = ROW_SEGMENT;
		row->verdict = VERDICT_DROP;
		row->settled = true;
	}
}

static void on_sighting(struct rowmaker *m, const struct event *ev)
{
	struct row *row;

	if (ev->sighting.look != LOOK_AFTER)
		return;
	row = rows_find_segment(&m->rows, ev->sighting.subject);
	if (!row)
		return;
	row->seen_after[ev->end] = true;
	row->settled |= row->seen_after[CLIENT] && row->seen_after[SERVER];
}

/* The step that a call or return is about, in words. The caller frees them. */
static char *step_words(const struct rowmaker *m, const struct event *ev)
{
	const struct script *script = &m->sc->script[ev->end];
	uint32_t number = ev->call.number;

	if (number && number <= script->n)
		return step_text(&script->steps[number - 1]);
	return xasprintf("%s", step_word(ev->call.step));
}

/* A step that other rows do not show for themselves. */
static void on_deed(struct rowmaker *m, const struct event *ev)
{
	const char *what = phrase_step(ev->call.step);
	char *text = step_words(m, ev), *status;

	if (ev->call.step == STEP_UNPLUG || ev->call.step == STEP_PLUG)
		m->unplugged[ev->call.about] = ev->call.step == STEP_UNPLUG;
	if (ev->call.step == STEP_EXEC) {
		status = xasprintf(_("exit status %lld"), (long long)ev->call.result);
		add_note(m, ev, text, status);
		free(status);
	} else if (what) {
		add_note(m, ev, text, what);
	}
	free(text);
}

/* A call that failed, or that was cut. */
static void on_failure(struct rowmaker *m, const struct event *ev)
{
	const char *name = errno_name(ev->call.error);
	char *text = step_words(m, ev);

	const char *how;

	if (ev->call.cut && m->killed[ev->end])
		how = _("cut, the process was killed");
	else if (ev->call.cut)
		how = _("still blocked at the end of the run");
	else
		how = name ? name : strerror(ev->call.error);
	add_note(m, ev, text, how)->of_call = true;
	free(text);
}

static void on_return(struct rowmaker *m, const struct event *ev)
{
	rows_end_call(&m->rows, m->sc, ev, m->killed[ev->end]);
	if (ev->call.cut || ev->call.error)
		on_failure(m, ev);
	else
		on_deed(m, ev);
}

/* The row, if any, that an event makes or settles. */
static void take_event(struct rowmaker *m, const struct event *ev)
{
	switch (ev->kind) {
	case EVENT_SEGMENT:
		on_segment(m, ev);
		break;
	case EVENT_VERDICT:
		on_verdict(m, ev);
		break;
	case EVENT_ICMP:
		on_icmp(m, ev);
		break;
	case EVENT_SIGHTING:
		on_sighting(m, ev);
		break;
	case EVENT_RETURN:
		on_return(m, ev);
		break;
	case EVENT_SOCKET_ERROR:
		if (ev->socket_error.pending)
			add_note(m, ev, _("error on the socket"), _("the next call will tell"));
		break;
	case EVENT_MARK:
		if (ev->mark < m->sc->n_moments)
			add_note(m, ev, _("mark"), m->sc->moments[ev->mark].name);
		break;
	case EVENT_LOST:
		add_note(m, ev, _("evidence lost"), loss_word(ev->lost.what));
		break;
	case EVENT_END:
		if (ev->ended == END_TIMEOUT)
			add_note(m, ev, _("timeout"), _("the client's script has not ended"));
		rows_settle_segments(&m->rows);
		break;
	case EVENT_CALL:
		rows_begin_call(&m->rows, m->sc, ev);
		if (ev->call.step == STEP_KILL)
			m->killed[ev->call.about] = true;
		break;
	case EVENT_CAPTURE:
	case EVENT_QUEUED:
	case EVENT_CAPTURED:
	case EVENT_FAULT:
	case EVENT_LOOKS:
	case EVENT_SOCKETS:
	case EVENT_COUNTER:
	case EVENT_INFO:
		break;
	}
}

static void show_changes(struct rowmaker *m, const struct event *ev, size_t n_new)
{
	size_t n;
	const struct transition *all = transitions_all(m->transitions, &n);
	const struct timer_run *timer = NULL;

	if (ev->kind == EVENT_SIGHTING)
		timer = timers_fired(m->timers, ev->end, ev->sighting.seen.port,
				     ev->sighting.seen.peer_port, ev->at);

	for (size_t i = n - n_new; i < n; i++) {
		bool passing = false;

		for (size_t j = i + 1; j < n && !passing; j++)
			passing = all[j].record == all[i].record && all[j].end == all[i].end &&
				  all[j].connection == all[i].connection;
		rows_add_change(&m->rows, m->sc, &all[i], i + 1, timer, passing);
	}
}

void rowmaker_time(struct rowmaker *m, struct monotime now)
{
	rows_time(&m->rows, now);
}

const struct timer_run *rowmaker_timer(const struct rowmaker *m, enum end end)
{
	return timers_next(m->timers, end);
}

void rowmaker_event(struct rowmaker *m, const struct event *ev, size_t record)
{
	size_t n_new = transitions_observe(m->transitions, ev, record);

	timers_observe(m->timers, ev);
	rows_time(&m->rows, ev->at);
	take_event(m, ev);
	show_changes(m, ev, n_new);
}

void rowmaker_free(struct rowmaker *m)
{
	rows_end(&m->rows);
	transitions_free(m->transitions);
	timers_free(m->timers);
	free(m);
}
