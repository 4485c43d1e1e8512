/* SPDX-License-Identifier: MIT */
/*
 * Where in the ladder the calls of an end's script are shown. One that begins waits for a row to come,
 * mostly that of the segment that it sends; one that returns is shown in the row of the segment that
 * it waited for, or where it began. When no such row comes within some ms, it has one of its own.
 */
#include "report/rows.h"

#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/phrase.h"

/* A row that comes later than that has nothing to do with a call. */
#define CALL_WAITS (20 * NSEC_PER_MSEC)

static bool is_segment(const struct row *row)
{
	return row->kind == ROW_SEGMENT || row->kind == ROW_RELEASE || row->kind == ROW_ICMP;
}

/* Calls that return when a segment has come. */
static bool waits_for_segment(enum step_kind kind)
{
	return kind == STEP_CONNECT || kind == STEP_ACCEPT || kind == STEP_RECV ||
	       kind == STEP_EXPECT_DATA;
}

/* Whether a step is a system call that has a result to show. */
static bool is_call(enum step_kind kind)
{
	return waits_for_segment(kind) || kind == STEP_SEND || kind == STEP_SOCKET ||
	       kind == STEP_BIND || kind == STEP_LISTEN || kind == STEP_SHUTDOWN ||
	       kind == STEP_CLOSE || kind == STEP_ABORT || kind == STEP_SETSOCKOPT;
}

/* The flags of the segment that a call sends; 0: it sends none, or whatever there is. */
static uint8_t flags_sent(enum step_kind kind)
{
	if (kind == STEP_CONNECT)
		return TCP_SYN;
	if (kind == STEP_CLOSE || kind == STEP_SHUTDOWN || kind == STEP_ABORT)
		return TCP_FIN | TCP_RST;
	return 0;
}

/* Whether a call sends, and returns then, whatever comes back meanwhile. */
static bool sends(enum step_kind kind)
{
	return kind == STEP_SEND || flags_sent(kind);
}

/* What is worth telling only when it lasts. */
static bool is_wait(enum step_kind kind)
{
	return kind == STEP_WAIT || kind == STEP_SLEEP || kind == STEP_AT;
}

static const struct step *step_of(const struct scenario *sc, const struct event *ev)
{
	const struct script *script = &sc->script[ev->end];

	return ev->call.number && ev->call.number <= script->n ? &script->steps[ev->call.number - 1]
							       : NULL;
}

/* "recv()", "shutdown(wr)", "until server CLOSED", and other steps as the script has them. */
static void name_call(char name[48], const struct scenario *sc, const struct event *ev)
{
	static const char *const hows[] = {
		[SHUT_RD] = "rd", [SHUT_WR] = "wr", [SHUT_RDWR] = "rdwr"};
	const struct step *step = step_of(sc, ev);
	char *text, *within;

	if (ev->call.step == STEP_EXPECT_DATA) {
		strcpy(name, "recv()");
	} else if (ev->call.step == STEP_ABORT) {
		strcpy(name, "close(linger 0)");
	} else if (ev->call.step == STEP_SHUTDOWN && step) {
		snprintf(name, 48, "shutdown(%s)", hows[step->how]);
	} else if (is_call(ev->call.step) || !step) {
		snprintf(name, 48, "%s()", step_word(ev->call.step));
	} else {
		text = step_text(step);
		within = strstr(text, " within ");
		if (within)
			*within = '\0';
		snprintf(name, 48, "%s", text + (step->kind == STEP_WAIT ? strlen("wait ") : 0));
		free(text);
	}
}

static void tell_result(char result[32], const struct event *ev, bool killed)
{
	const char *error = errno_name(ev->call.error);

	if (ev->call.cut && killed)
		snprintf(result, 32, "%s", C_("call", "killed"));
	else if (ev->call.cut)
		snprintf(result, 32, "%s", _("still blocked"));
	else if (ev->call.error)
		snprintf(result, 32, "%s", error ? error : strerror(ev->call.error));
	else if (is_call(ev->call.step) || ev->call.step == STEP_CONNECTIONS ||
		 ev->call.step == STEP_EXEC)
		snprintf(result, 32, "= %" PRId64, ev->call.result);
}

