/* SPDX-License-Identifier: MIT */
#include "report/html_data.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "explain/reference.h"
#include "report/diagram.h"
#include "report/html_words.h"
#include "report/label.h"
#include "tcp/portmap.h"
#include "timeline/field.h"
#include "timeline/json.h"

/* A change that was seen within less than that is told without its interval. */
#define INTERVAL_SHOWN (1 * NSEC_PER_MSEC)

/* As much of a label as the figure has room for. */
#define LABEL_ROOM 60

static const char *const kind_words[] = {
	[HTML_SEGMENT] = "segment", [HTML_RELEASE] = "release", [HTML_ICMP] = "icmp",
	[HTML_CALL] = "call",	    [HTML_RETURN] = "return",	[HTML_CHANGE] = "change",
	[HTML_NOTE] = "note",
};
static_assert(ARRAY_SIZE(kind_words) == HTML_STEP_KINDS, "a word for each kind of step");

struct data {
	const struct scenario *sc;
	const struct timeline *tl;
	const struct html_steps *steps;
};

/* ---- texts --------------------------------------------------------------------------------- */

char *html_step_text(const struct scenario *sc, const struct event *call)
{
	const struct script *script = &sc->script[call->end];
	uint32_t number = call->call.number;

	if (number && number <= script->n)
		return step_text(&script->steps[number - 1]);
	return xasprintf("%s", step_word(call->call.step));
}

char *html_call_result(const struct event *ret)
{
	const char *name = errno_name(ret->call.error);

	if (ret->call.cut)
		return xasprintf("%s", html_word("cut"));
	if (ret->call.error)
		return xasprintf("%s", name ? name : strerror(ret->call.error));
	return xasprintf("%" PRId64, ret->call.result);
}

static char *cause_words(const struct scenario *sc, const struct transition *tr)
{
	switch (tr->cause) {
	case CAUSE_UNKNOWN:
		break;
	case CAUSE_SEGMENT:
		return xasprintf(_("segment %u"), tr->number);
	case CAUSE_CALL:
		return xasprintf("%s()", call_word(sc, tr->end, tr->number));
	case CAUSE_TIMER:
		return xasprintf("%s", html_word("timer"));
	case CAUSE_KILL:
		return xasprintf("%s", html_word("kill"));
	case CAUSE_ICMP:
		return xasprintf(_("ICMP message %u"), tr->number);
	}
	return xasprintf("%s", html_word("unknown"));
}

char *html_cause(const struct scenario *sc, const struct transition *tr)
{
	char *cause = cause_words(sc, tr), *text;

	if (monotime_between(tr->earliest, tr->latest) <= INTERVAL_SHOWN)
		return cause;
	text = xasprintf(_("%s, %.3f..%.3f s"), cause, (double)tr->earliest.ns / NSEC_PER_SEC,
			 (double)tr->latest.ns / NSEC_PER_SEC);
	free(cause);
	return text;
}

static void put_text(json_t *json, const char *key, const char *text)
{
	json_object_set_new(json, key, text_json(text));
}

/* Takes over @text. */
static void put_made(json_t *json, const char *key, char *text)
{
	put_text(json, key, text);
	free(text);
}

static void put_number(json_t *json, const char *key, int64_t number)
{
	json_object_set_new(json, key, json_integer(number));
}

/* ---- a step -------------------------------------------------------------------------------- */

/* A record's members but for those that the step has itself. */
static json_t *fields_of(const struct data *d, size_t event)
{
	static const char *const known[] = {"type", "t", "end", "number", "connection"};
	json_t *json = event_json(&d->tl->events[event], d->sc);

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		json_object_del(json, known[i]);
	return json;
}

/* What became of a segment: a word of the page's own. */
static const char *fate_of(const struct data *d, const struct html_step *step)
{
	const struct event_segment *segment = &d->tl->events[step->segment].segment;
	const struct event_verdict *verdict =
		step->verdict == HTML_NO_EVENT ? NULL : &d->tl->events[step->verdict].verdict;

	if (verdict && verdict->undelivered)
		return "undelivered";
	if (verdict ? verdict->kind == VERDICT_DROP : segment->verdict.kind == VERDICT_DROP)
		return "dropped";
	if (step->kind == HTML_SEGMENT && segment->verdict.kind == VERDICT_HOLD)
		return "held";
	return verdict && verdict->changed ? "changed" : "passed";
}

