/* SPDX-License-Identifier: MIT */
#include "report/html_steps.h"

#include "base/util.h"

/* What making the steps needs to remember. */
struct maker {
	struct html_steps *steps;
	const struct timeline *tl;
	size_t *of_segment; /* [number of a segment or message]: its latest step */
	size_t n_of_segment;
	size_t *of_call[ENDS]; /* [number of a call]: its first step, plus 1 */
	size_t n_of_call[ENDS];
	size_t *changed[ENDS]; /* [connection]: the latest step with a change of it, plus 1 */
	size_t n_changed[ENDS];
};

/* A cell of an array that grows as needed. */
static size_t *cell(size_t **items, size_t *n, size_t i)
{
	while (*n <= i)
		(void)ARRAY_ADD(*items, *n);
	return &(*items)[i];
}

static struct html_step *add_step(struct maker *m, enum html_step_kind kind, size_t event)
{
	const struct event *ev = &m->tl->events[event];
	struct html_step *step = ARRAY_ADD(m->steps->items, m->steps->n);

	*step = (struct html_step){
		.kind = kind,
		.at = ev->at,
		.end = ev->end,
		.event = event,
		.segment = HTML_NO_EVENT,
		.verdict = HTML_NO_EVENT,
		.ret = HTML_NO_EVENT,
		.before = {HTML_NO_EVENT, HTML_NO_EVENT},
		.after = {HTML_NO_EVENT, HTML_NO_EVENT},
	};
	return step;
}

/* ---- what each event adds ------------------------------------------------------------------ */

/* The step of a segment or message; NULL if there was none of that number. */
static struct html_step *step_of(struct maker *m, uint32_t number)
{
	if (number >= m->n_of_segment || !m->of_segment[number])
		return NULL;
	return &m->steps->items[m->of_segment[number] - 1];
}

static void remember(struct maker *m, uint32_t number)
{
	*cell(&m->of_segment, &m->n_of_segment, number) = m->steps->n;
}

static void on_segment(struct maker *m, size_t i)
{
	const struct event_segment *segment = &m->tl->events[i].segment;

	struct html_step *step = add_step(m, HTML_SEGMENT, i);

	step->connection = segment->facts.connection;
	step->segment = i;
	remember(m, segment->number);
}

/* An ICMP message comes from where the segment that it quotes would have gone. */
static void on_icmp(struct maker *m, size_t i)
{
	const struct event *ev = &m->tl->events[i];
	const struct html_step *about = step_of(m, ev->icmp.about);
	uint32_t connection = about ? about->connection : 0;
	struct html_step *step = add_step(m, HTML_ICMP, i);

	step->end = other_end(ev->end);
	step->connection = connection;
	remember(m, ev->icmp.number);
}

/* A held segment goes on in a step of its own. */
static struct html_step *release(struct maker *m, size_t i, uint32_t number)
{
	size_t held = m->of_segment[number] - 1;
	struct html_step *step = add_step(m, HTML_RELEASE, i);

	step->held = held;
	step->connection = m->steps->items[held].connection;
	step->segment = m->steps->items[held].segment;
	remember(m, number);
	return step;
}

static void on_verdict(struct maker *m, size_t i)
{
	const struct event_verdict *verdict = &m->tl->events[i].verdict;
	struct html_step *step = step_of(m, verdict->segment);

	if (!step || step->kind != HTML_SEGMENT)
		return;
	if (m->tl->events[step->segment].segment.verdict.kind == VERDICT_HOLD)
		step = release(m, i, verdict->segment);
	step->verdict = i;
}

static void on_sighting(struct maker *m, size_t i)
{
	const struct event *ev = &m->tl->events[i];
	struct html_step *step = step_of(m, ev->sighting.subject);

	if (step && ev->sighting.look == LOOK_BEFORE)
		step->before[ev->end] = i;
	else if (step && ev->sighting.look == LOOK_AFTER)
		step->after[ev->end] = i;
}

static void on_call(struct maker *m, size_t i)
{
	const struct event *ev = &m->tl->events[i];

	if (ev->call.step == STEP_MARK)
		return;
	add_step(m, HTML_CALL, i);
	*cell(&m->of_call[ev->end], &m->n_of_call[ev->end], ev->call.number) = m->steps->n;
}

static void on_return(struct maker *m, size_t i)
{
	const struct event *ev = &m->tl->events[i];
	struct html_step *last = m->steps->n ? &m->steps->items[m->steps->n - 1] : NULL;

	if (ev->call.step == STEP_MARK)
		return;
	if (last && last->kind == HTML_CALL && last->end == ev->end &&
	    m->tl->events[last->event].call.number == ev->call.number)
		last->ret = i;
	else
		add_step(m, HTML_RETURN, i);
}

