/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <inttypes.h>
#include <sys/socket.h>

#include "base/util.h"
#include "scenario/print.h"

static void print_number(const char *before, uint64_t number, FILE *out)
{
	fprintf(out, "%s%" PRIu64, before, number);
}

static void print_bind(const struct step *step, FILE *out)
{
	print_number(" ", step->bind.port, out);
}

static void print_listen(const struct step *step, FILE *out)
{
	if (step->listen.port_given)
		print_number(" ", step->listen.port, out);
	if (step->listen.backlog_given)
		print_number(" backlog ", step->listen.backlog, out);
}

static void print_accept(const struct step *step, FILE *out)
{
	if (step->accept.n)
		print_number(" ", step->accept.n, out);
}

static void print_connect(const struct step *step, FILE *out)
{
	if (step->connect.port_given)
		print_number(" ", step->connect.port, out);
	if (step->connect.from)
		print_number(" from port ", step->connect.from, out);
}

static void print_connections(const struct step *step, FILE *out)
{
	print_number(" ", step->connections.n, out);
	if (step->connections.port_given)
		print_number(" to ", step->connections.port, out);
}

/* For a step that is one word. */
static void print_nothing(const struct step *step, FILE *out)
{
	(void)step;
	(void)out;
}

static void print_data(const char *text, uint64_t bytes, FILE *out)
{
	fputc(' ', out);
	if (text)
		string_print(text, out);
	else
		print_number("", bytes, out);
}

static void print_send(const struct step *step, FILE *out)
{
	if (step->send.file)
		fputs(" file", out);
	print_data(step->send.file ? step->send.file : step->send.text, step->send.bytes, out);
}

static void print_expect_data(const struct step *step, FILE *out)
{
	print_data(step->expect.text, step->expect.bytes, out);
}

static void print_recv(const struct step *step, FILE *out)
{
	if (step->recv.until_eof)
		fputs(" until eof", out);
	else
		print_number(" ", step->recv.bytes, out);
}

static void print_shutdown(const struct step *step, FILE *out)
{
	fputs(step->how == SHUT_RD ? " rd" : step->how == SHUT_WR ? " wr" : " rdwr", out);
}

static void print_close(const struct step *step, FILE *out)
{
	fputs(step->all ? " all" : "", out);
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
	case SOCKOPT_TIME_OR_OFF:
	case SOCKOPT_TIME:
	case SOCKOPT_TIMEVAL:
		if (s->value == SOCKOPT_OFF)
			fputs("off", out);
		else
			print_time("", s->value * s->option->unit, out);
		break;
	case SOCKOPT_WORD:
		fputs(s->word, out);
		break;
	}
}

static void print_exec(const struct step *step, FILE *out)
{
	fputc(' ', out);
	string_print(step->command, out);
}

static void print_flood(const struct step *step, FILE *out)
{
	fputs(" syn", out);
	if (step->flood.port_given)
		print_number(" to ", step->flood.port, out);
	print_number(" from random rate ", step->flood.rate, out);
	print_time(" for ", step->flood.time, out);
}

static void print_limit(const struct step *step, FILE *out)
{
	print_number(" files ", step->files, out);
}

static void print_target(const struct step *step, FILE *out)
{
	if (step->target.given)
		fprintf(out, " %s", end_name(step->target.end));
}

static void print_sleep(const struct step *step, FILE *out)
{
	print_time(" ", step->sleep, out);
}

static void print_at(const struct step *step, FILE *out)
{
	print_time(" ", step->at, out);
}

/* ---- wait until … -------------------------------------------------------------------------- */

static void print_times(const struct wait_condition *wait, FILE *out)
{
	if (wait->n != 1)
		print_number(" ", wait->n, out);
}

static void print_wait_state(const struct wait_condition *wait, FILE *out)
{
	if (wait->connection)
		print_number(" connection ", wait->connection, out);
	fprintf(out, " %s", tcp_state_name(wait->state));
}

