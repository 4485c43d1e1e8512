/* SPDX-License-Identifier: MIT */
/*
 * What a segment did to the ends is known only some events after the segment itself, and a call
 * that moved an end is often seen before the segment that the call sent. So rows wait in a short
 * list, in the order of their times, and the first is drawn as soon as it is settled:
 *
 *  - a segment's row when both ends have been looked at after its verdict, or when the next
 *    segment comes; a dropped segment's with its verdict;
 *  - a held segment's with its verdict, too, but without it as soon as another row comes: then the
 *    segment is drawn once more when it goes on;
 *  - a change by a call that sends a segment (connect: SYN, close: FIN …) waits for that segment
 *    and is shown in its row; when none comes within some ms it gets a row of its own;
 *  - all others at once.
 *
 * A change by a segment stands in that segment's row, or right below it if the row is drawn
 * already. The columns show a state when it changes, at the row that changed it.
 */
#include "report/ladder.h"

#include <inttypes.h>
#include <string.h>

#include "base/util.h"
#include "report/rows.h"

struct ladder {
	const struct scenario *sc;
	const struct run_header *header;
	struct transitions *transitions;
	struct rows rows;
	bool begun;	      /* what stands above the rows has been printed */
	bool unplugged[ENDS]; /* the end has no link: nothing arrives there */
	bool killed[ENDS];    /* the end's process was */
};

struct ladder *ladder_new(FILE *out, const struct scenario *sc, const struct run_header *header,
			  struct style style)
{
	struct ladder *l = xalloc(1, sizeof(*l));

	l->rows.out = out;
	l->rows.style = style;
	l->sc = sc;
	l->header = header;
	l->transitions = transitions_new();
	return l;
}

static void print_fault(const struct scenario *sc, const struct fault *fault, FILE *out)
{
	char *text = fault_text(fault);

	fprintf(out, "fault %s: %s  (%s%s)\n", fault->name, text,
		source_line(&sc->source, fault->loc).text, fault->disabled ? ", switched off" : "");
	free(text);
}

/* What a reader must know to understand the rows: title, run, what was set, what is done. */
static void print_head(const struct ladder *l)
{
	const struct run_header *h = l->header;
	const char *dot = l->rows.style.ascii ? "-" : "·";
	FILE *out = l->rows.out;

	fprintf(out, "%s\n%s %s IPv%u %s Linux %s\n", h->title, h->run, dot, h->ip_version, dot,
		h->kernel);
	for (size_t i = 0; i < l->sc->n_sysctls; i++) {
		const struct sysctl_setting *s = &l->sc->sysctls[i];

		fprintf(out, "sysctl %s %s = %s\n", end_name(s->end), s->name, s->value);
	}
	for (size_t i = 0; i < l->sc->n_faults; i++)
		print_fault(l->sc, &l->sc->faults[i], out);
	fputc('\n', out);
	row_heading(l->rows.style, out);
}

/* Of a longer text a note shows the beginning. */
#define NOTE_TEXT 40

