/* SPDX-License-Identifier: MIT */
#include "report/phrase.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/label.h"

/* A change that was seen within less than that is shown without its interval. */
#define INTERVAL_SHOWN (1 * NSEC_PER_MSEC)

static void append(char words[ROW_WORDS], const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void append(char words[ROW_WORDS], const char *fmt, ...)
{
	size_t len = strlen(words);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words + len, ROW_WORDS - len, fmt, ap);
	va_end(ap);
}

/* ---- timers --------------------------------------------------------------------------------- */

const char *phrase_timer_name(const struct timer_run *timer)
{
	switch (timer->kind) {
	case TIMER_RETRANSMIT:
		return timer->state == TCPS_SYN_SENT	   ? _("SYN timer")
		       : timer->state == TCPS_SYN_RECEIVED ? _("SYN-ACK timer")
							   : _("retransmission timer");
	case TIMER_KEEPALIVE:
		return timer->state == TCPS_FIN_WAIT_2 ? _("FIN-WAIT-2 timer")
						       : _("keepalive timer");
	case TIMER_TIME_WAIT:
		return timer->state == TCPS_FIN_WAIT_2 ? _("FIN-WAIT-2 timer")
						       : _("TIME-WAIT timer");
	case TIMER_PROBE:
		return _("window probe timer");
	case TIMER_NONE:
		break;
	}
	return _("timer");
}

/* "204 ms", "3.3 s", "27 s", "7200 s": no digit more than is known; 0.99 s were 1 s when it was armed. */
static const char *length_text(char text[NSEC_TEXT], nsec_t length)
{
	double s = (double)length / NSEC_PER_SEC;

	if (s < 0.95)
		snprintf(text, NSEC_TEXT, "%.0f ms", 1000 * s);
	else if (s < 9.95)
		snprintf(text, NSEC_TEXT, "%g s", (int)(10 * s + 0.5) / 10.0);
	else if (s < 99.5)
		snprintf(text, NSEC_TEXT, "%.2g s", s);
	else
		snprintf(text, NSEC_TEXT, "%.0f s", s);
	return text;
}

void phrase_timer(char text[TIMER_TEXT], const struct timer_run *timer)
{
	char length[NSEC_TEXT];

	/* TRANSLATORS: "SYN-ACK timer 2 s": what timer, and how long it ran */
	snprintf(text, TIMER_TEXT, C_("timer", "%s %s"), phrase_timer_name(timer),
		 length_text(length, timer->length));
}

void phrase_timer_short(char text[TIMER_TEXT], const struct timer_run *timer)
{
	char length[NSEC_TEXT];

	/* TRANSLATORS: at most 12 columns: "timer 120 s", the timer that sent a segment again */
	snprintf(text, TIMER_TEXT, _("timer %s"), length_text(length, timer->length));
}

/* ---- changes of state ---------------------------------------------------------------------- */

void phrase_change(char words[ROW_WORDS], const struct scenario *sc, const struct transition *tr,
		   const struct timer_run *timer)
{
	char text[TIMER_TEXT];

	words[0] = '\0';
	if (tr->connection > 1)
		append(words, "#%u ", tr->connection);
	else if (!tr->connection && tr->to == TCPS_CLOSED)
		append(words, "%s", _("listener gone: "));
	switch (tr->cause) {
	case CAUSE_UNKNOWN:
		append(words, "%s", _("cause unknown"));
		break;
	case CAUSE_SEGMENT:
		append(words, _("segment %u"), tr->number);
		break;
	case CAUSE_CALL:
		append(words, "%s()", call_word(sc, tr->end, tr->number));
		break;
	case CAUSE_ICMP:
		append(words, _("ICMP message %u"), tr->number);
		break;
	case CAUSE_TIMER:
		if (timer)
			phrase_timer(text, timer);
		append(words, "%s", timer ? text : _("timer"));
		break;
	case CAUSE_KILL:
		append(words, "%s", _("kill"));
		break;
	}
	if (monotime_between(tr->earliest, tr->latest) > INTERVAL_SHOWN)
		/* TRANSLATORS: the interval in which a state has changed */
		append(words, _(", %.3f..%.3f s"), (double)tr->earliest.ns / NSEC_PER_SEC,
		       (double)tr->latest.ns / NSEC_PER_SEC);
}

