/* SPDX-License-Identifier: MIT */
/* The page's tables: calls, sysctls, TCP_INFO, and the accounting of segments. */
#include <inttypes.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "explain/reference.h"
#include "report/html_data.h"
#include "report/html_parts.h"
#include "report/html_words.h"
#include "report/xml.h"

void html_open_section(FILE *out, const char *key)
{
	fprintf(out, "<section id=\"%s\"><h2>%s</h2>\n", key, html_word(key));
}

/* The head of a table: words by their keys, up to a NULL. */
static void open_table(FILE *out, const char *const *keys)
{
	fputs("<div class=\"wide\"><table><thead><tr>", out);
	for (; *keys; keys++)
		fprintf(out, "<th scope=\"col\">%s</th>", html_word(*keys));
	fputs("</tr></thead><tbody>\n", out);
}

static void close_table(FILE *out)
{
	fputs("</tbody></table></div>\n", out);
}

static void cell(FILE *out, const char *text)
{
	fputs("<td>", out);
	xml_text(out, text);
	fputs("</td>", out);
}

static void code_cell(FILE *out, const char *text)
{
	fputs("<td><code>", out);
	xml_text(out, text);
	fputs("</code></td>", out);
}

static void time_cell(FILE *out, struct monotime at)
{
	fprintf(out, "<td class=\"number\">%.3f</td>", (double)at.ns / NSEC_PER_SEC);
}

static void count_cell(FILE *out, uint64_t n)
{
	fprintf(out, "<td class=\"number\">%" PRIu64 "</td>", n);
}

/* ---- calls --------------------------------------------------------------------------------- */

/* The return of a call; NULL if there is none. */
static const struct event *return_of(const struct timeline *tl, size_t call)
{
	const struct event *ev = &tl->events[call];

	for (size_t i = call + 1; i < tl->n; i++) {
		const struct event *ret = &tl->events[i];

		if (ret->kind == EVENT_RETURN && ret->end == ev->end &&
		    ret->call.number == ev->call.number)
			return ret;
	}
	return NULL;
}

static void print_call(FILE *out, const struct scenario *sc, const struct timeline *tl, size_t i,
		       size_t step)
{
	const struct event *ev = &tl->events[i], *ret = return_of(tl, i);
	char *text = html_step_text(sc, ev), *result = ret ? html_call_result(ret) : NULL;
	char took[NSEC_TEXT] = "";
	bool failed = ret && (ret->call.cut || ret->call.error);

	fprintf(out, "<tr%s><td>%s</td><td class=\"number\"><a href=\"#step-%zu\">%.3f</a></td>",
		failed ? " class=\"failed\"" : "", html_word(end_name(ev->end)), step + 1,
		(double)ev->at.ns / NSEC_PER_SEC);
	code_cell(out, text);
	cell(out, result ? result : "");
	if (ret && !ret->call.cut)
		nsec_format(took, monotime_between(ev->at, ret->at));
	fprintf(out, "<td class=\"number\">%s</td></tr>\n", took);
	free(text);
	free(result);
}

void html_calls(FILE *out, const struct scenario *sc, const struct timeline *tl,
		const struct html_steps *steps)
{
	static const char *const head[] = {"end", "time", "call", "result", "took", NULL};

	html_open_section(out, "calls");
	open_table(out, head);
	for (size_t i = 0; i < tl->n; i++)
		if (tl->events[i].kind == EVENT_CALL)
			print_call(out, sc, tl, i, steps->of_record[timeline_record(i)]);
	close_table(out);
	fputs("</section>\n", out);
}

/* ---- sysctls ------------------------------------------------------------------------------- */

static void print_sysctl(FILE *out, const struct sysctl_record *s)
{
	const struct reference_sysctl *known = reference_sysctl(s->name);

	fputs(s->by_scenario ? "<tr class=\"chosen\"" : "<tr", out);
	if (known)
		xml_attribute(out, "title", _(known->meaning));
	fprintf(out, "><td>%s</td>", html_word(place_name(s->place)));
	code_cell(out, s->name);
	if (*s->value)
		code_cell(out, s->value);
	else
		cell(out, html_word("no-such-sysctl"));
	cell(out, html_word(s->by_scenario ? "by-scenario" : "by-lab"));
	fputs("</tr>\n", out);
}

/* In the order of the places: a record that is being made and one that is read have others. */
static void print_sysctls(FILE *out, const struct run_header *h, bool by_scenario)
{
	for (enum place place = 0; place < PLACES; place++)
		for (size_t i = 0; i < h->n_sysctls; i++)
			if (h->sysctls[i].place == place &&
			    h->sysctls[i].by_scenario == by_scenario)
				print_sysctl(out, &h->sysctls[i]);
}

/* Those that the scenario has set come first: they are what it is about. */
void html_sysctls(FILE *out, const struct timeline *tl)
{
	static const char *const head[] = {"place", "sysctl", "value", "set-by", NULL};
	const struct run_header *h = &tl->header;

	html_open_section(out, "sysctls");
	open_table(out, head);
	print_sysctls(out, h, true);
	print_sysctls(out, h, false);
	close_table(out);
	fputs("</section>\n", out);
}

/* ---- accounting ---------------------------------------------------------------------------- */