static void put_segment(json_t *json, const struct data *d, const struct html_step *step)
{
	const struct event_segment *segment = &d->tl->events[step->segment].segment;
	int fault = segment->verdict.fault;
	char label[SEGMENT_LABEL], title[SEGMENT_TITLE];

	segment_label(&segment->facts, LABEL_ROOM, label);
	put_text(json, "label", label);
	put_number(json, "number", segment->number);
	put_text(json, "fate", fate_of(d, step));
	if (segment->origin != ORIGIN_END)
		put_text(json, "origin", segment_origin_word(segment->origin));
	if (fault != NO_FAULT && (size_t)fault < d->sc->n_faults)
		put_text(json, "fault", d->sc->faults[fault].name);
	if (step->kind == HTML_RELEASE)
		put_number(json, "held", step->held);
	else
		json_object_set_new(json, "segment", fields_of(d, step->segment));
	if (step->verdict == HTML_NO_EVENT)
		return;
	if (d->tl->events[step->verdict].verdict.changed) {
		segment_facts_title(&d->tl->events[step->verdict].verdict.facts, title);
		put_text(json, "became", title);
	}
	json_object_set_new(json, "verdict", fields_of(d, step->verdict));
}

static void put_icmp(json_t *json, const struct data *d, const struct html_step *step)
{
	const struct event_icmp *icmp = &d->tl->events[step->event].icmp;

	put_number(json, "number", icmp->number);
	put_made(json, "label", xasprintf("ICMP %s", icmp_kind_word(icmp->what)));
	put_text(json, "fate", "passed");
	put_text(json, "origin", segment_origin_word(ORIGIN_FORGED));
	if (icmp->fault < d->sc->n_faults)
		put_text(json, "fault", d->sc->faults[icmp->fault].name);
}

static void put_call(json_t *json, const struct data *d, const struct html_step *step)
{
	const struct event *ev = &d->tl->events[step->event];
	size_t ret = step->kind == HTML_RETURN ? step->event : step->ret;
	const struct event *returned = ret == HTML_NO_EVENT ? NULL : &d->tl->events[ret];

	put_made(json, "label", html_step_text(d->sc, ev));
	put_number(json, "number", ev->call.number);
	if (!returned)
		return;
	put_made(json, "result", html_call_result(returned));
	if (returned->call.cut || returned->call.error)
		json_object_set_new(json, "failed", json_true());
	put_number(json, "returned", returned->at.ns);
}

static void put_note(json_t *json, const struct data *d, const struct html_step *step)
{
	const struct event *ev = &d->tl->events[step->event];

	if (ev->kind == EVENT_MARK && ev->mark < d->sc->n_moments)
		put_made(json, "label", xasprintf(_("mark %s"), d->sc->moments[ev->mark].name));
	else if (ev->kind == EVENT_LOST)
		put_made(json, "label",
			 xasprintf(_("evidence lost: %s"), loss_word(ev->lost.what)));
	else
		put_text(json, "label",
			 html_word(ev->kind == EVENT_END ? "timeout" : "socket-error"));
}

/* The move of Figure 5 that a transition is; 0 if it is none. A request socket comes of LISTEN. */
static unsigned int figure_move(const struct transition *tr)
{
	bool passive = tr->from == TCPS_CLOSED && tr->to == TCPS_SYN_RECEIVED;
	unsigned int from = passive ? TCPS_LISTEN : tr->from;

	for (size_t i = 0; i < FIGURE_MOVES; i++)
		if (tcp_moves[i].from == from && tcp_moves[i].to == tr->to)
			return tcp_moves[i].number;
	return 0;
}

static json_t *move_json(const struct data *d, const struct transition *tr)
{
	json_t *json = json_object();

	put_text(json, "end", end_name(tr->end));
	put_number(json, "connection", tr->connection);
	put_text(json, "from", tcp_state_name(tr->from));
	put_text(json, "to", tcp_state_name(tr->to));
	put_made(json, "cause", html_cause(d->sc, tr));
	put_number(json, "move", figure_move(tr));
	put_number(json, "record", tr->record);
	if (tr->inferred)
		json_object_set_new(json, "inferred", json_true());
	return json;
}

/* Both ends' sockets as they were photographed; null where none was. */
static json_t *photos_json(const struct data *d, const size_t photos[ENDS])
{
	json_t *list = json_array();

	for_each_end(e) {
		const struct sighting *seen;

		if (photos[e] == HTML_NO_EVENT) {
			json_array_append_new(list, json_null());
			continue;
		}
		seen = &d->tl->events[photos[e]].sighting.seen;
		json_array_append_new(list, json_pack("{s:s, s:s, s:I, s:i}", "state",
						      tcp_state_name(seen->state), "timer",
						      tcp_timer_name(seen->timer), "expires_ms",
						      (json_int_t)seen->expires_ms, "retransmits",
						      (int)seen->retransmits));
	}
	return list;
}