static void on_event(struct maker *m, size_t i)
{
	const struct event *ev = &m->tl->events[i];

	switch (ev->kind) {
	case EVENT_SEGMENT:
		on_segment(m, i);
		break;
	case EVENT_VERDICT:
		on_verdict(m, i);
		break;
	case EVENT_ICMP:
		on_icmp(m, i);
		break;
	case EVENT_SIGHTING:
		on_sighting(m, i);
		break;
	case EVENT_CALL:
		on_call(m, i);
		break;
	case EVENT_RETURN:
		on_return(m, i);
		break;
	case EVENT_SOCKET_ERROR:
		if (ev->socket_error.pending)
			add_step(m, HTML_NOTE, i);
		break;
	case EVENT_END:
		if (ev->ended == END_TIMEOUT)
			add_step(m, HTML_NOTE, i);
		break;
	case EVENT_MARK:
	case EVENT_LOST:
		add_step(m, HTML_NOTE, i);
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

/* ---- where a transition is shown ----------------------------------------------------------- */

/*
 * The step of what caused it. A call is one step for all connections that it moves: it shows those
 * of the first, and the others are shown by the segment that the sighting belongs to, if that end
 * sent it.
 */
static struct html_step *step_of_cause(struct maker *m, const struct transition *tr,
				       const struct event *sighting)
{
	enum end caller = tr->cause == CAUSE_KILL ? other_end(tr->end) : tr->end;
	struct html_step *step;

	switch (tr->cause) {
	case CAUSE_SEGMENT:
	case CAUSE_ICMP:
		return step_of(m, tr->number);
	case CAUSE_CALL:
	case CAUSE_KILL:
		if (tr->number >= m->n_of_call[caller] || !m->of_call[caller][tr->number])
			return NULL;
		step = &m->steps->items[m->of_call[caller][tr->number] - 1];
		if (!step->n_moves || step->connection == tr->connection)
			return step;
		step = step_of(m, sighting->sighting.subject);
		return sighting->sighting.look == LOOK_BEFORE && step && step->end == tr->end
			       ? step
			       : NULL;
	case CAUSE_TIMER:
	case CAUSE_UNKNOWN:
		break;
	}
	return NULL;
}

/* Changes of one connection at one end never go back in the order of the steps. */
static void place(struct maker *m, size_t index, size_t event)
{
	const struct transition *tr = &m->steps->transitions[index];
	size_t *changed = cell(&m->changed[tr->end], &m->n_changed[tr->end], tr->connection);
	struct html_step *step = step_of_cause(m, tr, &m->tl->events[event]);

	if (!step || (size_t)(step - m->steps->items) + 1 < *changed) {
		step = add_step(m, HTML_CHANGE, event);
		step->at = tr->latest;
		step->end = tr->end;
	}
	if (!step->connection)
		step->connection = tr->connection;
	*ARRAY_ADD(step->moves, step->n_moves) = index;
	*changed = step - m->steps->items + 1;
}

/* ---- which step shows a record ------------------------------------------------------------- */

/* The step that an event says it is about; 0 if none. */
static size_t named_step(struct maker *m, const struct event *ev)
{
	uint32_t number = 0;

	if (ev->kind == EVENT_SEGMENT)
		number = ev->segment.number;
	else if (ev->kind == EVENT_VERDICT)
		number = ev->verdict.segment;
	else if (ev->kind == EVENT_ICMP)
		number = ev->icmp.number;
	else if (ev->kind == EVENT_SIGHTING &&
		 (ev->sighting.look == LOOK_BEFORE || ev->sighting.look == LOOK_AFTER))
		number = ev->sighting.subject;
	else if (ev->kind == EVENT_CALL && ev->call.number < m->n_of_call[ev->end])
		return m->of_call[ev->end][ev->call.number];
	return number < m->n_of_segment ? m->of_segment[number] : 0;
}

/* @shown: the step that has been made last when the event had been taken, plus 1. */
static void note_record(struct maker *m, size_t i, size_t shown)
{
	size_t named = named_step(m, &m->tl->events[i]);
	size_t step = named ? named : shown;

	m->steps->of_record[timeline_record(i)] = step ? step - 1 : 0;
}

/* What a sighting showed is where its transitions are. */
static void note_transitions(struct html_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++)
		for (size_t k = 0; k < steps->items[i].n_moves; k++)
			steps->of_record[steps->transitions[steps->items[i].moves[k]].record] = i;
}

void html_steps_make(struct html_steps *steps, const struct timeline *tl)
{
	struct maker m = {.steps = steps, .tl = tl};

	*steps = (struct html_steps){.tracker = transitions_new()};
	steps->n_records = timeline_record(tl->n);
	steps->of_record = xalloc(steps->n_records, sizeof(*steps->of_record));
	for (size_t i = 0; i < tl->n; i++) {
		size_t n_new =
			transitions_observe(steps->tracker, &tl->events[i], timeline_record(i));

		steps->transitions = transitions_all(steps->tracker, &steps->n_transitions);
		on_event(&m, i);
		for (size_t k = steps->n_transitions - n_new; k < steps->n_transitions; k++)
			place(&m, k, i);
		note_record(&m, i, steps->n);
	}
	note_transitions(steps);
	free(m.of_segment);
	for_each_end(e) {
		free(m.of_call[e]);
		free(m.changed[e]);
	}
}

void html_steps_free(struct html_steps *steps)
{
	for (size_t i = 0; i < steps->n; i++)
		free(steps->items[i].moves);
	free(steps->items);
	free(steps->of_record);
	transitions_free(steps->tracker);
	*steps = (struct html_steps){0};
}