/* How much of a text is shown: whole characters. */
static int shown(const char *text)
{
	size_t len = strlen(text), n = MIN(len, NOTE_TEXT);

	while (n < len && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	return (int)n;
}

static void add_note(struct ladder *l, const struct event *ev, const char *what, const char *how)
{
	struct row *row = rows_add(&l->rows, ROW_NOTE, ev->at, ev->end);
	bool cut = strlen(what) > NOTE_TEXT;

	snprintf(row->words, sizeof(row->words), "%.*s%s: %s", shown(what), what, cut ? "..." : "",
		 how);
	row->settled = true;
}

static void on_segment(struct ladder *l, const struct event *ev)
{
	const struct verdict *verdict = &ev->segment.verdict;
	struct row segment = {
		.kind = ROW_SEGMENT,
		.at = ev->at,
		.end = ev->end,
		.number = ev->segment.number,
		.facts = ev->segment.facts,
		.ours = ev->segment.origin != ORIGIN_END,
		.verdict = verdict->kind,
		.delay = verdict->kind == VERDICT_HOLD ? MAX(verdict->delay, 0) : 0,
	};

	if (verdict->fault != NO_FAULT && (size_t)verdict->fault < l->sc->n_faults) {
		const struct fault *fault = &l->sc->faults[verdict->fault];

		segment.fault = fault->name;
		if (fault->verb == VERB_FORGET)
			add_note(l, ev, fault->name, "the wire forgets its connections");
	}
	if (!segment.ours)
		rows_adopt_changes(&l->rows, &segment);
	rows_settle(&l->rows);
	*rows_add(&l->rows, ROW_SEGMENT, ev->at, ev->end) = segment;
}

static void on_icmp(struct ladder *l, const struct event *ev)
{
	struct row *row;

	rows_settle(&l->rows);
	row = rows_add(&l->rows, ROW_ICMP, ev->at, other_end(ev->end));
	row->number = ev->icmp.number;
	if (ev->icmp.fault < l->sc->n_faults)
		row->fault = l->sc->faults[ev->icmp.fault].name;
	snprintf(row->words, sizeof(row->words), "ICMP %s", icmp_kind_word(ev->icmp.what));
}

/* A held segment whose row has been drawn gets a second one. */
static struct row *row_of_release(struct ladder *l, const struct event *ev)
{
	struct row held, *row;

	if (!rows_take_held(&l->rows, ev->verdict.segment, &held))
		return NULL;
	rows_settle(&l->rows);
	row = rows_add(&l->rows, ROW_RELEASE, ev->at, held.end);
	row->number = held.number;
	row->facts = held.facts;
	row->verdict = held.verdict;
	row->fault = held.fault;
	return row;
}

static void on_verdict(struct ladder *l, const struct event *ev)
{
	struct row *row = rows_find_segment(&l->rows, ev->verdict.segment);
	bool lost;

	if (!row)
		row = row_of_release(l, ev);
	if (!row)
		return;
	row->released = true;
	row->changed = ev->verdict.changed;
	row->sent = ev->verdict.facts;
	lost = ev->verdict.kind == VERDICT_ACCEPT &&
	       (ev->verdict.undelivered || l->unplugged[other_end(ev->end)]);
	if (lost)
		row->fault = l->unplugged[other_end(ev->end)] ? "no link" : "the wire";
	if (ev->verdict.kind == VERDICT_DROP || lost) {
		row->kind = ROW_SEGMENT;
		row->verdict = VERDICT_DROP;
		row->settled = true;
	}
}

static void on_sighting(struct ladder *l, const struct event *ev)
{
	struct row *row;

	if (ev->sighting.look != LOOK_AFTER)
		return;
	row = rows_find_segment(&l->rows, ev->sighting.subject);
	if (!row)
		return;
	row->seen_after[ev->end] = true;
	row->settled |= row->seen_after[CLIENT] && row->seen_after[SERVER];
}

/* What a step did to an end as a machine, or to its process; NULL if it is no such step. */
static const char *what_befell(enum step_kind kind)
{
	switch (kind) {
	case STEP_UNPLUG:
		return "the link is down";
	case STEP_PLUG:
		return "the link is up";
	case STEP_REBOOT:
		return "the power was gone, all sockets are";
	case STEP_EXIT:
		return "the process has ended";
	case STEP_KILL:
		return "the process was killed";
	case STEP_FREEZE:
		return "the process stands still";
	case STEP_THAW:
		return "the process goes on";
	case STEP_SOCKET:
	case STEP_BIND:
	case STEP_LISTEN:
	case STEP_ACCEPT:
	case STEP_CONNECT:
	case STEP_CONNECTIONS:
	case STEP_SEND:
	case STEP_RECV:
	case STEP_EXPECT_DATA:
	case STEP_SHUTDOWN:
	case STEP_CLOSE:
	case STEP_ABORT:
	case STEP_SETSOCKOPT:
	case STEP_EXEC:
	case STEP_FLOOD:
	case STEP_LIMIT:
	case STEP_SLEEP:
	case STEP_AT:
	case STEP_WAIT:
	case STEP_MARK:
		break;
	}
	return NULL;
}

/* The step that a call or return is about, in words. The caller frees them. */
static char *step_words(const struct ladder *l, const struct event *ev)
{
	const struct script *script = &l->sc->script[ev->end];
	uint32_t number = ev->call.number;

	if (number && number <= script->n)
		return step_text(&script->steps[number - 1]);
	return xasprintf("%s", step_word(ev->call.step));
}

/* A step that other rows do not show for themselves. */
static void on_deed(struct ladder *l, const struct event *ev)
{
	const char *what = what_befell(ev->call.step);
	char *text = step_words(l, ev), *status;

	if (ev->call.step == STEP_UNPLUG || ev->call.step == STEP_PLUG)
		l->unplugged[ev->call.about] = ev->call.step == STEP_UNPLUG;
	if (ev->call.step == STEP_EXEC) {
		status = xasprintf("exit status %" PRId64, ev->call.result);
		add_note(l, ev, text, status);
		free(status);
	} else if (what) {
		add_note(l, ev, text, what);
	}
	free(text);
}

/* A call that failed, or that was cut. */
static void on_failure(struct ladder *l, const struct event *ev)
{
	const char *name = errno_name(ev->call.error);
	char *text = step_words(l, ev);

	if (ev->call.cut && l->killed[ev->end])
		add_note(l, ev, text, "cut, the process was killed");
	else if (ev->call.cut)
		add_note(l, ev, text, "still blocked at the end of the run");
	else
		add_note(l, ev, text, name ? name : strerror(ev->call.error));
	free(text);
}

static void on_return(struct ladder *l, const struct event *ev)
{
	if (ev->call.cut || ev->call.error)
		on_failure(l, ev);
	else
		on_deed(l, ev);
}

/* The row, if any, that an event makes or settles. */
static void take_event(struct ladder *l, const struct event *ev)
{
	switch (ev->kind) {
	case EVENT_SEGMENT:
		on_segment(l, ev);
		break;
	case EVENT_VERDICT:
		on_verdict(l, ev);
		break;
	case EVENT_ICMP:
		on_icmp(l, ev);
		break;
	case EVENT_SIGHTING:
		on_sighting(l, ev);
		break;
	case EVENT_RETURN:
		on_return(l, ev);
		break;
	case EVENT_SOCKET_ERROR:
		if (ev->socket_error.pending)
			add_note(l, ev, "error on the socket", "the next call will tell");
		break;
	case EVENT_MARK:
		if (ev->mark < l->sc->n_moments)
			add_note(l, ev, "mark", l->sc->moments[ev->mark].name);
		break;
	case EVENT_LOST:
		add_note(l, ev, "evidence lost", loss_word(ev->lost.what));
		break;
	case EVENT_END:
		if (ev->ended == END_TIMEOUT)
			add_note(l, ev, "timeout", "the client's script has not ended");
		rows_settle(&l->rows);
		break;
	case EVENT_CALL:
		if (ev->call.step == STEP_KILL)
			l->killed[ev->call.about] = true;
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

static void show_changes(struct ladder *l, size_t n_new)
{
	size_t n;
	const struct transition *all = transitions_all(l->transitions, &n);

	for (size_t i = n - n_new; i < n; i++) {
		bool passing = false;

		for (size_t j = i + 1; j < n && !passing; j++)
			passing = all[j].record == all[i].record && all[j].end == all[i].end &&
				  all[j].connection == all[i].connection;
		rows_add_change(&l->rows, l->sc, &all[i], passing);
	}
}

void ladder_event(struct ladder *l, const struct event *ev, size_t record)
{
	size_t n_new;

	if (l->rows.style.quiet)
		return;
	if (!l->begun)
		print_head(l);
	l->begun = true;
	n_new = transitions_observe(l->transitions, ev, record);
	rows_end_waiting(&l->rows, ev->at);
	take_event(l, ev);
	show_changes(l, n_new);
	rows_draw(&l->rows);
}

void ladder_free(struct ladder *l)
{
	if (!l)
		return;
	rows_settle(&l->rows);
	rows_draw(&l->rows);
	transitions_free(l->transitions);
	rows_free(&l->rows);
	free(l);
}

void ladder_print(FILE *out, const struct scenario *sc, const struct timeline *tl,
		  struct style style)
{
	struct ladder *ladder = ladder_new(out, sc, &tl->header, style);

	for (size_t i = 0; i < tl->n; i++)
		ladder_event(ladder, &tl->events[i], timeline_record(i));
	ladder_free(ladder);
}