static void put_moves(json_t *json, const struct data *d, const struct html_step *step)
{
	json_t *moves = json_array();

	for (size_t i = 0; i < step->n_moves; i++)
		json_array_append_new(moves, move_json(d, &d->steps->transitions[step->moves[i]]));
	json_object_set_new(json, "moves", moves);
}

static json_t *step_json(const struct data *d, const struct html_step *step)
{
	json_t *json = json_object();

	put_text(json, "kind", kind_words[step->kind]);
	put_number(json, "t", step->at.ns);
	put_text(json, "end", end_name(step->end));
	put_number(json, "connection", step->connection);
	put_number(json, "record", timeline_record(step->event));
	switch (step->kind) {
	case HTML_SEGMENT:
	case HTML_RELEASE:
		put_segment(json, d, step);
		break;
	case HTML_ICMP:
		put_icmp(json, d, step);
		break;
	case HTML_CALL:
	case HTML_RETURN:
		put_call(json, d, step);
		break;
	case HTML_NOTE:
		put_note(json, d, step);
		break;
	case HTML_CHANGE:
		break;
	}
	if (step->n_moves)
		put_moves(json, d, step);
	if (step->kind == HTML_SEGMENT || step->kind == HTML_RELEASE) {
		json_object_set_new(json, "before", photos_json(d, step->before));
		json_object_set_new(json, "after", photos_json(d, step->after));
	}
	return json;
}

/* ---- numbers over time --------------------------------------------------------------------- */

/* What one sighting shows of a connection's numbers, if there was a socket. */
static json_t *point_json(const struct event *ev, uint32_t connection)
{
	const struct sighting *seen = &ev->sighting.seen;

	return json_pack("[i, I, I, i, s, I, I, I]", ev->end, (json_int_t)connection,
			 (json_int_t)ev->at.ns, (int)seen->retransmits, tcp_timer_name(seen->timer),
			 (json_int_t)seen->expires_ms, (json_int_t)seen->rto_us,
			 (json_int_t)seen->cwnd);
}

static uint32_t connection_of(const struct portmap *map, const struct event *ev)
{
	const struct sighting *seen = &ev->sighting.seen;

	return ev->end == CLIENT ? portmap_get(map, seen->port, seen->peer_port)
				 : portmap_get(map, seen->peer_port, seen->port);
}

static void learn_connection(struct portmap *map, const struct event *ev)
{
	const struct segment_facts *f = &ev->segment.facts;

	if (ev->end == CLIENT)
		portmap_put(map, f->src_port, f->dst_port, f->connection);
	else
		portmap_put(map, f->dst_port, f->src_port, f->connection);
}

/* Every sighting of a connection that has a socket: how often it was repeated, what it waits for. */
static json_t *points_json(const struct timeline *tl)
{
	struct portmap map = {0};
	json_t *points = json_array();

	for (size_t i = 0; i < tl->n; i++) {
		const struct event *ev = &tl->events[i];
		uint32_t connection;

		if (ev->kind == EVENT_SEGMENT && ev->segment.facts.connection)
			learn_connection(&map, ev);
		if (ev->kind != EVENT_SIGHTING || ev->sighting.seen.state == TCPS_CLOSED)
			continue;
		connection = connection_of(&map, ev);
		if (connection)
			json_array_append_new(points, point_json(ev, connection));
	}
	portmap_free(&map);
	return points;
}

/* What each state means, for whoever points at it. */
static json_t *meanings_json(void)
{
	json_t *json = json_object();

	for (enum tcp_state state = 0; state < TCP_STATES; state++)
		put_text(json, tcp_state_name(state), _(reference_state(state)->meaning));
	return json;
}

json_t *html_data(const struct scenario *sc, const struct timeline *tl,
		  const struct html_steps *steps)
{
	struct data d = {.sc = sc, .tl = tl, .steps = steps};
	json_t *json = json_object(), *list = json_array();

	for (size_t i = 0; i < steps->n; i++)
		json_array_append_new(list, step_json(&d, &steps->items[i]));
	json_object_set_new(json, "words", html_words_json());
	json_object_set_new(json, "meanings", meanings_json());
	json_object_set_new(json, "steps", list);
	json_object_set_new(json, "points", points_json(tl));
	return json;
}