const char *phrase_step(enum step_kind kind)
{
	switch (kind) {
	case STEP_UNPLUG:
		return _("the link is down");
	case STEP_PLUG:
		return _("the link is up");
	case STEP_REBOOT:
		return _("the power was gone, all sockets are");
	case STEP_EXIT:
		return _("the process has ended");
	case STEP_KILL:
		return _("the process was killed");
	case STEP_FREEZE:
		return _("the process stands still");
	case STEP_THAW:
		return _("the process goes on");
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

/* ---- segments that are stopped ------------------------------------------------------------- */

static const char *const loss_places[] = {
	[ROW_LOSS_NONE] = NULL,
	[ROW_LOSS_LINK] = N_("no link"),
	[ROW_LOSS_WIRE] = N_("the wire"),
};

void phrase_stop(char words[ROW_WORDS], const struct row *row)
{
	const char *fault = row->fault ? row->fault : "", *place = loss_places[row->loss];
	char delay[NSEC_TEXT];

	words[0] = '\0';
	if (row->delay && row->verdict != VERDICT_DROP)
		append(words, "%s ", nsec_format(delay, row->delay));
	append(words, "%s", fault);
	if (place && row->fault)
		append(words, " (%s)", _(place));
	else if (place)
		append(words, "%s", _(place));
}

/* ---- segments that were changed ------------------------------------------------------------ */

static const char *const obstacle_texts[] = {
	[OBSTACLE_NONE] = NULL,
	[OBSTACLE_OPTIONS] = N_("unchanged, no room for options"),
	[OBSTACLE_NO_PAYLOAD] = N_("unchanged, no payload"),
	[OBSTACLE_SIZE] = N_("unchanged, too large for the wire"),
};
static_assert(ARRAY_SIZE(obstacle_texts) == OBSTACLES, "words for every obstacle");

/* A list of what changed, in the making. */
struct rewriting {
	char *words;
	const char *arrow;
};

static const char *separator(const struct rewriting *r)
{
	return r->words[0] ? ", " : "";
}

static void number_changed(const struct rewriting *r, const char *name, int64_t from, int64_t to)
{
	if (from != to)
		append(r->words, "%s%s %" PRId64 " %s %" PRId64, separator(r), name, from, r->arrow,
		       to);
}

/* Flags, and whether there is data: what the segment is called tells them. */
static void title_changed(const struct rewriting *r, const struct segment_facts *from,
			  const struct segment_facts *to)
{
	char old[SEGMENT_TITLE], new[SEGMENT_TITLE];

	segment_facts_title(from, old);
	segment_facts_title(to, new);
	if (strcmp(old, new))
		append(r->words, "%s%s", separator(r), new);
}

static void option_changed(const struct rewriting *r, uint8_t kind,
			   const struct segment_facts *from, const struct segment_facts *to)
{
	bool had = segment_facts_has_option(from, kind), has = segment_facts_has_option(to, kind);
	const char *name = option_name(kind);
	char number[32];

	if (had == has)
		return;
	if (!name) {
		snprintf(number, sizeof(number), _("option %u"), kind);
		name = number;
	}
	append(r->words, "%s", separator(r));
	append(r->words, has ? _("with %s") : _("without %s"), name);
	if (has && kind == TCP_OPTION_MSS)
		append(r->words, " %u", to->mss);
	if (has && kind == TCP_OPTION_WSCALE)
		append(r->words, " %u", to->wscale);
}

static void options_changed(const struct rewriting *r, const struct segment_facts *from,
			    const struct segment_facts *to)
{
	for (unsigned int kind = 0; kind <= UINT8_MAX; kind++)
		option_changed(r, (uint8_t)kind, from, to);
	if (segment_facts_has_option(from, TCP_OPTION_MSS) &&
	    segment_facts_has_option(to, TCP_OPTION_MSS))
		number_changed(r, "mss", from->mss, to->mss);
	if (segment_facts_has_option(from, TCP_OPTION_WSCALE) &&
	    segment_facts_has_option(to, TCP_OPTION_WSCALE))
		number_changed(r, "wscale", from->wscale, to->wscale);
}

/* What a record of an earlier version does not tell. */
static void header_changed(const struct rewriting *r, const struct segment_facts *from,
			   const struct segment_facts *to)
{
	options_changed(r, from, to);
	number_changed(r, "ttl", from->ttl, to->ttl);
	number_changed(r, "dscp", from->tos >> 2, to->tos >> 2);
	number_changed(r, "ecn", from->tos & 3, to->tos & 3);
}

void phrase_rewritten(char words[ROW_WORDS], const struct row *row, const char *arrow)
{
	const struct segment_facts *from = &row->facts, *to = &row->sent;
	struct rewriting r = {.words = words, .arrow = arrow};

	words[0] = '\0';
	if (row->obstacle)
		append(words, "%s", _(obstacle_texts[row->obstacle]));
	if (!row->changed)
		return;
	title_changed(&r, from, to);
	number_changed(&r, "seq", segment_shown_seq(from), segment_shown_seq(to));
	if (from->flags & to->flags & TCP_ACK)
		number_changed(&r, "ack", segment_shown_ack(from), segment_shown_ack(to));
	number_changed(&r, "window", from->window, to->window);
	if (to->ttl)
		header_changed(&r, from, to);
}
