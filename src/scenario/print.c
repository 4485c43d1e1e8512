/* SPDX-License-Identifier: MIT */
/* The canonical text of a scenario, and of its parts for messages: one code for both. */
#include <assert.h>
#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

#include "base/util.h"
#include "scenario/parse.h"

/* ---- steps --------------------------------------------------------------------------------- */

static void print_time(const char *before, nsec_t time, FILE *out)
{
	char text[TIME_TEXT];

	fprintf(out, "%s%s", before, time_text(text, time));
}

static void print_listen(const struct step *step, FILE *out)
{
	fprintf(out, " %u", step->listen.port);
}

static void print_connect(const struct step *step, FILE *out)
{
	if (step->connect.port_given)
		fprintf(out, " %u", step->connect.port);
}

/* For a step that is one word. */
static void print_nothing(const struct step *step, FILE *out)
{
	(void)step;
	(void)out;
}

static void print_send(const struct step *step, FILE *out)
{
	fputc(' ', out);
	if (step->send.text)
		string_print(step->send.text, out);
	else
		fprintf(out, "%" PRIu64, step->send.bytes);
}

static void print_recv(const struct step *step, FILE *out)
{
	if (step->recv.until_eof)
		fputs(" until eof", out);
	else
		fprintf(out, " %" PRIu64, step->recv.bytes);
}

static void print_shutdown(const struct step *step, FILE *out)
{
	fputs(step->how == SHUT_RD ? " rd" : step->how == SHUT_WR ? " wr" : " rdwr", out);
}

static void print_setsockopt(const struct step *step, FILE *out)
{
	const struct sockopt_setting *s = &step->sockopt;

	fprintf(out, " %s ", s->option->name);
	switch (s->option->kind) {
	case SOCKOPT_SWITCH:
		fputs(s->value ? "on" : "off", out);
		break;
	case SOCKOPT_NUMBER:
		fprintf(out, "%d", s->value);
		break;
	case SOCKOPT_LINGER:
	case SOCKOPT_TIME:
		if (s->option->kind == SOCKOPT_LINGER && s->value == LINGER_OFF)
			fputs("off", out);
		else
			print_time("", s->value * s->option->unit, out);
		break;
	case SOCKOPT_WORD:
		fputs(s->word, out);
		break;
	}
}

static void print_sleep(const struct step *step, FILE *out)
{
	print_time(" ", step->sleep, out);
}

static void print_wait(const struct step *step, FILE *out)
{
	const struct wait_condition *wait = &step->wait;

	fprintf(out, " until %s %s", end_name(wait->end),
		wait->done ? "done" : tcp_state_name(wait->state));
	if (wait->limited)
		print_time(" within ", wait->within, out);
}

static void (*const print_kind[])(const struct step *step, FILE *out) = {
	[STEP_LISTEN] = print_listen,	[STEP_ACCEPT] = print_nothing,
	[STEP_CONNECT] = print_connect, [STEP_SEND] = print_send,
	[STEP_RECV] = print_recv,	[STEP_SHUTDOWN] = print_shutdown,
	[STEP_CLOSE] = print_nothing,	[STEP_SETSOCKOPT] = print_setsockopt,
	[STEP_UNPLUG] = print_nothing,	[STEP_PLUG] = print_nothing,
	[STEP_SLEEP] = print_sleep,	[STEP_WAIT] = print_wait,
};
static_assert(ARRAY_SIZE(print_kind) == STEP_KINDS, "a printer for every step");

static void print_step(const struct step *step, FILE *out)
{
	fputs(step_word(step->kind), out);
	print_kind[step->kind](step, out);
}

/* ---- rules --------------------------------------------------------------------------------- */

static void print_state_condition(const char *word, const struct state_condition *condition,
				  FILE *out)
{
	if (condition->given)
		fprintf(out, " %s %s %s", word, end_name(condition->end),
			tcp_state_name(condition->state));
}

static void print_rule(const struct fault *fault, FILE *out)
{
	const struct match *match = &fault->match;

	fputs(verb_word(fault->verb), out);
	if (fault->verb == VERB_DELAY)
		print_time(" ", fault->delay, out);
	if (fault->jitter)
		print_time(" jitter ", fault->jitter, out);
	fprintf(out, " %s", segment_name_word(match->name));
	if (match->from_given)
		fprintf(out, " from %s", end_name(match->from));
	if (match->ordinal != ORDINAL_NONE)
		fprintf(out, " %s %u", match->ordinal == ORDINAL_FIRST ? "first" : "nth", match->n);
	print_state_condition("while", &match->while_state, out);
	print_state_condition("until", &match->until_state, out);
}

/* ---- expectations -------------------------------------------------------------------------- */

static void print_path(const struct expectation *ex, FILE *out)
{
	fprintf(out, "%s path", end_name(ex->path.end));
	for (size_t i = 0; i < ex->path.n; i++)
		fprintf(out, " %s", tcp_state_name(ex->path.states[i]));
}

static void print_expected_time(const struct expected_time *t, FILE *out)
{
	if (t->cmp != CMP_EQ)
		fprintf(out, "%s ", comparison_word(t->cmp));
	print_time("", t->time, out);
	switch (t->tolerance) {
	case TOLERANCE_DEFAULT:
		break;
	case TOLERANCE_PERCENT:
		fprintf(out, " +- %u%%", t->percent);
		break;
	case TOLERANCE_TIME:
		print_time(" +- ", t->plus_minus, out);
		break;
	}
}