/* The tallies of one direction; any of them may be missing. */
struct ledger {
	const struct event_queued *queued;
	const struct event_captured *sent;    /* at the sender's wire */
	const struct event_captured *arrived; /* at the receiver's */
};

static struct ledger ledger_of(const struct timeline *tl, enum end from)
{
	struct ledger ledger = {0};

	for (size_t i = 0; i < tl->n; i++) {
		const struct event *ev = &tl->events[i];

		if (ev->kind == EVENT_QUEUED && ev->end == from)
			ledger.queued = &ev->queued;
		else if (ev->kind == EVENT_CAPTURED && ev->end == from)
			ledger.sent = &ev->captured;
		else if (ev->kind == EVENT_CAPTURED)
			ledger.arrived = &ev->captured;
	}
	return ledger;
}

static void print_equation(FILE *out, const char *key, uint64_t left, uint64_t right,
			   const char *sum)
{
	bool holds = left == right;

	fprintf(out,
		"<tr class=\"%s\"><td>%s</td><td><code>%s</code></td><td class=\"number\">%" PRIu64
		" %s %" PRIu64 "</td><td>%s</td></tr>\n",
		holds ? "pass" : "fail", html_word(key), _(sum), left, holds ? "=" : "≠", right,
		html_word(holds ? "agrees" : "differs"));
}

static void print_ledger(FILE *out, const struct ledger *l, enum end from)
{
	const struct event_queued *q = l->queued;
	const char *way = from == CLIENT ? "from-client" : "from-server";

	if (!q || !l->sent || !l->arrived)
		return;
	print_equation(out, way, l->sent->out, q->queued + q->lost, N_("out = queued + lost"));
	print_equation(out, way, q->queued, q->accepted + q->dropped + q->flushed + q->held,
		       N_("queued = accepted + dropped + flushed + held"));
	print_equation(out, way, l->arrived->in + q->undelivered,
		       q->accepted + q->copies + q->forged,
		       N_("in + undelivered = accepted + copies + forged"));
}

static void print_counts(FILE *out, const struct ledger *l, enum end from)
{
	const struct event_queued *q = l->queued;
	const uint64_t counts[] = {l->sent ? l->sent->out : 0,
				   q->queued,
				   q->lost,
				   q->accepted,
				   q->dropped,
				   q->held,
				   q->flushed,
				   q->copies,
				   q->forged,
				   q->undelivered,
				   l->arrived ? l->arrived->in : 0};

	fprintf(out, "<tr><td>%s</td>", html_word(from == CLIENT ? "from-client" : "from-server"));
	for (size_t i = 0; i < ARRAY_SIZE(counts); i++)
		count_cell(out, counts[i]);
	fputs("</tr>\n", out);
}

void html_accounting(FILE *out, const struct timeline *tl)
{
	static const char *const counts[] = {
		"direction",	 "n-out",  "n-queued",	"n-lost",   "n-accepted",
		"n-dropped",	 "n-held", "n-flushed", "n-copies", "n-forged",
		"n-undelivered", "n-in",   NULL};
	static const char *const balance[] = {"direction", "equation", "counted", "balance", NULL};
	struct ledger ledgers[ENDS];

	for_each_end(e)
		ledgers[e] = ledger_of(tl, e);
	html_open_section(out, "accounting");
	open_table(out, counts);
	for_each_end(e)
		if (ledgers[e].queued)
			print_counts(out, &ledgers[e], e);
	close_table(out);
	open_table(out, balance);
	for_each_end(e)
		print_ledger(out, &ledgers[e], e);
	close_table(out);
	fputs("</section>\n", out);
}

/* ---- TCP_INFO ------------------------------------------------------------------------------ */

static void print_info(FILE *out, const struct scenario *sc, const struct event *ev)
{
	const struct event_info *info = &ev->info;
	char number[NSEC_TEXT];

	fputs("<tr>", out);
	time_cell(out, ev->at);
	cell(out, info->moment < sc->n_moments && sc->moments[info->moment].name
			  ? sc->moments[info->moment].name
			  : html_word("at-end"));
	cell(out, html_word(end_name(ev->end)));
	fputs("<td>", out);
	for (enum info_field f = 0; f < INFO_FIELDS; f++) {
		uint32_t value = info->facts.value[f];

		if (info_field_unit(f) == INFO_TCP_STATE)
			snprintf(number, sizeof(number), "%s", tcp_state_name(value));
		else if (info_field_unit(f) == INFO_MICROSECONDS)
			nsec_format(number, value * NSEC_PER_USEC);
		else
			snprintf(number, sizeof(number), "%u", value);
		fprintf(out, "<span class=\"field\">%s&nbsp;<b>%s</b></span> ", info_field_word(f),
			number);
	}
	fputs("</td></tr>\n", out);
}

void html_infos(FILE *out, const struct scenario *sc, const struct timeline *tl)
{
	static const char *const head[] = {"time", "moment", "end", "tcp-info", NULL};
	bool begun = false;

	html_open_section(out, "numbers");
	fputs("<div id=\"plots\"></div>\n", out);
	for (size_t i = 0; i < tl->n; i++) {
		if (tl->events[i].kind != EVENT_INFO)
			continue;
		if (!begun)
			open_table(out, head);
		begun = true;
		print_info(out, sc, &tl->events[i]);
	}
	if (begun)
		close_table(out);
	fputs("</section>\n", out);
}