static void print_wait(const struct step *step, FILE *out)
{
	const struct wait_condition *wait = &step->wait;

	fputs(" until ", out);
	if (wait->kind != WAIT_SEGMENT && wait->kind != WAIT_FAULT)
		fputs(end_name(wait->end), out);
	switch (wait->kind) {
	case WAIT_STATE:
		print_wait_state(wait, out);
		break;
	case WAIT_DONE:
		fputs(" done", out);
		break;
	case WAIT_STEP:
		fprintf(out, " %s", step_word(wait->step));
		print_times(wait, out);
		break;
	case WAIT_LISTENS:
		print_number(" listens ", wait->port, out);
		break;
	case WAIT_SEGMENT:
		fputs(segment_name_word(wait->segment), out);
		if (wait->from_given)
			fprintf(out, " from %s", end_name(wait->end));
		print_times(wait, out);
		break;
	case WAIT_FAULT:
		fprintf(out, "fault %s fired", wait->fault_name);
		print_times(wait, out);
		break;
	}
	if (wait->limited)
		print_time(" within ", wait->within, out);
}

static void print_mark(const struct step *step, FILE *out)
{
	fprintf(out, " %s", step->mark.name);
}

static void (*const print_kind[])(const struct step *step, FILE *out) = {
	[STEP_SOCKET] = print_nothing,
	[STEP_BIND] = print_bind,
	[STEP_LISTEN] = print_listen,
	[STEP_ACCEPT] = print_accept,
	[STEP_CONNECT] = print_connect,
	[STEP_CONNECTIONS] = print_connections,
	[STEP_SEND] = print_send,
	[STEP_RECV] = print_recv,
	[STEP_EXPECT_DATA] = print_expect_data,
	[STEP_SHUTDOWN] = print_shutdown,
	[STEP_CLOSE] = print_close,
	[STEP_ABORT] = print_nothing,
	[STEP_SETSOCKOPT] = print_setsockopt,
	[STEP_EXEC] = print_exec,
	[STEP_FLOOD] = print_flood,
	[STEP_LIMIT] = print_limit,
	[STEP_UNPLUG] = print_target,
	[STEP_PLUG] = print_target,
	[STEP_REBOOT] = print_nothing,
	[STEP_EXIT] = print_nothing,
	[STEP_KILL] = print_target,
	[STEP_FREEZE] = print_target,
	[STEP_THAW] = print_target,
	[STEP_SLEEP] = print_sleep,
	[STEP_AT] = print_at,
	[STEP_WAIT] = print_wait,
	[STEP_MARK] = print_mark,
};
static_assert(ARRAY_SIZE(print_kind) == STEP_KINDS, "a printer for every step");

/* ---- scripts ------------------------------------------------------------------------------- */

void print_step(const struct step *step, FILE *out)
{
	fputs(step_word(step->kind), out);
	print_kind[step->kind](step, out);
	if (step->on_name)
		fprintf(out, " on %s", step->on_name);
	if (step->as_name)
		fprintf(out, " as %s", step->as_name);
}

char *step_text(const struct step *step)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	print_step(step, out);
	fclose(out);
	return text;
}

static void indent(unsigned int depth, FILE *out)
{
	while (depth--)
		fputc('\t', out);
}

/* Steps from @at up to @end, and the repeats among them, of which @repeat is the next. */
static void print_steps(const struct script *script, size_t at, size_t end, size_t *repeat,
			unsigned int depth, FILE *out)
{
	while (at < end) {
		const struct repeat *r =
			*repeat < script->n_repeats ? &script->repeats[*repeat] : NULL;

		indent(depth, out);
		if (!r || r->first != at) {
			print_step(&script->steps[at++], out);
			fputc('\n', out);
			continue;
		}
		++*repeat;
		fprintf(out, "repeat %u {\n", r->times);
		print_steps(script, at, at + r->n, repeat, depth + 1, out);
		indent(depth, out);
		fputs("}\n", out);
		at += r->n * r->times;
	}
}

void print_script(const struct script *script, FILE *out)
{
	size_t repeat = 0;

	print_steps(script, 0, script->n, &repeat, 1, out);
}