static void print_segments(const struct expectation *ex, FILE *out)
{
	fprintf(out, "segments %s", segment_name_word(ex->segments.name));
	if (ex->segments.from_given)
		fprintf(out, " from %s", end_name(ex->segments.from));
	fprintf(out, " %s %u", comparison_word(ex->segments.cmp), ex->segments.n);
}

static void print_call(const struct expectation *ex, FILE *out)
{
	if (ex->call.end_given)
		fprintf(out, "%s ", end_name(ex->call.end));
	fprintf(out, "%s %s", step_word(ex->call.call),
		ex->call.error ? errno_name(ex->call.error) : "ok");
}

static void print_expectation(const struct scenario *sc, const struct expectation *ex, FILE *out)
{
	switch (ex->kind) {
	case EXPECT_PATH:
		print_path(ex, out);
		break;
	case EXPECT_IN_STATE:
		fprintf(out, "%s in %s for ", end_name(ex->in_state.end),
			tcp_state_name(ex->in_state.state));
		print_expected_time(&ex->in_state.time, out);
		break;
	case EXPECT_SEGMENTS:
		print_segments(ex, out);
		break;
	case EXPECT_CALL:
		print_call(ex, out);
		break;
	case EXPECT_FIRED:
		fprintf(out, "fault %s fired %s %u", sc->faults[ex->fired.fault].name,
			comparison_word(ex->fired.cmp), ex->fired.n);
		break;
	}
}

static void print_where(const struct where *where, FILE *out)
{
	switch (where->kind) {
	case WHERE_ALWAYS:
		break;
	case WHERE_SYSCTL:
		fprintf(out, "\twhere sysctl %s %s {\n", where->sysctl,
			where->exists ? "exists" : "absent");
		break;
	case WHERE_KERNEL:
		fprintf(out, "\twhere kernel %s %u.%u {\n", comparison_word(where->cmp),
			where->kernel_major, where->kernel_minor);
		break;
	}
}

/* ---- blocks -------------------------------------------------------------------------------- */

/* A sysctl's value without quotes where the language can do without. */
static void print_sysctl_value(const char *value, FILE *out)
{
	size_t word = strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-.");
	bool is_word = (isalpha((unsigned char)value[0]) || value[0] == '_') && !value[word];
	const char *digits = value + (value[0] == '-');
	bool is_number = digits[0] && !digits[strspn(digits, "0123456789")];

	if (is_word || is_number)
		fputs(value, out);
	else
		string_print(value, out);
}

static void print_notes(const char *word, const struct note *notes, size_t n, FILE *out)
{
	for (size_t i = 0; i < n; i++) {
		fprintf(out, "\t%s ", word);
		string_print(notes[i].text, out);
		fputc('\n', out);
	}
}

static void print_header(const struct scenario *sc, FILE *out)
{
	fputs("scenario ", out);
	string_print(sc->title, out);
	fputs(" {\n", out);
	print_notes("see", sc->see, sc->n_see, out);
	print_notes("about", sc->about, sc->n_about, out);
	if (sc->ip_given)
		fprintf(out, "\tip %s\n", sc->ip == IP_BOTH ? "both" : sc->ip == IP_4 ? "4" : "6");
	if (sc->time_given)
		fprintf(out, "\ttime %s\n", time_kind_word(sc->time));
	if (sc->timeout_given) {
		print_time("\ttimeout ", sc->timeout, out);
		fputc('\n', out);
	}
	for (size_t i = 0; i < sc->n_sysctls; i++) {
		fprintf(out, "\tsysctl %s %s ", end_name(sc->sysctls[i].end), sc->sysctls[i].name);
		print_sysctl_value(sc->sysctls[i].value, out);
		fputc('\n', out);
	}
	fputs("}\n", out);
}

static void print_script(const struct scenario *sc, enum end end, FILE *out)
{
	const struct script *script = &sc->script[end];

	if (!script->given)
		return;
	fprintf(out, "\n%s {\n", end_name(end));
	for (size_t i = 0; i < script->n; i++) {
		fputc('\t', out);
		print_step(&script->steps[i], out);
		fputc('\n', out);
	}
	fputs("}\n", out);
}

static void print_faults(const struct scenario *sc, FILE *out)
{
	for (size_t i = 0; i < sc->n_faults; i++) {
		fprintf(out, "\nfault %s {\n\t", sc->faults[i].name);
		print_rule(&sc->faults[i], out);
		fputs("\n}\n", out);
	}
}

static void print_expectations(const struct scenario *sc, FILE *out)
{
	size_t where = 0;

	if (!sc->n_expectations)
		return;
	fputs("\nexpect {\n", out);
	for (size_t i = 0; i < sc->n_expectations; i++) {
		const struct expectation *ex = &sc->expectations[i];

		if (where && ex->where != where)
			fputs("\t}\n", out);
		if (ex->where != where)
			print_where(&sc->wheres[ex->where], out);
		where = ex->where;
		fputs(where ? "\t\t" : "\t", out);
		print_expectation(sc, ex, out);
		fputc('\n', out);
	}
	fputs(where ? "\t}\n}\n" : "}\n", out);
}

void scenario_print(const struct scenario *sc, FILE *out)
{
	print_header(sc, out);
	print_script(sc, SERVER, out);
	print_script(sc, CLIENT, out);
	print_faults(sc, out);
	print_expectations(sc, out);
}

/* ---- one line, for messages ---------------------------------------------------------------- */

char *step_text(const struct step *step)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	print_step(step, out);
	fclose(out);
	return text;
}

char *fault_text(const struct fault *fault)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	print_rule(fault, out);
	fclose(out);
	return text;
}

char *expectation_text(const struct scenario *sc, const struct expectation *ex)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	print_expectation(sc, ex, out);
	fclose(out);
	return text;
}