/* What has rows of its own, in words. */
static bool is_told(const struct event *ev)
{
	return ev->call.step == STEP_MARK || phrase_step(ev->call.step);
}

/* Whether two calls that have returned at once, of the same kind and with the same result, can be one. */
static bool is_like(const struct row_call *a, const struct row_call *b)
{
	return a->begins && a->ends && b->begins && b->ends && !strcmp(a->name, b->name) &&
	       !strcmp(a->result, b->result);
}

/* Add a call to a row; one that is just like the one before it counts with that. */
static bool add_call(struct row *row, enum end end, const struct row_call *call)
{
	struct row_calls *calls = &row->calls[end];
	struct row_call *last = calls->n ? &calls->item[calls->n - 1] : NULL;

	if (last && is_like(last, call)) {
		last->times += call->times;
		return true;
	}
	if (calls->n == ROW_CALLS)
		return false;
	calls->item[calls->n++] = *call;
	return true;
}

static struct row_call make_call(const struct scenario *sc, const struct event *ev)
{
	struct row_call call = {.number = ev->call.number, .step = ev->call.step, .times = 1};

	name_call(call.name, sc, ev);
	return call;
}

void rows_begin_call(struct rows *rows, const struct scenario *sc, const struct event *ev)
{
	struct row_call call = make_call(sc, ev);

	call.begins = true;
	if (!is_told(ev))
		add_call(rows_add(rows, ROW_CALL, ev->at, ev->end), ev->end, &call);
}

/* Where a call that has not returned began, if that row is still here. */
static struct row_call *find_begun(struct rows *rows, const struct event *ev, struct row **row)
{
	for (size_t i = rows->n; i-- > 0;) {
		struct row_calls *calls = &rows->items[i].calls[ev->end];

		for (size_t k = calls->n; k-- > 0;) {
			*row = &rows->items[i];
			if (calls->item[k].number == ev->call.number)
				return calls->item[k].ends ? NULL : &calls->item[k];
		}
	}
	return NULL;
}

/* The row of the segment that let a call return: the latest that came to its end. */
static struct row *find_arrival(struct rows *rows, const struct event *ev, const struct row *begun)
{
	for (size_t i = rows->n; i-- > 0;) {
		struct row *row = &rows->items[i];

		if (row == begun)
			return NULL;
		if (is_segment(row) && row->end != ev->end && row->verdict != VERDICT_DROP &&
		    row->at.ns <= ev->at.ns)
			return row;
	}
	return NULL;
}

/* Forget a call, and its row if nothing else is in that. */
static void forget(struct rows *rows, struct row *row, enum end end, struct row_call *call)
{
	struct row_calls *calls = &row->calls[end];

	memmove(call, call + 1, (size_t)(&calls->item[--calls->n] - call) * sizeof(*call));
	if (row->kind == ROW_CALL && !calls->n)
		rows_remove(rows, row);
}

/* A call has returned in the row where it began; if it is like the one in the row before, it joins that. */
static void join(struct rows *rows, struct row *row, enum end end)
{
	struct row *before = row > rows->items ? row - 1 : NULL;

	if (row->kind == ROW_CALL && before && before->kind == ROW_CALL && before->end == end &&
	    is_like(&before->calls[end].item[0], &row->calls[end].item[0])) {
		before->calls[end].item[0].times++;
		rows_remove(rows, row);
	}
}

/* Calls of an end among the first @n rows stay there for good: something later has found its row. */
static void settle_calls(struct rows *rows, size_t n, enum end end)
{
	for (size_t i = 0; i < n; i++)
		rows->items[i].settled |=
			rows->items[i].kind == ROW_CALL && rows->items[i].end == end;
}

/* Whether a call that began in a row has outlasted it: what it does takes its time. */
static bool outlasts(const struct rows *rows, const struct row *row, enum step_kind kind)
{
	if (sends(kind) || waits_for_segment(kind))
		return false;
	for (row++; row < rows->items + rows->n; row++)
		if (row->kind != ROW_CALL)
			return true;
	return false;
}

void rows_end_call(struct rows *rows, const struct scenario *sc, const struct event *ev,
		   bool killed)
{
	struct row_call call = make_call(sc, ev);
	struct row *row = NULL;
	struct row_call *begun;

	if (is_told(ev))
		return;
	call.ends = true;
	call.failed = ev->call.error || ev->call.cut;
	tell_result(call.result, ev, killed);
	begun = find_begun(rows, ev, &row);
	if (waits_for_segment(ev->call.step) && !ev->call.cut) {
		struct row *arrival = find_arrival(rows, ev, begun ? row : NULL);

		if (arrival && add_call(arrival, ev->end, &call)) {
			settle_calls(rows, (size_t)(arrival - rows->items), ev->end);
			return;
		}
	}
	if (!begun || ev->call.cut || outlasts(rows, row, ev->call.step)) {
		add_call(rows_add(rows, ROW_CALL, ev->at, ev->end), ev->end, &call);
	} else if (!call.failed && is_wait(ev->call.step)) {
		forget(rows, row, ev->end, begun);
	} else {
		call.begins = true;
		*begun = call;
		join(rows, row, ev->end);
	}
}

bool row_take_calls(struct row *row, const struct row *other)
{
	for_each_end(e)
		if (row->calls[e].n + other->calls[e].n > ROW_CALLS)
			return false;
	for_each_end(e)
		for (size_t i = 0; i < other->calls[e].n; i++)
			add_call(row, e, &other->calls[e].item[i]);
	return true;
}

/* Whether a row is what a call sent, or did. */
static bool is_effect(const struct row *row, enum end end, enum step_kind kind)
{
	if (row->end != end || (row->kind != ROW_SEGMENT && row->kind != ROW_CHANGE))
		return false;
	if (row->kind == ROW_CHANGE)
		return true;
	return kind == STEP_SEND ? row->facts.payload_len : row->facts.flags & flags_sent(kind);
}

static bool can_move(const struct row *call, const struct row *row, enum end end)
{
	return call->kind == ROW_CALL && call->end == end && !call->settled &&
	       monotime_between(call->at, row->at) <= CALL_WAITS;
}

/*
 * Which calls of an end move into a row, so that all stay in their order: the first of them. One that sends
 * waits for what it sends, and those after it with it; unless this row is what one of those has sent:
 * then those before stay for good.
 */
static size_t first_to_move(struct rows *rows, const struct row *row, enum end end)
{
	size_t at = (size_t)(row - rows->items), first = at;
	bool effect = false, waits = false;

	for (size_t i = at; i-- > 0 && !waits;) {
		struct row *call = &rows->items[i];
		const struct row_call *first_call = &call->calls[end].item[0];

		if (!can_move(call, row, end))
			continue;
		if (is_effect(row, end, first_call->step))
			effect = true;
		else
			waits = first_call->begins && sends(first_call->step);
		if (!waits)
			first = i;
	}
	if (waits && !effect)
		return at;
	settle_calls(rows, first, end);
	return first;
}

struct row *rows_adopt_calls(struct rows *rows, struct row *row)
{
	size_t at = (size_t)(row - rows->items), kept;
	size_t first[ENDS] = {first_to_move(rows, row, CLIENT), first_to_move(rows, row, SERVER)};

	/* Many rows may wait: those before the first that moves stay where they are. */
	kept = MIN(first[CLIENT], first[SERVER]);
	if (kept == at)
		return row;
	for (size_t i = kept; i < at; i++) {
		const struct row *call = &rows->items[i];

		if (i < first[call->end] || !can_move(call, row, call->end) ||
		    !row_take_calls(row, call))
			rows->items[kept++] = *call;
	}
	memmove(&rows->items[kept], row, (rows->n - at) * sizeof(*row));
	rows->n -= at - kept;
	return &rows->items[kept];
}
